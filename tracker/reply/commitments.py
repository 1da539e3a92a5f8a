"""Promises (承诺事项): opened by a letter, followed until done or written off. Domain §2.8."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.kernel.given import check_coming, check_day, check_year, needed
from tracker.notices import actions as notices
from tracker.reply import queries
from tracker.reply.asking import ask_promise
from tracker.reply.lifecycle import COMMITMENT_MOVES
from tracker.reply.models import Commitment, CommitmentProgress, Reply
from tracker.reply.promise_acts import PromiseAct
from tracker.reply.promise_words import until
from tracker.terms import CommitmentState
from tracker.timeline.actions import Act, begin, change_state, note
from tracker.timeline.events import Event

P = CommitmentState


def take_up(reply: Reply, on: date) -> Commitment | None:
    """Open the promise of a letter just issued, None where it promises nothing.

    A correction or another round's letter keeps an unchanged promise and moves one with another
    date, a letter that names no day leaves the day that stands; a correction replaces one with
    other words. What was done is not lost, and a promise
    that a letter leaves out stays followed: only the office's leader writes one off.
    """
    if not reply.promise:
        return None
    former = _followed(reply)
    same = next((row for row in former if row.text == reply.promise), None)
    if same is not None:
        fresh = reply.promise_due_on not in (None, same.due_on)
        if reply.promise_due_on and fresh and same.state != P.DONE_CLAIMED:
            word = "更正后的答复" if reply.edition > 1 else "再次答复"
            _move_date(same, reply.promise_due_on, f"按{word}{reply.number}")
        return same
    mended = _earlier_editions(reply)
    if kept := _kept(reply, mended):
        return kept
    for row in former:
        if row.reply_id in mended:
            _replace(row, reply, on)
    row = Commitment(
        case_id=reply.case_id,
        assignment=reply.assignment,
        reply_id=reply.id,
        state=P.OPEN,
        text=reply.promise,
        due_on=reply.promise_due_on,
        opened_on=on,
        progress=[],
    )
    db.session.add(row)
    sentence = f"{reply.assignment.unit_name}承诺：{row.text}（{until(row.due_on)}）。"
    begin(row, _act(row, Event.COMMITMENT_OPENED, sentence, on))
    return row


def add_progress(row: Commitment, text: str, on: date, *, done: bool = False) -> CommitmentProgress:
    """Report on the promise; `done` claims that it is kept, which the office verifies.

    :raises Refused: not allowed now.
    :raises Invalid: the text is missing, the date is wrong.
    """
    ask_promise(row, PromiseAct.PROGRESS)
    return _report(row, text, on, done, "")


def add_progress_on_behalf(
    row: Commitment, text: str, on: date, *, done: bool = False
) -> CommitmentProgress:
    """Enter the report of a unit that does not log in (代录).

    :raises Refused: not allowed now.
    :raises Invalid: the text is missing, the date is wrong.
    """
    ask_promise(row, PromiseAct.PROGRESS_ON_BEHALF)
    return _report(row, text, on, done, "政府办代录：")


def close(row: Commitment, on: date, verification: str) -> None:
    """Close a promise that the office found kept; `verification` says how it was verified.

    :raises Refused: the unit did not claim it done.
    :raises Invalid: the verification is missing, the date is wrong.
    """
    ask_promise(row, PromiseAct.CLOSE)
    check_day("on", on, row.opened_on, "承诺日期")
    row.ended_on, row.end_reason = on, needed(verification)
    sentence = f"承诺事项已落实：{row.text}"
    change_state(row, P.CLOSED, COMMITMENT_MOVES, _act(row, Event.COMMITMENT_CLOSED, sentence, on))
    _tell_unit(row, f"承诺事项经核实已落实：{row.text}")
    _tell_lead(row, f"答复中承诺的事项已落实：{row.text}")


def not_done(row: Commitment, on: date, reason: str) -> None:
    """Return a claim that the office found not true; the promise stays open.

    :raises Refused: the unit did not claim it done.
    :raises Invalid: the reason is missing, the date is wrong.
    """
    ask_promise(row, PromiseAct.CLOSE)
    check_day("on", on, row.opened_on, "承诺日期")
    sentence = f"核实尚未落实，继续跟踪：{needed(reason)}"
    act = _act(row, Event.COMMITMENT_NOT_DONE, sentence, on)
    change_state(row, P.OPEN, COMMITMENT_MOVES, act)
    _tell_unit(row, f"{sentence}（承诺：{row.text}）")


def carry_over(row: Commitment, due_on: date, reason: str) -> None:
    """Carry a promise over to a later date; it stays followed.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing, or the date is not later than the present one.
    """
    ask_promise(row, PromiseAct.CARRY_OVER)
    why = needed(reason)
    check_coming("due_on", due_on, "新的完成日期", row.due_on)
    check_year("due_on", due_on)
    moved = _moved(row, due_on)
    _move_date(row, due_on, why)
    _tell_unit(row, f"{moved}：{row.text}")
    _tell_lead(row, f"答复中承诺的事项延至 {due_on} 前完成：{row.text}。说明：{why}")


def write_off(row: Commitment, on: date, reason: str) -> None:
    """Write a promise off that cannot be kept; the deputy is told why.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing, the date is wrong.
    """
    ask_promise(row, PromiseAct.WRITE_OFF)
    check_day("on", on, row.opened_on, "承诺日期")
    row.ended_on, row.end_reason = on, needed(reason)
    sentence = f"承诺终止：{row.text}。说明：{row.end_reason}"
    act = _act(row, Event.COMMITMENT_WRITTEN_OFF, sentence, on)
    change_state(row, P.WRITTEN_OFF, COMMITMENT_MOVES, act)
    _tell_unit(row, sentence)
    _tell_lead(row, sentence)


def take_back(row: Commitment, reason: str) -> None:
    """End a promise that a list entered from paper, with the list; nobody is told.

    The importer sees to it that nobody has reported on it since.
    """
    row.ended_on, row.end_reason = clock.today(), reason
    act = _act(row, Event.COMMITMENT_TAKEN_BACK, f"{reason}：{row.text}", None)
    change_state(row, P.WRITTEN_OFF, COMMITMENT_MOVES, act)


def _followed(reply: Reply) -> list[Commitment]:
    """Return the promises of this unit's earlier letters that are still followed."""
    rows = queries.open_commitments(reply.case_id)
    return [row for row in rows if row.assignment_id == reply.assignment_id]


def _kept(reply: Reply, mended: set[int]) -> Commitment | None:
    """Return the same promise of a mended edition that was kept already; nothing is left to do."""
    rows = [row for row in queries.commitments(reply.case_id) if row.reply_id in mended]
    return next((row for row in rows if row.text == reply.promise and row.state == P.CLOSED), None)


def _earlier_editions(reply: Reply) -> set[int]:
    """Return the ids of the issued editions that this letter mends."""
    return {
        row.id
        for row in queries.issued(reply.case_id)
        if row.assignment_id == reply.assignment_id
        and row.round == reply.round
        and row.edition < reply.edition
    }


def _replace(row: Commitment, reply: Reply, on: date) -> None:
    """End a promise whose words a correction changed; the unit's claim is left to the office."""
    if row.state == P.DONE_CLAIMED:
        return
    row.ended_on, row.end_reason = on, f"由更正后的答复{reply.number}替代"
    sentence = f"承诺事项{row.end_reason}：{row.text}"
    act = _act(row, Event.COMMITMENT_REPLACED, sentence, on)
    change_state(row, P.WRITTEN_OFF, COMMITMENT_MOVES, act)


def _move_date(row: Commitment, due_on: date, why: str) -> None:
    """Give a promise another date; the one before stays in the history."""
    sentence = f"{_moved(row, due_on)}：{why}"
    if row.due_on is None:
        row.named_due_on = due_on
    row.due_on = due_on
    act = _act(row, Event.COMMITMENT_CARRIED_OVER, sentence, None)
    change_state(row, P.CARRIED_OVER, COMMITMENT_MOVES, act)


def _moved(row: Commitment, due_on: date) -> str:
    """Say which date a promise gets instead of the one that it has, if any."""
    if row.due_on is None:
        return f"承诺事项明确完成日期：{due_on}"
    return f"承诺事项结转，完成日期由 {row.due_on} 改为 {due_on}"


def _report(row: Commitment, text: str, on: date, done: bool, by: str) -> CommitmentProgress:
    """Write one report; a claim of having done it waits for the office."""
    if not text.strip():
        raise Invalid("text", "请填写进展情况。")
    check_day("on", on, row.opened_on, "承诺日期")
    report = CommitmentProgress(
        reported_on=on, text=text.strip(), done=done, reported_by=viewer().account_id
    )
    row.progress.append(report)
    db.session.flush()
    unit = row.assignment.unit_name
    if done:
        sentence = f"{by}{unit}报承诺事项已落实，待核实：{row.text}"
        act = _act(row, Event.COMMITMENT_DONE_CLAIMED, sentence, on)
        change_state(row, P.DONE_CLAIMED, COMMITMENT_MOVES, act)
        notices.tell_office(row.case_id, f"{row.assignment.case.label}：{sentence}")
    else:
        flag_modified(row, "text")  # raises the version: the page shown before is stale
        sentence = f"{by}{unit}报承诺进展：{report.text}"
        note(row, _act(row, Event.COMMITMENT_PROGRESS, sentence, on))
    return report


def _act(row: Commitment, event: Event, sentence: str, on: date | None) -> Act:
    """Return an act on a promise."""
    return Act(row.case_id, event, sentence, on, row.assignment.unit_id)


def _tell_unit(row: Commitment, sentence: str) -> None:
    """Tell the unit that promised."""
    if row.assignment.unit is not None:
        label = row.assignment.case.label
        notices.tell_unit(row.case_id, row.assignment.unit, f"{label}：{sentence}")


def _tell_lead(row: Commitment, sentence: str) -> None:
    """Tell the lead deputy or first proposer."""
    case = row.assignment.case
    lead = case.lead
    said = f"您提出的{case.label}“{case.title}”：{sentence}"
    notices.inform_deputy(case.id, lead.deputy_id, said)
