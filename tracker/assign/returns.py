"""Returning a case (申请退办): asked by the unit, decided by the office. Source: domain A2–A5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.assign import acts, limits, queries
from tracker.assign.actions import place, said
from tracker.assign.asking import ask
from tracker.assign.endings import end_part
from tracker.assign.lifecycle import MOVES, RETURN_MOVES
from tracker.assign.models import Assignment, ReturnRequest
from tracker.assign.signing import handling_if_all_signed
from tracker.cases import actions as cases
from tracker.cases.lifecycle import AT_UNITS
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import StoredFile
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.terms import AssignmentState, AssignRole, CaseState, ReturnState
from tracker.timeline.actions import Act, begin, change_state
from tracker.timeline.events import Event
from tracker.units.models import Unit

A = AssignmentState
ANSWERED = "该件已全部答复，不再交其他单位会办。同意退办的，请不选单位。"


@dataclass(frozen=True)
class Decision:
    """The office's decision; granted needs a unit, except for an assisting one dropped."""

    granted: bool
    reason: str
    unit: Unit | None = None
    on: date | None = None


def request(row: Assignment, reason: str, unit: Unit | None, on: date) -> ReturnRequest:
    """Ask to return the case, with a reason and the right unit; the leader's own request
    goes straight to the office, a handler's waits for the leader.

    Whether it is late is told by the day on which it is made, whatever date it bears.

    :raises Refused: not allowed now, or the limit is over.
    :raises Invalid: the reason or the unit is missing.
    """
    ask(row, acts.Act.REQUEST_RETURN)
    _ask_limit(row, max(on, clock.today()))
    return _request(row, reason, unit, on, None)


def enter_on_behalf(
    row: Assignment, reason: str, unit: Unit | None, on: date, scan: StoredFile | None
) -> ReturnRequest:
    """Enter the sealed paper request of a unit that does not log in (代录).

    The day on which the paper came tells whether it is late, not the day of the entry.

    :raises Refused: not allowed now, or the limit is over.
    :raises Invalid: the reason, the unit or the scan is missing.
    """
    ask(row, acts.Act.ENTER_RETURN)
    if scan is None:
        raise Invalid("scan", "代录请上传退办申请的扫描件。")
    _ask_limit(row, on)
    return _request(row, reason, unit, on, scan)


def _ask_limit(row: Assignment, on: date) -> None:
    """Refuse a request after its limit."""
    due = row.deadline(limits.RETURN)
    if due and on > due.due_on:
        raise Refused(f"申请退办的期限 {due.due_on} 已过，不再调整；请继续办理。")


def _request(
    row: Assignment, reason: str, unit: Unit | None, on: date, scan: StoredFile | None
) -> ReturnRequest:
    """Write the request and tell who decides next; a paper one bears the unit's seal."""
    check_day("on", on, row.assigned_on, "交办日期")
    why, person = needed(reason), viewer()
    if unit is None or unit.id == row.unit_id:
        raise Invalid("unit_id", "请写明建议由哪个单位承办（不能是本单位）。")
    leader = person.is_one_of(Role.UL)
    asked = ReturnRequest(
        assignment=row,
        state=ReturnState.CONFIRMED if leader or scan else ReturnState.ASKED,
        reason=why,
        proposed_unit=unit,
        requested_on=on,
        requested_by=person.account_id,
        confirmed_by=person.account_id if leader else None,
        was_state=row.state,
        on_behalf=scan is not None,
        scan=scan,
    )
    db.session.add(asked)
    by = "政府办代录" if scan else ""
    sentence = f"{by}{row.unit_name}申请退办，建议由{unit.name}承办：{why}"
    begin(asked, Act(row.case_id, Event.RETURN_REQUESTED, sentence, on, unit_id=row.unit_id))
    held = Act(row.case_id, Event.ASSIGNMENT_RETURN_REQUESTED, sentence, on, unit_id=row.unit_id)
    change_state(row, A.RETURN_REQUESTED, MOVES, held)
    _tell_next(row, leader or scan is not None)
    return asked


def confirm(row: Assignment) -> None:
    """Confirm a handler's request as the unit's leader.

    :raises Refused: not allowed now.
    """
    ask(row, acts.Act.CONFIRM_RETURN)
    asked = _open(row)
    asked.confirmed_by = viewer().account_id
    act = Act(
        row.case_id,
        Event.RETURN_CONFIRMED,
        f"{row.unit_name}领导确认退办申请。",
        unit_id=row.unit_id,
    )
    change_state(asked, ReturnState.CONFIRMED, RETURN_MOVES, act)
    _tell_next(row, leader=True)


def recall(row: Assignment) -> None:
    """Take one's own request back while nobody has decided.

    :raises Refused: not allowed now.
    """
    ask(row, acts.Act.RECALL_RETURN)
    _drop(row, f"{row.unit_name}收回退办申请。")


def decline(row: Assignment) -> None:
    """Stop a handler's request as the unit's leader: the unit goes on.

    :raises Refused: not allowed now.
    """
    ask(row, acts.Act.DECLINE_RETURN)
    sentence = f"{row.unit_name}领导不同意申请退办，继续办理。"
    _drop(row, sentence)
    if row.unit:
        notices.tell_unit(row.case_id, row.unit, f"{row.case.label}：{sentence}", (Role.UH,))


def _drop(row: Assignment, sentence: str) -> None:
    """End a request inside the unit: the assignment is what it was."""
    asked = _open(row)
    act = Act(row.case_id, Event.RETURN_RECALLED, sentence, unit_id=row.unit_id)
    change_state(asked, ReturnState.RECALLED, RETURN_MOVES, act)
    back = Act(row.case_id, Event.ASSIGNMENT_RETURN_RECALLED, sentence, unit_id=row.unit_id)
    change_state(row, AssignmentState(asked.was_state), MOVES, back)
    handling_if_all_signed(row.case, clock.today())


def decide(row: Assignment, decision: Decision) -> Assignment | None:
    """Decide a request: refused, the duty stays; granted, another unit gets a fresh assignment.

    The case keeps its reply date; the new unit gets fresh sign-for, return and assisting limits.

    :raises Refused: not allowed now.
    :raises Invalid: the reason or the new unit is missing, or the case is answered already and
        can have no new unit.
    """
    ask(row, acts.Act.DECIDE_RETURN)
    why, on, asked = needed(decision.reason), decision.on or clock.today(), _open(row)
    check_day("on", on, asked.requested_on, "申请日期")
    asked.decided_by, asked.decided_on, asked.decision = viewer().account_id, on, why
    if not decision.granted:
        _refuse(row, asked, on)
        return None
    return _grant(row, asked, decision, on)


def _refuse(row: Assignment, asked: ReturnRequest, on: date) -> None:
    """Leave the duty where it is."""
    sentence = f"不同意{row.unit_name}退办：{asked.decision}"
    act = Act(row.case_id, Event.RETURN_REFUSED, sentence, on, unit_id=row.unit_id)
    change_state(asked, ReturnState.REFUSED, RETURN_MOVES, act)
    back = Act(row.case_id, Event.ASSIGNMENT_KEPT, sentence, on, unit_id=row.unit_id)
    change_state(row, AssignmentState(asked.was_state), MOVES, back)
    handling_if_all_signed(row.case, on)
    if row.unit:
        notices.tell_unit(row.case_id, row.unit, f"{row.case.label}：{sentence}请继续办理。")


def _grant(
    row: Assignment, asked: ReturnRequest, decision: Decision, on: date
) -> Assignment | None:
    """Take the case from one unit and give it to another."""
    case, unit = row.case, decision.unit
    if unit is None and AssignRole(row.role).answers:
        raise Invalid("unit_id", "请选定改由哪个单位承办。")
    if unit is not None:
        if case.state not in AT_UNITS:
            raise Invalid("unit_id", ANSWERED)
        ask_free(row, unit)
    sentence = f"同意{row.unit_name}退办：{asked.decision}"
    act = Act(case.id, Event.RETURN_GRANTED, sentence, on, unit_id=row.unit_id)
    change_state(asked, ReturnState.GRANTED, RETURN_MOVES, act)
    end_part(row, on, Event.ASSIGNMENT_RETURNED, sentence, A.RETURNED)
    if row.unit:
        notices.tell_unit(case.id, row.unit, f"{case.label}：{sentence}")
    return None if unit is None else replace(row, unit, on)


def ask_free(row: Assignment, unit: Unit) -> None:
    """Refuse a unit that answers already; one that only assists may take the answer over.

    :raises Invalid: the unit has its own part in the case.
    """
    other = _part_of(row, unit)
    if other and (AssignRole(other.role).answers or not AssignRole(row.role).answers):
        raise Invalid("unit_id", f"{unit.name}已在本件中承办，请另选单位。")


def _part_of(row: Assignment, unit: Unit) -> Assignment | None:
    """Return the part that a unit has in the case beside this one."""
    rows = queries.live(row.case_id)
    return next((one for one in rows if one.unit_id == unit.id and one.id != row.id), None)


def _end_assisting(row: Assignment, unit: Unit, on: date) -> None:
    """End the assisting part of the unit that answers from now on."""
    other = _part_of(row, unit)
    if other is not None:
        sentence = f"{unit.short_name}不再会办，改为{AssignRole(row.role).label}。"
        end_part(other, on, Event.ASSIGNMENT_ENDED, sentence)


def replace(row: Assignment, unit: Unit, on: date) -> Assignment:
    """Assign the case afresh, in the role of the unit that it was taken from."""
    case = row.case
    _end_assisting(row, unit, on)
    fresh = Assignment(
        case=case,
        unit=unit,
        unit_text=unit.name,
        role=row.role,
        part=row.part,
        state=A.PROPOSED,
        replaces_id=row.id,
        deadlines=[],
    )
    db.session.add(fresh)
    db.session.flush()
    place(case, fresh, on)
    limits.carry(row, fresh)
    if case.state == CaseState.HANDLING and AssignRole(row.role).answers:
        act = Act(case.id, Event.CASE_REASSIGNED, f"改由{said([fresh])}办理。", on)
        cases.move(case, CaseState.ASSIGNED, act)
    role = AssignRole(fresh.role).label
    notices.tell_unit(case.id, unit, f"{case.label}“{case.title}”改由你单位{role}，请及时签收。")
    return fresh


def _open(row: Assignment) -> ReturnRequest:
    """Return the request that is open; `ask` has made sure that there is one."""
    asked = queries.open_return(row)
    if asked is None:
        raise Refused("这项退办申请已经处理，请刷新页面。")
    return asked


def _tell_next(row: Assignment, leader: bool) -> None:
    """Tell who has to act next on a request."""
    sentence = f"{row.case.label}：{row.unit_name}申请退办，待"
    if leader:
        notices.tell_office(row.case_id, f"{sentence}政府办决定。")
    elif row.unit:
        notices.tell_unit(row.case_id, row.unit, f"{sentence}单位领导确认。", (Role.UL,))
