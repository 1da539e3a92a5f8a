"""What the office may do about the follow-up of a case in a list: behind 更多 of its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import and_, or_, select

from tracker.cases.models import Case
from tracker.desk.duty_lines import Line
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.plan.models import DutyRow
from tracker.plan_terms import DutyKind
from tracker.supervise import acts
from tracker.supervise.acts import LABELS, Act, Facts
from tracker.supervise.models import FollowUpPause
from tracker.supervise.queries import following
from tracker.terms import CaseState

K, D = DutyKind, DutyRow
SHOWN = (Act.RECORD, Act.LIST, Act.PAUSE, Act.MOVE, Act.RESUME, Act.END)
LETTER = (K.REPLY, K.SIGN_OFF, K.CHECK, K.ISSUE)
Menu = list[tuple[str, str]]


def menus_of(person: Viewer, lines: Sequence[Line]) -> Mapping[int, Menu]:
    """Return the acts on the follow-up of each case, by the rule that the act asks again."""
    if person.roles.isdisjoint(acts.OFFICE):
        return {}
    cases = {line.duty.case_id for line in lines}
    paused, hindered = _paused(cases), _hindered(cases)
    followed = following()
    query = select(Case.id, Case.state, followed.label("followed")).where(Case.id.in_(cases))
    return {
        row.id: _menu(row, Facts(**_facts(person, row, row.id in paused, row.id in hindered)))
        for row in db.session.execute(query)
    }


def _menu(row: Any, facts: Facts) -> Menu:
    """Return what is open of it, in words and as addresses."""
    allowed = acts.allowed(facts)
    return [
        (LABELS[act], url_for(f"supervise.{act}", case_id=row.id))
        for act in SHOWN
        if act in allowed
    ]


def _facts(person: Viewer, row: Any, paused: bool, hindered: bool) -> dict[str, Any]:
    """Return what decides; what decides about other acts than these is left open."""
    return {
        "roles": person.roles,
        "state": CaseState(row.state),
        "undecided": False,
        "pending": False,
        "closable": False,
        "in_follow_up": bool(row.followed),
        "endable": not hindered,
        "paused": paused,
    }


def _paused(cases: set[int]) -> set[int]:
    """Return the cases whose follow-up rests today: their last pause decides."""
    query = select(FollowUpPause).where(FollowUpPause.case_id.in_(cases))
    last = {row.case_id: row for row in db.session.scalars(query.order_by(FollowUpPause.id))}
    return {case_id for case_id, row in last.items() if clock.today() < row.end_on}


def _hindered(cases: set[int]) -> set[int]:
    """Return the cases whose follow-up cannot be ended: a promise, a decision, a round is open."""
    again = and_(D.kind.in_(LETTER), D.subject_type == "assignment", D.ordinal > 1)
    stands = or_(D.kind.in_((K.PROMISE, K.VERIFY, K.DECIDE)), again)
    return set(db.session.scalars(select(D.case_id).where(D.case_id.in_(cases), stands)))
