"""The database as one file and back: SQLite by its own backup, PostgreSQL by pg_dump."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import MetaData, create_engine, func, inspect, select, table, text
from sqlalchemy.engine import Connection

from tracker.kernel import sqlite_file
from tracker.kernel.db import db
from tracker.kernel.derived import CASE_TEXT_INDEX, is_derived
from tracker.kernel.errors import Refused
from tracker.kernel.files import StoredFile

VERSION_TABLE = "alembic_version"
LOCK = "backup.lock"
ROOM = ".backup-"
ASIDE = "before_restore_"  # begins the name of a schema with what was there before a restore
Look = Callable[[Connection], object]


@dataclass(frozen=True)
class Content:
    """What a database holds: rows by table, the digests of its attachments with a name each."""

    tables: dict[str, int]
    files: dict[str, str]


def kind() -> str:
    """Return the kind of the installation's database, sqlite or postgresql."""
    return db.engine.dialect.name


def content() -> Content:
    """Return what the installation's database holds; empty where it has no tables."""
    with db.engine.connect() as connection:
        return content_within(connection)


def shape() -> dict[str, list[str]]:
    """Return the columns of every table, to see whether a change was taken back."""
    seen = inspect(db.engine)
    return {
        name: sorted(column["name"] for column in seen.get_columns(name))
        for name in seen.get_table_names()
    }


def save(target: Path, look: Look | None = None) -> Content:
    """Write the database as it stands in one moment, while others write.

    `look` is given a connection that sees just what was saved.

    :raises Refused: pg_dump is missing or fails.
    """
    return _save_sqlite(target, look) if kind() == "sqlite" else _save_postgresql(target, look)


def load(source: Path) -> None:
    """Put a saved database in place of an empty one, whose tables go first.

    A newer program's tables would else stand in the way of an older archive, and of its upgrade.

    :raises Refused: pg_restore is missing or fails.
    """
    db.session.remove()
    db.engine.dispose()
    if kind() == "sqlite":
        with closing(sqlite3.connect(source)) as saved, closing(sqlite3.connect(place())) as new:
            saved.backup(new)
        return
    clear()
    plain = ("--no-owner", "--no-privileges", "--clean", "--if-exists")
    run_tool("pg_restore", *plain, "--single-transaction", "--exit-on-error", str(source))


def clear() -> None:
    """Drop every table; nothing is left behind."""
    db.session.remove()
    db.engine.dispose()
    if kind() == "sqlite":
        Path(place()).unlink(missing_ok=True)
        sqlite_file.forget(place())
        return
    found = MetaData()
    found.reflect(db.engine)
    found.drop_all(db.engine)


def tool(name: str) -> str:
    """Return the path of a program of PostgreSQL, which lies in its folder or in PATH.

    :raises Refused: it is not installed.
    """
    folder = current_app.config["TRACKER"].postgres_tools
    path = shutil.which(name, path=str(folder) if folder else None)
    if path is None:
        raise Refused(
            f"没有找到 {name}。请安装 PostgreSQL 客户端程序（Debian：apt install "
            "postgresql-client，版本不低于服务器），"
            "或用 TRACKER_POSTGRES_TOOLS 指明它所在的文件夹。"
        )
    return path


@contextmanager
def workroom(data_dir: Path) -> Iterator[Path]:
    """Give a private folder on the disk of the data, gone afterwards; one person at a time.

    What a killed run left there is a copy of the data: it goes first.

    :raises Refused: a backup or a restore is going on.
    """
    with (data_dir / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("另一个备份或恢复正在进行，请等它完成后再试。") from error
        for left in data_dir.glob(f"{ROOM}*"):
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=ROOM, dir=data_dir) as name:
            yield Path(name)


def place() -> str:
    """Return the file of the SQLite database."""
    return str(db.engine.url.database)


def content_within(connection: Connection) -> Content:
    """Return the same as a connection sees it."""
    names = [
        name
        for name in inspect(connection).get_table_names()
        if name != VERSION_TABLE and not is_derived(name)
    ]
    counts = {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0
        for name in sorted(names)
    }
    if StoredFile.__tablename__ not in counts:
        return Content(counts, {})
    rows = connection.execute(select(StoredFile.digest, StoredFile.name))
    return Content(counts, {digest: name for digest, name in rows})  # noqa: C416 (rows, no pairs)


def _save_sqlite(target: Path, look: Look | None) -> Content:
    """Copy in one step: a reader's lock for so long, writers wait."""
    made = sqlite3.connect(target, isolation_level=None)
    with closing(sqlite3.connect(place())) as live, closing(made) as copy:
        live.backup(copy)
        _leave_out(copy)
    with opened(target) as connection:
        if connection.scalar(text("PRAGMA integrity_check")) != "ok":
            raise Refused("数据库文件本身已损坏，无法备份。请停止服务，用最近一份备份恢复。")
        if look:
            look(connection)
        return content_within(connection)


@contextmanager
def opened(saved: Path) -> Iterator[Connection]:
    """Give a connection to a saved database of SQLite."""
    engine = create_engine(f"sqlite:///{saved}")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _leave_out(copy: sqlite3.Connection) -> None:
    """Empty the index in a copy: a restore makes it anew. What it held becomes zeros."""
    copy.execute("PRAGMA secure_delete=ON")
    if copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [CASE_TEXT_INDEX]).fetchone():
        copy.execute("INSERT INTO case_text_index (case_text_index) VALUES ('delete-all')")


def _save_postgresql(target: Path, look: Look | None) -> Content:
    """Let pg_dump see the very snapshot in which the rows are counted."""
    with db.engine.connect() as plain:
        connection = plain.execution_options(isolation_level="REPEATABLE READ")
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        found = content_within(connection)
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        without = (f"--exclude-table-data={CASE_TEXT_INDEX}", f"--exclude-schema={ASIDE}*")
        run_tool("pg_dump", *options, *without, f"--file={target}")
        if look:
            look(connection)
    return found


def run_tool(name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the installation's database.

    :raises Refused: it is missing or fails.
    """
    url = db.engine.url
    address = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": url.password} if url.password else {}
    done = subprocess.run(  # noqa: S603 (a program found by name, arguments of our own)
        [tool(name), f"--dbname={address}", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **secret},
        errors="replace",
        text=True,
    )
    if done.returncode:
        raise Refused(f"{name} 没有成功：{done.stderr.strip()[:500]}")
