"""The small database of an earlier version, brought to life; what a database holds, to compare."""

from __future__ import annotations

import base64
import json
import lzma
import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import inspect, text

from config import Config
from tracker import create_app
from tracker.kernel.db import db
from tracker.kernel.files import path_of

FILE = Path(__file__).with_name("0001.json.xz")
Columns = Mapping[str, list[str]]
Content = dict[str, Counter[tuple[Any, ...]]]


@cache
def kept() -> dict[str, Any]:
    """What the file holds: `schema`, `day`, `tables` with columns and rows, `blobs`."""
    return json.loads(lzma.decompress(FILE.read_bytes()))


def day() -> date:
    """The day on which it was made."""
    return date.fromisoformat(kept()["day"])


def columns() -> dict[str, list[str]]:
    """The columns of its tables."""
    return {name: table["columns"] for name, table in kept()["tables"].items()}


def build(folder: Path, url: str) -> None:
    """Build it in a folder and an empty database; tests work on copies."""
    config = Config(
        data_dir=folder,
        database_url=url,
        secret_key=secrets.token_hex(16),
        audit_key_file=folder / "audit.key",
    )
    with create_app(config).app_context():
        bring_to_life()


def bring_to_life() -> None:
    """Put it into the empty place of the application, on either kind of database."""
    upgrade(revision=kept()["schema"])
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        if db.engine.dialect.name == "sqlite":
            _fill_sqlite(raw)
        else:
            _fill_postgresql(raw)
    db.engine.dispose()
    for digest, data in kept()["blobs"].items():
        path_of(digest).parent.mkdir(parents=True, exist_ok=True)
        path_of(digest).write_bytes(base64.b64decode(data))


def _quoted(names: list[str]) -> str:
    """The names of columns as SQL takes them, be they words of its own."""
    return ", ".join(f'"{name}"' for name in names)


def _inserts(mark: str):
    """Each table's statement with its rows."""
    for name, table in kept()["tables"].items():
        names = _quoted(table["columns"])
        marks = ", ".join([mark] * len(table["columns"]))
        yield f"INSERT INTO {name} ({names}) VALUES ({marks})", table["rows"]


def _fill_sqlite(raw) -> None:
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("BEGIN")
    for statement, rows in _inserts("?"):
        raw.executemany(statement, rows)
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.execute("COMMIT")


def _fill_postgresql(raw) -> None:
    """Rows in any order, instants as UTC, the counters of the keys behind the last row."""
    cursor = raw.cursor()
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute("SET LOCAL TIME ZONE 'UTC'")
    for statement, rows in _inserts("%s"):
        if rows:
            cursor.executemany(statement, rows)
    for name, names in columns().items():
        if "id" in names:
            cursor.execute(f"SELECT pg_get_serial_sequence('{name}', 'id')")
            (counter,) = cursor.fetchone()
            if counter:
                cursor.execute(f"SELECT setval('{counter}', (SELECT max(id) FROM {name}))")
    raw.commit()


def content(wanted: Columns) -> Content:
    """How often each row is there, of some columns of some tables."""
    with db.engine.connect() as connection:
        return {
            name: Counter(
                tuple(map(str, row))
                for row in connection.execute(text(f"SELECT {_quoted(names)} FROM {name}"))
            )
            for name, names in wanted.items()
        }


def everything() -> tuple[dict[str, Any], Content]:
    """The whole of a database, shape and rows, to see that nothing changed.

    A column that comes back stands last: their order is no part of the shape.
    """
    seen = inspect(db.engine)
    shape = {
        name: sorted((c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name))
        for name in seen.get_table_names()
    }
    return shape, content({name: [c[0] for c in found] for name, found in shape.items()})
