"""One line of a to-do list, and the joins that all lists share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from tracker.assign.lifecycle import GONE
from tracker.assign.models import Assignment
from tracker.cases.lifecycle import AT_UNITS, LIVE
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel.db import db
from tracker.reply.models import Reply
from tracker.terms import AssignmentState, AssignRole, DeadlineKind, ReplyState
from tracker.units.models import Unit

AT_WORK = (AssignmentState.SIGNED, AssignmentState.HANDLING)
ANSWERING = tuple(role for role in AssignRole if role.answers)


@dataclass(frozen=True)
class Item:
    """One line: what waits on which case, until when, and the button that does it."""

    category: str
    case: Case
    why: str
    button: str
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)
    unit: str = ""
    due_on: date | None = None
    batch: str = ""


def assignments(
    kind: DeadlineKind, condition: ColumnElement[bool]
) -> Iterable[tuple[Assignment, Case, date | None]]:
    """Return assignments with their case and the date of this kind in force."""
    query = (
        select(Assignment, Case, Deadline.due_on)
        .join(Case, Case.id == Assignment.case_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(
            Deadline,
            and_(
                Deadline.subject_type == "assignment",
                Deadline.subject_id == Assignment.id,
                Deadline.kind == kind,
                Deadline.ordinal == Assignment.round,
                Deadline.superseded_at.is_(None),
            ),
        )
        .where(condition, Case.state.in_(AT_UNITS))
    )
    return [(row, case, due) for row, case, due in db.session.execute(query)]


def letters(condition: ColumnElement[bool]) -> list[tuple[Reply, Case]]:
    """Return letters under way of the present round, corrections too, with their cases."""
    here = and_(Reply.round == Assignment.round, Case.state.in_(LIVE))
    query = with_case(Reply).where(condition, here, Reply.state != ReplyState.ISSUED)
    return [(row, case) for row, case in db.session.execute(query)]


def with_case(model: Any) -> Any:
    """Select rows that belong to an assignment in force, with their cases."""
    return (
        select(model, Case)
        .select_from(model)
        .join(Assignment, Assignment.id == model.assignment_id)
        .join(Case, Case.id == Assignment.case_id)
        .where(Assignment.state.not_in(GONE))
        .options(contains_eager(model.assignment))
    )


def unit_names(*states: AssignmentState) -> dict[int, str]:
    """Return the names of the units that are in one of the states, by case."""
    query = select(Assignment).where(or_(*(Assignment.state == state for state in states)))
    names: dict[int, list[str]] = {}
    for row in db.session.scalars(query.order_by(Assignment.id)):
        names.setdefault(row.case_id, []).append(row.unit_name)
    return {case_id: "、".join(found) for case_id, found in names.items()}
