"""Taking back what was decided about a case by mistake: its assignment, its end.

What was undone counted on the days before (docs/decisions/0021); the history keeps both acts.
A letter and a rating are never taken back. Sources: corrects domain C2, C4, C5.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.assign import acts, queries
from tracker.assign.actions import RELATIONS, said
from tracker.assign.approved import is_untouched
from tracker.assign.asking import ask_case
from tracker.assign.endings import end_part, tell_outside
from tracker.assign.left import WITH_IT
from tracker.assign.lifecycle import MOVES, RETURN_MOVES
from tracker.assign.models import Assignment
from tracker.cases import actions as cases
from tracker.cases import parties
from tracker.cases.lifecycle import AT_UNITS
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.kernel.given import needed
from tracker.notices import actions as notices
from tracker.terms import AssignmentState, AssignRole, CaseState, ReturnState
from tracker.timeline import queries as timeline
from tracker.timeline.actions import Act, change_state
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry

TOUCHED = (
    "已有单位签收、申请退办或改办，不能撤销交办。要换承办单位的，请用“改办”，或由单位申请退办。"
)


def take_back_approval(case: Case, reason: str) -> None:
    """Take an approval back before any unit has signed: the proposal waits for the leader again.

    Limits end with the assignment. The batch that was chosen stays proposed.

    :raises Refused: not allowed now, or a unit has acted already.
    :raises Invalid: the reason is missing.
    """
    if case.state in AT_UNITS and not is_untouched(case, queries.live(case.id)):
        raise Refused(TOUCHED)
    ask_case(case, acts.CaseAct.TAKE_BACK_APPROVAL)
    why, rows = needed(reason), queries.live(case.id)
    approved = _last(case, Event.CASE_ASSIGNED)
    sentence = f"撤销交办：{why.rstrip('。')}。"
    for row in rows:
        end_part(row, clock.today(), Event.ASSIGNMENT_TAKEN_BACK, sentence)
    _propose_again(case, rows)
    case.assigned_on = None
    act = Act(case.id, Event.CASE_APPROVAL_TAKEN_BACK, sentence)
    cases.move(case, CaseState(str(approved.old_state)), act)
    _tell_units(case, rows, f"{sentence}你单位不必签收和办理。")
    tell_outside(case, f"原交{said(rows)}办理，现已撤销，将重新确定承办单位")
    notices.tell_office(case.id, f"{case.label}{sentence}交办方案保留，待重新批准。")


def take_back_withdrawal(case: Case, reason: str) -> None:
    """Take back that a withdrawal was recorded: the case is what it was before.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask_case(case, acts.CaseAct.TAKE_BACK_WITHDRAWAL)
    sentence = f"撤销撤回登记：{needed(reason).rstrip('。')}。"
    act = Act(case.id, Event.CASE_WITHDRAWAL_TAKEN_BACK, sentence)
    _go_on(case, Event.CASE_WITHDRAWN, act)
    tell_outside(case, "误登记为已撤回，现已更正，继续办理")


def take_back_hand_out(case: Case, reason: str) -> None:
    """Take back that a case was handed out: it is what it was before, under its number.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask_case(case, acts.CaseAct.TAKE_BACK_HAND_OUT)
    sentence = f"撤销转出：{needed(reason).rstrip('。')}。"
    act = Act(case.id, Event.CASE_HAND_OUT_TAKEN_BACK, sentence)
    _go_on(case, Event.CASE_HANDED_OUT, act)
    tell_outside(case, "误登记为已转出，现已更正，继续办理")


def _go_on(case: Case, ended_by: Event, act: Act) -> None:
    """Give back to everybody what an ending took, with limits that ran on."""
    ended = _last(case, ended_by)
    rows = []
    for entry in timeline.written_with(ended, WITH_IT):
        if entry.act == Event.ASSIGNMENT_ENDED:
            rows.append(_restore(case, entry, act.sentence))
        else:
            _restore_return(case, entry, act.sentence)
    cases.move(case, CaseState(str(ended.old_state)), act)
    _tell_units(case, rows, f"{act.sentence}请继续办理，各项期限不变。")
    state = CaseState(case.state).label
    notices.tell_office(case.id, f"{case.label}{act.sentence}恢复为“{state}”。")


def _restore(case: Case, entry: HistoryEntry, sentence: str) -> Assignment:
    """Give a unit its part back as it had it."""
    row = next(one for one in queries.all_of(case.id) if one.id == entry.subject_id)
    row.ended_on = None
    act = Act(case.id, Event.ASSIGNMENT_RESTORED, sentence, unit_id=row.unit_id)
    change_state(row, AssignmentState(str(entry.old_state)), MOVES, act)
    if row.unit_id:
        parties.come_back(case, row.unit_id, RELATIONS[AssignRole(row.role)])
    return row


def _restore_return(case: Case, entry: HistoryEntry, sentence: str) -> None:
    """Let a request to return wait again."""
    asked = next(one for one in queries.returns(case.id) if one.id == entry.subject_id)
    act = Act(case.id, Event.RETURN_RESTORED, sentence, unit_id=asked.assignment.unit_id)
    change_state(asked, ReturnState(str(entry.old_state)), RETURN_MOVES, act)


def _propose_again(case: Case, rows: Sequence[Assignment]) -> None:
    """Let what was approved stand as the proposal; the rows that were in force stay as ended."""
    db.session.add_all(
        Assignment(
            case=case,
            unit=row.unit,
            unit_text=row.unit_text,
            role=row.role,
            part=row.part,
            state=AssignmentState.PROPOSED,
            deadlines=[],
        )
        for row in rows
    )
    db.session.flush()


def _tell_units(case: Case, rows: Sequence[Assignment], sentence: str) -> None:
    """Tell the units that had been told before."""
    for row in rows:
        if row.unit is not None:
            notices.tell_unit(case.id, row.unit, f"{case.label}“{case.title}”{sentence}")


def _last(case: Case, event: Event) -> HistoryEntry:
    """Return the entry of the act that is taken back; the state says that there is one."""
    entry = timeline.last(case.id, event)
    if entry is None:
        raise Refused("办理日志中没有可以撤销的记录，请刷新页面查看。")
    return entry
