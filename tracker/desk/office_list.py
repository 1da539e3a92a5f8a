"""What waits for the government office."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.assign.models import ReturnRequest
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.deadlines import counting
from tracker.desk import after_letters, offline
from tracker.desk.waiting import Item, letters, unit_names, with_case
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.workdays import Calendar
from tracker.rating import queries as rating
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply
from tracker.roles import Role
from tracker.rulebook.loader import Rulebook
from tracker.settings.in_force import calendar, rulebook
from tracker.supervise import queries as supervise
from tracker.terms import (
    AssignmentState,
    CaseState,
    CommitmentState,
    DeadlineKind,
    Period,
    RatingState,
    ReplyState,
    ReturnState,
)

A, C, K = AssignmentState, CaseState, DeadlineKind


def of_office(person: Viewer) -> list[Item]:
    """Return what waits for the government office."""
    found = _to_assign(person) + offline.on_behalf(person) + _returns() + _checks()
    waiting = rating.awaited_everywhere()
    found += after_letters.awaited(person, waiting) + _undecided(person)
    found += after_letters.closable(person, waiting)
    if Role.OL in person.roles:
        found += confirmations(person)
    claimed = with_case(Commitment).where(Commitment.state == CommitmentState.DONE_CLAIMED)
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
    return counting.assign_due(book, period, case.received_on, closed, days).on


def _returns() -> list[Item]:
    """Return requests to return that the office decides."""
    query, book, days = with_case(ReturnRequest), rulebook(), calendar()
    return [
        Item(
            "待定退办",
            case,
            f"申请退办：{row.reason}",
            "审定退办申请",
            "handling.decide_return",
            {"assignment_id": row.assignment_id},
            f"{row.assignment.unit_name} → {row.proposed_unit.short_name}",
            counting.return_decision_due(book, row.requested_on, days).on,
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
            case.due_on if row.edition == 1 else None,
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
            "研究是否重新办理",
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
        .options(joinedload(Rating.assignment))
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
