"""Reading assignments, their requests to return and opinions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import immediateload, joinedload, selectinload

from tracker.assign import acts, approved
from tracker.assign.lifecycle import NOT_HELD, OPEN_RETURN, OPINION_GIVEN
from tracker.assign.models import Assignment, Opinion, ReturnRequest
from tracker.assign.responsibility import Share
from tracker.cases import queries as cases
from tracker.cases.models import Case
from tracker.cases.queries import letter_issued
from tracker.kernel.access import Viewer
from tracker.kernel.db import NUMBER, Needs, anew, db, remembered_rows
from tracker.kernel.offers import Offer
from tracker.roles import OFFICE, UNIT
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CaseState,
    DeadlineKind,
    ReturnState,
)
from tracker.timeline import queries as timeline
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry

RETURN = DeadlineKind.RETURN
ORDER = {role: place for place, role in enumerate(AssignRole)}


@cache
def whole() -> Needs:
    """Return what an assignment is asked with where it is acted on: unit, dates and case.

    A case that is here already is not asked for again.
    """
    return (
        joinedload(Assignment.unit),
        joinedload(Assignment.deadlines),
        immediateload(Assignment.case).options(*cases.whole()),
    )


@cache
def whole_of_many() -> Needs:
    """Return the same for assignments of many cases: the cases come with them."""
    case = joinedload(Assignment.case).options(*cases.whole())
    return joinedload(Assignment.unit), selectinload(Assignment.deadlines), case


@cache
def _by_id_rows() -> Select[Any]:
    return anew(select(Assignment).where(Assignment.id == NUMBER), whole())


def by_id(assignment_id: int, *, locked: bool = False) -> Assignment:
    """Return the assignment with this number, which exists; `locked` against other writers."""
    query = _by_id_rows().with_for_update(of=Assignment) if locked else _by_id_rows()
    row: Assignment = db.session.scalars(query, {"number": assignment_id}).unique().one()
    return row


@cache
def _all_of_rows() -> Select[Any]:
    return select(Assignment).where(Assignment.case_id == NUMBER).options(*whole())


def all_of(case_id: int) -> list[Assignment]:
    """Return every assignment of a case, ended ones too, in order of role."""
    rows: list[Assignment] = remembered_rows(("assignments", case_id), _all_of_rows, case_id)
    return sorted(rows, key=_place)


def live(case_id: int) -> list[Assignment]:
    """Return the assignments in force."""
    return [row for row in all_of(case_id) if row.state not in NOT_HELD]


def proposed(case_id: int) -> list[Assignment]:
    """Return the proposed assignments."""
    return [row for row in all_of(case_id) if row.state == AssignmentState.PROPOSED]


def proposed_of(session_id: int) -> dict[int, list[Assignment]]:
    """Return the proposed assignments of a session's cases by case, each in order of role."""
    query = select(Assignment).join(Case, Case.id == Assignment.case_id)
    query = query.where(Case.session_id == session_id, Assignment.state == AssignmentState.PROPOSED)
    query = query.options(joinedload(Assignment.unit))
    return _by_case(db.session.scalars(query))


def answering(case_id: int) -> list[Assignment]:
    """Return the assignments in force that answer with a letter of their own."""
    return [row for row in live(case_id) if AssignRole(row.role).answers]


def _by_case(rows: Iterable[Assignment]) -> dict[int, list[Assignment]]:
    """Return assignments by case, each in order of role."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return {case_id: sorted(some, key=_place) for case_id, some in found.items()}


def _place(row: Assignment) -> tuple[int, int]:
    """Return where an assignment stands among those of its case."""
    return ORDER[AssignRole(row.role)], row.id


def own(case: Case, person: Viewer) -> Assignment | None:
    """Return the assignment in force of the viewer's unit."""
    if not person.unit_id or not person.is_one_of(*UNIT):
        return None
    return next((row for row in live(case.id) if row.unit_id == person.unit_id), None)


def one(case: Case, assignment_id: int) -> Assignment | None:
    """Return an assignment of this case."""
    return next((row for row in all_of(case.id) if row.id == assignment_id), None)


def shares(rows: list[Assignment]) -> list[Share]:
    """Return assignments as the rule of main responsibility sees them."""
    return [Share(row.unit_id, AssignRole(row.role), row.part, row.unit_text) for row in rows]


def open_return(assignment: Assignment) -> ReturnRequest | None:
    """Return the request to return that nobody has decided yet."""
    own = [row for row in returns(assignment.case_id) if row.assignment_id == assignment.id]
    return next((row for row in own if row.state in OPEN_RETURN), None)


@cache
def _returns_rows() -> Select[Any]:
    return (
        select(ReturnRequest)
        .join(Assignment)
        .where(Assignment.case_id == NUMBER)
        .options(
            immediateload(ReturnRequest.assignment).options(*whole()),
            joinedload(ReturnRequest.proposed_unit),
        )
        .order_by(ReturnRequest.id)
    )


def returns(case_id: int) -> list[ReturnRequest]:
    """Return every request to return of a case, oldest first."""
    return remembered_rows(("returns", case_id), _returns_rows, case_id)


@cache
def _opinions_rows() -> Select[Any]:
    return (
        select(Opinion)
        .join(Assignment)
        .where(Assignment.case_id == NUMBER)
        .options(immediateload(Opinion.assignment).options(*whole()))
        .order_by(Opinion.id)
    )


def opinions(case_id: int) -> list[Opinion]:
    """Return every assisting opinion of a case, oldest first."""
    return remembered_rows(("opinions", case_id), _opinions_rows, case_id)


def latest_opinion(assignment: Assignment) -> Opinion | None:
    """Return the last opinion of an assisting unit."""
    own = [row for row in opinions(assignment.case_id) if row.assignment_id == assignment.id]
    return own[-1] if own else None


def open_opinions(case_id: int) -> list[Assignment]:
    """Return the assisting assignments whose opinion has not come yet."""
    return [
        row
        for row in live(case_id)
        if row.role == AssignRole.ASSISTING and row.state not in OPINION_GIVEN
    ]


def may_read_opinion(assignment: Assignment, person: Viewer) -> bool:
    """Whether a person may read an assisting unit's opinion: office, that unit, the host."""
    if person.is_one_of(*OFFICE):
        return True
    mine = own(assignment.case, person)
    if mine is None:
        return person.unit_id is not None and person.unit_id == assignment.unit_id
    return mine.id == assignment.id or AssignRole(mine.role).answers


def was_last(person: Viewer, case_id: int, event: Event, subject_id: int) -> bool:
    """Whether the last act of this event on a subject was the person's."""
    entry = _last(case_id, event, subject_id)
    return entry is not None and entry.actor_id == person.account_id


def _signed_and_untouched(person: Viewer, row: Assignment) -> bool:
    """Whether the person signed for it, and the unit's part has seen no act since."""
    entry = _last(row.case_id, Event.ASSIGNMENT_SIGNED, row.id)
    if entry is None or entry.actor_id != person.account_id:
        return False
    entries = timeline.of_case(row.case_id)
    return not any(one.unit_id == row.unit_id and one.id > entry.id for one in entries)


def _last(case_id: int, event: Event, subject_id: int) -> HistoryEntry | None:
    """Return the last entry of this event on a subject of the case."""
    entries = timeline.of_case(case_id)
    found = [row for row in entries if row.act == event and row.subject_id == subject_id]
    return max(found, key=lambda row: row.id, default=None)


def _logs_in(assignment: Assignment) -> bool:
    """Whether the unit handles its cases in the system."""
    return bool(assignment.unit and assignment.unit.online)


def case_facts(case: Case, person: Viewer) -> acts.CaseFacts:
    """Return what decides about the whole case."""
    return acts.CaseFacts(
        roles=person.roles,
        state=CaseState(case.state),
        proposed=bool(proposed(case.id)),
        reply_issued=letter_issued(case.id),
        submitted_by_viewer=case.state == CaseState.ASSIGN_PENDING
        and was_last(person, case.id, Event.CASE_SUBMITTED, case.id),
        approval_stands=approved.is_untouched(case, live(case.id)),
    )


def facts(assignment: Assignment, person: Viewer) -> acts.Facts:
    """Return what decides about one assignment."""
    request = open_return(assignment)
    mine, state = own(assignment.case, person), assignment.state
    given = latest_opinion(assignment) if state == AssignmentState.OPINION_SUBMITTED else None
    return acts.Facts(
        roles=person.roles,
        own=mine is not None and mine.id == assignment.id,
        host=mine is not None and AssignRole(mine.role) is AssignRole.HOST,
        role=AssignRole(assignment.role),
        state=AssignmentState(state),
        case_state=CaseState(assignment.case.state),
        online=_logs_in(assignment),
        host_online=all(
            _logs_in(row) for row in answering(assignment.case_id) if row.role == AssignRole.HOST
        ),
        return_open=request is not None,
        return_confirmed=request is not None and request.state == ReturnState.CONFIRMED,
        asked_by_viewer=request is not None and request.requested_by == person.account_id,
        signed_by_viewer=state == AssignmentState.SIGNED
        and _signed_and_untouched(person, assignment),
        opinion_by_viewer=given is not None and given.submitted_by == person.account_id,
    )


def offers(case: Case, person: Viewer) -> list[Offer]:
    """Return what the person may do about the assignment of this case."""
    of_case = acts.allowed_on_case(case_facts(case, person))
    found = [
        Offer(
            act,
            acts.CASE_LABELS[act],
            f"assign.{act}",
            {"case_id": case.id},
            post=act in (acts.CaseAct.SUBMIT, acts.CaseAct.RECALL_SUBMISSION),
            main=act in (acts.CaseAct.APPROVE, acts.CaseAct.PROPOSE, acts.CaseAct.SUBMIT),
        )
        for act in acts.CaseAct
        if act in of_case
    ]
    for row in live(case.id):
        open_acts = acts.allowed(facts(row, person))
        found += [_offer(case, row, act) for act in acts.Act if act in open_acts]
    return found


def _offer(case: Case, row: Assignment, act: acts.Act) -> Offer:
    """Return the button of one act on one assignment."""
    args = {"case_id": case.id, "assignment_id": row.id}
    post = act in acts.AT_ONCE
    main = act in (acts.Act.SIGN, acts.Act.SIGN_ON_BEHALF, acts.Act.DECIDE_RETURN)
    return Offer(act, acts.LABELS[act], f"handling.{act}", args, post, main, row.unit_name)
