"""Loading the facts of cases: columns, never objects, in a bounded number of queries.

Columns are read afresh, so that what the session holds in memory decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import and_, func, select

from tracker.accounts.models import Account, AccountRole
from tracker.assign.models import Assignment, ReturnRequest
from tracker.bodies.models import CongressSession
from tracker.cases.models import Case, Submitter
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.plan.owed.facts import (
    AskedReturn,
    CaseFacts,
    Key,
    Letter,
    Part,
    Pause,
    Promise,
    Rated,
    Stored,
)
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, CommitmentProgress, Delivery, Reply
from tracker.roles import AccountState, Role
from tracker.supervise.models import FollowUpAct, FollowUpPause, ReworkDecision
from tracker.supervise.queries import following
from tracker.terms import (
    AssignmentState,
    CommitmentState,
    FollowUpKind,
    RatingState,
    ReturnState,
    Satisfaction,
)
from tracker.units.models import Unit

Made = TypeVar("Made")
OPEN_RETURN = (ReturnState.ASKED, ReturnState.CONFIRMED)
OPEN_PROMISE = (CommitmentState.OPEN, CommitmentState.CARRIED_OVER, CommitmentState.DONE_CLAIMED)


def load(ids: Sequence[int]) -> list[CaseFacts]:
    """Return the facts of cases, in order of their numbers in the database."""
    parts, dates = _parts(ids), _dates(ids)
    pauses, made = _pauses(ids), _visits_made(ids)
    return [
        CaseFacts(
            id=row.id,
            state=row.state,
            period=row.period,
            received_on=row.received_on,
            closing_on=row.closed_on,
            in_system=clock.local(row.registered_at).date(),
            replied_on=row.replied_on,
            lead_online=bool(row.lead_online),
            parts=tuple(parts.get(row.id, ())),
            followed=bool(row.followed),
            pause=pauses.get(row.id),
            visits_made=made.get(row.id, 0),
            dates=dates.get(row.id, {}),
        )
        for row in _cases(ids)
    ]


def _cases(ids: Sequence[int]) -> Iterable[Any]:
    """Give the cases' own columns; the lead logs in where the deputy has an active account."""
    logs_in = (
        select(Account.id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .join(Submitter, Submitter.deputy_id == Account.deputy_id)
        .where(
            Submitter.case_id == Case.id,
            Submitter.position == 0,
            Account.state == AccountState.ACTIVE,
            AccountRole.role == Role.DEP,
        )
        .exists()
    )
    query = (
        select(
            Case.id,
            Case.state,
            Case.period,
            Case.received_on,
            Case.registered_at,
            Case.replied_on,
            CongressSession.closed_on,
            logs_in.label("lead_online"),
            following().label("followed"),
        )
        .join(CongressSession, CongressSession.id == Case.session_id)
        .where(Case.id.in_(ids))
        .order_by(Case.id)
    )
    return db.session.execute(query)


def _parts(ids: Sequence[int]) -> dict[int, list[Part]]:
    """Return the parts of the cases with what hangs on them."""
    letters, ratings = _letters(ids), _ratings(ids)
    returns, promises = _returns(ids), _promises(ids)
    query = (
        select(
            Assignment.id,
            Assignment.case_id,
            Assignment.unit_id,
            Assignment.role,
            Assignment.state,
            Assignment.round,
            Assignment.signed_on,
            Unit.online,
        )
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.case_id.in_(ids), Assignment.state != AssignmentState.PROPOSED)
        .order_by(Assignment.id)
    )
    found: dict[int, list[Part]] = defaultdict(list)
    for row in db.session.execute(query):
        part = Part(
            id=row.id,
            unit_id=row.unit_id,
            online=row.online,
            role=row.role,
            state=row.state,
            round=row.round,
            signed_on=row.signed_on,
            letters=tuple(letters.get(row.id, ())),
            ratings=tuple(ratings.get(row.id, ())),
            asked=next(iter(returns.get(row.id, ())), None),
            promises=tuple(promises.get(row.id, ())),
        )
        found[row.case_id].append(part)
    return found


def _letters(ids: Sequence[int]) -> Mapping[int, list[Letter]]:
    """Return the letters by assignment, in order of round and edition."""
    to_rater = and_(
        Submitter.case_id == Reply.case_id,
        Submitter.position == 0,
        Submitter.id == Delivery.submitter_id,
    )
    delivered = (
        select(Delivery.delivered_on)
        .join(Submitter, to_rater)
        .where(Delivery.reply_id == Reply.id)
        .scalar_subquery()
    )
    query = select(
        Reply.assignment_id, Reply.id, Reply.round, Reply.edition, Reply.state, delivered
    ).where(Reply.case_id.in_(ids))
    ordered = query.order_by(Reply.round, Reply.edition)
    return _by_owner(ordered, lambda row: Letter(*row[1:]))


def _ratings(ids: Sequence[int]) -> Mapping[int, list[Rated]]:
    """Return the ratings that count, by assignment."""
    decided = select(ReworkDecision.id).where(ReworkDecision.rating_id == Rating.id).exists()
    query = select(
        Rating.assignment_id,
        Rating.id,
        Rating.round,
        Rating.state,
        Rating.overall,
        decided,
        Rating.entered_by,
    ).where(Rating.case_id.in_(ids), Rating.state != RatingState.REJECTED)
    return _by_owner(query.order_by(Rating.id), _rated)


def _rated(row: Any) -> Rated:
    """Return one rating; one that waits for its second person is no 不满意 yet."""
    bad = row.overall == Satisfaction.UNSATISFIED and row.state == RatingState.SUBMITTED
    return Rated(row[1], row[2], row[3], bad, bool(row[5]), row[6])


def _returns(ids: Sequence[int]) -> Mapping[int, list[AskedReturn]]:
    """Return the requests to return that nobody has decided, by assignment."""
    query = (
        select(
            ReturnRequest.assignment_id,
            ReturnRequest.id,
            ReturnRequest.state,
            ReturnRequest.requested_on,
        )
        .join(Assignment, Assignment.id == ReturnRequest.assignment_id)
        .where(Assignment.case_id.in_(ids), ReturnRequest.state.in_(OPEN_RETURN))
    )
    return _by_owner(query, lambda row: AskedReturn(*row[1:]))


def _promises(ids: Sequence[int]) -> Mapping[int, list[Promise]]:
    """Return the promises that are not ended, by assignment, with the unit's latest report."""
    said = (
        select(func.max(CommitmentProgress.reported_on))
        .where(CommitmentProgress.commitment_id == Commitment.id)
        .scalar_subquery()
    )
    query = select(
        Commitment.assignment_id,
        Commitment.id,
        Commitment.state,
        Commitment.due_on,
        Commitment.opened_on,
        said,
    ).where(Commitment.case_id.in_(ids), Commitment.state.in_(OPEN_PROMISE))
    return _by_owner(query.order_by(Commitment.id), lambda row: Promise(*row[1:]))


def _by_owner(query: Any, make: Callable[[Any], Made]) -> Mapping[int, list[Made]]:
    """Return what a query gives, by its first column."""
    found: dict[int, list[Made]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row[0]].append(make(row))
    return found


def _dates(ids: Sequence[int]) -> dict[int, dict[Key, Stored]]:
    """Return the dates in force, by case."""
    query = select(
        Deadline.case_id,
        Deadline.subject_type,
        Deadline.subject_id,
        Deadline.kind,
        Deadline.ordinal,
        Deadline.id,
        Deadline.due_on,
        Deadline.event_on,
        Deadline.provisional,
        Deadline.set_at,
    ).where(Deadline.case_id.in_(ids), Deadline.superseded_at.is_(None))
    found: dict[int, dict[Key, Stored]] = defaultdict(dict)
    for case_id, *key, number, due, event, provisional, set_at in db.session.execute(query):
        since = clock.local(set_at).date()
        stored = Stored(number, due, event, provisional, since)
        found[case_id][tuple(key)] = stored
    return found


def _pauses(ids: Sequence[int]) -> dict[int, Pause]:
    """Return the latest pause of each case that had one."""
    query = select(
        FollowUpPause.case_id,
        FollowUpPause.paused_on,
        func.coalesce(FollowUpPause.resumed_on, FollowUpPause.until_on),
    ).where(FollowUpPause.case_id.in_(ids))
    rows = db.session.execute(query.order_by(FollowUpPause.id))
    return {case_id: Pause(since, until) for case_id, since, until in rows}


def _visits_made(ids: Sequence[int]) -> dict[int, int]:
    """Return how many visits were made since the last reply, by case."""
    query = (
        select(FollowUpAct.case_id, func.count())
        .join(Case, Case.id == FollowUpAct.case_id)
        .where(
            FollowUpAct.case_id.in_(ids),
            FollowUpAct.kind == FollowUpKind.VISIT,
            FollowUpAct.done_on >= Case.replied_on,
        )
        .group_by(FollowUpAct.case_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
