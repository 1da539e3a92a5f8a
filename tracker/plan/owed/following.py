"""What is owed in follow-up: promises, their check points, visits; pure. Source: domain §2.8."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from tracker.cases.lifecycle import ANSWERED
from tracker.deadlines.counting import MONTHS_IN_QUARTER, quarter_end
from tracker.plan.owed.duty import Duty, Want
from tracker.plan.owed.facts import CASE, PROMISE, Book, CaseFacts, Part, Promise
from tracker.plan_terms import DutyKind, Party
from tracker.terms import CommitmentState, DeadlineKind

DAYS_BEFORE_VISIT = 7


def promises(case: CaseFacts, book: Book) -> Iterator[Duty]:
    """Give the promises that are not kept, those to be verified, and the next check points."""
    for part in case.parts:
        for row in part.promises:
            if row.state is CommitmentState.DONE_CLAIMED:
                yield _claimed(case, part, row)
                continue
            yield _promise(case, part, row)
            if (year := check_year(row, book.check_quarter)) is not None:
                yield _check_point(case, part, row, book, year)


def visits(case: CaseFacts, book: Book) -> Iterator[Duty]:
    """Give the visits that are still to be made after the reply, while the case is followed."""
    if not case.followed or case.state not in ANSWERED or case.replied_on is None:
        return
    subject, kind = (CASE, case.id), DeadlineKind.VISIT
    for number in range(case.visits_made + 1, len(book.visits) + 1):
        want = Want(subject, kind, "replied", case.replied_on, number)
        stored = case.date_of(subject, kind, number)
        due = stored.due_on if stored and want.met_by(stored) else None
        opens = due - timedelta(days=DAYS_BEFORE_VISIT) if due else case.in_system
        yield Duty(
            kind=DutyKind.VISIT,
            subject=subject,
            party=Party.OFFICE,
            first_on=max(case.in_system, opens),
            due_on=due,
            ordinal=number,
            ready=number == case.visits_made + 1,
            deadline_id=stored.id if stored and due else None,
            rests_from=case.pause.since if case.pause else None,
            rests_until=case.pause.until if case.pause else None,
            asks_on=due,
            wants=(want,),
        )


def quarter(year: int, number: int) -> tuple[date, date]:
    """Return the first and the last day of a quarter."""
    first = date(year, MONTHS_IN_QUARTER * (number - 1) + 1, 1)
    return first, quarter_end(first, 1)


def check_year(row: Promise, number: int) -> int | None:
    """Return the year of the next check point of a promise; none where the promise is due first.

    It is the first such quarter that ends after the promise was made and in which the unit has
    not reported yet. A promise without a day is asked after each quarter as it is.
    """
    if row.due_on is None:
        return None
    said = row.reported_on or row.opened_on
    year = said.year
    first, last = quarter(year, number)
    if said > last or (row.reported_on is not None and said >= first):
        year += 1
    return year if quarter(year, number)[1] < row.due_on else None


def _promise(case: CaseFacts, part: Part, row: Promise) -> Duty:
    """Return that a unit keeps what it promised; where no day was named, that it says how far.

    Such a promise is asked after at the end of the quarter in which it was written down, then of
    the quarter after each report.
    """
    subject, kind = (PROMISE, row.id), DeadlineKind.PROMISE
    duty = Duty(
        kind=DutyKind.PROMISE,
        subject=subject,
        party=Party.UNIT if part.online else Party.OFFICE,
        first_on=max(case.in_system, row.opened_on),
        due_on=row.due_on,
        unit_id=part.unit_id,
        on_behalf=not part.online,
        rests_from=case.pause.since if case.pause else None,
        rests_until=case.pause.until if case.pause else None,
    )
    if row.due_on is not None:
        return duty
    event = "promised" if row.reported_on is None else "reported"
    want, stored = Want(subject, kind, event, row.reported_on), case.date_of(subject, kind)
    return replace(duty, wants=(want,)).under(stored if want.met_by(stored) else None)


def _check_point(case: CaseFacts, part: Part, row: Promise, book: Book, year: int) -> Duty:
    """Return that the unit tells, once a year, how far its promise is (Q4 by default)."""
    first, _last = quarter(year, book.check_quarter)
    subject, kind = (PROMISE, row.id), DeadlineKind.CHECK_POINT
    stored = case.date_of(subject, kind, year)
    return Duty(
        kind=DutyKind.CHECK_POINT,
        subject=subject,
        party=Party.UNIT if part.online else Party.OFFICE,
        first_on=max(case.in_system, first),
        ordinal=year,
        unit_id=part.unit_id,
        on_behalf=not part.online,
        rests_from=case.pause.since if case.pause else None,
        rests_until=case.pause.until if case.pause else None,
        wants=(Want(subject, kind, "quarter", first, year),),
    ).under(stored)


def _claimed(case: CaseFacts, part: Part, row: Promise) -> Duty:
    """Return that the office verifies what a unit reports as kept."""
    subject = (PROMISE, row.id)
    stored = case.date_of(subject, DeadlineKind.VERIFY)
    return Duty(
        kind=DutyKind.VERIFY,
        subject=subject,
        party=Party.OFFICE,
        first_on=case.in_system,
        unit_id=part.unit_id,
        wants=(Want(subject, DeadlineKind.VERIFY, "claimed", None),),
    ).under(stored)
