"""Bringing a backup back into an empty place."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import delete

from config import Config
from tracker.accounts.models import LoginSession
from tracker.audit import anchor, chain
from tracker.audit.actions import record, signing_key
from tracker.audit.queries import verify
from tracker.backup import archive, dump, upgrading
from tracker.backup.archive import BLOBS, DATABASE, Manifest
from tracker.cases import index
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import path_of
from tracker.kernel.schema import check_schema, is_known, revision


@dataclass(frozen=True)
class Restored:
    """What came back; `note` says what was done besides, empty where nothing was."""

    manifest: Manifest
    note: str


def bring_back(app: Flask, path: Path) -> Restored:
    """Bring an archive back into an empty place; where that fails the place is empty again.

    :raises Refused: the archive is damaged, needs another key, kind of database or program, or
        the place holds data. Nothing has been changed then.
    """
    manifest = archive.read(path)
    _check_fits(app, manifest)
    settings: Config = app.config["TRACKER"]
    _check_key(settings, manifest)
    _check_empty(settings)
    anchor.forget()
    with dump.workroom(settings.data_dir) as room:
        archive.unpack(path, room)
        try:
            _move(room / BLOBS, settings.data_dir / BLOBS)
            dump.load(room / DATABASE)  # last: a place with a database has its attachments
            return Restored(manifest, _checked(app, manifest))
        except BaseException:
            dump.clear()
            shutil.rmtree(settings.data_dir / BLOBS, ignore_errors=True)
            raise


def _check_fits(app: Flask, manifest: Manifest) -> None:
    """Refuse an archive of another kind of database or of a newer program, or without tools."""
    if manifest.database != dump.kind():
        raise Refused(
            f"这份备份来自 {manifest.database}，本安装使用 {dump.kind()}。"
            "请在同一种数据库的安装上恢复。"
        )
    if not is_known(app, manifest.schema):
        raise Refused(
            f"这份备份的数据库结构 {manifest.schema} 比本程序新，请安装备份时的版本再恢复。"
        )
    if manifest.database == "postgresql":
        dump.tool("pg_restore")


def _check_key(settings: Config, manifest: Manifest) -> None:
    """Refuse without the key under which the audit log was written."""
    key = signing_key()
    if chain.key_id(key) != manifest.key_id:
        raise Refused(
            f"恢复需要审计密钥 {manifest.key_id}，{settings.audit_key_file} 中的是 "
            f"{chain.key_id(key)}。请把备份时另行保管的密钥文件放到该处再恢复。"
        )
    if manifest.sealed(key) != manifest.seal:
        raise Refused(archive.DAMAGED.format("清单印记不符"))


def _check_empty(settings: Config) -> None:
    """Refuse a place that holds data."""
    filled = [name for name, rows in dump.content().tables.items() if rows]
    if filled:
        raise Refused(
            f"这里的数据库已有数据（{'、'.join(filled[:3])}），没有做任何改动。"
            "请换一个空的数据目录或空的数据库再恢复。"
        )
    blobs = settings.data_dir / BLOBS
    if any(path.is_file() for path in blobs.rglob("*")):
        raise Refused(f"{blobs} 中已有附件，没有做任何改动。请换一个空的数据目录再恢复。")


def _move(source: Path, target: Path) -> None:
    """Move the unpacked attachments into their place."""
    shutil.rmtree(target, ignore_errors=True)
    if source.is_dir():
        source.replace(target)


def _checked(app: Flask, manifest: Manifest) -> str:
    """Compare what came back with the manifest, bring it up; return what was done besides."""
    found = dump.content()
    if found.tables != manifest.tables:
        raise Refused(archive.DAMAGED.format("恢复后的行数不符"))
    for digest, name in sorted(found.files.items()):
        path = path_of(digest)
        if not path.is_file() or archive.digest_of(path) != digest:
            raise Refused(archive.DAMAGED.format(f"附件“{name}”缺失或内容不符"))
    note = _upgraded(app, manifest)
    with transaction():
        if index.exists():
            index.refill()
    _check_log(manifest)
    return note


def _upgraded(app: Flask, manifest: Manifest) -> str:
    """Bring an archive of an earlier version up, with the steps after it; say so.

    :raises Refused: that failed.
    """
    if check_schema(app) is None:
        return ""
    try:
        upgrading.bring_up(app, upgrading.Order(), manifest.schema)
    except Exception as error:
        raise Refused(
            f"备份来自较早的版本，升级没有成功：{upgrading.what(error)}。这里已清空，备份文件没有变。"
            "请安装备份时的版本恢复，并把上面的原因告诉维护人员。"
        ) from error
    return f"备份来自较早的版本（{manifest.schema}），已升级到 {revision()}。"


def _check_log(manifest: Manifest) -> None:
    """Verify the log, add the restore to it, end all log-ins.

    :raises Refused: the log was touched.
    """
    finding = verify()
    if not finding.intact:
        raise Refused(archive.DAMAGED.format(f"审计日志：{finding.sentence}"))
    with transaction():
        record("restore.done", "backup", None, {"made_at": manifest.made_at})
        db.session.execute(delete(LoginSession))
    anchor.keep()
