"""The database of a restore's place under another name, and back: a file, or a schema."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.exc import ProgrammingError

from tracker.backup import dump
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused


def put_aside(name: str) -> None:
    """Put the database aside under another name: a file's, or a schema's of PostgreSQL.

    :raises Refused: the account may not, or somebody works in it.
    """
    db.session.remove()
    db.engine.dispose()
    if dump.kind() == "sqlite":
        with closing(sqlite3.connect(dump.place(), isolation_level=None)) as live:
            live.execute("BEGIN EXCLUSIVE")  # rolls back what a killed process left half done
            live.execute("ROLLBACK")
        Path(dump.place()).replace(_file_aside(name))
        return
    try:
        with transaction():
            run = db.session.connection().exec_driver_sql
            schema = run("SELECT current_schema()").scalar_one()
            run(f'ALTER SCHEMA "{schema}" RENAME TO "{_schema_aside(name)}"')
            run(f'CREATE SCHEMA "{schema}"')
    except ProgrammingError as error:
        raise Refused(
            f"原有的数据不能改名保存（{error.orig}），没有做任何改动。"
            "请让本程序的账号成为数据库的所有者，或换一个空的数据库再恢复。"
        ) from error


def take_back(name: str, was_there: bool) -> None:
    """Put back what was put aside in place of what is there; else leave the place empty.

    What was there and was never moved stays.
    """
    db.session.remove()
    db.engine.dispose()
    if dump.kind() == "sqlite":
        if is_aside(name):
            _file_aside(name).replace(dump.place())
        elif not was_there:
            dump.clear()
        return
    if is_aside(name):
        with transaction():
            run = db.session.connection().exec_driver_sql
            schema = run("SELECT current_schema()").scalar_one()
            run(f'DROP SCHEMA "{schema}" CASCADE')
            run(f'ALTER SCHEMA "{_schema_aside(name)}" RENAME TO "{schema}"')
    elif not was_there:
        dump.clear()


def is_aside(name: str) -> bool:
    """Whether a database was put aside under a name."""
    if dump.kind() == "sqlite":
        return _file_aside(name).exists()
    return _schema_aside(name) in inspect(db.engine).get_schema_names()


def told_aside(name: str) -> str:
    """Say where the database that was put aside lies."""
    if dump.kind() == "sqlite":
        return str(_file_aside(name))
    return f"数据库中的模式 {_schema_aside(name)}"


def others() -> str:
    """Say who else has the database open; empty where nobody has."""
    db.session.remove()
    db.engine.dispose()
    if dump.kind() == "sqlite":
        return "、".join(f"进程 {number}" for number in _processes(Path(dump.place()).resolve()))
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    with db.engine.connect() as connection:
        query = f"{asked} AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        count = connection.exec_driver_sql(query).scalar_one()
    db.engine.dispose()
    return f"{count} 个连接" if count else ""


def _processes(path: Path) -> list[str]:
    """Return the processes that have a file open, as far as this account may see."""
    found = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if link.readlink() == path:
                found.add(link.parts[2])
    return sorted(found - {str(os.getpid())})


def _file_aside(name: str) -> Path:
    """Return the name of the SQLite file that was put aside."""
    return Path(f"{dump.place()}.{name}")


def _schema_aside(name: str) -> str:
    """Return the name of the schema of PostgreSQL that was put aside."""
    return name.replace("-", "_")
