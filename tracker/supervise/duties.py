"""What falls due and is not met, read from the facts in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import and_, func, select

from tracker.assign.models import Assignment, ReturnRequest
from tracker.cases.lifecycle import AT_UNITS
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.plan_terms import ReminderKind
from tracker.rating.queries import Awaited
from tracker.reply.models import Commitment, Reply
from tracker.rulebook.loader import Reminders
from tracker.supervise import queries
from tracker.supervise.models import FollowUpAct
from tracker.supervise.plan import HANDLER, LEADER, OFFICE, Duty, visits
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CaseState,
    CommitmentState,
    DeadlineKind,
    FollowUpKind,
    ReplyState,
    ReturnState,
)

A = AssignmentState
BEFORE_ANSWER = (A.ASSIGNED, A.SIGNED, A.HANDLING, A.RETURN_REQUESTED)
ANSWERING = tuple(role for role in AssignRole if role.answers)
ANSWERED = (CaseState.REPLIED, CaseState.CLOSED)
LETTER_TURNS = {
    ReplyState.SIGNING: LEADER,
    ReplyState.OFFICE_CHECK: OFFICE,
    ReplyState.CHECKED: LEADER,
}
RETURN_TURNS = {ReturnState.ASKED: LEADER, ReturnState.CONFIRMED: OFFICE}
LIMITS = (
    (ReminderKind.SIGN, DeadlineKind.SIGN, (A.ASSIGNED,), tuple(AssignRole)),
    (ReminderKind.CONTACT, DeadlineKind.CONTACT, (A.SIGNED,), ANSWERING),  # a talk ends this state
    (ReminderKind.REPLY, DeadlineKind.REPLY, BEFORE_ANSWER, ANSWERING),
    (ReminderKind.ASSIST, DeadlineKind.ASSIST, BEFORE_ANSWER, (AssignRole.ASSISTING,)),
)


def open_duties(book: Reminders, day: date, waiting: Iterable[Awaited]) -> list[Duty]:
    """Return every duty that is not met, of cases that are neither withdrawn, void nor out.

    A pause of the follow-up silences what the office set itself, promises and visits; never a
    limit of the rulebook. What fell into the pause is not made up for.
    """
    turns = _turns()
    found = [
        duty
        for kind, deadline, states, roles in LIMITS
        for duty in _limits(kind, deadline, states, roles, turns)
    ]
    found += _ratings(waiting)
    pauses = queries.pauses()
    for duty in (*_promises(), *_visits(book)):
        pause = pauses.get(duty.case_id)
        if pause is None or day < pause.paused_on:
            found.append(duty)
        elif day >= pause.end_on:
            found.append(replace(duty, since=max(duty.since, pause.end_on)))
    return found


def _limits(
    kind: ReminderKind,
    deadline: DeadlineKind,
    states: tuple[AssignmentState, ...],
    roles: tuple[AssignRole, ...],
    turns: Mapping[int, str],
) -> Iterable[Duty]:
    """Give the limits of assignments; each counts from the day it was set in the system."""
    query = (
        select(Assignment, Deadline, Case)
        .join(Case, Case.id == Assignment.case_id)
        .join(
            Deadline,
            and_(
                Deadline.subject_type == "assignment",
                Deadline.subject_id == Assignment.id,
                Deadline.kind == deadline,
                Deadline.ordinal == Assignment.round,
                Deadline.superseded_at.is_(None),
            ),
        )
        .where(Assignment.state.in_(states), Assignment.role.in_(roles), Case.state.in_(AT_UNITS))
    )
    for row, due, case in db.session.execute(query):
        since = clock.local(due.set_at).date()
        if kind is ReminderKind.CONTACT and row.signed_on:  # before it the sign-for was asked for
            since = max(since, row.signed_on + timedelta(days=1))
        party, turn = f"unit:{row.unit_id}", turns.get(row.id, HANDLER)
        yield Duty(case.id, "assignment", row.id, kind, due.due_on, since, party, turn)


def _turns() -> dict[int, str]:
    """Return with whom an assignment lies that does not lie with its handler."""
    letters = (
        select(Reply.assignment_id, Reply.state)
        .join(Assignment, Assignment.id == Reply.assignment_id)
        .where(Reply.round == Assignment.round, Reply.state.in_(LETTER_TURNS))
    )
    found = {number: LETTER_TURNS[state] for number, state in db.session.execute(letters)}
    returns = select(ReturnRequest.assignment_id, ReturnRequest.state).where(
        ReturnRequest.state.in_(RETURN_TURNS)
    )
    found |= {number: RETURN_TURNS[state] for number, state in db.session.execute(returns)}
    return found


def _ratings(waiting: Iterable[Awaited]) -> Iterable[Duty]:
    """Give the ratings whose limit is known; reminded on the next working day after it.

    What came in from paper after that day is reminded of once it is in the system.
    """
    for item in waiting:
        if item.reminder_on is None:
            continue
        since = max(_in_system(item.case), item.reminder_on)
        party, kind = f"submitter:{item.submitter.id}", ReminderKind.RATING
        yield Duty(item.case.id, "reply", item.letter.id, kind, since, since, party)


def _promises() -> Iterable[Duty]:
    """Give the promises that are still open."""
    query = (
        select(Commitment, Case, Assignment.unit_id)
        .join(Case, Case.id == Commitment.case_id)
        .join(Assignment, Assignment.id == Commitment.assignment_id)
        .where(
            Commitment.state.in_((CommitmentState.OPEN, CommitmentState.CARRIED_OVER)),
            Case.state.not_in(queries.DEAD),
        )
    )
    kind = ReminderKind.COMMITMENT
    for row, case, unit_id in db.session.execute(query):
        since = max(_in_system(case), row.opened_on)
        party = f"unit:{unit_id}"
        yield Duty(case.id, "commitment", row.id, kind, row.due_on, since, party)


def _visits(book: Reminders) -> Iterable[Duty]:
    """Give the follow-up visits after the reply that were not made yet."""
    counted = (
        select(FollowUpAct.case_id, func.count())
        .join(Case, Case.id == FollowUpAct.case_id)
        .where(FollowUpAct.kind == FollowUpKind.VISIT, FollowUpAct.done_on >= Case.replied_on)
        .group_by(FollowUpAct.case_id)
    )
    made = {row[0]: row[1] for row in db.session.execute(counted)}
    query = select(Case).where(queries.following(), Case.state.in_(ANSWERED))
    for case in db.session.scalars(query):
        if case.replied_on is None:
            continue
        for day in visits(case.replied_on, book)[made.get(case.id, 0) :]:
            since, kind = _in_system(case), ReminderKind.VISIT
            yield Duty(case.id, "case_record", case.id, kind, day, since, "office")


def _in_system(case: Case) -> date:
    """Return the day on which the case came into the system: nothing is due before it."""
    return clock.local(case.registered_at).date()
