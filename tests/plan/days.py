"""Days of the daily job, as the tests of supervision run them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import event, select

from tests.reply.letters import Letters
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.plan.jobs import Report, run_day
from tracker.plan.models import Reminder
from tracker.plan.trust import confirm, doubt


def run(*days: date) -> list[Report]:
    """Do the daily job of each day at six in the morning; somebody confirms each date."""
    return [_at_six(day) for day in days]


def _at_six(day: date) -> Report:
    """Do the job of a day, after somebody confirmed the date where it waits for that."""
    with clock.moved_to(clock.at(day, 6)):
        if doubt(day):
            with transaction():
                confirm(day)
        return run_day(day)


def made(letters: Letters, kind: str) -> list[tuple[date, str, str]]:
    """Return the reminders of a kind on the case: day, recipient's part, state."""
    query = select(Reminder).where(Reminder.case_id == letters.case_id, Reminder.kind == kind)
    query = query.where(Reminder.voided_at.is_(None))
    rows = db.session.scalars(query.order_by(Reminder.due_day, Reminder.recipient)).all()
    db.session.rollback()
    return [(row.due_day, row.recipient.rsplit(":", 1)[1], str(row.state)) for row in rows]


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that the database is asked."""
    found: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
