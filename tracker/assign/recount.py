"""Counting running limits again once the calendar changed. Source: domain §3.3.

What is counted is the rule stored with each date, so that only days off move it and never a
later rule. A date that is met stays as it was met.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.assign import limits
from tracker.assign.lifecycle import AT_WORK
from tracker.assign.models import Assignment
from tracker.cases.lifecycle import AT_UNITS
from tracker.cases.models import Case
from tracker.deadlines import counting
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import due_of
from tracker.kernel.db import db
from tracker.kernel.workdays import Calendar
from tracker.notices import actions as notices
from tracker.settings.in_force import calendar
from tracker.terms import AssignmentState, DeadlineKind
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event

A, K = AssignmentState, DeadlineKind
REASON = "放假安排变动，重新计算"
BEFORE_OPINION = frozenset({A.ASSIGNED, A.RETURN_REQUESTED, *AT_WORK})
WAITING = {
    K.SIGN: frozenset({A.ASSIGNED}),
    K.RETURN: frozenset({A.ASSIGNED, A.SIGNED}),
    K.CONTACT: frozenset({A.ASSIGNED, A.SIGNED, A.RETURN_REQUESTED}),
    K.ASSIST: BEFORE_OPINION,
    K.REPLY: BEFORE_OPINION,
}


@dataclass(frozen=True)
class Moved:
    """A date that is another one now."""

    kind: DeadlineKind
    before: date
    after: date


def recount() -> int:
    """Count every date that is still to be met again; tell units whose dates moved.

    Return on how many assignments a date moved.
    """
    days, changed = calendar(), 0
    query = select(Assignment).join(Case, Case.id == Assignment.case_id)
    query = query.where(Case.state.in_(AT_UNITS), Assignment.state.in_(BEFORE_OPINION))
    for row in db.session.scalars(query.order_by(Assignment.id)).all():
        if moved := _of(row, days):
            _tell(row, moved)
            changed += 1
    return changed


def _of(row: Assignment, days: Calendar) -> list[Moved]:
    """Count the dates of one assignment again, the sign-for first: receipt hangs on it."""
    moved = [_again(row, kind, days) for kind in (K.SIGN, K.RETURN, K.CONTACT, K.ASSIST, K.REPLY)]
    found = [one for one in moved if one is not None]
    if any(one.kind is K.REPLY for one in found):
        limits.refresh(row.case)
    return found


def _again(row: Assignment, kind: DeadlineKind, days: Calendar) -> Moved | None:
    """Count one date again; None where it stays or is met."""
    stored = row.deadline(kind)
    if stored is None or row.state not in WAITING[kind]:
        return None
    due = counting.again(due_of(stored), _event_on(row, stored), days)
    counted = stored.rule != counting.SET_BY_OFFICE
    if counted and kind is K.REPLY and row.round == 1 and row.case.batch:
        due = counting.within(due, stored.event_on, row.case.batch.end_on)
    if due.on == stored.due_on:
        stored.provisional = due.provisional
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


def _tell(row: Assignment, moved: list[Moved]) -> None:
    """Write down which dates moved and tell the unit; nobody is phoned for it."""
    said = "、".join(f"{one.kind.label}期限由 {one.before} 改为 {one.after}" for one in moved)
    sentence = f"{row.unit_name}：放假安排变动，{said}。"
    note(row, Act(row.case_id, Event.ASSIGNMENT_RECOUNTED, sentence, unit_id=row.unit_id))
    if row.unit is not None and row.unit.online:
        notices.tell_unit(row.case_id, row.unit, f"{row.case.label}：{sentence}")
