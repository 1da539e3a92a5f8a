"""The paper letter as it came: what must be right before it is entered, what it may leave open."""

from __future__ import annotations

from dataclasses import replace

from tracker.assign.lifecycle import BEFORE_ANSWER
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import acts, queries
from tracker.reply.asking import ask
from tracker.reply.letter_check import (
    Fault,
    IssueFacts,
    LetterFacts,
    class_faults,
    disclosure_faults,
    promise_day_faults,
    tidy_number,
)
from tracker.reply.models import Reply
from tracker.settings.in_force import book_of
from tracker.terms import AssignmentState, AssignRole, Outcome, ReplyClass

NUMBER_LENGTH, SIGNER_LENGTH = 60, 40
TOLD_UNIT = (
    "该单位能登录办理，答复一般由它自己印发；收到的是纸质函的才代录，录入后会通知该单位核对。"
)
A = AssignmentState


def enterable(assignment: Assignment, *, paper: bool) -> Reply | None:
    """Return the letter that was begun, None for a new one; refuse where none may be entered.

    :raises Refused: not allowed now.
    """
    reply = queries.current(assignment)
    if not paper:
        ask(assignment, acts.Act.ENTER, reply)
        return reply
    fits = AssignRole(assignment.role).answers and assignment.state in BEFORE_ANSWER
    if not fits or reply is not None:
        raise Refused(f"{assignment.unit_name}已有答复或不负责答复，不能再录入。")
    return None


def entered_class(case: Case, letter: LetterFacts) -> LetterFacts:
    """Return the letter with the class of its outcome, where it states an outcome alone.

    Only the place's own table decides; a class tells no outcome, for several stand behind it.
    """
    if letter.reply_class is None and letter.outcome is not None:
        found = book_of(case).outcome_class(Outcome(letter.outcome))
        return replace(letter, reply_class=found)
    return letter


def entered_faults(case: Case, letter: LetterFacts, facts: IssueFacts) -> list[Fault]:
    """Return what cannot be right in a paper letter, and what it leaves open without saying so.

    `facts.not_stated`: what is empty does not stand on the paper.
    """
    found = promise_day_faults(letter, facts.on)
    if letter.outcome is not None:
        found = class_faults(letter, book_of(case).outcome_class) + found
    return found if facts.not_stated else _left_open(letter) + found


def as_stated(facts: IssueFacts) -> IssueFacts:
    """Return what stands on a paper letter: the number tidied where it is one.

    :raises Invalid: number or signer is missing and not marked as not stated.
    """
    number, signer = facts.number.strip(), facts.signer.strip()
    if not facts.not_stated and not number:
        raise Invalid("number", "请填写文号；原件没有文号的，请勾选“原件未注明”。")
    if not facts.not_stated and not signer:
        raise Invalid("signer", "请填写签发人；原件没有签发人的，请勾选“原件未注明”。")
    if len(number) > NUMBER_LENGTH:
        raise Invalid("number", f"文号太长（最多 {NUMBER_LENGTH} 个字），请核对。")
    if len(signer) > SIGNER_LENGTH:
        raise Invalid("signer", f"签发人太长（最多 {SIGNER_LENGTH} 个字），请核对。")
    return replace(facts, number=tidy_number(number) or number, signer=signer)


def _left_open(letter: LetterFacts) -> list[Fault]:
    """Return what a clerk left empty without saying that the paper does not state it."""
    found = []
    if letter.reply_class is None:
        sentence = "请选择办理类别；原件没有标明的，请勾选“原件未注明”。"
        found.append(Fault("reply_class", sentence))
    if letter.reply_class is ReplyClass.B and not letter.promise.strip():
        sentence = "请照原件填写承诺事项；原件没有写明的，请勾选“原件未注明”。"
        found.append(Fault("promise", sentence))
    return found + disclosure_faults(letter)
