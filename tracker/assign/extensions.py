"""An extension of the reply date (延期): asked for by the unit, decided by the office's leader.

Sources: domain §2.4 (before the date, with reason, new date and interim explanation; never
beyond the legal cap; the proposer is told), §3.4 (once).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.assign import extended, limits
from tracker.assign.asking import ask_party
from tracker.assign.extension_acts import LABELS, ExtensionAct, allowed
from tracker.assign.lifecycle import EXTENSION_MOVES
from tracker.assign.models import Assignment, ExtensionRequest
from tracker.assign.telling import tell_extended
from tracker.assign_terms import ExtensionState
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import StoredFile
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.terms import AssignmentState
from tracker.timeline.actions import Act, begin, change_state
from tracker.timeline.events import Event

OVER = (
    "{unit}的答复期限 {due} 已过，不能再申请延期。请抓紧办理并答复，"
    "同时向提出者说明情况；确有特殊原因的，请与政府办联系。"
)
USED = "{unit}本轮已经延期过一次（现为 {due}），不能再延。请在期限内答复，办不完的先说明进展。"


@dataclass(frozen=True)
class Asked:
    """What is asked for: until when, why, and what the proposer is told meanwhile."""

    due_on: date
    reason: str
    note: str = ""


def ask(row: Assignment, act: ExtensionAct) -> None:
    """Ask the rule before writing.

    :raises Refused: not allowed now; late or for a second time, with what to do instead.
    """
    facts = extended.facts(row, viewer())
    if act in allowed(facts):
        return
    ask_party(row.case)
    due = row.deadline(limits.REPLY)
    if due is not None and act in (ExtensionAct.REQUEST, ExtensionAct.ENTER):
        if facts.used:
            raise Refused(USED.format(unit=row.unit_name, due=due.due_on))
        if facts.over and not facts.waits:
            raise Refused(OVER.format(unit=row.unit_name, due=due.due_on))
    state = AssignmentState(row.state).label
    raise Refused(f"{row.unit_name}为“{state}”，现在不能{LABELS[act]}。请刷新页面查看。")


def request(row: Assignment, asked: Asked, on: date) -> ExtensionRequest:
    """Ask for a later reply date; the leader's own request goes straight to the office.

    :raises Refused: not allowed now, the reply date is over, or it was extended already.
    :raises Invalid: reason or date are missing or cannot be.
    """
    ask(row, ExtensionAct.REQUEST)
    return _request(row, asked, on, None)


def enter_on_behalf(
    row: Assignment, asked: Asked, on: date, scan: StoredFile | None
) -> ExtensionRequest:
    """Enter the sealed paper request of a unit that does not log in (代录).

    The day on which the paper came tells whether it is late, not the day of the entry.

    :raises Refused: not allowed now.
    :raises Invalid: something is missing or cannot be, or the paper came after the date.
    """
    ask(row, ExtensionAct.ENTER)
    if scan is None:
        raise Invalid("scan", "代录请上传延期申请的扫描件。")
    due = row.deadline(limits.REPLY)
    if due is not None and on > due.due_on:
        raise Invalid("on", OVER.format(unit=row.unit_name, due=due.due_on))
    return _request(row, asked, on, scan)


def confirm(row: Assignment) -> None:
    """Confirm a handler's request as the unit's leader, or for a unit that no longer logs in.

    :raises Refused: not allowed now.
    """
    ask(row, ExtensionAct.CONFIRM)
    asked = _open(row)
    asked.confirmed_by = viewer().account_id
    by = "政府办代" if viewer().is_one_of(Role.OH) else ""
    sentence = f"{by}{row.unit_name}领导确认延期申请。"
    _move(asked, ExtensionState.CONFIRMED, Event.EXTENSION_CONFIRMED, sentence)
    _tell_next(row, asked)


def decline(row: Assignment) -> None:
    """Stop a handler's request inside the unit: the date stays.

    :raises Refused: not allowed now.
    """
    ask(row, ExtensionAct.DECLINE)
    sentence = f"{row.unit_name}领导不同意申请延期，按原期限办理。"
    _move(_open(row), ExtensionState.RECALLED, Event.EXTENSION_RECALLED, sentence)
    if row.unit:
        notices.tell_unit(row.case_id, row.unit, f"{row.case.label}：{sentence}", (Role.UH,))


def recall(row: Assignment) -> None:
    """Take one's own request back while nobody has decided.

    :raises Refused: not allowed now.
    """
    ask(row, ExtensionAct.RECALL)
    asked = _open(row)
    waited = asked.state == ExtensionState.CONFIRMED
    sentence = f"{row.unit_name}收回延期申请，按原期限办理。"
    _move(asked, ExtensionState.RECALLED, Event.EXTENSION_RECALLED, sentence)
    if waited:
        notices.tell_office(row.case_id, f"{row.case.label}：{sentence}", (Role.OL,))


def decide(row: Assignment, *, granted: bool, reason: str, on: date | None = None) -> None:
    """Decide a request: refused, the date stays; granted, the new one is in force.

    :param on: the day of the decision, None is today; the new date counts as set then.
    :raises Refused: not allowed now.
    :raises Invalid: the words are missing, the day is wrong, or the date asked for is over.
    """
    ask(row, ExtensionAct.DECIDE)
    asked, why, day = _open(row), needed(reason), on or clock.today()
    check_day("on", day, asked.requested_on, "申请日期")
    if granted:
        _check_still_later(row, asked, day)
    asked.decided_by, asked.decided_on, asked.decision = viewer().account_id, day, why
    (_grant if granted else _refuse)(row, asked, day)


def ask_first(row: Assignment) -> None:
    """Refuse that the office sets a later date where the round has had one, or one is asked for.

    :raises Invalid: at the new date.
    """
    due = row.deadline(limits.REPLY)
    if due is not None and due.extends:
        raise Invalid("due_on", USED.format(unit=row.unit_name, due=due.due_on))
    if extended.open_request(row) is not None:
        raise Invalid("due_on", f"{row.unit_name}已申请延期，请由政府办领导审定该申请。")


def fall_away(row: Assignment, sentence: str, on: date) -> None:
    """End an open request of a part that ends or is answered: there is no date to move."""
    asked = extended.open_request(row)
    if asked is not None:
        _move(asked, ExtensionState.RECALLED, Event.EXTENSION_RECALLED, sentence, on)


def restore(asked: ExtensionRequest, state: ExtensionState, sentence: str) -> None:
    """Let a request wait again whose case had ended by mistake."""
    _move(asked, state, Event.EXTENSION_RESTORED, sentence)


def _request(row: Assignment, asked: Asked, on: date, scan: StoredFile | None) -> ExtensionRequest:
    """Write the request and tell who decides next; a paper one bears the unit's seal."""
    check_day("on", on, row.signed_on or row.assigned_on, "签收日期")
    why, person, before = needed(asked.reason), viewer(), row.deadline(limits.REPLY)
    if before is not None and asked.due_on <= before.due_on:
        raise Invalid("due_on", f"延期后的日期要晚于现在的答复期限 {before.due_on}。")
    if asked.due_on < clock.today():
        raise Invalid("due_on", "延期后的日期不能早于今天。")
    limits.check_cap(row, asked.due_on)
    leader = person.is_one_of(Role.UL)
    made = ExtensionRequest(
        assignment=row,
        round=row.round,
        state=ExtensionState.CONFIRMED if leader or scan else ExtensionState.ASKED,
        reason=why,
        due_on=asked.due_on,
        note=asked.note.strip(),
        requested_on=on,
        requested_by=person.account_id,
        confirmed_by=person.account_id if leader else None,
        on_behalf=scan is not None,
        scan=scan,
    )
    db.session.add(made)
    by = "政府办代录" if scan else ""
    sentence = f"{by}{row.unit_name}申请延期答复至 {asked.due_on}：{why}"
    begin(made, _act(row, Event.EXTENSION_REQUESTED, sentence, on))
    _tell_next(row, made)
    return made


def _check_still_later(row: Assignment, asked: ExtensionRequest, on: date) -> None:
    """Refuse to grant what would move nothing: the date asked for is over, or not later.

    :raises Invalid: at the decision.
    """
    before = row.deadline(limits.REPLY)
    if asked.due_on < on:
        raise Invalid("decision", f"申请延至的 {asked.due_on} 已过，请选“不同意”并写明理由。")
    if before is not None and asked.due_on <= before.due_on:
        sentence = f"现在的答复期限 {before.due_on} 不早于申请的日期，请选“不同意”并写明理由。"
        raise Invalid("decision", sentence)


def _grant(row: Assignment, asked: ExtensionRequest, on: date) -> None:
    """Put the new date in force; everybody on the case is told of it and why."""
    before = row.deadline(limits.REPLY)
    since = f"由 {before.due_on} " if before else ""
    limits.set_by_office(row, asked.due_on, asked.reason, on).extends = True
    sentence = f"同意{row.unit_name}延期答复，期限{since}延至 {asked.due_on}：{asked.decision}"
    _move(asked, ExtensionState.GRANTED, Event.EXTENSION_GRANTED, sentence, on)
    tell_extended(row, asked.due_on, asked.reason, asked.note)
    if row.unit:
        notices.tell_unit(row.case_id, row.unit, f"{row.case.label}：{sentence}")


def _refuse(row: Assignment, asked: ExtensionRequest, on: date) -> None:
    """Leave the date as it is."""
    due = row.deadline(limits.REPLY)
    until = f"请仍在 {due.due_on} 前答复。" if due else "请按原期限答复。"
    sentence = f"不同意{row.unit_name}延期：{asked.decision}"
    _move(asked, ExtensionState.REFUSED, Event.EXTENSION_REFUSED, sentence, on)
    if row.unit:
        told = f"{row.case.label}：{sentence.rstrip('。')}。{until}"
        notices.tell_unit(row.case_id, row.unit, told)


def _move(
    asked: ExtensionRequest,
    new: ExtensionState,
    event: Event,
    sentence: str,
    on: date | None = None,
) -> None:
    """Move a request to a state and write it down."""
    change_state(asked, new, EXTENSION_MOVES, _act(asked.assignment, event, sentence, on))


def _act(row: Assignment, event: Event, sentence: str, on: date | None) -> Act:
    """Return an act on the part of a unit."""
    return Act(row.case_id, event, sentence, on, unit_id=row.unit_id)


def _open(row: Assignment) -> ExtensionRequest:
    """Return the request that is open; `ask` has made sure that there is one."""
    asked = extended.open_request(row)
    if asked is None:
        raise Refused("这项延期申请已经处理，请刷新页面。")
    return asked


def _tell_next(row: Assignment, asked: ExtensionRequest) -> None:
    """Tell who has to act next on a request."""
    sentence = f"{row.case.label}：{row.unit_name}申请延期答复至 {asked.due_on}，待"
    if asked.state == ExtensionState.CONFIRMED:
        notices.tell_office(row.case_id, f"{sentence}政府办领导审定。", (Role.OL,))
    elif row.unit:
        notices.tell_unit(row.case_id, row.unit, f"{sentence}单位领导确认。", (Role.UL,))
