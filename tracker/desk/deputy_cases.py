"""Reading a deputy's own cases: a page of them in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from tracker.assign.lifecycle import NOT_HELD
from tracker.assign.models import Assignment
from tracker.cases.models import Case, Submitter
from tracker.cases.queries import visible
from tracker.desk import deputy_line
from tracker.desk.deputy_line import Answer, Owed, Promised, Standing
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.pages import Page, page_number
from tracker.plan.models import DutyRow
from tracker.plan.queries import urgency
from tracker.plan_terms import DutyKind
from tracker.rating import plain
from tracker.rating.lifecycle import STANDING
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply
from tracker.terms import AssignRole, Kind, LeadType, ReplyState
from tracker.units.models import Unit

PER_PAGE = 20
ANSWERING = tuple(role for role in AssignRole if role.answers)


@dataclass(frozen=True)
class OwnCase:
    """One case as its deputy reads it; `step`: of `steps`, 0 where it left the road."""

    id: int
    title: str
    label: str
    line: str
    promises: list[str]
    step: int
    steps: tuple[str, ...]
    to_rate: list[tuple[Answer, date | None]]
    lead: bool


@dataclass(frozen=True)
class OwnCases(Page):
    """One page of a deputy's cases; `waiting`: how many of all wait for his or her rating."""

    waiting: int = 0


def page_of(person: Viewer, today: date) -> OwnCases:
    """Return a deputy's cases: what waits for a rating first, the soonest due, then the newest."""
    asked, seen = _asked(person), visible(person)
    total, waiting = db.session.execute(
        select(
            select(func.count()).select_from(Case).where(seen).scalar_subquery(),
            select(func.count()).where(seen, Case.id == asked.c.case_id).scalar_subquery(),
        )
    ).one()
    number = page_number(total, PER_PAGE)
    order = (asked.c.case_id.is_(None), asked.c.due.is_(None), asked.c.due, Case.id.desc())
    query = _cases(person, seen).outerjoin(asked, asked.c.case_id == Case.id).order_by(*order)
    rows = db.session.execute(query.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    return OwnCases(_read(rows, person, today), number, total, PER_PAGE, waiting=waiting)


def one(case: Case, person: Viewer, today: date) -> OwnCase:
    """Return one case that the person sees."""
    rows = db.session.execute(_cases(person, Case.id == case.id)).all()
    return _read(rows, person, today)[0]


def _asked(person: Viewer) -> Any:
    """Select the cases whose rating waits for this person, with the soonest limit."""
    return (
        select(DutyRow.case_id, func.min(DutyRow.due_on).label("due"))
        .join(Submitter, and_(Submitter.case_id == DutyRow.case_id, Submitter.position == 0))
        .where(DutyRow.kind == DutyKind.RATE, Submitter.deputy_id == person.deputy_id)
        .group_by(DutyRow.case_id)
        .subquery()
    )


def _cases(person: Viewer, condition: ColumnElement[bool]) -> Any:
    """Select cases with their lead; `signed`: the person is among the proposers."""
    own = select(Submitter.case_id).where(Submitter.deputy_id == person.deputy_id)
    columns = (Case.id, Case.kind, Case.period, Case.number, Case.title, Case.state)
    lead = (Case.confidential, Case.lead_type, Submitter.name, Submitter.deputy_id)
    return (
        select(*columns, *lead, Case.id.in_(own).label("signed"))
        .join(Submitter, and_(Submitter.case_id == Case.id, Submitter.position == 0))
        .where(condition)
    )


def _read(rows: Sequence[Any], person: Viewer, today: date) -> list[OwnCase]:
    """Return cases with what is said of each, read for all of them at once."""
    cases = [row.id for row in rows]
    owed, answers, promised = _owed(cases), _answers(cases), _promised(cases)
    found = []
    for row in rows:
        lead = person.deputy_id is not None and row.deputy_id == person.deputy_id
        standing = Standing(
            state=row.state,
            lead=lead,
            rater=_rater(row),
            told=bool(row.signed),
            answers=tuple(answers[row.id]),
            owed=tuple(owed[row.id]),
            promised=tuple(promised[row.id]),
        )
        found.append(_own(row, standing, today))
    return found


def _own(row: Any, standing: Standing, today: date) -> OwnCase:
    """Return one case in words."""
    steps = deputy_line.STEPS if standing.lead else deputy_line.STEPS_OF_SIGNER
    return OwnCase(
        id=row.id,
        title=row.title,
        label=plain.said_label(row.kind, row.period, row.number),
        line=deputy_line.line(standing, today),
        promises=deputy_line.promises(standing, today),
        step=deputy_line.step(standing),
        steps=steps,
        to_rate=deputy_line.to_rate(standing),
        lead=standing.lead,
    )


def _rater(row: Any) -> str:
    """Return who rates, as the others who signed read it; not by name where that is secret."""
    if row.confidential:
        return "提出人"
    if row.lead_type is not LeadType.PERSON:
        return str(row.name)
    return f"提出人{row.name}{'代表' if row.kind is Kind.SUGGESTION else '委员'}"


def _owed(cases: Sequence[int]) -> dict[int, list[Owed]]:
    """Return what is owed on cases, the most urgent first."""
    query = select(
        DutyRow.case_id,
        DutyRow.kind,
        DutyRow.subject_type,
        DutyRow.subject_id,
        DutyRow.unit_id,
        DutyRow.due_on,
    ).where(DutyRow.case_id.in_(cases), DutyRow.kind != DutyKind.CHECK_POINT)
    found: dict[int, list[Owed]] = defaultdict(list)
    for row in db.session.execute(query.order_by(*urgency())):
        subject = (row.subject_type, row.subject_id)
        found[row.case_id].append(Owed(row.kind, subject, row.unit_id, row.due_on))
    return found


def _answers(cases: Sequence[int]) -> dict[int, list[Answer]]:
    """Return the units that answer, each with its letter of record and its rating."""
    letter = and_(
        Reply.assignment_id == Assignment.id,
        Reply.round == Assignment.round,
        Reply.state == ReplyState.ISSUED,
    )
    rating = and_(
        Rating.assignment_id == Assignment.id,
        Rating.round == Assignment.round,
        Rating.state.in_(STANDING),
    )
    mine = (Assignment.case_id, Assignment.id, Assignment.unit_id, Assignment.round)
    says = (Reply.issued_on, Reply.edition, Reply.outcome, Reply.promise_due_on)
    query = (
        select(*mine, *says, Unit.short_name, Rating.state, Rating.overall)
        .join(Unit, Unit.id == Assignment.unit_id)
        .outerjoin(Reply, letter)
        .outerjoin(Rating, rating)
        .where(
            Assignment.case_id.in_(cases),
            Assignment.role.in_(ANSWERING),
            Assignment.state.not_in(NOT_HELD),
        )
        .order_by(Assignment.id, Reply.edition)
    )
    latest: dict[int, dict[int, Answer]] = defaultdict(dict)  # of several editions the last
    for row in db.session.execute(query):
        latest[row.case_id][row.id] = _answer(row)
    return defaultdict(list, {case: list(rows.values()) for case, rows in latest.items()})


def _answer(row: Any) -> Answer:
    """Return one unit's answer."""
    return Answer(
        assignment_id=row.id,
        unit_id=row.unit_id,
        unit=row.short_name,
        round=row.round,
        issued_on=row.issued_on,
        edition=row.edition or 1,
        says=plain.comes_to(row.outcome, row.promise_due_on),
        rating=row.state,
        overall=row.overall,
    )


def _promised(cases: Sequence[int]) -> dict[int, list[Promised]]:
    """Return what letters promised, oldest first."""
    columns = (Commitment.case_id, Commitment.id, Unit.short_name, Commitment.text)
    ends = (Commitment.state, Commitment.due_on, Commitment.ended_on, Commitment.end_reason)
    query = (
        select(*columns, *ends)
        .join(Assignment, Assignment.id == Commitment.assignment_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Commitment.case_id.in_(cases))
    )
    found: dict[int, list[Promised]] = defaultdict(list)
    row: Any
    for row in db.session.execute(query.order_by(Commitment.id)):
        found[row.case_id].append(Promised(*row[1:]))
    return found
