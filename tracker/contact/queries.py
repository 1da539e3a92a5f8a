"""Reading contacts: who sees what of them, what may be done, whether the proposer was heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import immediateload

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.cases.sheet import HIDDEN, hides_names
from tracker.contact import acts
from tracker.contact.models import Contact
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import NUMBER, Needs, db, remembered_rows
from tracker.kernel.offers import Offer
from tracker.roles import ABOVE_UNITS, UNIT, Role
from tracker.terms import AssignmentState, AssignRole, ContactForm, ContactPhase, DeadlineKind


@dataclass(frozen=True)
class ContactLine:
    """One contact as this viewer sees it; `full` False is the deputy's short line."""

    id: int
    unit: str
    held_on: date
    phase: str
    form: str
    in_person: bool
    round: int
    full: bool
    place: str = ""
    unit_people: str = ""
    deputies: str = ""
    said: str = ""
    deputy_view: str = ""
    on_behalf: bool = False
    has_scan: bool = False
    corrected: bool = False
    may_correct: bool = False


@dataclass(frozen=True)
class ContactSection:
    """The contacts of a case for its page."""

    case_id: int
    lines: tuple[ContactLine, ...]


def of_assignment(assignment: Assignment) -> list[Contact]:
    """Return the contacts of an assignment in every round, oldest first."""
    return [row for row in _all(assignment.case_id) if row.assignment_id == assignment.id]


def valid(assignment: Assignment) -> list[Contact]:
    """Return the contacts of the present round that no correction has replaced."""
    rows = [row for row in of_assignment(assignment) if row.round == assignment.round]
    replaced = {row.corrects_id for row in rows}
    return [row for row in rows if row.id not in replaced]


def heard(assignment: Assignment) -> bool:
    """Whether the proposer was heard in the present round before the answer (domain R1)."""
    return any(row.phase != ContactPhase.AFTER for row in valid(assignment))


def met(assignment: Assignment) -> bool:
    """Whether the proposer was met in person (面商) in the present round."""
    return any(row.in_person for row in valid(assignment))


@cache
def parts() -> Needs:
    """Return what a contact is asked with: whose part it was, where that is not here already."""
    return (immediateload(Contact.assignment).options(*assign.whole()),)


def days(case_id: int, since_round: int = 1) -> list[date]:
    """Return the days on which the proposer was heard, oldest first; not what was corrected.

    `since_round`: in this round or a later one.
    """
    rows = _all(case_id)
    replaced = {row.corrects_id for row in rows}
    return [row.held_on for row in rows if row.id not in replaced and row.round >= since_round]


def last_entered(assignment: Assignment, account_id: int | None) -> Contact | None:
    """Return the last contact that a person recorded today."""
    query = select(Contact).where(
        Contact.assignment_id == assignment.id,
        Contact.recorded_by == account_id,
        Contact.recorded_at >= clock.at(clock.today(), 0),
    )
    return db.session.scalar(query.options(*parts()).order_by(Contact.id.desc()).limit(1))


def round_since(assignment: Assignment, number: int) -> tuple[date | None, str]:
    """Return the day from which a round counts, and what happened on it."""
    orders = [
        row.event_on
        for row in assignment.deadlines
        if row.kind == DeadlineKind.REPLY and row.ordinal == number
    ]
    if number > 1 and orders:
        return orders[-1], "重新办理的要求日期"
    return assignment.assigned_on, "交办日期"


def one(case: Case, contact_id: int, person: Viewer) -> Contact | None:
    """Return a contact of this case that the person may read in full."""
    row = next((row for row in _all(case.id) if row.id == contact_id), None)
    return row if row is not None and _readable(row, person) else None


def of_case(case: Case, person: Viewer) -> list[ContactLine]:
    """Return the contacts of a case as this person sees them, newest first.

    A unit sees its own and the host's; the deputy a line with phase, form and date.
    """
    rows = _all(case.id)[::-1]
    replaced = {row.corrects_id for row in rows}
    full = [
        _line(case, row, person, corrected=row.id in replaced)
        for row in rows
        if _readable(row, person)
    ]
    if full or not person.is_one_of(Role.DEP):
        return full
    return [_short(row) for row in rows if row.id not in replaced]


def section(case: Case, person: Viewer) -> ContactSection:
    """Return the section of the case page."""
    return ContactSection(case.id, tuple(of_case(case, person)))


def facts(assignment: Assignment, person: Viewer, contact: Contact | None = None) -> acts.Facts:
    """Return what decides about one assignment and, for a correction, one record."""
    mine = assign.own(assignment.case, person)
    return acts.Facts(
        roles=person.roles,
        own=mine is not None and mine.id == assignment.id,
        role=AssignRole(assignment.role),
        state=AssignmentState(assignment.state),
        online=bool(assignment.unit and assignment.unit.online),
        recorded_by_viewer=contact is not None and contact.recorded_by == person.account_id,
        corrected=contact is not None and _correction(contact) is not None,
    )


def offers(case: Case, person: Viewer) -> list[Offer]:
    """Return what the person may record on this case; the office on behalf where it has to."""
    found = []
    for row in assign.answering(case.id):
        open_acts = acts.allowed(facts(row, person)) - {acts.Act.CORRECT}
        args = {"case_id": case.id, "assignment_id": row.id}
        main = not heard(row) and person.is_one_of(*UNIT)
        found += [
            Offer(act, acts.LABELS[act], f"contact.{act}", args, main=main, note=row.unit_name)
            for act in acts.Act
            if act in open_acts
        ]
    return found


@cache
def _contacts_rows() -> Select[Any]:
    return (
        select(Contact)
        .where(Contact.case_id == NUMBER)
        .options(*parts())
        .order_by(Contact.held_on, Contact.id)
    )


def _all(case_id: int) -> list[Contact]:
    """Return every contact of a case, corrected ones too, oldest first."""
    return remembered_rows(("contacts", case_id), _contacts_rows, case_id)


def _correction(contact: Contact) -> Contact | None:
    """Return the record that corrects this one."""
    return next((row for row in _all(contact.case_id) if row.corrects_id == contact.id), None)


def _readable(row: Contact, person: Viewer) -> bool:
    """Whether the person may read what was said; the case itself is visible already."""
    if person.is_one_of(*ABOVE_UNITS):
        return True
    if not person.is_one_of(*UNIT):
        return False
    if row.assignment.unit_id == person.unit_id:
        return True
    shared = row.assignment.role == AssignRole.HOST
    return shared and assign.own(row.assignment.case, person) is not None


def may_see_scan(case: Case, row: Contact, person: Viewer) -> bool:
    """Whether a reader may see the signed record: on a confidential case it shows the name."""
    return not hides_names(case, person) or row.assignment.unit_id == person.unit_id


def _line(case: Case, row: Contact, person: Viewer, *, corrected: bool) -> ContactLine:
    """Return a contact in full; a confidential proposer's name stays hidden from units."""
    hidden = hides_names(case, person)
    may = acts.Act.CORRECT in acts.allowed(facts(row.assignment, person, row))
    return ContactLine(
        id=row.id,
        unit=row.assignment.unit_name,
        held_on=row.held_on,
        phase=ContactPhase(row.phase).label,
        form=ContactForm(row.form).label,
        in_person=row.in_person,
        round=row.round,
        full=True,
        place=row.place,
        unit_people=row.unit_people,
        deputies=HIDDEN if hidden else row.deputies,
        said=row.said,
        deputy_view=row.deputy_view,
        on_behalf=row.on_behalf,
        has_scan=row.scan_id is not None and may_see_scan(case, row, person),
        corrected=corrected,
        may_correct=may,
    )


def _short(row: Contact) -> ContactLine:
    """Return the line that a deputy sees: who, when, how."""
    return ContactLine(
        id=row.id,
        unit=row.assignment.unit_name,
        held_on=row.held_on,
        phase=ContactPhase(row.phase).label,
        form=ContactForm(row.form).label,
        in_person=row.in_person,
        round=row.round,
        full=False,
    )
