"""Writing, signing and checking a letter until it can be issued. Source: domain R1–R3."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker.assign.models import Assignment
from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.given import needed
from tracker.notices import actions as notices
from tracker.reply import acts, asking, queries
from tracker.reply.asking import ask
from tracker.reply.letter_check import (
    Fault,
    LetterFacts,
    class_faults,
    promise_faults,
    sentences,
)
from tracker.reply.lifecycle import MOVES
from tracker.reply.models import Reply, ReplyDraft
from tracker.roles import UNIT, Role
from tracker.settings.in_force import book_of
from tracker.terms import ReplyState
from tracker.timeline.actions import Act, begin, change_state, note
from tracker.timeline.events import Event

S = ReplyState


def start(assignment: Assignment, facts: LetterFacts) -> Reply:
    """Begin the letter of the present round with its first draft (R1).

    :raises Refused: not allowed now, or it is begun already.
    """
    ask(assignment, acts.Act.START)
    reply = blank(assignment, S.DRAFTING)
    fill(reply, facts)
    db.session.add(reply)
    begin(reply, _act(reply, Event.REPLY_DRAFTED, f"{assignment.unit_name}开始拟写答复。"))
    _keep_draft(reply)
    return reply


def edit(reply: Reply, facts: LetterFacts) -> Reply:
    """Save the draft; every saved text is kept.

    :raises Refused: not allowed now.
    """
    ask(reply.assignment, acts.Act.EDIT, reply)
    fill(reply, facts)
    db.session.flush()
    _keep_draft(reply)
    detail: dict[str, object] = {"case": reply.case_id, "unit": reply.assignment.unit_id}
    record("reply.saved", "reply", reply.id, detail)
    return reply


def classify(reply: Reply, facts: LetterFacts) -> None:
    """Correct class, outcome and promise; nothing else of the facts is taken.

    :raises Refused: not allowed now.
    :raises Invalid: class, outcome and promise do not fit together.
    """
    ask(reply.assignment, acts.Act.CLASSIFY, reply)
    _refuse(class_faults(facts, book_of(reply.case).outcome_class))
    _refuse(promise_faults(facts, clock.today()))
    reply.reply_class, reply.outcome = facts.reply_class, facts.outcome
    reply.promise, reply.promise_due_on = facts.promise.strip(), facts.promise_due_on
    said = "、".join(term.label for term in (facts.reply_class, facts.outcome) if term)
    sentence = f"办理类别定为{said}。"
    note(reply, _act(reply, Event.REPLY_CLASSIFIED, sentence))
    if not viewer().unit_id:
        _tell_unit(reply, f"政府办把答复稿的{sentence}", UNIT)


def submit_for_signing(reply: Reply) -> None:
    """Send the draft to the unit's leader; to the office where no second leader can sign.

    :raises Refused: not allowed now, or the letter is not complete; every reason is named.
    """
    ask(reply.assignment, acts.Act.SUBMIT, reply)
    if found := asking.submission_faults(reply):
        raise Refused(sentences(found))
    unit = reply.assignment.unit_name
    if asking.has_second_person(reply):
        change_state(reply, S.SIGNING, MOVES, _act(reply, Event.REPLY_SUBMITTED, f"{unit}送签。"))
        _tell_unit(reply, "答复稿待您签发。", (Role.UL,))
        return
    sentence = f"{unit}没有其他领导账号可以签发，送政府办审核。"
    change_state(reply, S.OFFICE_CHECK, MOVES, _act(reply, Event.REPLY_SUBMITTED, sentence))
    _tell_office(reply)


def recall(reply: Reply) -> None:
    """Take one's own submission back while nobody has signed or checked the draft.

    :raises Refused: not allowed now.
    """
    ask(reply.assignment, acts.Act.RECALL, reply)
    sentence = f"{reply.assignment.unit_name}收回送签。"
    change_state(reply, S.DRAFTING, MOVES, _act(reply, Event.REPLY_RECALLED, sentence))


def sign_in_unit(reply: Reply) -> None:
    """Sign the draft as the unit's leader (R2); then to the office where the place checks.

    :raises Refused: not allowed now, or the signer wrote on the letter.
    """
    ask(reply.assignment, acts.Act.SIGN, reply)
    reply.signed_by = viewer().account_id
    checks = bool(book_of(reply.case).choice("office_check"))
    act = _act(reply, Event.REPLY_SIGNED, f"{reply.assignment.unit_name}领导签发答复稿。")
    change_state(reply, S.OFFICE_CHECK if checks else S.CHECKED, MOVES, act)
    if checks:
        _tell_office(reply)


def office_check_pass(reply: Reply) -> None:
    """Pass the office's check (R3); the unit may number, seal and issue it.

    :raises Refused: not allowed now, or the checker wrote on the letter.
    """
    ask(reply.assignment, acts.Act.CHECK, reply)
    reply.checked_by = viewer().account_id
    change_state(
        reply, S.CHECKED, MOVES, _act(reply, Event.REPLY_CHECKED, "政府办审核通过答复稿。")
    )
    _tell_unit(reply, "答复稿审核通过，请编号、用印、印发。", (Role.UL,))


def send_back(reply: Reply, reason: str) -> None:
    """Send the draft back to be mended.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(reply.assignment, acts.Act.SEND_BACK, reply)
    why = needed(reason)
    reply.signed_by = reply.checked_by = None
    change_state(reply, S.DRAFTING, MOVES, _act(reply, Event.REPLY_SENT_BACK, f"退回修改：{why}"))
    _tell_unit(reply, f"答复稿退回修改：{why}", UNIT)


def mend(reply: Reply, reason: str) -> Reply:
    """Begin another edition that mends an issued letter, which itself stays as it is (R4).

    :raises Refused: not allowed now, or it is not the letter in force.
    :raises Invalid: the reason is missing.
    """
    ask(reply.assignment, acts.Act.MEND, reply)
    if queries.current(reply.assignment) is not reply:
        raise Refused("只能更正本轮最新的一份答复，请刷新页面查看。")
    why = needed(reason)
    fresh = Reply(
        case_id=reply.case_id,
        case=reply.case,
        assignment=reply.assignment,
        round=reply.round,
        edition=reply.edition + 1,
        state=S.DRAFTING,
        mend_reason=why,
        drafter_id=viewer().account_id,
        deliveries=[],
    )
    fill(fresh, asking.entered(reply))
    db.session.add(fresh)
    begin(fresh, _act(fresh, Event.REPLY_MEND_BEGUN, f"更正答复{reply.number}：{why}"))
    _keep_draft(fresh)
    return fresh


def move_to_round(draft: Reply, number: int) -> None:
    """Let a correction go on as the draft of the round that was opened meanwhile."""
    draft.round, draft.edition, draft.mend_reason = number, 1, ""
    draft.signed_by = draft.checked_by = None
    act = _act(draft, Event.REPLY_CARRIED_ON, f"更正稿转为第 {number} 轮的答复稿。")
    if draft.state == S.DRAFTING:
        note(draft, act)
    else:
        change_state(draft, S.DRAFTING, MOVES, act)


def blank(assignment: Assignment, state: ReplyState) -> Reply:
    """Return an empty letter of the present round."""
    return Reply(
        case_id=assignment.case_id,
        case=assignment.case,
        assignment=assignment,
        round=assignment.round,
        edition=1,
        state=state,
        drafter_id=viewer().account_id,
        deliveries=[],
    )


def fill(reply: Reply, facts: LetterFacts) -> None:
    """Copy what was entered; the caller asked whether it may change."""
    reply.text = facts.text.strip()
    reply.reply_class, reply.outcome = facts.reply_class, facts.outcome
    reply.disclosure, reply.withheld_ground = facts.disclosure, facts.withheld_ground.strip()
    reply.copies = facts.copies.strip()
    reply.promise, reply.promise_due_on = facts.promise.strip(), facts.promise_due_on
    reply.missing_opinions_reason = facts.missing_opinions_reason.strip()


def _keep_draft(reply: Reply) -> None:
    """Keep the text as saved, with its author."""
    person = viewer()
    db.session.add(
        ReplyDraft(
            reply_id=reply.id,
            text=reply.text,
            author_id=person.account_id,
            author_name=person.name,
            saved_at=clock.now(),
        )
    )
    db.session.flush()


def _refuse(found: Sequence[Fault]) -> None:
    """Refuse at the first field that is wrong.

    :raises Invalid: there is a fault.
    """
    if found:
        raise Invalid(found[0].field, found[0].sentence)


def _act(reply: Reply, event: Event, sentence: str) -> Act:
    """Return an inner act on a letter: the deputy does not see it."""
    return Act(reply.case_id, event, sentence, unit_id=reply.assignment.unit_id)


def _tell_unit(reply: Reply, sentence: str, roles: Iterable[Role]) -> None:
    """Tell the unit of the letter."""
    unit, label = reply.assignment.unit, reply.case.label
    if unit is not None:
        notices.tell_unit(reply.case_id, unit, f"{label}：{sentence}", roles)


def _tell_office(reply: Reply) -> None:
    """Tell the office that a draft waits for its check."""
    unit = reply.assignment.unit_name
    notices.tell_office(reply.case_id, f"{reply.case.label}：{unit}的答复稿待审核。")
