"""Reading stored dates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from tracker.deadlines.counting import Due
from tracker.deadlines.models import Deadline
from tracker.kernel.db import NUMBER, db, remembered_rows
from tracker.terms import DeadlineKind, LimitUnit


def due_of(row: Deadline) -> Due:
    """Return a stored date as the rules see it."""
    return Due(
        on=row.due_on,
        rule=row.rule,
        value=row.value,
        unit=LimitUnit(row.unit),
        event=row.event,
        event_on=row.event_on,
        source=row.source,
        provisional=row.provisional,
    )


def in_force(subject_type: str, numbers: Iterable[int]) -> dict[tuple[int, DeadlineKind], Deadline]:
    """Return the dates in force of subjects of one type, by subject and kind."""
    query = select(Deadline).where(
        Deadline.subject_type == subject_type,
        Deadline.subject_id.in_(list(numbers)),
        Deadline.superseded_at.is_(None),
    )
    return {(row.subject_id, DeadlineKind(row.kind)): row for row in db.session.scalars(query)}


@cache
def _of_case_rows() -> Select[Any]:
    return (
        select(Deadline)
        .where(Deadline.case_id == NUMBER, Deadline.superseded_at.is_(None))
        .order_by(Deadline.id)
    )


def of_case(case_id: int) -> list[Deadline]:
    """Return the dates in force of every subject of a case."""
    return remembered_rows(("dates in force", case_id), _of_case_rows, case_id)
