"""What falls due and is not met, read from the facts in a bounded number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, func, select

from tracker.assign.models import Assignment, Deadline
from tracker.cases.lifecycle import AT_UNITS
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.rating.queries import awaited_everywhere
from tracker.reply.models import Commitment
from tracker.rulebook.loader import Reminders
from tracker.supervise.models import FollowUpAct
from tracker.supervise.plan import Duty, visits
from tracker.supervise.queries import DEAD, following
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CommitmentState,
    DeadlineKind,
    FollowUpKind,
    ReminderKind,
)

A = AssignmentState
BEFORE_ANSWER = (A.ASSIGNED, A.SIGNED, A.HANDLING, A.RETURN_REQUESTED)
ANSWERING = tuple(role for role in AssignRole if role.answers)
LIMITS = (
    (ReminderKind.SIGN, DeadlineKind.SIGN, (A.ASSIGNED,), tuple(AssignRole)),
    (ReminderKind.REPLY, DeadlineKind.REPLY, BEFORE_ANSWER, ANSWERING),
    (ReminderKind.ASSIST, DeadlineKind.ASSIST, BEFORE_ANSWER, (AssignRole.ASSISTING,)),
)


def open_duties(book: Reminders) -> list[Duty]:
    """Return every duty that is not met, of cases that are neither withdrawn, void nor out."""
    found = [duty for limit in LIMITS for duty in _limits(*limit)]
    return [*found, *_ratings(), *_promises(), *_visits(book)]


def _limits(
    kind: ReminderKind,
    deadline: DeadlineKind,
    states: tuple[AssignmentState, ...],
    roles: tuple[AssignRole, ...],
) -> Iterable[Duty]:
    """Give the limits of assignments; each counts from the day it was set in the system."""
    query = (
        select(Assignment, Deadline, Case)
        .join(Case, Case.id == Assignment.case_id)
        .join(
            Deadline,
            and_(
                Deadline.assignment_id == Assignment.id,
                Deadline.kind == deadline,
                Deadline.round == Assignment.round,
                Deadline.superseded_at.is_(None),
            ),
        )
        .where(Assignment.state.in_(states), Assignment.role.in_(roles), Case.state.in_(AT_UNITS))
    )
    for row, due, case in db.session.execute(query):
        since = clock.local(due.set_at).date()
        party = f"unit:{row.unit_id}"
        yield Duty(case.id, "assignment", row.id, kind, due.due_on, since, party)


def _ratings() -> Iterable[Duty]:
    """Give the ratings whose limit is known; reminded on the next working day after it.

    What came in from paper after that day is reminded of once it is in the system.
    """
    for item in awaited_everywhere():
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
            Case.state.not_in(DEAD),
        )
    )
    kind = ReminderKind.COMMITMENT
    for row, case, unit_id in db.session.execute(query):
        since = max(_in_system(case), row.opened_on)
        party = f"unit:{unit_id}"
        yield Duty(case.id, "commitment", row.id, kind, row.due_on, since, party)


def _visits(book: Reminders) -> Iterable[Duty]:
    """Give the follow-up visits that were not made yet."""
    made: Counter[int] = Counter()
    counted = (
        select(FollowUpAct.case_id, func.count())
        .where(FollowUpAct.kind == FollowUpKind.VISIT)
        .group_by(FollowUpAct.case_id)
    )
    for case_id, number in db.session.execute(counted):
        made[case_id] = number
    query = select(Case).where(following(), Case.replied_on.is_not(None))
    for case in db.session.scalars(query):
        if case.replied_on is None:
            continue
        for day in visits(case.replied_on, book)[made[case.id] :]:
            since, kind = _in_system(case), ReminderKind.VISIT
            yield Duty(case.id, "case_record", case.id, kind, day, since, "office")


def _in_system(case: Case) -> date:
    """Return the day on which the case came into the system: nothing is due before it."""
    return clock.local(case.registered_at).date()
