"""Counting again, once days off changed, the dates of what is still owed. Source: domain §3.3.

The dates of assignments are counted again where they are kept (`assign/recount.py`); these are the
others. What is counted is the rule stored with each date; one that is met stays as it was met.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from tracker.deadlines import counting
from tracker.deadlines.counting import Due
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import due_of
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.plan.models import DutyRow
from tracker.plan.owed.facts import ASSIGNMENT
from tracker.plan_terms import DutyKind
from tracker.settings.in_force import calendar
from tracker.terms import DeadlineKind

REASON = "放假安排变动，重新计算"
AFTER_LIMIT = (DeadlineKind.REMIND, DeadlineKind.LAPSE)


def recount() -> set[int]:
    """Count the dates of open duties again; return the cases of which one is another now.

    Where the limit of a rating moved, its reminder and its lapse count from the new one anyway.
    """
    changed: set[int] = set()
    moved: set[tuple[str, int]] = set()
    days = calendar()
    for row in _running():
        subject = (row.subject_type, row.subject_id)
        if row.kind in AFTER_LIMIT and subject in moved:
            continue
        due = counting.again(due_of(row), row.event_on, days)
        if due.on != row.due_on:
            _move(row, due)
            moved.add(subject)
            changed.add(row.case_id)
        elif due.provisional != row.provisional:
            row.provisional = due.provisional
            changed.add(row.case_id)
    db.session.flush()
    return changed


def _running() -> Sequence[Deadline]:
    """Return the dates in force of open duties, those of a rating in the order they hang in.

    A visit has its day whether or not people work on it.
    """
    of_duty = Deadline.id == DutyRow.deadline_id
    of_rating = and_(
        DutyRow.kind == DutyKind.RATE,
        Deadline.subject_type == DutyRow.subject_type,
        Deadline.subject_id == DutyRow.subject_id,
        Deadline.kind.in_(AFTER_LIMIT),
    )
    query = select(Deadline).where(
        select(DutyRow.id).where(or_(of_duty, of_rating)).exists(),
        Deadline.superseded_at.is_(None),
        Deadline.subject_type != ASSIGNMENT,
        Deadline.kind != DeadlineKind.VISIT,
    )
    return db.session.scalars(query.order_by(Deadline.id)).all()


def _move(row: Deadline, due: Due) -> None:
    """Put another day in force; the one before it is kept as superseded."""
    now = clock.now()
    row.superseded_at = now
    db.session.flush()
    db.session.add(
        Deadline(
            case_id=row.case_id,
            subject_type=row.subject_type,
            subject_id=row.subject_id,
            kind=row.kind,
            ordinal=row.ordinal,
            due_on=due.on,
            rule=due.rule,
            value=due.value,
            unit=due.unit,
            event=due.event,
            event_on=due.event_on,
            source=due.source,
            own=row.own,
            provisional=due.provisional,
            reason=REASON,
            set_on=clock.today(),
            set_at=now,
        )
    )
