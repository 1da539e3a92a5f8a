"""The letter as a paper: everything that is printed, put together for one viewer."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.cases.sheet import hides_names
from tracker.kernel.access import Viewer
from tracker.reply import letter, queries
from tracker.reply.letter_check import MOBILE, IssueFacts
from tracker.reply.models import Reply
from tracker.terms import (
    AssignmentState,
    AssignRole,
    Disclosure,
    Kind,
    LeadType,
    Period,
    ReplyClass,
    ReplyState,
)

CONSULTED = frozenset({AssignmentState.OPINION_SUBMITTED, AssignmentState.OPINION_ACCEPTED})


@dataclass(frozen=True)
class Paper:
    """What stands on the letter, from the class mark to the copies; days in words."""

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


def paper_of(reply: Reply, person: Viewer, planned: IssueFacts | None = None) -> Paper:
    """Return the letter as this person may read it; units do not see a confidential name.

    :param planned: number, date and signer of a letter about to be issued.
    """
    case, row = reply.case, reply.assignment
    on = planned.on if planned else reply.issued_on
    subject = subject_of(case, person)
    text = reply.text
    return Paper(
        unit=row.unit.name if row.unit else row.unit_text,
        class_mark=ReplyClass(reply.reply_class).label if reply.reply_class else "",
        disclosure=Disclosure(reply.disclosure).label if reply.disclosure else "",
        signer=planned.signer if planned else reply.signer,
        number=planned.number if planned else reply.number,
        heading=letter.heading(subject),
        salutation=letter.salutation(subject),
        opening=_opening(reply, subject),
        replaces=_replaces(reply),
        paragraphs=letter.paragraphs(text) or ("正文见盖章扫描件。",),
        day=letter.written_day(on) if on else "",
        handler=row.handler_name,
        phone=office_phone(row),
        copies=reply.copies,
        issued=reply.state == ReplyState.ISSUED,
        on_behalf=reply.on_behalf,
    )


def whole_text(reply: Reply, person: Viewer) -> str:
    """Return the text with its opening, as it is frozen at issue."""
    opening = _opening(reply, subject_of(reply.case, person))
    return f"{opening}\n{reply.text}" if opening else reply.text


def subject_of(case: Case, person: Viewer) -> letter.Subject:
    """Return what the register says of a case, the name left out where it is confidential."""
    return letter.Subject(
        kind=Kind(case.kind),
        period=Period(case.period),
        session=case.session.title,
        number=case.number,
        title=case.title,
        lead="" if hides_names(case, person) else case.lead.name,
        lead_type=LeadType(case.lead_type),
        signers=case.signer_count,
    )


def consulted(assignment: Assignment) -> list[str]:
    """Return the assisting units whose opinion the host received."""
    if AssignRole(assignment.role) is not AssignRole.HOST:
        return []
    return [row.unit_name for row in assign.live(assignment.case_id) if row.state in CONSULTED]


def usual_copies(assignment: Assignment) -> str:
    """Return to whom a letter is copied: the body's office, the office, assisting units (R6)."""
    case = assignment.case
    office = current_app.config["TRACKER"].office_name
    rows = [row for row in assign.live(case.id) if row.role == AssignRole.ASSISTING]
    return "，".join([case.body.office_name, office, *(row.unit_name for row in rows)])


def office_phone(assignment: Assignment) -> str:
    """Return an office telephone for the letter, never a mobile."""
    own = assignment.unit.phone if assignment.unit else ""
    for phone in (assignment.handler_phone, own):
        if phone and not MOBILE.search(phone):
            return phone
    return ""


def _opening(reply: Reply, subject: letter.Subject) -> str:
    """Return the opening, empty where the text brings its own or is only in the scan."""
    if not reply.text or letter.opens_itself(reply.text):
        return ""
    return letter.opening(subject, consulted(reply.assignment), _earlier(reply), reply.round)


def _earlier(reply: Reply) -> str:
    """Return the number of the letter of the round before."""
    rows = [
        row
        for row in queries.letters(reply.case_id)
        if row.assignment_id == reply.assignment_id and row.round < reply.round
    ]
    return rows[-1].number if rows else ""


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
