"""Reading cases: who sees which, whose relation is what, what is found."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, literal_column, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.bodies.models import Body
from tracker.cases import acts
from tracker.cases.models import Case, CaseAttachment, Participant, Submitter
from tracker.cases.numbering import number_key
from tracker.kernel.access import Viewer
from tracker.kernel.db import NUMBER, Needs, anew, db, remembered_rows
from tracker.kernel.lookups import first
from tracker.kernel.offers import Offer
from tracker.roles import OFFICE, UNIT, Relation, Role
from tracker.terms import CaseState, Level, Period, ReplyState
from tracker.timeline import queries as timeline

IS_LEAD = Submitter.position == literal_column("0")  # as the index of leads says it


def visible(person: Viewer) -> ColumnElement[bool]:
    """Return the condition on Case under which a person sees it; reads participants only."""
    if person.is_one_of(*OFFICE):
        return true()
    parties = parties_of(person)
    if not parties:
        return false()
    return Case.id.in_(select(Participant.case_id).where(or_(*parties)))


def seen_by(person: Viewer, case_id: Any) -> ColumnElement[bool]:
    """Return the condition that a person sees the case with a number, looked up row by row.

    For few rows that hang on cases; `visible` chooses among all cases.
    """
    if person.is_one_of(*OFFICE):
        return true()
    parties = parties_of(person)
    if not parties:
        return false()
    found = select(Participant.id).where(Participant.case_id == case_id, or_(*parties))
    seen: ColumnElement[bool] = first(found).is_not(None)
    return seen


def parties_of(person: Viewer) -> list[ColumnElement[bool]]:
    """Return the conditions on Participant under which a row means this person."""
    found: list[ColumnElement[bool]] = []
    if person.is_one_of(*UNIT) and person.unit_id:
        found.append(Participant.unit_id == person.unit_id)
    if person.is_one_of(Role.DEP) and person.deputy_id:
        found.append(Participant.deputy_id == person.deputy_id)
    if person.is_one_of(Role.DL):
        led = Participant.account_id == person.account_id
        found.append(and_(led, Participant.until.is_(None)))
    if person.is_one_of(Role.OBS) and person.body_type:
        own = select(Body.id).where(Body.type == person.body_type)
        found.append(Participant.body_id.in_(own))
    return found


@cache
def whole() -> Needs:
    """Return what a case is asked with where it is acted on: its session, batch and proposers."""
    return (
        joinedload(Case.body),
        joinedload(Case.session),
        joinedload(Case.batch),
        selectinload(Case.submitters),
    )


@cache
def with_register() -> Needs:
    """Return what a case is asked with where a list corrects it: whom its proposers stand for."""
    return *whole(), selectinload(Case.submitters).joinedload(Submitter.deputy)


def get(case_id: int, person: Viewer) -> Case | None:
    """Return the case if the person may see it."""
    query = select(Case).where(Case.id == case_id, visible(person))
    case: Case | None = db.session.scalar(anew(query, whole()))
    return case


@cache
def _by_id_rows() -> Select[Any]:
    return anew(select(Case).where(Case.id == NUMBER), whole())


def by_id(case_id: int) -> Case:
    """Return the case with this number, which exists, whoever asks."""
    case: Case = db.session.scalars(_by_id_rows(), {"number": case_id}).one()
    return case


@cache
def _files_of_rows() -> Select[Any]:
    return (
        select(CaseAttachment)
        .where(CaseAttachment.case_id == NUMBER)
        .options(joinedload(CaseAttachment.file))
        .order_by(CaseAttachment.id)
    )


def files_of(case_id: int) -> list[CaseAttachment]:
    """Return the files of a case, the oldest first."""
    return remembered_rows(("files", case_id), _files_of_rows, case_id)


def relations(case: Case, person: Viewer) -> frozenset[Relation]:
    """Return the person's present relations to the case."""
    parties = parties_of(person)
    if not parties:
        return frozenset()
    query = select(Participant.relation).where(
        Participant.case_id == case.id, Participant.until.is_(None), or_(*parties)
    )
    return frozenset(remembered_rows(("relations", case.id, person.account_id), lambda: query))


def former_until(case: Case, person: Viewer) -> date | None:
    """Return the day on which the person's unit handed the case over, None if it did not."""
    if not person.unit_id:
        return None
    query = select(Participant.until).where(
        Participant.case_id == case.id, Participant.unit_id == person.unit_id
    )
    days = remembered_rows(("parts of", case.id, person.unit_id), lambda: query)
    return max(days) if days and all(days) else None


def is_former(case: Case, person: Viewer) -> bool:
    """Whether a person reads a case only for the unit that handed it over."""
    if person.is_one_of(*OFFICE) or not person.is_one_of(*UNIT) or relations(case, person):
        return False
    return former_until(case, person) is not None


def same(
    session_id: int, level: Level, period: Period, number: str, needs: Needs = ()
) -> Case | None:
    """Return the case with this identity that is not void, and what is needed of its relations.

    None for no number: what is unnumbered is like no other case.
    """
    if not number_key(number):
        return None
    query = select(Case).where(
        Case.session_id == session_id,
        Case.level == level,
        Case.period == period,
        Case.number_key == number_key(number),
        Case.state != CaseState.VOID,
    )
    return db.session.scalar(query.options(*needs))


def registered(case_id: int) -> Case | None:
    """Return a case that is not void by its id, with what the register knows of it."""
    query = select(Case).where(Case.id == case_id, Case.state != CaseState.VOID)
    return db.session.scalar(query.options(*with_register()))


def letter_issued(case_id: int) -> bool:
    """Whether a letter was ever issued on the case; told by its history."""
    return any(row.new_state == ReplyState.ISSUED for row in timeline.of_case(case_id))


@cache
def _leader_of_rows() -> Select[Any]:
    return select(Participant).where(
        Participant.case_id == NUMBER,
        Participant.relation == Relation.LED,
        Participant.until.is_(None),
    )


def leader_of(case: Case) -> Participant | None:
    """Return the district leader who leads the case, None where there is none."""
    return next(iter(remembered_rows(("leader", case.id), _leader_of_rows, case.id)), None)


def offers(case: Case, person: Viewer) -> list[Offer]:
    """Return what the person may do to the case itself."""
    open_acts = acts.allowed(acts.Facts(person.roles, CaseState(case.state)))
    return [
        Offer(act, acts.LABELS[act], f"cases.{act}", {"case_id": case.id})
        for act in acts.Act
        if act in open_acts
    ]
