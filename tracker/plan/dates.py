"""The dates that duties ask for: counted by the case's rulebook, stored, and ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, insert, update

from tracker.deadlines import counting
from tracker.deadlines.counting import Due
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.workdays import Calendar
from tracker.plan.owed.duty import Duty, Want
from tracker.plan.owed.facts import CaseFacts, Key, Stored
from tracker.plan.owed.following import quarter
from tracker.rulebook.book import Rulebook
from tracker.settings.in_force import book_of, calendar
from tracker.terms import DeadlineKind, LimitUnit

K = DeadlineKind
TABLE: Table = Deadline.__table__
Row = dict[str, Any]
NOT_STORED = 0
LIMITS: Mapping[DeadlineKind, str] = {
    K.RETURN_DECIDE: "return_decide",
    K.EXTENSION_DECIDE: "extension_decide",
    K.FEEDBACK: "feedback",
    K.REMIND: "remind",
    K.LAPSE: "lapse",
    K.CORRECT: "correct",
    K.DELIVER: "deliver",
    K.CONFIRM: "confirm",
    K.DECIDE: "decide",
    K.CLOSE: "close",
    K.VERIFY: "verify",
    K.FILE: "file",
}
BY_EVENT: Mapping[DeadlineKind, Mapping[str, str]] = {
    K.ASSIGN: {"closing": "assign_session", "registered": "assign_intersession"},
    K.PROMISE: {"promised": "promise", "reported": "promise_again"},
}
OWN = frozenset(
    {
        K.EXTENSION_DECIDE,
        K.CORRECT,
        K.DELIVER,
        K.CONFIRM,
        K.DECIDE,
        K.CLOSE,
        K.VERIFY,
        K.FILE,
        K.VISIT,
        K.CHECK_POINT,
        K.PROMISE,
    }
)


def lacking(case: CaseFacts, duties: Iterable[Duty]) -> list[Want]:
    """Return the dates that duties ask for and that do not stand, or count from another event."""
    wants = [want for duty in duties for want in duty.wants]
    return [want for want in wants if not want.met_by(case.dates.get(want.key))]


def counted(case: CaseFacts, wants: Iterable[Want]) -> dict[Key, Row]:
    """Count dates by the rulebook of the case; return them as the columns of their rows."""
    return {want.key: _row(case, want) for want in wants}


def with_dates(case: CaseFacts, fresh: Mapping[Key, Row]) -> CaseFacts:
    """Return the case with dates that were counted, so that it need not be read again."""
    found = {
        key: Stored(
            id=row.get("id", NOT_STORED),
            due_on=row["due_on"],
            event=row["event"],
            event_on=row["event_on"],
            provisional=row["provisional"],
            since=clock.local(row["set_at"]).date(),
        )
        for key, row in fresh.items()
    }
    return replace(case, dates={**case.dates, **found})


def store(counted: Sequence[tuple[CaseFacts, Mapping[Key, Row]]]) -> None:
    """Store dates that were counted and give them their ids; one of another event is kept."""
    _supersede([case.dates[key].id for case, fresh in counted for key in fresh.keys() & case.dates])
    rows = [row for _, fresh in counted for row in fresh.values()]
    if rows:
        query = insert(TABLE).returning(TABLE.c.id, sort_by_parameter_order=True)
        numbers = db.session.connection().scalars(query, rows)
        for number, row in zip(numbers.all(), rows, strict=True):
            row["id"] = number


def _row(case: CaseFacts, want: Want) -> Row:
    """Return the date that a duty asks for as the columns of its row."""
    due = count(want, book_of(case), calendar())
    return {
        "case_id": case.id,
        "subject_type": want.subject[0],
        "subject_id": want.subject[1],
        "kind": want.kind,
        "ordinal": want.ordinal,
        "due_on": due.on,
        "rule": due.rule,
        "value": due.value,
        "unit": due.unit,
        "event": due.event,
        "event_on": due.event_on,
        "source": due.source,
        "own": want.kind in OWN,
        "provisional": due.provisional,
        "set_on": clock.today(),
        "set_at": clock.now(),
    }


def without_own(case: CaseFacts, duties: Iterable[Duty]) -> CaseFacts:
    """End the office's own limits of what is no longer owed: owed again, it counts anew."""
    asked = {want.key for duty in duties for want in duty.wants}
    over = {key for key in case.dates if key[2] in OWN and key not in asked}
    if not over:
        return case
    _supersede([case.dates[key].id for key in over])
    left = {key: stored for key, stored in case.dates.items() if key not in over}
    return replace(case, dates=left)


def count(want: Want, book: Rulebook, days: Calendar) -> Due:
    """Return the date of a duty; the office's own limit counts from the day it first stands."""
    on = want.event_on or clock.today()
    if want.kind is K.VISIT:
        after = book.reminders.visits[want.ordinal - 1]
        return _plain(want, on, on + timedelta(days=after), counting.VISITS, book)
    if want.kind is K.CHECK_POINT:
        end = quarter(want.ordinal, book.choice(counting.QUARTER_END))[1]
        return _plain(want, on, end, counting.QUARTER_END, book)
    key = BY_EVENT[want.kind][want.event] if want.kind in BY_EVENT else LIMITS[want.kind]
    return counting.count(book.limit(key), on, days)


def _plain(want: Want, on: date, end: date, rule: str, book: Rulebook) -> Due:
    """Return a day that no rule of counting moves."""
    return Due(
        on=end,
        rule=rule,
        value=(end - on).days,
        unit=LimitUnit.DAYS,
        event=want.event,
        event_on=on,
        source=book.sources["reminders" if want.kind is K.VISIT else rule].text,
        provisional=False,
    )


def _supersede(numbers: list[int]) -> None:
    """Keep dates as superseded."""
    if numbers:
        over = update(TABLE).where(TABLE.c.id.in_(numbers)).values(superseded_at=clock.now())
        db.session.connection().execute(over)
