"""What the office may do about the follow-up of a case in a list: behind 更多 of its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from tracker.cases.models import Case
from tracker.desk.duty_lines import Line
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.plan.models import DutyRow
from tracker.plan_terms import OF_LETTER, DutyKind
from tracker.roles import OFFICE
from tracker.supervise import acts
from tracker.supervise.acts import LABELS, Act, Facts
from tracker.supervise.models import FollowUpPause
from tracker.supervise.queries import following
from tracker.terms import CaseState

K, D = DutyKind, DutyRow
SHOWN = (Act.RECORD, Act.LIST, Act.PAUSE, Act.MOVE, Act.RESUME, Act.END)
Menu = list[tuple[str, str]]


def menus_of(person: Viewer, lines: Sequence[Line]) -> Mapping[int, Menu]:
    """Return the acts on the follow-up of each case, by the rule that the act asks again."""
    if person.roles.isdisjoint(OFFICE):
        return {}
    cases = {line.duty.case_id for line in lines}
    return {
        row.id: _menu(row, Facts(**_facts(person, row)))
        for row in db.session.execute(_asked(cases))
    }


def _asked(cases: set[int]) -> Any:
    """Select the cases with what decides: in follow-up, its last pause, what hinders its end."""
    pause = aliased(FollowUpPause)
    last = select(func.max(pause.id)).where(pause.case_id == Case.id).scalar_subquery()
    return (
        select(
            Case.id,
            Case.state,
            following().label("followed"),
            func.coalesce(FollowUpPause.resumed_on, FollowUpPause.until_on).label("rests_until"),
            _hindered().label("hindered"),
        )
        .outerjoin(FollowUpPause, FollowUpPause.id == last)
        .where(Case.id.in_(cases))
    )


def _menu(row: Any, facts: Facts) -> Menu:
    """Return what is open of it, in words and as addresses."""
    allowed = acts.allowed(facts)
    return [
        (LABELS[act], url_for(f"supervise.{act}", case_id=row.id))
        for act in SHOWN
        if act in allowed
    ]


def _facts(person: Viewer, row: Any) -> dict[str, Any]:
    """Return what decides; what decides about other acts than these is left open."""
    return {
        "roles": person.roles,
        "state": CaseState(row.state),
        "undecided": False,
        "pending": False,
        "closable": False,
        "in_follow_up": bool(row.followed),
        "endable": not row.hindered,
        "paused": row.rests_until is not None and clock.today() < row.rests_until,
    }


def _hindered() -> ColumnElement[bool]:
    """Return what hinders the end of a case's follow-up: a promise, a decision, a round is open."""
    again = and_(D.kind.in_(OF_LETTER), D.subject_type == "assignment", D.ordinal > 1)
    stands = or_(D.kind.in_((K.PROMISE, K.VERIFY, K.DECIDE)), again)
    return exists().where(D.case_id == Case.id, stands)
