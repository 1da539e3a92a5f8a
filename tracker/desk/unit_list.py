"""What waits in a unit."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select

from tracker.assign.models import Assignment, Opinion, ReturnRequest
from tracker.cases.models import Case
from tracker.desk import after_letters
from tracker.desk.waiting import ANSWERING, AT_WORK, Item, assignments, letters, with_case
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.reply.models import Commitment
from tracker.roles import Role
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CommitmentState,
    DeadlineKind,
    OpinionState,
    ReplyState,
    ReturnState,
)

A, K = AssignmentState, DeadlineKind
UNIT = (Role.UH, Role.UL)


def of_unit(person: Viewer) -> list[Item]:
    """Return what waits in the viewer's unit."""
    own = Assignment.unit_id == person.unit_id
    found = [
        Item(
            "待签收",
            case,
            "新交办，请核对签收",
            "签收",
            "handling.sign",
            {"assignment_id": row.id},
            row.role.label,
            due,
        )
        for row, case, due in assignments(K.SIGN, and_(own, Assignment.state == A.ASSIGNED))
    ]
    assisting = and_(own, Assignment.state.in_(AT_WORK), Assignment.role == AssignRole.ASSISTING)
    found += [
        Item(
            "待会办",
            case,
            "会办意见待送主办单位",
            "写会办意见",
            "handling.submit_opinion",
            {"assignment_id": row.id},
            "会办",
            due,
        )
        for row, case, due in assignments(K.ASSIST, assisting)
    ]
    found += _unit_letters(person, own) + _unit_leader(person, own) + _unit_rest(person)
    return found + after_letters.undelivered(person)


LETTER_STEPS = {
    None: ("待答复", "沟通面商，拟写答复", "办理", UNIT),
    ReplyState.DRAFTING: ("待答复", "答复稿在拟", "继续办理", UNIT),
    ReplyState.SIGNING: ("待签发", "答复稿待单位领导签发", "签发", (Role.UL,)),
    ReplyState.CHECKED: ("待印发", "答复已签发，待编号印发", "印发", (Role.UL,)),
}


def _unit_letters(person: Viewer, own: ColumnElement[bool]) -> list[Item]:
    """Return the unit's letters by the step they are at."""
    answering = and_(own, Assignment.state.in_(AT_WORK), Assignment.role.in_(ANSWERING))
    under_way = {row.assignment_id: (row, case) for row, case in letters(own)}
    found = []
    for row, case, due in assignments(K.REPLY, answering):
        draft, _ = under_way.pop(row.id, (None, case))
        found.append((ReplyState(draft.state) if draft else None, case, row, due, ""))
    found += [  # what is left mends a letter that was issued: no limit runs
        (ReplyState(draft.state), case, draft.assignment, None, "更正：")
        for draft, case in under_way.values()
    ]
    items = []
    for state, case, row, due, prefix in found:
        step = LETTER_STEPS.get(state)
        if step and person.is_one_of(*step[3]):
            category, why, button, _ = step
            why, role = prefix + why, row.role.label
            items.append(Item(category, case, why, button, "desk.case", unit=role, due_on=due))
    return items


def _unit_leader(person: Viewer, own: ColumnElement[bool]) -> list[Item]:
    """Return requests to return that the unit's leader confirms."""
    if Role.UL not in person.roles:
        return []
    query = with_case(ReturnRequest).where(
        ReturnRequest.state == ReturnState.ASKED,
        ReturnRequest.requested_by != person.account_id,
        own,
    )
    return [
        Item("待确认退办", case, f"承办人申请退办：{row.reason}", "去确认", "desk.case")
        for row, case in db.session.execute(query)
    ]


def _unit_rest(person: Viewer) -> list[Item]:
    """Return opinions that the unit as host decides, and its promises still open."""
    assist = select(Assignment.case_id).where(
        Assignment.unit_id == person.unit_id,
        Assignment.role == AssignRole.HOST,
        Assignment.state.in_(AT_WORK),
    )
    query = with_case(Opinion).where(Opinion.state == OpinionState.SUBMITTED, Case.id.in_(assist))
    found = [
        Item(
            "待用会办意见",
            case,
            f"{row.assignment.unit_name}已送会办意见",
            "采用或退回",
            "handling.decide_opinion",
            {"assignment_id": row.assignment_id},
            row.assignment.unit_name,
        )
        for row, case in db.session.execute(query)
    ]
    promised = with_case(Commitment).where(
        Commitment.state.in_((CommitmentState.OPEN, CommitmentState.CARRIED_OVER)),
        Assignment.unit_id == person.unit_id,
    )
    return found + [
        Item("承诺跟踪", case, f"承诺：{row.text}", "报进展", "desk.case", {}, "", row.due_on)
        for row, case in db.session.execute(promised)
    ]
