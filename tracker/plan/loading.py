"""Loading the facts of cases: columns, never objects, in a bounded number of queries.

Columns are read afresh, so that what the session holds in memory decides nothing. What cannot be
there yet is not asked for: no parts before the units have a case, no ratings before a letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

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
from tracker.plan.owed.rule import BEFORE_UNITS, ENDED
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, CommitmentProgress, Delivery, Reply
from tracker.roles import AccountState, Role
from tracker.supervise.models import FollowUpAct, FollowUpPause, ReworkDecision
from tracker.supervise.queries import following
from tracker.terms import (
    AssignmentState,
    CommitmentState,
    FollowUpKind,
    Period,
    RatingState,
    ReplyState,
    ReturnState,
    Satisfaction,
)
from tracker.units.models import Unit

Made = TypeVar("Made")
OPEN_RETURN = (ReturnState.ASKED, ReturnState.CONFIRMED)
OPEN_PROMISE = (CommitmentState.OPEN, CommitmentState.CARRIED_OVER, CommitmentState.DONE_CLAIMED)
SOME = bindparam("some", expanding=True)

# Each statement is made once: making one costs as much as asking it.
CASES = (
    select(Case.id, Case.state, Case.period, Case.received_on, Case.registered_at, Case.replied_on)
    .where(Case.id.in_(SOME))
    .order_by(Case.id)
)
HELD = CASES.with_for_update(key_share=True)
CLOSINGS = (
    select(Case.id, CongressSession.closed_on)
    .join(CongressSession, CongressSession.id == Case.session_id)
    .where(Case.id.in_(SOME))
)
DATES = select(
    Deadline.case_id,
    Deadline.subject_type,
    Deadline.subject_id,
    Deadline.kind,
    Deadline.ordinal,
    Deadline.id,
    Deadline.due_on,
    Deadline.event,
    Deadline.event_on,
    Deadline.provisional,
    Deadline.set_at,
).where(Deadline.case_id.in_(SOME), Deadline.superseded_at.is_(None))
PARTS = (
    select(
        Assignment.case_id,
        Assignment.id,
        Assignment.unit_id,
        Unit.online,
        Assignment.role,
        Assignment.state,
        Assignment.round,
        Assignment.signed_on,
        ReturnRequest.id.label("asked_id"),
        ReturnRequest.state.label("asked_state"),
        ReturnRequest.requested_on,
    )
    .join(Unit, Unit.id == Assignment.unit_id)
    .outerjoin(
        ReturnRequest,
        and_(ReturnRequest.assignment_id == Assignment.id, ReturnRequest.state.in_(OPEN_RETURN)),
    )
    .where(Assignment.case_id.in_(SOME), Assignment.state != AssignmentState.PROPOSED)
    .order_by(Assignment.id)
)
TO_RATER = (
    select(Delivery.delivered_on)
    .join(Submitter, Submitter.id == Delivery.submitter_id)
    .where(
        Delivery.reply_id == Reply.id, Submitter.case_id == Reply.case_id, Submitter.position == 0
    )
    .scalar_subquery()
)
LETTERS = (
    select(
        Reply.case_id,
        Reply.assignment_id,
        Reply.id,
        Reply.round,
        Reply.edition,
        Reply.state,
        TO_RATER,
    )
    .where(Reply.case_id.in_(SOME))
    .order_by(Reply.round, Reply.edition)
)
RATINGS = (
    select(
        Rating.assignment_id,
        Rating.id,
        Rating.round,
        Rating.state,
        Rating.overall,
        select(ReworkDecision.id).where(ReworkDecision.rating_id == Rating.id).exists(),
        Rating.entered_by,
    )
    .where(Rating.case_id.in_(SOME), Rating.state != RatingState.REJECTED)
    .order_by(Rating.id)
)
REPORTED = (
    select(func.max(CommitmentProgress.reported_on))
    .where(CommitmentProgress.commitment_id == Commitment.id)
    .scalar_subquery()
)
PROMISES = (
    select(
        Commitment.assignment_id,
        Commitment.id,
        Commitment.state,
        Commitment.due_on,
        Commitment.opened_on,
        REPORTED,
    )
    .where(Commitment.case_id.in_(SOME), Commitment.state.in_(OPEN_PROMISE))
    .order_by(Commitment.id)
)
LOGS_IN = (  # the lead logs in where the deputy has an active account
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
VISITS_MADE = (
    select(func.count())
    .where(
        FollowUpAct.case_id == Case.id,
        FollowUpAct.kind == FollowUpKind.VISIT,
        FollowUpAct.done_on >= Case.replied_on,
    )
    .scalar_subquery()
)
ANY_PAUSE = aliased(FollowUpPause)
LAST_PAUSE = (
    select(func.max(ANY_PAUSE.id)).where(ANY_PAUSE.case_id == Case.id).correlate(Case)
).scalar_subquery()
ANSWERED = (
    select(
        Case.id,
        LOGS_IN,
        following(),
        FollowUpPause.paused_on,
        func.coalesce(FollowUpPause.resumed_on, FollowUpPause.until_on),
        VISITS_MADE,
    )
    .outerjoin(FollowUpPause, FollowUpPause.id == LAST_PAUSE)
    .where(Case.id.in_(SOME))
)


def load(ids: Sequence[int], *, hold: bool = False) -> list[CaseFacts]:
    """Return the facts of cases, in order of their numbers in the database.

    :param hold: let another act on the same cases wait until this one is over; each act holds
        them in the same order. What is read after that is what the other left.
    """
    cases = ask(HELD if hold else CASES, ids)
    waiting = [
        row.id for row in cases if row.state in BEFORE_UNITS and row.period is Period.SESSION
    ]
    closings, dates = dict(map(tuple, ask(CLOSINGS, waiting))), _dates(ids)
    parts = ask(PARTS, [row.id for row in cases if row.state not in (*BEFORE_UNITS, *ENDED)])
    letters = ask(LETTERS, {row.case_id for row in parts if _begun(row)})
    answered = {row.case_id for row in letters if row.state is ReplyState.ISSUED}
    made, later = _parts(parts, letters, answered), _answered(answered)
    return [
        CaseFacts(
            id=row.id,
            state=row.state,
            period=row.period,
            received_on=row.received_on,
            closing_on=closings.get(row.id),
            in_system=clock.local(row.registered_at).date(),
            replied_on=row.replied_on,
            parts=tuple(made.get(row.id, ())),
            dates=dates.get(row.id, {}),
            **later.get(row.id, {}),
        )
        for row in cases
    ]


def ask(query: Select[Any], some: Collection[int]) -> Sequence[Any]:
    """Return the rows of a query about some numbers; nothing is asked about none."""
    if not some:
        return ()
    return db.session.connection().execute(query, {"some": list(some)}).all()


def _begun(row: Any) -> bool:
    """Whether a part may have a letter: there is none before the unit has signed for it."""
    return row.role.answers and row.state is not AssignmentState.ASSIGNED


def _parts(
    rows: Sequence[Any], letters: Sequence[Any], answered: Collection[int]
) -> Mapping[int, list[Part]]:
    """Return the parts of the cases with what hangs on them."""
    written = _by_owner((row[1:] for row in letters), lambda row: Letter(*row))
    rated = _by_owner(ask(RATINGS, answered), _rated)
    promised = _by_owner(ask(PROMISES, answered), lambda row: Promise(*row))
    found: dict[int, list[Part]] = defaultdict(list)
    for row in rows:
        asked = row.asked_id and AskedReturn(row.asked_id, row.asked_state, row.requested_on)
        part = Part(
            id=row.id,
            unit_id=row.unit_id,
            online=row.online,
            role=row.role,
            state=row.state,
            round=row.round,
            signed_on=row.signed_on,
            letters=tuple(written.get(row.id, ())),
            ratings=tuple(rated.get(row.id, ())),
            asked=asked or None,
            promises=tuple(promised.get(row.id, ())),
        )
        found[row.case_id].append(part)
    return found


def _rated(row: Any) -> Rated:
    """Return one rating; one that waits for its second person is no 不满意 yet."""
    number, round_number, state, overall, decided, by = row
    bad = overall == Satisfaction.UNSATISFIED and state == RatingState.SUBMITTED
    return Rated(number, round_number, state, bad, bool(decided), by)


def _by_owner(rows: Any, make: Callable[[Any], Made]) -> Mapping[int, list[Made]]:
    """Return what rows say, by their first column."""
    found: dict[int, list[Made]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(make(row[1:]))
    return found


def _dates(ids: Sequence[int]) -> Mapping[int, dict[Key, Stored]]:
    """Return the dates in force, by case."""
    found: dict[int, dict[Key, Stored]] = defaultdict(dict)
    for case_id, subject, subject_id, kind, ordinal, *what, set_at in ask(DATES, ids):
        stored = Stored(*what, since=clock.local(set_at).date())
        found[case_id][subject, subject_id, kind, ordinal] = stored
    return found


def _answered(ids: Collection[int]) -> Mapping[int, dict[str, Any]]:
    """Return what counts once a case has a letter: who rates, and how it is followed."""
    return {
        number: {
            "lead_online": bool(logs_in),
            "followed": bool(followed),
            "pause": _pause(since, until),
            "visits_made": visits,
        }
        for number, logs_in, followed, since, until, visits in ask(ANSWERED, ids)
    }


def _pause(since: date | None, until: date | None) -> Pause | None:
    """Return the latest pause, None where there was none."""
    return Pause(since, until) if since and until else None
