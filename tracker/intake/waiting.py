"""Lists that wait to be read: one queue, read one after the other outside the pages' processes.

An upload leaves a row; the jobs process takes the oldest, reads the file in the limited child and
puts what it read beside the file. A row goes when its list was read, or when its sender gives up.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, or_, select

from tracker.intake import uploads
from tracker.intake.models import ListReading
from tracker.intake.uploads import Upload
from tracker.kernel import clock, sheets
from tracker.kernel.db import db, transaction

IN_LINE = "LISTS_READ_IN_LINE"  # in tests: who uploads reads, there is no jobs process
PATIENCE, PAUSE = 2.5, 0.05  # seconds that an upload waits for a short list, and between looks
TRIES = 2
LOST = timedelta(seconds=sheets.SECONDS + 40)  # who took a list so long ago is gone
LEFT_ALONE = timedelta(seconds=15)


@dataclass(frozen=True)
class Place:
    """Where a list stands in the queue, from 1; `left_alone` where nobody reads at all."""

    at: int
    taken: bool
    left_alone: bool


def ask(upload: Upload) -> None:
    """Put an upload into the queue."""
    if current_app.config.get(IN_LINE):
        sheets.read_ahead(upload.path, upload.read)
        return
    with transaction(in_turn=False):
        row = ListReading(token=upload.token, account_id=upload.account_id, asked_at=clock.now())
        db.session.add(row)


def is_read(upload: Upload, within: float = 0.0) -> bool:
    """Whether an upload was read; it may be waited for, for some seconds."""
    until = time.monotonic() + within
    while not upload.read.is_file() and time.monotonic() < until:
        time.sleep(PAUSE)
    return upload.read.is_file()


def place_of(upload: Upload) -> Place | None:
    """Return where an upload stands, None where it is in no queue."""
    rows = db.session.scalars(select(ListReading).order_by(ListReading.id)).all()
    at = next((at for at, row in enumerate(rows, 1) if row.token == upload.token), None)
    if at is None:
        return None
    busy = any(row.taken_at and row.taken_at > clock.now() - LOST for row in rows)
    own = rows[at - 1]
    alone = not busy and own.asked_at < clock.now() - LEFT_ALONE
    return Place(at, own.taken_at is not None, alone)


def read_next() -> bool:
    """Read the list whose turn it is; return whether there was one.

    One that ended its reader twice is refused, so that it does not stop the others for good.
    """
    taken = _take()
    if taken is None:
        return False
    token, tries = taken
    path, read = uploads.place_of(token)
    if tries > TRIES:
        sheets.refuse(read, "died")
    elif path.is_file():
        sheets.read_ahead(path, read)
    with transaction(in_turn=False):
        waited = _leave(token)
    if not waited:
        read.unlink(missing_ok=True)  # the sender gave up meanwhile
    return True


def give_up(upload: Upload) -> None:
    """Take an upload out of the queue and drop it; one that is being read is not kept."""
    _leave(upload.token)
    uploads.forget(upload)


def _take() -> tuple[str, int] | None:
    """Take the oldest list that nobody reads; return its token, and which try this is."""
    free = or_(ListReading.taken_at.is_(None), ListReading.taken_at < clock.now() - LOST)
    query = select(ListReading).where(free).order_by(ListReading.id).limit(1)
    waits = db.session.scalar(query) is not None
    db.session.rollback()  # no reader's lock is held while nothing is to be done
    if not waits:
        return None
    with transaction(in_turn=False):
        row = db.session.scalar(query.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.taken_at, row.tries = clock.now(), row.tries + 1
        return row.token, row.tries


def _leave(token: str) -> bool:
    """Take a list out of the queue; return whether it was there."""
    gone = delete(ListReading).where(ListReading.token == token).returning(ListReading.id)
    return db.session.scalar(gone) is not None
