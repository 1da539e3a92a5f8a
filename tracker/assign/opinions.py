"""Assisting opinions (会办意见): written, signed in the unit, used or sent back by the host.

Source: domain A9–A14.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Paper:
    """What an opinion of a unit carries beside its text, where it does: number and scan."""

    number: str = ""
    scan: StoredFile | None = None


BARE = Paper()


def submit(row: Assignment, text: str, on: date, paper: Paper = BARE) -> Opinion:
    """Write the unit's opinion; the unit's leader signs it before the host has it (A9).

    The leader's own goes straight to the host, as that of a unit in which no leader logs in.

    :raises Refused: not allowed now.
    :raises Invalid: the text is missing, the date lies ahead.
    """
    ask(row, acts.Act.SUBMIT_OPINION)
    if not viewer().is_one_of(Role.UL) and _has_leader(row):
        made = _written(row, text, on, paper, OpinionState.SIGNING)
        sentence = f"{row.unit_name}的会办意见送单位领导签发。"
        begin(made, _act(row, Event.OPINION_SIGNING, sentence, on))
        if row.unit:
            told = f"{row.case.label}：{sentence}"
            notices.tell_unit(row.case_id, row.unit, told, (Role.UL,))
        return made
    made = _written(row, text, on, paper, OpinionState.SUBMITTED)
    made.signed_on, made.signed_by = on, viewer().account_id
    sentence = f"{row.unit_name}送出会办意见。"
    begin(made, _act(row, Event.OPINION_SUBMITTED, sentence, on))
    _given(row, sentence, on)
    return made


def sign(row: Assignment, paper: Paper = BARE) -> None:
    """Sign what a handler wrote, as the unit's leader: the host has it from now on.

    :raises Refused: not allowed now.
    """
    ask(row, acts.Act.SIGN_OPINION)
    opinion, on = _latest(row), clock.today()
    opinion.submitted_on = opinion.signed_on = on
    opinion.signed_by = viewer().account_id
    opinion.number, opinion.scan = paper.number or opinion.number, paper.scan or opinion.scan
    sentence = f"{row.unit_name}领导签发会办意见，送出会办意见。"
    act = _act(row, Event.OPINION_SUBMITTED, sentence, on)
    change_state(opinion, OpinionState.SUBMITTED, OPINION_MOVES, act)
    _given(row, sentence, on)


def refuse_to_sign(row: Assignment, reason: str) -> None:
    """Send what a handler wrote back to the handler, as the unit's leader.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(row, acts.Act.SIGN_OPINION)
    opinion, on, why = _latest(row), clock.today(), needed(reason)
    opinion.decided_on, opinion.decision = on, why
    sentence = f"{row.unit_name}领导退回会办意见稿：{why}"
    act = _act(row, Event.OPINION_UNSIGNED, sentence, on)
    change_state(opinion, OpinionState.SENT_BACK, OPINION_MOVES, act)
    if row.unit:
        notices.tell_unit(row.case_id, row.unit, f"{row.case.label}：{sentence}", (Role.UH,))


def enter_on_behalf(
    row: Assignment, text: str, on: date, scan: StoredFile | None, number: str = ""
) -> Opinion:
    """Enter the paper opinion of a unit that does not log in (代录); what was begun falls away.

    :raises Refused: not allowed now.
    :raises Invalid: the text or the scan is missing, the date lies ahead.
    """
    ask(row, acts.Act.ENTER_OPINION)
    if scan is None:
        raise Invalid("scan", "代录请上传会办意见的扫描件。")
    if (begun := queries.signing_opinion(row)) is not None:
        _take_back(row, begun, f"{row.unit_name}的会办意见改按纸面件代录。")
    made = _written(row, text, on, Paper(number, scan), OpinionState.SUBMITTED)
    made.signed_on, made.on_behalf = on, True
    sentence = f"政府办代录{row.unit_name}送出会办意见。"
    begin(made, _act(row, Event.OPINION_SUBMITTED, sentence, on))
    _given(row, sentence, on)
    return made


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
    """Take one's own opinion back while the leader has not signed, or the host not decided.

    :raises Refused: not allowed now.
    """
    ask(row, acts.Act.RECALL_OPINION)
    opinion, sentence = _latest(row), f"{row.unit_name}的会办意见已收回。"
    given = opinion.state == OpinionState.SUBMITTED
    _take_back(row, opinion, sentence)
    if given:
        back = _act(row, Event.ASSIGNMENT_OPINION_RECALLED, sentence)
        change_state(row, A.HANDLING, MOVES, back)
        _tell_host(row, sentence)


def _take_back(row: Assignment, opinion: Opinion, sentence: str) -> None:
    """Take an opinion back."""
    act = _act(row, Event.OPINION_RECALLED, sentence)
    change_state(opinion, OpinionState.RECALLED, OPINION_MOVES, act)


def _written(row: Assignment, text: str, on: date, paper: Paper, state: OpinionState) -> Opinion:
    """Write the opinion down: signed already, or to be signed."""
    if not text.strip():
        raise Invalid("text", "请填写会办意见，写明本单位职责内的具体意见。")
    check_day("on", on, row.assigned_on, "交办日期")
    made = Opinion(
        assignment=row,
        state=state,
        text=text.strip(),
        submitted_on=on,
        submitted_by=viewer().account_id,
        number=paper.number.strip(),
        on_behalf=False,
        scan=paper.scan,
    )
    db.session.add(made)
    return made


def _given(row: Assignment, sentence: str, on: date) -> None:
    """Note that the host has the unit's opinion, and tell it."""
    act = _act(row, Event.ASSIGNMENT_OPINION_SUBMITTED, sentence, on)
    change_state(row, A.OPINION_SUBMITTED, MOVES, act)
    _tell_host(row, sentence)


def _has_leader(row: Assignment) -> bool:
    """Whether a leader of the unit logs in who can sign."""
    return row.unit_id is not None and bool(notices.of_unit(row.unit_id, (Role.UL,)))


def _act(row: Assignment, event: Event, sentence: str, on: date | None = None) -> Act:
    """Return an act on the part of a unit."""
    return Act(row.case_id, event, sentence, on, unit_id=row.unit_id)


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
