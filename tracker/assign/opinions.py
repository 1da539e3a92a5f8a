"""Assisting opinions (会办意见): given to the host, who uses or sends them back. A9–A14."""

from __future__ import annotations

from datetime import date

from tracker.assign import acts, limits, queries
from tracker.assign.asking import ask
from tracker.assign.lifecycle import MOVES, OPINION_MOVES
from tracker.assign.models import Assignment, Opinion
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import StoredFile
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.terms import AssignmentState, AssignRole, OpinionState
from tracker.timeline.actions import Act, begin, change_state
from tracker.timeline.events import Event

A = AssignmentState


def submit(row: Assignment, text: str, on: date) -> Opinion:
    """Give the host the unit's opinion.

    :raises Refused: not allowed now.
    :raises Invalid: the text is missing, the date lies ahead.
    """
    ask(row, acts.Act.SUBMIT_OPINION)
    return _submit(row, text, on, None)


def enter_on_behalf(row: Assignment, text: str, on: date, scan: StoredFile | None) -> Opinion:
    """Enter the paper opinion of a unit that does not log in (代录).

    :raises Refused: not allowed now.
    :raises Invalid: the text or the scan is missing, the date lies ahead.
    """
    ask(row, acts.Act.ENTER_OPINION)
    if scan is None:
        raise Invalid("scan", "代录请上传会办意见的扫描件。")
    return _submit(row, text, on, scan)


def accept(row: Assignment) -> None:
    """Use the opinion in the letter.

    :raises Refused: not allowed now.
    """
    ask(row, acts.Act.DECIDE_OPINION)
    opinion, on = _latest(row), clock.today()
    opinion.decided_on = on
    sentence = f"{_decider()}采用{row.unit_name}的会办意见。"
    act = Act(row.case_id, Event.OPINION_ACCEPTED, sentence, on, unit_id=row.unit_id)
    change_state(opinion, OpinionState.ACCEPTED, OPINION_MOVES, act)
    change_state(
        row,
        A.OPINION_ACCEPTED,
        MOVES,
        Act(row.case_id, Event.ASSIGNMENT_OPINION_ACCEPTED, sentence, on, unit_id=row.unit_id),
    )


def send_back(row: Assignment, reason: str) -> None:
    """Ask for a better opinion.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(row, acts.Act.DECIDE_OPINION)
    opinion, on, why = _latest(row), clock.today(), needed(reason)
    opinion.decided_on, opinion.decision = on, why
    sentence = f"{_decider()}退回{row.unit_name}的会办意见：{why}"
    act = Act(row.case_id, Event.OPINION_SENT_BACK, sentence, on, unit_id=row.unit_id)
    change_state(opinion, OpinionState.SENT_BACK, OPINION_MOVES, act)
    change_state(
        row,
        A.HANDLING,
        MOVES,
        Act(row.case_id, Event.ASSIGNMENT_OPINION_SENT_BACK, sentence, on, unit_id=row.unit_id),
    )
    until = limits.set_redo(row, on)
    if row.unit:
        told = f"{row.case.label}：{sentence.rstrip('。')}。请于 {until} 前重新送出。"
        notices.tell_unit(row.case_id, row.unit, told)


def recall(row: Assignment) -> None:
    """Take one's own opinion back while the host has not decided.

    :raises Refused: not allowed now.
    """
    ask(row, acts.Act.RECALL_OPINION)
    sentence = f"{row.unit_name}的会办意见已收回。"
    act = Act(row.case_id, Event.OPINION_RECALLED, sentence, unit_id=row.unit_id)
    change_state(_latest(row), OpinionState.RECALLED, OPINION_MOVES, act)
    back = Act(row.case_id, Event.ASSIGNMENT_OPINION_RECALLED, sentence, unit_id=row.unit_id)
    change_state(row, A.HANDLING, MOVES, back)
    _tell_host(row, sentence)


def _submit(row: Assignment, text: str, on: date, scan: StoredFile | None) -> Opinion:
    """Write the opinion and tell the host."""
    if not text.strip():
        raise Invalid("text", "请填写会办意见，写明本单位职责内的具体意见。")
    check_day("on", on, row.assigned_on, "交办日期")
    opinion = Opinion(
        assignment=row,
        state=OpinionState.SUBMITTED,
        text=text.strip(),
        submitted_on=on,
        submitted_by=viewer().account_id,
        on_behalf=scan is not None,
        scan=scan,
    )
    db.session.add(opinion)
    by = "政府办代录" if scan is not None else ""
    sentence = f"{by}{row.unit_name}送出会办意见。"
    begin(opinion, Act(row.case_id, Event.OPINION_SUBMITTED, sentence, on, unit_id=row.unit_id))
    act = Act(row.case_id, Event.ASSIGNMENT_OPINION_SUBMITTED, sentence, on, unit_id=row.unit_id)
    change_state(row, A.OPINION_SUBMITTED, MOVES, act)
    _tell_host(row, sentence)
    return opinion


def _tell_host(row: Assignment, sentence: str) -> None:
    """Tell the host what became of an assisting unit's opinion."""
    for host in queries.answering(row.case_id):
        if host.unit and host.role == AssignRole.HOST:
            notices.tell_unit(row.case_id, host.unit, f"{row.case.label}：{sentence}")


def _decider() -> str:
    """Return who decides: the host, or the clerk for one that does not log in."""
    return "政府办代主办单位" if viewer().is_one_of(Role.OH) else "主办单位"


def _latest(row: Assignment) -> Opinion:
    """Return the opinion that waits for the host."""
    opinion = queries.latest_opinion(row)
    if opinion is None:
        raise Refused("还没有收到会办意见，请刷新页面。")
    return opinion
