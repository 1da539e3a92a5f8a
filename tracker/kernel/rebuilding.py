"""Transactions in which tables may be rebuilt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

from tracker.kernel.db import WITHOUT_KEYS, db, transaction


@contextmanager
def rebuilding() -> Iterator[Connection]:
    """Give a transaction in which tables may be rebuilt: one commit of everything, or nothing.

    SQLite rebuilds a table to change it, so its connection is opened anew without foreign keys:
    inside a transaction the switch does nothing. They are checked before the end. PostgreSQL waits
    for the locks of others no longer than SQLite does.

    :raises RuntimeError: a row was left without its parent; names the table.
    """
    token = WITHOUT_KEYS.set(True)
    try:
        db.session.rollback()
        db.engine.dispose()
        with transaction():
            connection = db.session.connection()
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL lock_timeout = '30s'")
            yield connection
            db.session.flush()
            _check_foreign_keys(connection)
    finally:
        WITHOUT_KEYS.reset(token)
        db.engine.dispose()


def _check_foreign_keys(connection: Connection) -> None:
    """Stop before the commit where a rebuilt table left a row without its parent."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"rows would be left without their parents: {broken[:5]}")
