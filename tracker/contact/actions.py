"""Recording talks with the proposer; a record is never changed, only corrected by another."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from tracker.assign import actions as assign
from tracker.assign.models import Assignment
from tracker.contact import acts, queries
from tracker.contact.models import Contact
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused, SentTwice
from tracker.kernel.files import StoredFile
from tracker.kernel.given import check_day
from tracker.terms import AssignmentState, ContactForm, ContactPhase
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event

PLACE_LENGTH, PEOPLE_LENGTH = 80, 200
TEXTS = ("unit_people", "deputies", "said", "place", "deputy_view")


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


def facts_of(row: Contact) -> ContactFacts:
    """Return what was entered about a talk."""
    return ContactFacts(**{one.name: getattr(row, one.name) for one in fields(ContactFacts)})


def add(assignment: Assignment, facts: ContactFacts, scan: StoredFile | None = None) -> Contact:
    """Record a talk; the first one begins the handling (domain A8).

    :raises Refused: not allowed now, or just recorded by the same person.
    :raises Invalid: a text is missing, the day or the phase is wrong.
    """
    _ask(assignment, acts.Act.ADD)
    return _record(assignment, facts, scan, on_behalf=False)


def add_on_behalf(assignment: Assignment, facts: ContactFacts, scan: StoredFile | None) -> Contact:
    """Record the paper record of a unit that does not log in (代录).

    :raises Refused: as in `add`.
    :raises Invalid: as in `add`; the scan is missing.
    """
    _ask(assignment, acts.Act.ADD_ON_BEHALF)
    if scan is None:
        raise Invalid("scan", "代录请上传沟通面商记录的扫描件或照片。")
    return _record(assignment, facts, scan, on_behalf=True)


def correct(contact: Contact, facts: ContactFacts, scan: StoredFile | None = None) -> Contact:
    """Correct a record by another one that points to it; the first stays as it was.

    It stays in its round, within the days of that round.

    :raises Refused: not allowed now, or it is corrected already.
    :raises Invalid: as in `add`.
    """
    assignment = contact.assignment
    _ask(assignment, acts.Act.CORRECT, contact)
    _check(assignment, facts, contact)
    fresh = _row(assignment, facts, scan, on_behalf=contact.on_behalf)
    fresh.round, fresh.corrects_id = contact.round, contact.id
    fresh.scan_id = fresh.scan_id or contact.scan_id
    db.session.add(fresh)
    db.session.flush()
    sentence = f"更正{contact.held_on} 的沟通记录：{_said(assignment, facts)}"
    _note(fresh, Event.CONTACT_CORRECTED, sentence, facts.held_on)
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
    _ask_once(assignment, facts)
    row = _row(assignment, facts, scan, on_behalf=on_behalf)
    db.session.add(row)
    db.session.flush()
    by = "政府办代录：" if on_behalf else ""
    sentence = f"{by}{_said(assignment, facts)}"
    _note(row, Event.CONTACT_ADDED, sentence, facts.held_on)
    assign.begin_handling(assignment, facts.held_on)
    return row


def _ask_once(assignment: Assignment, facts: ContactFacts) -> None:
    """Refuse what a form sent twice would record twice; two at once wait for each other.

    :raises SentTwice: the same person recorded the same last, today.
    """
    lock = db.select(Assignment.id).where(Assignment.id == assignment.id).with_for_update()
    db.session.execute(lock)
    last = queries.last_entered(assignment, viewer().account_id)
    if last is not None and _facts(last) == _tidied(facts):
        raise SentTwice


def _check(assignment: Assignment, facts: ContactFacts, mended: Contact | None = None) -> None:
    """Refuse what cannot be a contact of this assignment now, or of the round of a mended record.

    :raises Invalid: at the form field.
    """
    _check_texts(facts)
    number = mended.round if mended else assignment.round
    since, what = queries.round_since(assignment, number)
    check_day("held_on", facts.held_on, since, what)
    if mended is not None and facts.held_on != mended.held_on:
        _check_before_next_round(assignment, number, facts.held_on)
    # a round that is over was answered
    over = number < assignment.round
    state = AssignmentState.REPLIED if over else AssignmentState(assignment.state)
    fault = acts.phase_fault(state, facts.phase)
    if fault and not (mended and mended.phase == facts.phase):
        raise Invalid("phase", fault)


def _check_before_next_round(assignment: Assignment, number: int, on: date) -> None:
    """Refuse a day that belongs to a later round than the record.

    :raises Invalid: at the form field.
    """
    if number >= assignment.round:
        return
    until, what = queries.round_since(assignment, number + 1)
    if until and on > until:
        raise Invalid("held_on", f"这是第 {number} 轮的记录，日期不能晚于{what} {until}。")


def _check_texts(facts: ContactFacts) -> None:
    """Refuse texts that are missing or too long.

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


def _row(
    assignment: Assignment, facts: ContactFacts, scan: StoredFile | None, *, on_behalf: bool
) -> Contact:
    """Return the row for what was entered."""
    return Contact(
        case_id=assignment.case_id,
        assignment=assignment,
        round=assignment.round,
        **asdict(_tidied(facts)),
        on_behalf=on_behalf,
        scan_id=scan.id if scan else None,
        recorded_at=clock.now(),
        recorded_by=viewer().account_id,
    )


def _tidied(facts: ContactFacts) -> ContactFacts:
    """Return what was entered as it is kept: texts without blanks around them."""
    entered = asdict(facts)
    texts = {name: text.strip() for name, text in entered.items() if name in TEXTS}
    return replace(facts, **texts)


def _facts(row: Contact) -> ContactFacts:
    """Return what a record was made of."""
    return ContactFacts(**{item.name: getattr(row, item.name) for item in fields(ContactFacts)})


def _said(assignment: Assignment, facts: ContactFacts) -> str:
    """Return the line that everybody sees: who, phase, form."""
    return f"{assignment.unit_name}{facts.phase.label}沟通（{facts.form.label}）。"


def _note(row: Contact, event: Event, sentence: str, on: date) -> None:
    """Write the history line of a record, which has no state of its own."""
    note(row, Act(row.case_id, event, sentence, on, row.assignment.unit_id))
