"""How far a case is, and which letters are owed on it, as conditions on cases.

The bar of a session counts by the same expression that the ledger behind each part is read by.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.bodies.models import CongressSession
from tracker.cases.lifecycle import BEFORE_UNITS
from tracker.cases.models import Case
from tracker.plan.models import DutyRow
from tracker.plan.queries import ANSWER_OWED
from tracker.plan_terms import DutyKind
from tracker.reports.asked import Filter, Step
from tracker.terms import CaseState

C = CaseState
AT_SIGNING = (DutyKind.SIGN_OFF, DutyKind.CHECK, DutyKind.ISSUE)
TOGETHER: dict[Step, tuple[Step, ...]] = {
    Step.GIVEN: (Step.UNSIGNED, Step.WORKING, Step.SIGNING, Step.REPLIED, Step.CLOSED),
    Step.ANSWERED: (Step.REPLIED, Step.CLOSED),
}
OF_PART = DutyRow.subject_type == "assignment"  # no correction of a letter that was issued


def conditions(asked: Filter, today: date) -> list[ColumnElement[bool]]:
    """Return what a filter asks for about sessions, steps and letters."""
    found: list[ColumnElement[bool]] = []
    if asked.get("sessions"):
        found.append(Case.session_id.in_(latest_sessions(today)))
    if step := asked.get("step"):
        wanted = TOGETHER.get(Step(step), (Step(step),))
        found.append(step_of().in_([one.value for one in wanted]))
    if letter := asked.get("letter"):
        owed = letter_owed(today, late=letter == "late")
        unit = asked.number("unit")
        found.append(Case.id.in_(owed if unit is None else owed.where(DutyRow.unit_id == unit)))
    return found


def step_of() -> Any:
    """Return the step of a case; none where it was withdrawn, handed out or is void.

    A letter before its signature, check or issue tells 待审签 from 办理中.
    """
    signing = exists().where(DutyRow.case_id == Case.id, OF_PART, DutyRow.kind.in_(AT_SIGNING))
    return case(
        (Case.state.in_(BEFORE_UNITS), Step.UNASSIGNED.value),
        (Case.state == C.ASSIGNED, Step.UNSIGNED.value),
        (and_(Case.state == C.HANDLING, signing), Step.SIGNING.value),
        (Case.state == C.HANDLING, Step.WORKING.value),
        (Case.state == C.REPLIED, Step.REPLIED.value),
        (Case.state == C.CLOSED, Step.CLOSED.value),
        else_="",
    )


def letter_owed(today: date, *, late: bool) -> Select[Any]:
    """Select the cases on which a unit owes its letter, or owes it late; whoever's turn it is."""
    query = select(DutyRow.case_id).where(ANSWER_OWED)
    return query.where(DutyRow.due_on < today) if late else query


def latest_sessions(today: date) -> Select[Any]:
    """Select the last session of each body that has opened."""
    later, held = aliased(CongressSession), CongressSession
    newer = or_(later.term > held.term, and_(later.term == held.term, later.number > held.number))
    overtaken = exists().where(later.body_id == held.body_id, later.opened_on <= today, newer)
    return select(held.id).where(held.opened_on <= today, ~overtaken)
