"""The statements that read the facts of cases; each is made once, which costs as much as asking."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from tracker.accounts.models import Account, AccountRole
from tracker.assign.lifecycle import OPEN_EXTENSION, OPEN_RETURN
from tracker.assign.models import Assignment, ExtensionRequest, Opinion, ReturnRequest
from tracker.bodies.models import CongressSession
from tracker.case_terms import FilingOutcome
from tracker.cases.models import Case, Filing, Submitter
from tracker.deadlines.models import Deadline
from tracker.rating.models import Rating
from tracker.reply.lifecycle import FOLLOWED
from tracker.reply.models import Commitment, CommitmentProgress, Delivery, Reply
from tracker.roles import AccountState, Role
from tracker.supervise.models import FollowUpAct, FollowUpPause, ReworkDecision
from tracker.supervise.queries import following
from tracker.terms import (
    AssignmentState,
    FollowUpKind,
    OpinionState,
    RatingState,
)
from tracker.units.models import Unit

SOME: BindParameter[Any] = bindparam("some", expanding=True)

FILED_ON = (
    select(Filing.decided_on)
    .where(
        Filing.case_id == Case.id,
        Filing.outcome == FilingOutcome.FILED,
        Filing.taken_back_at.is_(None),
    )
    .scalar_subquery()
    .label("filed_on")
)
CASES = (
    select(
        Case.id,
        Case.state,
        Case.period,
        Case.received_on,
        Case.registered_at,
        Case.replied_on,
        FILED_ON,
        Case.book_id,
    )
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
        ExtensionRequest.id.label("extension_id"),
        ExtensionRequest.state.label("extension_state"),
        ExtensionRequest.requested_on.label("extension_on"),
        select(Opinion.id)
        .where(Opinion.assignment_id == Assignment.id, Opinion.state == OpinionState.SIGNING)
        .exists()
        .label("opinion_signing"),
    )
    .join(Unit, Unit.id == Assignment.unit_id)
    .outerjoin(
        ReturnRequest,
        and_(ReturnRequest.assignment_id == Assignment.id, ReturnRequest.state.in_(OPEN_RETURN)),
    )
    .outerjoin(
        ExtensionRequest,
        and_(
            ExtensionRequest.assignment_id == Assignment.id,
            ExtensionRequest.state.in_(OPEN_EXTENSION),
        ),
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
    .where(Commitment.case_id.in_(SOME), Commitment.state.in_(FOLLOWED))
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
