"""What waits for the government office."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, select

from tracker.assign import deadlines
from tracker.assign.models import Assignment, ReturnRequest
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.desk import after_letters
from tracker.desk.waiting import (
    ANSWERING,
    AT_WORK,
    Item,
    assignments,
    letters,
    unit_names,
    with_case,
)
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.workdays import Calendar
from tracker.permissions import Permission
from tracker.rating import queries as rating
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply
from tracker.roles import Role
from tracker.rulebook.loader import Rulebook
from tracker.settings.in_force import calendar, rulebook
from tracker.supervise import queries as supervise
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CaseState,
    CommitmentState,
    DeadlineKind,
    Period,
    RatingState,
    ReplyState,
    ReturnState,
)
from tracker.units.models import Unit

A, C, K = AssignmentState, CaseState, DeadlineKind


def of_office(person: Viewer) -> list[Item]:
    """Return what waits for the government office."""
    found = _to_assign(person) + _on_behalf(person) + _returns() + _checks()
    waiting = rating.awaited_everywhere()
    found += after_letters.awaited(person, waiting) + _undecided(person)
    found += after_letters.closable(person, waiting)
    if Role.OL in person.roles:
        found += confirmations(person)
    claimed = select(Commitment, Case).join(Case, Case.id == Commitment.case_id)
    claimed = claimed.where(Commitment.state == CommitmentState.DONE_CLAIMED)
    found += [
        Item(
            "待核承诺",
            case,
            row.text,
            "核实承诺",
            "desk.case",
            {},
            row.assignment.unit_name,
            row.due_on,
        )
        for row, case in db.session.execute(claimed)
    ]
    return found


def _to_assign(person: Viewer) -> list[Item]:
    """Return cases that are to be assigned, or to be approved by the leader."""
    found = []
    names, book, days = unit_names(A.PROPOSED), rulebook(), calendar()
    rows = db.session.scalars(select(Case).where(Case.state == C.REGISTERED))
    for case in rows:
        proposed = names.get(case.id, "")
        endpoint = "assign.propose"
        why = f"拟：{proposed}" if proposed else "还没有拟定承办单位"
        batch = "submit" if proposed else ""
        due = _assign_due(book, case, days)
        found.append(
            Item("待交办", case, why, "交办", endpoint, unit=proposed, due_on=due, batch=batch)
        )
    if Role.OL in person.roles:
        for case in db.session.scalars(select(Case).where(Case.state == C.ASSIGN_PENDING)):
            why, unit = "经办人已拟定，待领导批准", names.get(case.id, "")
            due = _assign_due(book, case, days)
            found.append(
                Item(
                    "待批交办",
                    case,
                    why,
                    "批准",
                    "assign.approve",
                    unit=unit,
                    due_on=due,
                    batch="approve",
                )
            )
    return found


def _assign_due(book: Rulebook, case: Case, days: Calendar) -> date:
    """Return until when the office assigns a case."""
    period, closed = Period(case.period), case.session.closed_on
    return deadlines.assign_due(book, period, case.received_on, closed, days).on


def _on_behalf(person: Viewer) -> list[Item]:
    """Return what the office does for units that do not log in."""
    offline = Unit.online.is_(False)
    sign = [
        Item(
            "待签收",
            case,
            "单位不上网，凭签收单代签收",
            "代签收",
            "handling.sign_on_behalf",
            {"assignment_id": row.id},
            row.unit_name,
            due,
        )
        for row, case, due in assignments(K.SIGN, and_(offline, Assignment.state == A.ASSIGNED))
    ]
    letters = [
        Item(
            "待答复",
            case,
            "单位不上网，答复由政府办代录",
            "代录答复",
            "desk.case",
            {},
            row.unit_name,
            due,
        )
        for row, case, due in assignments(
            K.REPLY,
            and_(offline, Assignment.state.in_(AT_WORK), Assignment.role.in_(ANSWERING)),
        )
    ]
    return sign + letters + _opinions_on_behalf(person)


def _opinions_on_behalf(person: Viewer) -> list[Item]:
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
            "单位不上网，会办意见由政府办代录",
            button,
            endpoint,
            {"assignment_id": row.id} if may else {},
            row.unit_name,
            due,
        )
        for row, case, due in assignments(K.ASSIST, waiting)
    ]


def _returns() -> list[Item]:
    """Return requests to return that the office decides."""
    query, book, days = with_case(ReturnRequest), rulebook(), calendar()
    return [
        Item(
            "待定退办",
            case,
            f"申请退办：{row.reason}",
            "定退办",
            "handling.decide_return",
            {"assignment_id": row.assignment_id},
            f"{row.assignment.unit_name} → {row.proposed_unit.short_name}",
            deadlines.return_decision_due(book, row.requested_on, days).on,
        )
        for row, case in db.session.execute(
            query.where(ReturnRequest.state == ReturnState.CONFIRMED)
        )
    ]


def _checks() -> list[Item]:
    """Return letters that the office checks."""
    return [
        Item(
            "待审核",
            case,
            "答复稿待政府办审核",
            "审核答复",
            "desk.case",
            {},
            row.assignment.unit_name,
            case.due_on,
        )
        for row, case in letters(Reply.state == ReplyState.OFFICE_CHECK)
    ]


def _undecided(person: Viewer) -> list[Item]:
    """Return 不满意 without a decision."""
    return [
        Item(
            "待定重办",
            row.case,
            f"不满意：{row.reason}",
            "定是否重办",
            "supervise.decide",
            {"rating_id": row.id},
            row.assignment.unit_name,
        )
        for row in supervise.undecided_everywhere(person)
    ]


def confirmations(person: Viewer) -> list[Item]:
    """Return ratings entered on behalf that a second person confirms."""
    query = (
        select(Rating, Case)
        .join(Case, Case.id == Rating.case_id)
        .where(
            Rating.state == RatingState.PENDING,
            Rating.entered_by != person.account_id,
            visible(person),
        )
    )
    return [
        Item(
            "待确认评价",
            case,
            "代录的评价待第二人核对",
            "核对评价",
            "rating.confirm",
            {"rating_id": row.id},
            row.assignment.unit_name,
        )
        for row, case in db.session.execute(query)
    ]
