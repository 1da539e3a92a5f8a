"""Issuing a letter (印发) and what follows: delivery, sealed scan, entry on behalf. R4–R6.

From the issue on, text and numbers of a letter never change; a mistake is mended by another
edition.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.assign import actions as assign
from tracker.assign.models import Assignment
from tracker.cases import indexing
from tracker.cases.models import Case, Submitter
from tracker.contact import queries as contact
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import StoredFile
from tracker.kernel.given import check_day
from tracker.reply import acts, announcing, asking, commitments, document, on_paper, queries
from tracker.reply.actions import blank, fill
from tracker.reply.asking import ask
from tracker.reply.letter_check import (
    IssueFacts,
    LetterFacts,
    sentences,
    tidy_number,
)
from tracker.reply.lifecycle import MOVES, ON_BEHALF_MOVES
from tracker.reply.models import Delivery, Reply
from tracker.reply.on_paper import NUMBER_LENGTH, SIGNER_LENGTH
from tracker.reply.recipients import recipients
from tracker.terms import (
    AssignmentState,
    CaseState,
    DeadlineKind,
    DeliveryWay,
    ReplyClass,
    ReplyState,
)
from tracker.timeline.actions import Act, begin, change_state, note
from tracker.timeline.events import Event
from tracker.units.models import Unit

__all__ = [
    "IssueFacts",
    "attach_sealed_scan",
    "enter_issued_on_behalf",
    "issue",
    "prepared",
    "record_delivery",
]

A, S = AssignmentState, ReplyState


def prepared(reply: Reply, facts: IssueFacts) -> IssueFacts:
    """Return what will be printed; the check before the page that asks for confirmation.

    :raises Refused: the letter is no longer complete.
    :raises Invalid: number, date or signer cannot be used.
    """
    if found := asking.submission_faults(reply, facts.on):
        raise Refused(sentences(found))
    tidy = tidy_number(facts.number)
    if tidy is None or len(tidy) > NUMBER_LENGTH:
        raise Invalid("number", "文号应写成“×建函〔2026〕12号”：代字、年份、序号。")
    if _number_taken(reply, tidy):
        raise Invalid("number", f"本单位已用过文号 {tidy}，请核对。")
    if not facts.signer.strip() or len(facts.signer.strip()) > SIGNER_LENGTH:
        raise Invalid("signer", "请填写签发人姓名。")
    _check_date(reply, facts.on)
    why = _backdated(reply, facts)
    return IssueFacts(tidy, facts.on, facts.signer.strip(), reason=why)


def issue(reply: Reply, facts: IssueFacts) -> None:
    """Issue the letter: from here it never changes (R4); the proposers may rate.

    The opening becomes part of the text, so that later corrections of the register or of
    the assisting units do not reach it.

    :raises Refused: not allowed now, or the letter is not complete.
    :raises Invalid: number, date or signer cannot be used.
    """
    ask(reply.assignment, acts.Act.ISSUE, reply)
    ready = prepared(reply, facts)
    _stamp(reply, ready)
    document.freeze(reply)
    change_state(reply, S.ISSUED, MOVES, _issued(reply, ready, ""))
    _note_backdated(reply, ready)
    _follow(reply, ready.on)
    announcing.tell_all(reply)


def enter_issued_on_behalf(
    assignment: Assignment,
    letter: LetterFacts,
    facts: IssueFacts,
    scan: StoredFile | None = None,
    *,
    paper: bool = False,
) -> Reply:
    """Enter a paper letter as it is (代录): what it does not state stays not stated.

    Of one that logs in the unit itself is told. A letter without promise opens none.

    :param paper: an answer from before the system was used: no scan, no notice, and whatever is
        None or empty counts as not stated; else `facts.not_stated` says that it does.
    :raises Refused: not allowed now.
    :raises Invalid: the scan, class, outcome, promise, number, signer or date is wrong.
    """
    facts = replace(facts, not_stated=facts.not_stated or paper)
    reply = on_paper.enterable(assignment, paper=paper)
    if scan is None and not paper:
        raise Invalid("scan", "代录请上传盖章的答复函扫描件。")
    wanted = on_paper.entered_class(assignment.case, letter)
    if found := on_paper.entered_faults(assignment.case, wanted, facts):
        raise Invalid(found[0].field, found[0].sentence)
    begun = reply is not None
    reply = reply or blank(assignment, S.ISSUED)
    fill(reply, wanted)
    reply.on_behalf, reply.scan_id = True, scan.id if scan else None
    _check_date(reply, facts.on)
    why = "" if paper else _backdated(reply, facts)
    _stamp(reply, on_paper.as_stated(facts))
    reply.not_stated = bool(reply.missing)
    document.freeze(reply)
    _enter(reply, _issued(reply, facts, "" if paper else "政府办代录："), begun=begun)
    _note_backdated(reply, replace(facts, reason=why))
    _follow(reply, facts.on)
    if not paper:
        announcing.tell_all(reply)
        announcing.tell_own_unit(reply)
    return reply


def _enter(reply: Reply, act: Act, *, begun: bool) -> None:
    """Write a paper letter as issued: a new one, or the draft that its unit began."""
    if begun:
        change_state(reply, S.ISSUED, ON_BEHALF_MOVES, act)
    else:
        db.session.add(reply)
        begin(reply, act)


def attach_sealed_scan(reply: Reply, scan: StoredFile | None) -> None:
    """Attach the sealed letter as scanned (盖章扫描件), once.

    :raises Refused: not issued, or attached already.
    :raises Invalid: no file was chosen.
    """
    ask(reply.assignment, acts.Act.SCAN, reply)
    if scan is None:
        raise Invalid("scan", "请选择盖章扫描件。")
    reply.scan_id = scan.id
    sentence = f"上传{reply.assignment.unit_name}答复函的盖章扫描件。"
    note(reply, _act(reply, Event.REPLY_SCAN_ATTACHED, sentence, None))


def record_delivery(
    reply: Reply, submitter: Submitter, way: DeliveryWay, on: date, why: str = ""
) -> Delivery:
    """Record that the letter reached one proposer (R5); the feedback limit counts from it.

    :param why: why a day before today is recorded only now.
    :raises Refused: not allowed now, or recorded already.
    :raises Invalid: the proposer is another case's, the date lies ahead or before the letter.
    """
    ask(reply.assignment, acts.Act.DELIVER, reply)
    if submitter.case_id != reply.case_id:
        raise Invalid("submitter_id", "请选择本件的提出者。")
    if submitter not in recipients(reply.case):
        raise Invalid("submitter_id", "按本件的规定只送领衔代表（第一提案人），由其转告联名人。")
    if any(row.submitter_id == submitter.id for row in reply.deliveries):
        raise Refused(f"送达{submitter.name}已经登记过，请刷新页面查看。")
    check_day("delivered_on", on, reply.issued_on, "落款日期")
    row = Delivery(submitter=submitter, way=way, delivered_on=on)
    reply.deliveries.append(row)
    db.session.flush()
    late = f"补录理由：{why}" if why else ""
    act = _act(
        reply, Event.REPLY_DELIVERED, f"答复函送达{submitter.name}（{way.label}）。{late}", on
    )
    note(reply, replace(act, detail={"submitter": submitter.id}))
    return row


def _stamp(reply: Reply, facts: IssueFacts) -> None:
    """Write number, date and signer on the letter."""
    reply.number, reply.issued_on, reply.signer = facts.number, facts.on, facts.signer


def _check_date(reply: Reply, on: date) -> None:
    """Refuse a letter date ahead, before the round began or before the letter it mends.

    :raises Invalid: see above.
    """
    since, what = contact.round_since(reply.assignment, reply.assignment.round)
    check_day("issued_on", on, since, what)
    if not reply.on_behalf and (talk := asking.first_talk(reply.assignment)):
        check_day("issued_on", on, talk, "与代表（委员）沟通的日期")
    earlier = queries.latest_issued(reply.assignment)
    if earlier is not None and earlier.issued_on is not None:
        check_day("issued_on", on, earlier.issued_on, "前一份答复的落款日期")


def limit_over(row: Assignment) -> date | None:
    """Return the limit of the reply where it is over, else None."""
    due = row.deadline(DeadlineKind.REPLY)
    return due.due_on if due and due.due_on < clock.today() else None


def _backdated(reply: Reply, facts: IssueFacts) -> str:
    """Return why a letter comes in after its limit with a date before it; ask for it.

    :raises Invalid: it makes a late letter timely and the reason is missing.
    """
    due = limit_over(reply.assignment)
    if due is None or facts.on > due:
        return ""
    if not facts.reason.strip():
        sentence = f"答复期限 {due} 已过，落款日期却在期限内，请写明今天才录入的理由。"
        raise Invalid("reason", sentence)
    return facts.reason.strip()


def _note_backdated(reply: Reply, facts: IssueFacts) -> None:
    """Write down why the letter comes in late."""
    if facts.reason:
        sentence = f"{reply.assignment.unit_name}补录落款日期 {facts.on}：{facts.reason}"
        note(reply, _act(reply, Event.REPLY_BACKDATED, sentence, None))


def _number_taken(reply: Reply, number: str) -> bool:
    """Whether the unit used this number on another letter; two at once wait for each other."""
    unit = reply.assignment.unit_id
    db.session.execute(db.select(Unit.id).where(Unit.id == unit).with_for_update())
    query = (
        db.select(Reply.id)
        .join(Assignment, Assignment.id == Reply.assignment_id)
        .join(Case, Case.id == Reply.case_id)
        .where(Reply.number == number, Reply.id != reply.id, Assignment.unit_id == unit)
        .where(Case.state != CaseState.VOID)  # its list was taken back, and comes in again
    )
    return db.session.scalar(query.limit(1)) is not None


def _issued(reply: Reply, facts: IssueFacts, by: str) -> Act:
    """Return the public act of issuing."""
    mark = ReplyClass(reply.reply_class).label if reply.reply_class else "原件未注明类别"
    said = reply.number or "原件未注明文号"
    word = "更正后的答复函" if reply.edition > 1 else "答复函"
    sentence = f"{by}{reply.assignment.unit_name}印发{word}（{said}，{mark}）。"
    return _act(reply, Event.REPLY_ISSUED, sentence, facts.on)


def _follow(reply: Reply, on: date) -> None:
    """Do what follows from an issued letter: assignment, promise, search."""
    if reply.assignment.state != A.REPLIED:
        assign.mark_replied(reply.assignment, on)
    commitments.take_up(reply, on)
    indexing.index_text(reply.case, queries.found_by(reply))


def _act(reply: Reply, event: Event, sentence: str, on: date | None) -> Act:
    """Return an act on a letter."""
    return Act(reply.case_id, event, sentence, on, reply.assignment.unit_id)
