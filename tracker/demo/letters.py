"""A demonstration case from its talks to its rating."""

from __future__ import annotations

from datetime import date

from tracker.assign import opinions
from tracker.assign import queries as assignments
from tracker.assign.models import Assignment
from tracker.contact import actions as contacts
from tracker.contact.actions import ContactFacts
from tracker.demo import places
from tracker.demo.tale import SCAN, Tale, handler_of, name_of
from tracker.kernel import files
from tracker.kernel.db import db
from tracker.rating import actions as rating
from tracker.rating.models import Rating
from tracker.reply import actions as reply
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.reply.models import Reply
from tracker.terms import (
    BodyType,
    ContactForm,
    ContactPhase,
    DeliveryWay,
    Dimension,
    Disclosure,
    Outcome,
    ReplyClass,
    Satisfaction,
)

OUTCOMES = {
    ReplyClass.A: Outcome.DONE,
    ReplyClass.B: Outcome.PLANNED_DATED,
    ReplyClass.C: Outcome.NOT_NOW,
    ReplyClass.D: Outcome.REFERENCE,
}


def opine(tale: Tale, on: date, accept: bool = True) -> None:
    """Let the assisting units give their opinions, and the host use them."""
    for row in assignments.open_opinions(tale.case_id):
        login = handler_of(row)
        if login is None or row.signed_on is None:
            continue
        with tale.by(login, on, 10):
            opinions.submit(
                db.session.get_one(Assignment, row.id), "同意主办单位意见，资金已列入预算。", on
            )
        host = next(iter(assignments.answering(tale.case_id)))
        writer = handler_of(host)
        if accept and writer:
            with tale.by(writer, on, 15):
                opinions.accept(db.session.get_one(Assignment, row.id))


def meet(tale: Tale, on: date, form: ContactForm = ContactForm.VISIT) -> None:
    """Record a talk with the deputy by every answering unit."""
    for row in assignments.answering(tale.case_id):
        login = handler_of(row)
        facts = ContactFacts(
            phase=ContactPhase.DURING,
            form=form,
            held_on=on,
            unit_people="分管负责人、承办人",
            deputies=tale.case.lead.name,
            said="介绍了办理安排，听取了意见。",
            place=tale.place,
            deputy_view="希望尽快落实，完成后告知结果。",
        )
        with tale.by(login or "clerk", on, 16):
            fresh = db.session.get_one(Assignment, row.id)
            if login:
                contacts.add(fresh, facts)
            else:
                scan = files.keep_bytes(SCAN, "面商记录.pdf", None)
                contacts.add_on_behalf(fresh, facts, scan)


def letter_facts(tale: Tale, letter: ReplyClass, due_on: date | None = None) -> LetterFacts:
    """Return what a letter says."""
    promised = letter is ReplyClass.B
    return LetterFacts(
        text=tale.say("answer"),
        reply_class=letter,
        outcome=OUTCOMES[letter],
        disclosure=Disclosure.PUBLIC,
        copies="区人大常委会代表工委，区政府办公室",
        promise=tale.say("promise") if promised else "",
        promise_due_on=due_on if promised else None,
        missing_opinions_reason="会办意见已电话沟通。",
    )


def draft(tale: Tale, on: date, facts: LetterFacts, until: str = "issued") -> list[int]:
    """Write the letters of the answering units up to a step; return their ids."""
    made = []
    for row in assignments.answering(tale.case_id):
        logins = places.logins_of(name_of(row))
        if logins is None:
            made.append(_enter(tale, row, on, facts))
            continue
        made.append(_write(tale, row, logins, on, facts, until))
    return made


def _write(
    tale: Tale, row: Assignment, logins: tuple[str, str], on: date, facts: LetterFacts, until: str
) -> int:
    """Write, sign off and issue one letter, as far as asked."""
    with tale.by(logins[0], on, 9):
        letter = reply.start(db.session.get_one(Assignment, row.id), facts)
        if until != "drafting":
            reply.submit_for_signing(letter)
        letter_id = letter.id
    if until in ("checked", "issued"):
        with tale.by(logins[1], on, 15):
            reply.sign_in_unit(db.session.get_one(Reply, letter_id))
    if until == "issued":
        with tale.by(logins[1], on, 16):
            number = f"云{name_of(row)[0]}函〔{on.year}〕{letter_id}号"
            fresh = db.session.get_one(Reply, letter_id)
            issuing.issue(fresh, IssueFacts(number, on, f"{name_of(row)[:2]}负责人"))
    return letter_id


def _enter(tale: Tale, row: Assignment, on: date, facts: LetterFacts) -> int:
    """Enter the paper letter of a unit without log-in."""
    with tale.by("clerk", on, 15):
        scan = files.keep_bytes(SCAN, "答复函.pdf", None)
        fresh = db.session.get_one(Assignment, row.id)
        number = f"云邮函〔{on.year}〕{row.id}号"
        entered = issuing.enter_issued_on_behalf(
            fresh, facts, IssueFacts(number, on, "单位负责人"), scan
        )
        return entered.id


def deliver(tale: Tale, letters: list[int], on: date) -> None:
    """Record that the letters reached every proposer."""
    for letter_id in letters:
        letter = db.session.get_one(Reply, letter_id)
        login = handler_of(letter.assignment) or "clerk"
        with tale.by(login, on, 17):
            fresh = db.session.get_one(Reply, letter_id)
            for person in fresh.case.submitters:
                issuing.record_delivery(fresh, person, DeliveryWay.IN_PERSON, on)


def rate(tale: Tale, letters: list[int], value: Satisfaction, on: date, reason: str = "") -> None:
    """Take the rating: the deputy's own where there is an account, else entered and confirmed."""
    for letter_id in letters:
        enter_rating(tale, letter_id, value, on, reason)
        office = "congress-office" if tale.kind is BodyType.CONGRESS else "cppcc-office"
        with tale.by(office, on, 15):
            rows = db.session.scalars(db.select(Rating).filter_by(reply_id=letter_id))
            for row in rows:
                rating.confirm_on_behalf(row)


def enter_rating(
    tale: Tale, letter_id: int, value: Satisfaction, on: date, reason: str = ""
) -> None:
    """Enter a paper form."""
    with tale.by("clerk", on, 10):
        scan = files.keep_bytes(SCAN, "评价表.pdf", None)
        letter = db.session.get_one(Reply, letter_id)
        form = rating.Form({Dimension.OVERALL: value}, reason, on)
        rating.enter_on_behalf(letter, form, scan)
