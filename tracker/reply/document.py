"""The letter as a paper: everything that is printed, put together for one viewer."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import current_app

from tracker.assign import queries as assign
from tracker.assign.lifecycle import OPINION_GIVEN
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.cases.sheet import hides_names
from tracker.kernel.access import Viewer
from tracker.reply import letter, queries
from tracker.reply.letter_check import MOBILE, IssueFacts
from tracker.reply.models import Reply
from tracker.settings.in_force import book_of
from tracker.terms import (
    AssignRole,
    Disclosure,
    Kind,
    LeadType,
    Outcome,
    Period,
    ReplyClass,
    ReplyState,
)


@dataclass(frozen=True)
class Frame:
    """What stands around the text of a letter; the names are those of its columns."""

    letterhead: str
    heading: str
    salutation: str
    contact_person: str
    contact_phone: str


@dataclass(frozen=True)
class Paper:
    """What stands on the letter, from the class mark to the copies; days in words.

    `not_stated`: the paper carries no number or no signer, which stands where they would.
    """

    unit: str
    class_mark: str
    disclosure: str
    signer: str
    number: str
    heading: str
    salutation: str
    opening: str
    replaces: str
    paragraphs: tuple[str, ...]
    day: str
    handler: str
    phone: str
    copies: str
    issued: bool
    on_behalf: bool
    not_stated: bool


def paper_of(reply: Reply, person: Viewer, planned: IssueFacts | None = None) -> Paper:
    """Return the letter as this person may read it; units do not see a confidential name.

    :param planned: number, date and signer of a letter about to be issued.
    """
    on = planned.on if planned else reply.issued_on
    around = _frame(reply, hidden=hides_names(reply.case, person))
    return Paper(
        unit=around.letterhead,
        class_mark=class_mark(reply),
        disclosure=Disclosure(reply.disclosure).label if reply.disclosure else "",
        signer=planned.signer if planned else reply.signer,
        number=planned.number if planned else reply.number,
        heading=around.heading,
        salutation=around.salutation,
        opening=_opening(reply),
        replaces=_replaces(reply),
        paragraphs=letter.paragraphs(reply.text) or ("正文见盖章扫描件。",),
        day=letter.written_day(on) if on else "",
        handler=around.contact_person,
        phone=around.contact_phone,
        copies=reply.copies,
        issued=reply.state == ReplyState.ISSUED,
        on_behalf=reply.on_behalf,
        not_stated=reply.not_stated,
    )


def class_mark(reply: Reply) -> str:
    """Return what the place wants on the first page: the letter, the outcome in words, nothing."""
    how = book_of(reply.case).choice("class_mark")
    if how == "outcome":
        return Outcome(reply.outcome).label if reply.outcome else ""
    return ReplyClass(reply.reply_class).label if reply.reply_class and how == "letter" else ""


def freeze(reply: Reply) -> None:
    """Write onto a letter what stands around its text, and the opening into it, at issue.

    Later corrections of the register, of units, handlers or opinions do not reach it.
    """
    for name, value in asdict(_of_register(reply, hidden=False)).items():
        setattr(reply, name, value)
    if opening := _opening(reply):
        reply.text = f"{opening}\n{reply.text}"


def _frame(reply: Reply, *, hidden: bool) -> Frame:
    """Return what stands around the text: as it was at issue, before it as the register says."""
    now = _of_register(reply, hidden=hidden)
    if reply.state != ReplyState.ISSUED:
        return now
    return Frame(
        letterhead=reply.letterhead,
        heading=reply.heading,
        salutation=now.salutation if hidden else reply.salutation,
        contact_person=reply.contact_person,
        contact_phone=reply.contact_phone,
    )


def _of_register(reply: Reply, *, hidden: bool) -> Frame:
    """Return what the register says today."""
    row, subject = reply.assignment, subject_of(reply.case, hidden=hidden)
    return Frame(
        letterhead=row.unit.name if row.unit else row.unit_text,
        heading=letter.heading(subject),
        salutation=letter.salutation(subject),
        contact_person=row.handler_name,
        contact_phone=office_phone(row),
    )


def subject_of(case: Case, *, hidden: bool = False) -> letter.Subject:
    """Return what the register says of a case, without the name where it is `hidden` (保密)."""
    return letter.Subject(
        kind=Kind(case.kind),
        period=Period(case.period),
        session=case.session.title,
        number=case.number,
        title=case.title,
        lead="" if hidden else case.lead.name,
        lead_type=LeadType(case.lead_type),
        signers=case.signer_count,
    )


def consulted(assignment: Assignment) -> list[str]:
    """Return the assisting units whose opinion the host received."""
    if AssignRole(assignment.role) is not AssignRole.HOST:
        return []
    return [row.unit_name for row in assign.live(assignment.case_id) if row.state in OPINION_GIVEN]


def usual_copies(assignment: Assignment) -> str:
    """Return to whom a letter is copied: the body's office, the office, assisting units (R6).

    The place says whether assisting units get a copy.
    """
    case = assignment.case
    named = [case.body.office_name, current_app.config["TRACKER"].office_name]
    if "assisting" in book_of(case).choice("copies"):
        rows = assign.live(case.id)
        named += [row.unit_name for row in rows if row.role == AssignRole.ASSISTING]
    return "，".join(named)


def office_phone(assignment: Assignment) -> str:
    """Return an office telephone for the letter, never a mobile."""
    own = assignment.unit.phone if assignment.unit else ""
    for phone in (assignment.handler_phone, own):
        if phone and not MOBILE.search(phone):
            return phone
    return ""


def earlier(reply: Reply) -> Reply | None:
    """Return the letter in force of the round before, None in the first round."""
    rows = [
        row
        for row in queries.letters(reply.case_id)
        if row.assignment_id == reply.assignment_id and row.round < reply.round
    ]
    return rows[-1] if rows else None


def named(reply: Reply) -> str:
    """Return by what an issued letter is named: its number, else its day in words."""
    day = letter.written_day(reply.issued_on) if reply.issued_on else ""
    return reply.number or day


def _opening(reply: Reply) -> str:
    """Return the opening, empty where the text brings its own or follows a paper letter."""
    if not reply.text or reply.on_behalf or letter.opens_itself(reply.text):
        return ""
    before = earlier(reply)
    said = ("以" if before.number else "于") + named(before) if before else ""
    subject = subject_of(reply.case)
    return letter.opening(subject, consulted(reply.assignment), said, reply.round)


def _replaces(reply: Reply) -> str:
    """Return the line that says which edition this one mends."""
    rows = [
        row
        for row in queries.issued(reply.case_id)
        if row.assignment_id == reply.assignment_id
        and row.round == reply.round
        and row.edition < reply.edition
    ]
    if not rows or rows[-1].issued_on is None:
        return ""
    day = letter.written_day(rows[-1].issued_on)
    named = f"（{rows[-1].number}）" if rows[-1].number else ""
    return f"本函更正并替代我单位{day}的答复{named}。"
