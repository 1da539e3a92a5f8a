"""Recording talks with the proposer; a record is never changed, only corrected by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.assign import actions as assign
from tracker.assign.asking import check_day
from tracker.assign.models import Assignment
from tracker.contact import acts, queries
from tracker.contact.models import Contact
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import StoredFile
from tracker.terms import AssignmentState, ContactForm, ContactPhase
from tracker.timeline.actions import Act, note

PLACE_LENGTH, PEOPLE_LENGTH = 80, 200


@dataclass(frozen=True)
class ContactFacts:
    """What is entered about one talk; `held_on` is its day."""

    phase: ContactPhase
    form: ContactForm
    held_on: date
    unit_people: str
    deputies: str
    said: str
    place: str = ""
    deputy_view: str = ""


def add(assignment: Assignment, facts: ContactFacts, scan: StoredFile | None = None) -> Contact:
    """Record a talk; the first one begins the handling (domain A8).

    :raises Refused: not allowed now.
    :raises Invalid: a text is missing, the day or the phase is wrong.
    """
    _ask(assignment, acts.Act.ADD)
    return _record(assignment, facts, scan, on_behalf=False)


def add_on_behalf(assignment: Assignment, facts: ContactFacts, scan: StoredFile | None) -> Contact:
    """Record the paper record of a unit that does not log in (代录).

    :raises Refused: not allowed now.
    :raises Invalid: as in `add`; the scan is missing.
    """
    _ask(assignment, acts.Act.ADD_ON_BEHALF)
    if scan is None:
        raise Invalid("scan", "代录请上传沟通面商记录的扫描件或照片。")
    return _record(assignment, facts, scan, on_behalf=True)


def correct(contact: Contact, facts: ContactFacts, scan: StoredFile | None = None) -> Contact:
    """Correct a record by another one that points to it; the first stays as it was.

    :raises Refused: not allowed now, or it is corrected already.
    :raises Invalid: as in `add`.
    """
    assignment = contact.assignment
    _ask(assignment, acts.Act.CORRECT, contact)
    _check(assignment, facts, phase_free=facts.phase == contact.phase)
    fresh = _row(assignment, facts, scan, on_behalf=contact.on_behalf)
    fresh.round, fresh.corrects_id = contact.round, contact.id
    fresh.scan_id = fresh.scan_id or contact.scan_id
    db.session.add(fresh)
    db.session.flush()
    sentence = f"更正{contact.held_on} 的沟通记录：{_said(assignment, facts)}"
    _note(fresh, "contact.corrected", sentence, facts.held_on, public=False)
    return fresh


def _ask(assignment: Assignment, act: acts.Act, contact: Contact | None = None) -> None:
    """Ask the rule again before writing.

    :raises Refused: not allowed now.
    """
    found = queries.facts(assignment, viewer(), contact)
    if act not in acts.allowed(found):
        raise Refused(acts.why_not(found, act, assignment.unit_name))


def _record(
    assignment: Assignment, facts: ContactFacts, scan: StoredFile | None, *, on_behalf: bool
) -> Contact:
    """Write one record, its history line, and that handling began."""
    _check(assignment, facts)
    row = _row(assignment, facts, scan, on_behalf=on_behalf)
    db.session.add(row)
    db.session.flush()
    by = "政府办代录：" if on_behalf else ""
    sentence = f"{by}{_said(assignment, facts)}"
    _note(row, "contact.added", sentence, facts.held_on, public=True)
    assign.begin_handling(assignment, facts.held_on)
    return row


def _check(assignment: Assignment, facts: ContactFacts, *, phase_free: bool = False) -> None:
    """Refuse what cannot be a contact of this assignment now.

    :raises Invalid: at the form field.
    """
    texts = (
        ("unit_people", facts.unit_people, PEOPLE_LENGTH, "请填写单位参加人及职务。"),
        ("deputies", facts.deputies, PEOPLE_LENGTH, "请填写与哪位代表（委员）沟通。"),
        ("said", facts.said, None, "请填写沟通内容。"),
    )
    for field, text, most, missing in texts:
        if not text.strip():
            raise Invalid(field, missing)
        if most and len(text.strip()) > most:
            raise Invalid(field, f"最多填写 {most} 个字。")
    if len(facts.place.strip()) > PLACE_LENGTH:
        raise Invalid("place", f"最多填写 {PLACE_LENGTH} 个字。")
    since, what = queries.round_since(assignment)
    check_day("held_on", facts.held_on, since, what)
    fault = acts.phase_fault(AssignmentState(assignment.state), facts.phase)
    if fault and not phase_free:
        raise Invalid("phase", fault)


def _row(
    assignment: Assignment, facts: ContactFacts, scan: StoredFile | None, *, on_behalf: bool
) -> Contact:
    """Return the row for what was entered."""
    return Contact(
        case_id=assignment.case_id,
        assignment=assignment,
        round=assignment.round,
        phase=facts.phase,
        form=facts.form,
        held_on=facts.held_on,
        place=facts.place.strip(),
        unit_people=facts.unit_people.strip(),
        deputies=facts.deputies.strip(),
        said=facts.said.strip(),
        deputy_view=facts.deputy_view.strip(),
        on_behalf=on_behalf,
        scan_id=scan.id if scan else None,
        recorded_at=clock.now(),
        recorded_by=viewer().account_id,
    )


def _said(assignment: Assignment, facts: ContactFacts) -> str:
    """Return the line that everybody sees: who, phase, form."""
    return f"{assignment.unit_name}{facts.phase.label}沟通（{facts.form.label}）。"


def _note(row: Contact, code: str, sentence: str, on: date, *, public: bool) -> None:
    """Write the history line of a record, which has no state of its own."""
    act = Act(row.case_id, code, sentence, on, public, row.assignment.unit_id)
    note(row, act)
