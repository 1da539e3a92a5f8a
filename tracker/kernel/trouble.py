"""What stands in the way: a disk on which nothing more can be written, a database that is away.

Told from the number that the system or the database gives, or from its name.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

from flask import current_app
from lxml.etree import SerialisationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from config import Config
from tracker.kernel.db import db

# full, over the quota, larger than a file may get, switched to reading after a fault
NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
WORDS = frozenset(f"IO_{errno.errorcode[number]}" for number in NOT_WRITTEN)
FULL, READ_ONLY, FAULT = sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR
READING = frozenset({sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ})
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
AWAY = BUSY | {sqlite3.SQLITE_CANTOPEN}
DISK_FULL = "53100"
# no connection (class 08), too many, shut down, crashed, starting, no such database
STOPPED = frozenset({"53300", "57P01", "57P02", "57P03", "3D000"})
ROOM = 16 << 20  # bytes below which nothing larger can be relied on
REMEMBERED = 60.0  # seconds
NOTED = "no_room_at"
NO_ROOM = "磁盘已满或不能写入：可以查看，不能保存。请清理磁盘，不必重新启动。\n"
NO_DATABASE = "数据库连不上。恢复数据库的运行即可，不必重新启动。\n"


def has_no_room(error: BaseException) -> bool:
    """Whether something could not be written, in a file or in the database."""
    if isinstance(error, OSError):
        return error.errno in NOT_WRITTEN
    if isinstance(error, SerialisationError):  # of a workbook, by way of a temporary file
        return str(error) in WORDS
    code = _code(error)
    if code is None:
        return _state(error) == DISK_FULL
    main = code & 0xFF
    return main in (FULL, READ_ONLY) or (main == FAULT and code not in READING)


def is_away(error: BaseException) -> bool:
    """Whether the database could not be reached, or is held by somebody else."""
    if isinstance(error, PoolTimeoutError):
        return True
    code = _code(error)
    if code is not None:
        return code & 0xFF in AWAY or code in READING
    if not isinstance(error, DBAPIError):
        return False
    state = _state(error)
    never_reached = state is None and type(error.orig).__name__ == "OperationalError"
    lost = error.connection_invalidated or never_reached
    return lost or (state is not None and (state.startswith("08") or state in STOPPED))


def passes(error: BaseException) -> bool:
    """Whether the fault is none of the program, and goes away without it."""
    return has_no_room(error) or is_away(error)


def note_no_room() -> None:
    """Remember that something could not be written: the database may lie on another machine."""
    current_app.extensions[NOTED] = time.monotonic()


def health() -> tuple[str, int]:
    """Say whether pages can be read and forms be saved: 200, 503 without database, 507 full."""
    return _of(_read, 503, NO_DATABASE) or _of(_write, 507, NO_ROOM) or ("ok", 200)


def _of(look: Callable[[], None], status: int, sentence: str) -> tuple[str, int] | None:
    """Return the answer where a look fails by what is none of the program's faults."""
    try:
        look()
    except (DBAPIError, PoolTimeoutError, OSError) as error:
        db.session.rollback()
        if not passes(error):
            raise
        return sentence, status
    return None


def _read() -> None:
    """Read from the database, the file itself too."""
    on_sqlite = db.engine.dialect.name == "sqlite"
    asked = "SELECT count(*) FROM sqlite_master" if on_sqlite else "SELECT 1"
    db.session.execute(text(asked)).scalar_one()
    db.session.rollback()


def _write() -> None:
    """Write into the data folder.

    :raises OSError: it could not be done, or lately something else could not.
    """
    settings: Config = current_app.config["TRACKER"]
    probe(settings.data_dir)
    noted = current_app.extensions.get(NOTED)
    if noted is not None and time.monotonic() - noted < REMEMBERED:
        raise OSError(errno.ENOSPC, "the database had no room")


def probe(folder: Path) -> None:
    """Try whether a folder takes a file.

    :raises OSError: it does not.
    """
    if shutil.disk_usage(folder).free < ROOM:
        raise OSError(errno.ENOSPC, "almost no room is left", str(folder))
    with TemporaryFile(dir=folder, buffering=0) as file:
        file.write(b"\0" * 4096)


def _code(error: BaseException) -> int | None:
    """Return SQLite's extended number of an error, None for one of elsewhere."""
    code: int | None = getattr(cause(error), "sqlite_errorcode", None)
    return code


def _state(error: BaseException) -> str | None:
    """Return the SQLSTATE of an error of PostgreSQL, None where it never answered."""
    state: str | None = getattr(cause(error), "sqlstate", None)
    return state


def cause(error: BaseException) -> BaseException:
    """Return what the driver raised: it holds none of the values that people entered."""
    return getattr(error, "orig", None) or error
