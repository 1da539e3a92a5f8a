"""The file of an SQLite database: the one of that name, as long as it is there.

A connection that is kept open goes on in the file it once opened, also where that was moved away,
and SQLite makes an empty database of a file that is missing. Both would lose what people enter.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError

from tracker.kernel.db import db

FILE = "file"
_known: set[str] = set()  # files that were there once


def watch(app: Flask) -> None:
    """Let the application's connections follow the name, and never make a file that is gone."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name != "sqlite" or engine.url.database in (None, "", ":memory:"):
        return

    def place() -> Path:
        return Path(str(engine.url.database))

    @event.listens_for(engine, "do_connect")
    def _not_anew(*_: Any) -> None:
        if str(place()) in _known and not place().exists():
            gone = sqlite3.OperationalError("the database file is gone")
            gone.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise gone

    @event.listens_for(engine, "connect")
    def _note(_connection: Any, record: Any) -> None:
        _known.add(str(place()))
        record.info[FILE] = _identity(place())

    @event.listens_for(engine, "checkout")
    def _follow(_connection: Any, record: Any, _proxy: Any) -> None:
        if record.info.get(FILE) != _identity(place()):
            raise DisconnectionError("another file, or none, bears the name of the database")


def forget(place: str) -> None:
    """Let a database be made anew where it was taken away with intent."""
    _known.discard(place)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of its name, None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
