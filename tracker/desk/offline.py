"""What the government office does for units that do not log in."""

from __future__ import annotations

from sqlalchemy import and_, select

from tracker.assign.models import Assignment, Opinion
from tracker.cases.models import Case
from tracker.desk.waiting import ANSWERING, AT_WORK, Item, assignments, with_case
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.permissions import Permission
from tracker.terms import AssignmentState, AssignRole, DeadlineKind, OpinionState
from tracker.units.models import Unit

A, K = AssignmentState, DeadlineKind


def on_behalf(person: Viewer) -> list[Item]:
    """Return what the office does for units that do not log in."""
    is_offline = Unit.online.is_(False)
    sign = [
        Item(
            "待签收",
            case,
            "单位未开通账号，凭签收单代签收",
            "代签收",
            "handling.sign_on_behalf",
            {"assignment_id": row.id},
            row.unit_name,
            due,
        )
        for row, case, due in assignments(K.SIGN, and_(is_offline, Assignment.state == A.ASSIGNED))
    ]
    letters = [
        Item(
            "待答复",
            case,
            "单位未开通账号，答复由政府办代录",
            "代录答复",
            "desk.case",
            {},
            row.unit_name,
            due,
        )
        for row, case, due in assignments(
            K.REPLY,
            and_(is_offline, Assignment.state.in_(AT_WORK), Assignment.role.in_(ANSWERING)),
        )
    ]
    return sign + letters + _opinions(person) + _opinions_to_decide(person)


def _opinions(person: Viewer) -> list[Item]:
    """Return the opinions of units that do not log in; the clerk enters them."""
    button, endpoint = "看进度", "desk.case"
    if may := person.may(Permission.OPINION_ENTER):
        button, endpoint = "代录会办意见", "handling.enter_opinion"
    waiting = and_(
        Unit.online.is_(False),
        Assignment.state.in_(AT_WORK),
        Assignment.role == AssignRole.ASSISTING,
    )
    return [
        Item(
            "待会办",
            case,
            "单位未开通账号，会办意见由政府办代录",
            button,
            endpoint,
            {"assignment_id": row.id} if may else {},
            row.unit_name,
            due,
        )
        for row, case, due in assignments(K.ASSIST, waiting)
    ]


def _opinions_to_decide(person: Viewer) -> list[Item]:
    """Return the opinions that wait for a host that does not log in; the clerk decides for it."""
    button, endpoint = "看进度", "desk.case"
    if may := person.may(Permission.OPINION_DECIDE):
        button, endpoint = "采用或退回", "handling.decide_opinion"
    hosts = (
        select(Assignment.case_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(
            Unit.online.is_(False),
            Assignment.role == AssignRole.HOST,
            Assignment.state.in_(AT_WORK),
        )
    )
    query = with_case(Opinion).where(Opinion.state == OpinionState.SUBMITTED, Case.id.in_(hosts))
    return [
        Item(
            "待用会办意见",
            case,
            "主办单位未开通账号，请代为转交并记下采用还是退回",
            button,
            endpoint,
            {"assignment_id": row.assignment_id} if may else {},
            row.assignment.unit_name,
        )
        for row, case in db.session.execute(query)
    ]
