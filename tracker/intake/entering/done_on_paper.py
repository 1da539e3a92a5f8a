"""Entering what a list says was done on paper before: assigned, signed for, answered, rated.

Nobody is told, and what the paper does not state stays not stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.assign import actions as assign
from tracker.assign import paper
from tracker.assign import queries as assignments
from tracker.assign.actions import ShareFacts
from tracker.cases.models import Case
from tracker.intake.reading.handed import ListRow
from tracker.rating import on_paper as rating
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.terms import AssignRole, ReplyClass


def enter(case: Case, entry: ListRow, shares: Sequence[ShareFacts], assigned_on: date) -> None:
    """Enter what happened to a case on paper.

    Who answered needs no day of sign-for that the list does not state: it would count as late.
    """
    assign.enter_on_paper(case, shares, assigned_on)
    if entry.due_on is not None:
        for row in assignments.answering(case.id):
            paper.set_due(row, entry.due_on)
    for row in assignments.live(case.id):
        by_letter = entry.replied_on is not None and AssignRole(row.role).answers
        signed_on = entry.signed_on or (None if by_letter else entry.replied_on)
        if signed_on:
            paper.sign(row, signed_on, entry.handler)
    if entry.replied_on is not None:
        _answer(case, entry, entry.replied_on)


def _answer(case: Case, entry: ListRow, on: date) -> None:
    """Enter the letter, and the rating where the list has one."""
    (answering,) = assignments.answering(case.id)
    letter = LetterFacts(
        text="",
        reply_class=ReplyClass(entry.reply_class) if entry.reply_class else None,
        outcome=entry.outcome,
        disclosure=entry.disclosure,
        promise=entry.promise,
        promise_due_on=entry.promise_due_on,
    )
    facts = IssueFacts(entry.document_number, on, entry.signer)
    issued = issuing.enter_issued_on_behalf(answering, letter, facts, paper=True)
    if entry.rating is not None:
        rating.enter_on_paper(issued, entry.rating)
