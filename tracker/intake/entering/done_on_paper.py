"""Entering what a list says was done on paper before: assigned, signed for, answered, rated.

Nobody is told, and what the paper does not state stays not stated. What the list entered goes
with the list where it is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.assign import actions as assign
from tracker.assign import endings, paper
from tracker.assign import queries as assignments
from tracker.assign.actions import ShareFacts
from tracker.cases.models import Case
from tracker.intake.reading.preview import Entry
from tracker.kernel import clock
from tracker.rating import on_paper as rating
from tracker.reply import commitments, issuing
from tracker.reply import queries as replies
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.terms import AssignRole, ReplyClass
from tracker.timeline.events import Event
from tracker.units.models import Unit


def enter(case: Case, entry: Entry, shares: Sequence[ShareFacts], assigned_on: date) -> None:
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


def take_back(case: Case, reason: str) -> list[Unit]:
    """Take back with its case what a list entered as done on paper (docs/decisions/0027).

    Letter and rating stay as they are: a void case counts nowhere. The caller sees to it that
    nobody has acted on the case since.

    :returns: the units on whose desks the case stood.
    """
    for promise in replies.open_commitments(case.id):
        commitments.take_back(promise, reason)
    parts = assignments.live(case.id)
    for row in parts:
        endings.end_part(row, clock.today(), Event.ASSIGNMENT_ENDED, reason)
    return [row.unit for row in parts if row.unit is not None]


def _answer(case: Case, entry: Entry, on: date) -> None:
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
