"""A case whose letter went out, and the steps that follow; each taken by its person."""

from __future__ import annotations

from datetime import date

from flask import current_app
from sqlalchemy import select

from tests import scenes
from tests.reply.letters import DAY, DONE, ISSUED, Letters
from tests.rows import the
from tests.scenes import SCAN
from tests.steps import step
from tracker.cases.models import Submitter
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.files import keep_bytes
from tracker.rating import actions, queries
from tracker.rating.models import Rating
from tracker.reply import actions as replies
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.terms import DeliveryWay, Dimension, Satisfaction

APRIL_7 = date(2026, 4, 7)
APRIL_8 = date(2026, 4, 8)
SEPARATE = (("education", "separate", "学位建设"), ("finance", "separate", "经费保障"))
GOOD, FAIR, BAD = Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED, Satisfaction.UNSATISFIED
WHY = "没有写明何时解决。"


@step
def deliver(letters: Letters, unit: str = "education", who: str = "handler") -> None:
    """Record that the letter reached the lead on 3 April."""
    with letters.by(who):
        lead = db.session.get_one(Submitter, letters.case().lead.id)
        issuing.record_delivery(letters.letter(unit), lead, DeliveryWay.IN_PERSON, ISSUED)


@step
def answer(letters: Letters, unit: str, people: tuple[str, str], number: str) -> None:
    """Go from sign-for to the delivered letter of one of several units."""
    handler, head = people
    letters.sign(unit, handler)
    letters.talk(unit, handler)
    letters.draft(DONE, unit, handler)
    with letters.by(handler):
        replies.submit_for_signing(letters.letter(unit))
    with letters.by(head):
        replies.sign_in_unit(letters.letter(unit))
    letters.issue(IssueFacts(number, ISSUED, "陈志远"), unit, head)
    deliver(letters, unit, handler)


@step
def answer_apart(letters: Letters, number: str) -> None:
    """Let two units answer, each its part, with a letter of its own."""
    letters.assign(*SEPARATE, number=number)
    answer(letters, "education", ("handler", "head"), f"云教函(2026)第{number}号")
    answer(letters, "finance", ("finance_handler", "finance_head"), f"云财函(2026)第{number}号")


def build_answered() -> Letters:
    """Build the district with a letter that reached the lead on 3 April."""
    letters = Letters(current_app, scenes.build())
    with clock.moved_to(clock.at(DAY)):
        answered(letters)
    return letters


@step
def answered(letters: Letters, facts: LetterFacts = DONE, *shares: tuple[str, ...]) -> None:
    """Go as far as a letter that reached the lead on 3 April."""
    letters.issued(facts, *shares)
    deliver(letters)


def said(value: Satisfaction) -> dict[Dimension, Satisfaction]:
    """Return the one value that the default profile asks for."""
    return {Dimension.OVERALL: value}


@step
def rate(
    letters: Letters,
    value: Satisfaction,
    reason: str = "",
    *,
    unit: str = "education",
    who: str = "deputy",
    on: date = APRIL_7,
) -> int:
    """Let the lead rate in the system."""
    with letters.district.act(who, on):
        return actions.submit(letters.letter(unit), said(value), reason).id


@step
def paper(
    letters: Letters,
    value: Satisfaction,
    reason: str = "",
    *,
    who: str = "clerk",
    on: date = APRIL_7,
    scan: bool = True,
) -> int:
    """Let somebody enter a paper form; return the rating."""
    with letters.district.act(who, on):
        sheet = keep_bytes(SCAN, "评价表.pdf", None) if scan else None
        form = actions.Form(said(value), reason, on)
        return actions.enter_on_behalf(letters.letter(), form, sheet).id


@step
def confirm(letters: Letters, rating_id: int, who: str = "leader", on: date = APRIL_8) -> None:
    """Let a second person confirm it."""
    with letters.district.act(who, on):
        actions.confirm_on_behalf(rating_of(rating_id))


def lapse(letters: Letters, on: date) -> Rating | None:
    """Let the only awaited rating lapse on a day, as the daily job does."""
    with letters.district.act("clerk", on):
        (item,) = queries.awaited(letters.case_id)
        return actions.lapse(item, on)


def rating_of(rating_id: int) -> Rating:
    """Return a rating."""
    return the(Rating, rating_id)


def ratings(letters: Letters) -> list[tuple[str, str | None]]:
    """Return state and value of every rating of the case, rejected ones too."""
    query = select(Rating).where(Rating.case_id == letters.case_id).order_by(Rating.id)
    return [(str(row.state), row.overall and str(row.overall)) for row in db.session.scalars(query)]
