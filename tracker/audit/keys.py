"""The key of the chain: made once, never where entries stand already.

A wrong setting of its path must not begin a second key in silence: the entries before could no
longer be verified, and no archive of them would come back.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import Table, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from config import Config, write_private
from tracker.audit import chain
from tracker.audit.models import AuditEntry
from tracker.kernel.db import db
from tracker.kernel.errors import Refused

ENTRIES: Table = AuditEntry.__table__
ANEW = "确实找不回来的，停止系统后运行 flask --app run audit renew-key，从此另起一段并记入日志。"
MISSING = (
    "审计密钥文件 {path} 不在，而审计日志已有记录{known}。没有它，日志不能再写，也不能核对，"
    "程序不会另造一把。请把另行保管的密钥文件放回该处，或改正 TRACKER_AUDIT_KEY_FILE。" + ANEW
)
OTHER = (
    "审计密钥不对：审计日志用密钥 {known} 写成，{path} 中的是 {here}。请把密钥 {known} 的文件放到"
    "该处，或改正 TRACKER_AUDIT_KEY_FILE。" + ANEW
)
SPOILT = "审计密钥文件 {path} 读不出密钥。请把另行保管的密钥文件放回该处。"


def place() -> Path:
    """Return where the key lies."""
    settings: Config = current_app.config["TRACKER"]
    return settings.audit_key_file


def make(path: Path) -> None:
    """Make a key; never over an existing one."""
    write_private(path, secrets.token_hex(32))


def ensure(app: Flask) -> None:
    """Make the key of an installation without a single entry; else leave all as it is."""
    path: Path = app.config["TRACKER"].audit_key_file
    if path.exists():
        return
    with app.app_context():
        try:
            begun = last_key_id() is not None
        except SQLAlchemyError:
            begun = True  # what cannot be asked may well hold entries
    if not begun:
        with suppress(FileExistsError):  # the process beside this one was faster
            make(path)


def last_key_id() -> str | None:
    """Return the name of the key under which the last entry was written; None where none is."""
    if db.engine.dialect.name == "sqlite" and not Path(str(db.engine.url.database)).exists():
        return None
    with db.engine.connect() as connection:
        return last_key_id_within(connection)


def last_key_id_within(connection: Connection) -> str | None:
    """Return the same as a connection sees it."""
    if not inspect(connection).has_table(ENTRIES.name):
        return None
    last = select(ENTRIES.c.key_id).order_by(ENTRIES.c.seq.desc()).limit(1)
    return connection.scalar(last)


def fault() -> str | None:
    """Return what is wrong with the key and what to do; None where entries can be written."""
    known, path = last_key_id(), place()
    if known is None:
        return None
    if not path.is_file():
        return MISSING.format(path=path, known=f"（密钥 {known}）")
    try:
        here = chain.key_id(signing_key())
    except Refused as refusal:
        return str(refusal)
    return None if here == known else OTHER.format(path=path, known=known, here=here)


def signing_key() -> bytes:
    """Return the key of the chain, kept outside the database.

    :raises Refused: there is none, or what lies there is none.
    """
    path = place()
    try:
        found = bytes.fromhex(path.read_text().strip())
    except FileNotFoundError as error:
        raise Refused(MISSING.format(path=path, known="")) from error
    except ValueError as error:
        raise Refused(SPOILT.format(path=path)) from error
    if not found:
        raise Refused(SPOILT.format(path=path))
    return found
