"""Ending a case before its answer: withdrawn by the proposer, handed out. Source: C4, C5."""

from __future__ import annotations

from datetime import date

from tracker.assign import acts, queries
from tracker.assign.asking import ask_case
from tracker.assign.lifecycle import MOVES, RETURN_MOVES
from tracker.assign.models import Assignment
from tracker.cases import actions as cases
from tracker.cases import parties
from tracker.cases.models import Case
from tracker.kernel.errors import Invalid
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.terms import AssignmentState, CaseState, ReturnState
from tracker.timeline.actions import Act, change_state
from tracker.timeline.events import Event

A = AssignmentState


def withdraw(case: Case, on: date, reason: str) -> None:
    """Record the proposer's written withdrawal; handling ends at once.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing, the date is wrong.
    """
    ask_case(case, acts.CaseAct.WITHDRAW)
    why = needed(reason)
    _end_all(case, on, f"提出者撤回：{why}")
    act = Act(case.id, Event.CASE_WITHDRAWN, f"提出者书面撤回：{why}", on)
    cases.move(case, CaseState.WITHDRAWN, act)
    tell_outside(case, "已按提出者的书面申请撤回")


def hand_out(case: Case, on: date, to: str, reason: str) -> None:
    """Hand out a case that is not government business or not of this level.

    :raises Refused: not allowed now.
    :raises Invalid: receiver or reason is missing, the date is wrong.
    """
    ask_case(case, acts.CaseAct.HAND_OUT)
    if not to.strip():
        raise Invalid("to", "请填写转给哪个机关。")
    why = needed(reason)
    _end_all(case, on, f"转出至{to.strip()}：{why}")
    act = Act(case.id, Event.CASE_HANDED_OUT, f"转出至{to.strip()}：{why}", on)
    cases.move(case, CaseState.HANDED_OUT, act)
    tell_outside(case, f"不属本级政府系统办理，已转{to.strip()}")


def tell_outside(case: Case, what: str) -> None:
    """Tell the proposers and the body how the case ended, or that it did not."""
    for person in case.submitters:
        sentence = f"您提出的{case.label}“{case.title}”{what}。"
        notices.inform_deputy(case.id, person.deputy_id, sentence)
    notices.tell_body(case.id, case.body.type, f"{case.label}“{case.title}”{what}。")


def _end_all(case: Case, on: date, sentence: str) -> None:
    """End every assignment in force; what was only proposed stays for who takes this back."""
    since = "交办日期" if case.assigned_on else "收件日期"
    check_day("on", on, case.assigned_on or case.received_on, since)
    for row in queries.live(case.id):
        end_part(row, on, Event.ASSIGNMENT_ENDED, sentence)
        if row.unit:
            notices.tell_unit(case.id, row.unit, f"{case.label}：{sentence}，停止办理。")


def end_part(
    row: Assignment,
    on: date,
    event: Event,
    sentence: str,
    new: AssignmentState = AssignmentState.ENDED,
) -> None:
    """Take its part from a unit: it is a former party, and an open request to return falls away."""
    asked = queries.open_return(row)
    if asked is not None:
        closed = Act(row.case_id, Event.RETURN_RECALLED, sentence, on, unit_id=row.unit_id)
        change_state(asked, ReturnState.RECALLED, RETURN_MOVES, closed)
    row.ended_on = on
    change_state(row, new, MOVES, Act(row.case_id, event, sentence, on, unit_id=row.unit_id))
    if row.unit_id:
        parties.leave(row.case, row.unit_id, on)
