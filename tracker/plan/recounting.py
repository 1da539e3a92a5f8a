"""Counting running limits again once the calendar changed. Source: domain §3.3.

What is counted is the rule stored with each date, so that only days off move it and never a
later rule. A date that is met stays as it was met. Whoever is told is told once for all cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.assign import limits
from tracker.assign import queries as assignments
from tracker.assign.lifecycle import OWED, RETURNABLE
from tracker.assign.models import Assignment
from tracker.cases import queries as cases
from tracker.cases.lifecycle import AT_UNITS
from tracker.cases.models import Case
from tracker.deadlines import counting
from tracker.deadlines.counting import Due
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import due_of, in_force
from tracker.kernel import clock
from tracker.kernel.db import db, mark
from tracker.kernel.workdays import Calendar
from tracker.notices import directory
from tracker.notices.gathering import Gathering
from tracker.plan.dates import OWN
from tracker.plan.models import DutyRow
from tracker.settings.in_force import book_of, calendar
from tracker.terms import AssignmentState, DeadlineKind
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event

A, K = AssignmentState, DeadlineKind
REASON = "放假安排变动，重新计算"
TITLE = "放假安排变动，期限重新计算"
WAITING = {
    K.SIGN: frozenset({A.ASSIGNED}),
    K.RETURN: RETURNABLE,
    K.CONTACT: RETURNABLE | {A.RETURN_REQUESTED},
    K.ASSIST: OWED,
    K.REPLY: OWED,
}
AFTER = {K.FEEDBACK: (K.REMIND, K.LAPSE)}  # each counts from the one before it
FIXED = frozenset({K.VISIT, K.CHECK_POINT, K.PROMISE})  # no day off moves them
OTHERS = (K.ASSIGN, K.RETURN_DECIDE, K.FEEDBACK, *sorted(OWN - FIXED))


@dataclass(frozen=True)
class Moved:
    """A date that is another one now."""

    kind: DeadlineKind
    before: date
    after: date


def recount() -> int:
    """Count every date that is still to be met again; tell each person once.

    Return of how many assignments, letters, requests and cases a date moved; the office's own
    limits move without a word.
    """
    days = calendar()
    told = Gathering(f"calendar:{clock.today()}", TITLE, directory.read())
    changed = _assignments(days, told) + _others(days, told)
    told.send()
    return changed


def _assignments(days: Calendar, told: Gathering) -> int:
    """Count the dates of the units' assignments again; return of how many one moved."""
    changed = 0
    query = select(Assignment).join(Case, Case.id == Assignment.case_id)
    query = query.options(*assignments.whole_of_many()).where(
        Case.state.in_(AT_UNITS), Assignment.state.in_(OWED)
    )
    for row in db.session.scalars(query.order_by(Assignment.id)).all():
        if moved := _of(row, days):
            _tell(row, moved, told)
            changed += 1
    return changed


def _of(row: Assignment, days: Calendar) -> list[Moved]:
    """Count the dates of one assignment again, the sign-for first: receipt hangs on it."""
    moved = [_again(row, kind, days) for kind in (K.SIGN, K.RETURN, K.CONTACT, K.ASSIST, K.REPLY)]
    return [one for one in moved if one is not None]


def _again(row: Assignment, kind: DeadlineKind, days: Calendar) -> Moved | None:
    """Count one date again; None where it stays or is met."""
    stored = row.deadline(kind)
    if stored is None or row.state not in WAITING[kind]:
        return None
    due = counting.again(due_of(stored), _event_on(row, stored), days)
    counted = stored.rule != counting.SET_BY_OFFICE
    if counted and kind is K.REPLY and row.round == 1 and row.case.batch:
        due = counting.within(due, book_of(row.case), limits.assigned(row.case, stored.event_on))
    if due.on == stored.due_on:
        _stays(stored, due)
        return None
    before = stored.due_on
    limits.store(row, kind, due, REASON)
    return Moved(kind, before, due.on)


def _event_on(row: Assignment, stored: Deadline) -> date:
    """Return the day from which a date counts: receipt may have moved with the sign-for."""
    sign = row.deadline(K.SIGN)
    if stored.event != "received" or sign is None or row.assigned_on is None:
        return stored.event_on
    return counting.received_on(row.assigned_on, row.signed_on, sign.due_on)


def _tell(row: Assignment, moved: list[Moved], told: Gathering) -> None:
    """Write down which dates moved and tell the unit; nobody is phoned for it."""
    sentence = f"{row.unit_name}：放假安排变动，{_said(moved)}。"
    note(row, Act(row.case_id, Event.ASSIGNMENT_RECOUNTED, sentence, unit_id=row.unit_id))
    if row.unit is not None:
        told.inform_unit(row.case_id, row.unit, f"{row.case.label}：{sentence}")


def _others(days: Calendar, told: Gathering) -> int:
    """Count the dates again that hang on other duties; return of how many subjects one moved."""
    changed = 0
    query = (
        select(Deadline, DutyRow.unit_id)
        .join(DutyRow, DutyRow.deadline_id == Deadline.id)
        .where(Deadline.superseded_at.is_(None), Deadline.kind.in_(OTHERS))
        .order_by(Deadline.case_id, Deadline.id)
    )
    for stored, unit_id in db.session.execute(query).all():
        moved = list(_chain(stored, days))
        if not moved:
            continue
        if stored.own:
            mark("case", stored.case_id)
            continue
        _tell_other(stored, unit_id, moved, told)
        changed += 1
    return changed


def _chain(stored: Deadline, days: Calendar) -> Iterator[Moved]:
    """Count a date again, and those that count from it."""
    kept = in_force(stored.subject_type, [stored.subject_id])
    event_on = stored.event_on
    for kind in (stored.kind, *AFTER.get(K(stored.kind), ())):
        row = stored if kind == stored.kind else kept.get((stored.subject_id, kind))
        if row is None:
            return
        due = counting.again(due_of(row), event_on, days)
        event_on = due.on
        if (due.on, due.event_on) == (row.due_on, row.event_on):
            _stays(row, due)
            continue
        before = row.due_on
        _supersede(row, due)
        if due.on != before:
            yield Moved(K(kind), before, due.on)


def _stays(row: Deadline, due: Due) -> None:
    """Keep a date that did not move; the duty on it shows whether it is provisional."""
    if row.provisional != due.provisional:
        row.provisional = due.provisional
        mark("case", row.case_id)


def _supersede(old: Deadline, due: Due) -> None:
    """Put a date in force in the place of another, which is kept."""
    old.superseded_at = clock.now()
    db.session.flush()
    db.session.add(
        Deadline(
            case_id=old.case_id,
            subject_type=old.subject_type,
            subject_id=old.subject_id,
            kind=old.kind,
            ordinal=old.ordinal,
            due_on=due.on,
            rule=due.rule,
            value=due.value,
            unit=due.unit,
            event=due.event,
            event_on=due.event_on,
            source=due.source,
            own=old.own,
            provisional=due.provisional,
            reason=REASON,
            set_on=clock.today(),
            set_at=clock.now(),
        )
    )
    db.session.flush()


def _tell_other(stored: Deadline, unit_id: int | None, moved: list[Moved], told: Gathering) -> None:
    """Write down which dates moved; the deputy is told of a rating's, the office of its own."""
    case = cases.by_id(stored.case_id)
    sentence = f"放假安排变动，{_said(moved)}。"
    note(stored, Act(case.id, Event.DEADLINE_RECOUNTED, sentence, unit_id=unit_id))
    if stored.kind == K.FEEDBACK:
        told.inform_deputy(case.id, case.lead.deputy_id, f"您提出的{case.label}：{sentence}")
    else:
        told.tell_office(case.id, f"{case.label}：{sentence}")


def _said(moved: list[Moved]) -> str:
    """Say which dates moved."""
    return "、".join(f"{one.kind.label}期限由 {one.before} 改为 {one.after}" for one in moved)
