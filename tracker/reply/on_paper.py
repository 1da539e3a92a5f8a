"""The paper letter of a unit that does not log in: what must be right before it is entered."""

from __future__ import annotations

from dataclasses import replace

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
    promise_faults,
    tidy_number,
)
from tracker.reply.models import Reply
from tracker.settings.in_force import book_of
from tracker.terms import AssignmentState, AssignRole, Outcome, ReplyClass

NUMBER_LENGTH, SIGNER_LENGTH = 60, 40
A = AssignmentState
BEFORE_ANSWER = frozenset({A.ASSIGNED, A.SIGNED, A.HANDLING})


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
    """Return the letter with class and outcome, one told from the other where one is missing.

    :raises Invalid: both are missing.
    """
    book = book_of(case)
    if letter.reply_class is None and letter.outcome is not None:
        return replace(letter, reply_class=book.outcome_class(Outcome(letter.outcome)))
    if letter.reply_class is None:
        raise Invalid("reply_class", "请选择办理类别。")
    if letter.outcome is None:
        first = book.outcomes_of(ReplyClass(letter.reply_class))[0]
        return replace(letter, outcome=first)
    return letter


def entered_faults(case: Case, letter: LetterFacts, facts: IssueFacts) -> list[Fault]:
    """Return what cannot be right in a letter entered on behalf of a unit."""
    found = class_faults(letter, book_of(case).outcome_class) + promise_faults(letter, facts.on)
    unsaid = letter.disclosure is None and facts.not_stated
    return found if unsaid else found + disclosure_faults(letter)


def as_stated(facts: IssueFacts) -> IssueFacts:
    """Return what stands on a paper letter: the number tidied where it is one.

    :raises Invalid: number or signer is missing and not marked as not stated.
    """
    number, signer = facts.number.strip(), facts.signer.strip()
    if not facts.not_stated and not number:
        raise Invalid("number", "请填写文号；原件没有文号的，请勾选“原件未注明”。")
    if not facts.not_stated and not signer:
        raise Invalid("signer", "请填写签发人；原件没有签发人的，请勾选“原件未注明”。")
    if len(number) > NUMBER_LENGTH or len(signer) > SIGNER_LENGTH:
        raise Invalid("number", "文号或签发人太长，请核对。")
    return replace(facts, number=tidy_number(number) or number, signer=signer)
