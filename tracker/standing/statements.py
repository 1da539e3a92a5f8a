"""The statements that read the facts of cases, each of the cases that `ids` names.

`ids` is a select of their numbers, or one parameter for a list of them: those statements are made
once, which costs as much as asking.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, func, or_, select

from tracker.assign.models import Assignment, Opinion
from tracker.cases.models import Case, Submitter
from tracker.contact.models import Contact
from tracker.deadlines.models import Deadline
from tracker.rating.lifecycle import STANDING
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Delivery, Reply
from tracker.terms import DeadlineKind, OpinionState, ReplyState
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

K = DeadlineKind
LEAD = 0
SOME: BindParameter[Any] = bindparam("some", expanding=True)
TOLD = (
    Event.ASSIGNMENT_SIGNED, Event.ASSIGNMENT_SIGN_RECALLED, Event.ASSIGNMENT_OPINION_SUBMITTED,
    Event.ASSIGNMENT_OPINION_RECALLED, Event.ASSIGNMENT_TAKEN_BACK, Event.COMMITMENT_REPLACED,
)  # fmt: skip
CASE = (
    Case.id, Case.kind, Case.period, Case.number, Case.title, Case.session_id, Case.state,
    Case.received_on, Case.signer_count, Submitter.name, Submitter.group_name,
    Case.key_item, Case.confidential,
)  # fmt: skip
Query = Callable[[Any], Select[Any]]


def cases(ids: Any) -> Select[Any]:
    """Select cases with their leads."""
    lead = (Submitter.case_id == Case.id) & (Submitter.position == LEAD)
    query = _selected(*CASE)
    return query.join(Submitter, lead).where(Case.id.in_(ids))


def parts(ids: Any) -> Select[Any]:
    """Select assignments that were made."""
    query = _selected(
        Assignment.id, Assignment.case_id, Assignment.unit_id, Assignment.role, Assignment.state,
        Assignment.assigned_on, Assignment.signed_on, Assignment.ended_on, Unit.short_name,
        Unit.name,
    )  # fmt: skip
    chosen = Assignment.case_id.in_(ids), Assignment.assigned_on.is_not(None)
    return query.join(Unit, Unit.id == Assignment.unit_id).where(*chosen).order_by(Assignment.id)


def dates(ids: Any) -> Select[Any]:
    """Select the limits of assignments, those that were moved among them."""
    query = _selected(
        Deadline.subject_id, Deadline.kind, Deadline.ordinal, Deadline.due_on, Deadline.event_on,
        Deadline.set_on, Deadline.rule,
    )  # fmt: skip
    kinds = Deadline.kind.in_((K.SIGN, K.ASSIST, K.REPLY))
    chosen = Deadline.case_id.in_(ids), Deadline.subject_type == Assignment.__tablename__, kinds
    return query.where(*chosen).order_by(Deadline.id)


def letters(ids: Any) -> Select[Any]:
    """Select issued letters, with the day on which each reached the lead."""
    reached = (
        select(Delivery.delivered_on)
        .join(Submitter, Submitter.id == Delivery.submitter_id)
        .where(Delivery.reply_id == Reply.id, Submitter.case_id == Reply.case_id)
        .where(Submitter.position == LEAD)
        .scalar_subquery()
    )
    query = _selected(
        Reply.id, Reply.assignment_id, Reply.round, Reply.edition, Reply.issued_on, Reply.number,
        Reply.reply_class, Reply.promise, Reply.promise_due_on, reached.label("reached_on"),
    )  # fmt: skip
    issued = Reply.case_id.in_(ids), Reply.state == ReplyState.ISSUED
    return query.where(*issued).order_by(Reply.id)


def promises(ids: Any) -> Select[Any]:
    """Select what letters promise."""
    query = _selected(
        Commitment.id, Commitment.assignment_id, Commitment.reply_id, Commitment.text,
        Commitment.named_due_on, Commitment.opened_on, Commitment.ended_on, Commitment.state,
    )  # fmt: skip
    return query.where(Commitment.case_id.in_(ids)).order_by(Commitment.id)


def ratings(ids: Any) -> Select[Any]:
    """Select ratings that count or will, and those that lapsed."""
    query = _selected(
        Rating.assignment_id, Rating.round, Rating.state, Rating.overall, Rating.submitted_at,
        Rating.lapsed_on, Rating.filled_on, Rating.on_paper,
    )  # fmt: skip
    return query.where(Rating.case_id.in_(ids), Rating.state.in_(STANDING))


def talks(ids: Any) -> Select[Any]:
    """Select contacts, those that a correction replaced among them."""
    query = _selected(
        Contact.id, Contact.assignment_id, Contact.corrects_id, Contact.held_on, Contact.form,
        Contact.phase,
    )  # fmt: skip
    return query.where(Contact.case_id.in_(ids)).order_by(Contact.held_on, Contact.id)


def opinions(ids: Any) -> Select[Any]:
    """Select on which day each assisting unit first gave its opinion."""
    query = _selected(Opinion.assignment_id, func.min(Opinion.submitted_on))
    query = query.join(Assignment, Assignment.id == Opinion.assignment_id)
    chosen = Assignment.case_id.in_(ids), Opinion.state != OpinionState.RECALLED
    return query.where(*chosen).group_by(Opinion.assignment_id)


def told(ids: Any) -> Select[Any]:
    """Select what only the history still tells: changes of state, what was recalled or replaced."""
    moved = and_(
        HistoryEntry.subject_type == Case.__tablename__,
        HistoryEntry.subject_id == HistoryEntry.case_id,
        HistoryEntry.new_state.is_not(None),
        HistoryEntry.old_state.is_not(None),
    )
    query = _selected(
        HistoryEntry.case_id, HistoryEntry.act, HistoryEntry.subject_type, HistoryEntry.subject_id,
        HistoryEntry.on, HistoryEntry.new_state,
    )  # fmt: skip
    chosen = HistoryEntry.case_id.in_(ids), or_(moved, HistoryEntry.act.in_(TOLD))
    return query.where(*chosen).order_by(HistoryEntry.id)


def _selected(*columns: Any) -> Select[Any]:
    """Select columns of any kind."""
    return select(*columns)


ALL: tuple[Query, ...] = (
    cases, parts, dates, letters, promises, ratings, talks, opinions, told,
)  # fmt: skip
OF_SOME = {query: query(SOME) for query in ALL}
