"""Loading the facts of many cases with a bounded number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.assign.models import Assignment, Deadline, Opinion
from tracker.cases.models import Case
from tracker.contact.models import Contact
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Delivery, Reply
from tracker.reports.facts import CaseFacts, Letter, Part, Promise, Said, Talk
from tracker.supervise.queries import following
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CaseState,
    CommitmentState,
    ContactForm,
    DeadlineKind,
    Kind,
    RatingState,
    ReplyClass,
    ReplyState,
    Satisfaction,
)
from tracker.timeline.models import HistoryEntry

A, K = AssignmentState, DeadlineKind


def load(chosen: Select[Any], order: Sequence[Any] = ()) -> list[CaseFacts]:
    """Return the facts of the cases whose ids a select chooses, in an order."""
    return _load(chosen.scalar_subquery(), order)


def load_page(ids: list[int], order: Sequence[Any] = ()) -> list[CaseFacts]:
    """Return the facts of a page of cases, in an order."""
    return _load(ids, order)


def _load(ids: Any, order: Sequence[Any]) -> list[CaseFacts]:
    """Load cases and everything that hangs on them."""
    inside = Case.id.in_(ids)
    query = select(Case).where(inside).options(selectinload(Case.submitters))
    query = query.options(joinedload(Case.session)).order_by(*order, Case.id)
    cases = {case.id: _case(case) for case in db.session.scalars(query)}
    for case_id in db.session.scalars(select(Case.id).where(inside, following())):
        cases[case_id].followed = True
    parts = _load_parts(cases, ids)
    _load_letters(parts, ids)
    _load_ratings(parts, ids)
    _load_rest(parts, ids)
    _load_changes(cases, ids)
    return list(cases.values())


def _case(case: Case) -> CaseFacts:
    """Return a case without its parts."""
    return CaseFacts(
        id=case.id,
        kind=Kind(case.kind),
        label=case.label,
        number=case.number,
        title=case.title,
        lead=case.lead_line,
        group=case.lead.group_name,
        session=case.session.title,
        period=case.period.label,
        topic=case.topic,
        key_item=case.key_item,
        state=CaseState(case.state),
        received_on=case.received_on,
        due_on=case.due_on,
    )


def _load_parts(cases: dict[int, CaseFacts], ids: Any) -> dict[int, Part]:
    """Load assignments with their dates."""
    parts: dict[int, Part] = {}
    query = (
        select(Assignment)
        .where(Assignment.case_id.in_(ids), Assignment.assigned_on.is_not(None))
        .options(joinedload(Assignment.unit), selectinload(Assignment.deadlines))
        .order_by(Assignment.id)
    )
    for row in db.session.scalars(query):
        if row.unit is None or row.assigned_on is None:
            continue
        part = Part(
            id=row.id,
            unit=row.unit.short_name,
            unit_id=row.unit.id,
            role=AssignRole(row.role),
            assigned_on=row.assigned_on,
            signed_on=row.signed_on,
            handler=row.handler_name,
            ended_on=row.ended_on,
            returned=row.state == A.RETURNED,
        )
        _put_dates(part, row.deadlines)
        parts[row.id] = part
        cases[row.case_id].parts.append(part)
    return parts


def _put_dates(part: Part, deadlines: list[Deadline]) -> None:
    """Put the dates in force on a part, and the reply dates that were moved."""
    for row in deadlines:
        if row.superseded_at is not None:
            if row.kind == K.REPLY:
                until = clock.local(row.superseded_at).date()
                part.earlier.append((row.round, row.due_on, until))
        elif row.kind == K.SIGN:
            part.sign_due = row.due_on
        elif row.kind == K.ASSIST:
            part.assist_due = row.due_on
        elif row.kind == K.REPLY:
            part.dues[row.round] = row.due_on
            part.rounds[row.round] = row.event_on


def _load_letters(parts: dict[int, Part], ids: Any) -> None:
    """Load issued letters and when they reached the lead."""
    reached: dict[int, Any] = {}
    delivered = (
        select(Delivery)
        .join(Reply, Reply.id == Delivery.reply_id)
        .where(Reply.case_id.in_(ids))
        .options(joinedload(Delivery.submitter))
    )
    for receipt in db.session.scalars(delivered):
        if receipt.submitter.is_lead:
            reached[receipt.reply_id] = receipt.delivered_on
    query = select(Reply).where(Reply.case_id.in_(ids), Reply.state == ReplyState.ISSUED)
    for row in db.session.scalars(query.order_by(Reply.id)):
        part = parts.get(row.assignment_id)
        if part is None or row.issued_on is None or row.reply_class is None:
            continue
        letter = ReplyClass(row.reply_class)
        received = reached.get(row.id)
        part.letters.append(Letter(row.round, row.issued_on, row.number, letter, received))


def _load_ratings(parts: dict[int, Part], ids: Any) -> None:
    """Load the ratings that count, from the day on which they did."""
    query = select(Rating).where(Rating.case_id.in_(ids), Rating.state == RatingState.SUBMITTED)
    for row in db.session.scalars(query.options(joinedload(Rating.submitter))):
        if row.submitted_at is not None and row.overall is not None and row.assignment_id in parts:
            since = clock.local(row.submitted_at).date()
            said = Said(row.round, since, Satisfaction(row.overall))
            parts[row.assignment_id].ratings.append(said)


def _load_rest(parts: dict[int, Part], ids: Any) -> None:
    """Load contacts, opinions and promises."""
    query = select(Contact).where(Contact.case_id.in_(ids))
    replaced = set(db.session.scalars(select(Contact.corrects_id).where(Contact.case_id.in_(ids))))
    for talk in db.session.scalars(query):
        if talk.assignment_id in parts and talk.id not in replaced:
            found = Talk(talk.held_on, ContactForm(talk.form).in_person)
            parts[talk.assignment_id].talks.append(found)
    opinions = select(Opinion).join(Assignment).where(Assignment.case_id.in_(ids))
    for opinion in db.session.scalars(opinions.order_by(Opinion.id.desc())):
        if opinion.assignment_id in parts:
            parts[opinion.assignment_id].opinion_on = opinion.submitted_on
    for row in db.session.scalars(select(Commitment).where(Commitment.case_id.in_(ids))):
        if row.assignment_id in parts:
            state = CommitmentState(row.state)
            promise = Promise(row.opened_on, row.due_on, row.ended_on, state)
            parts[row.assignment_id].promises.append(promise)


def _load_changes(cases: dict[int, CaseFacts], ids: Any) -> None:
    """Load each change of a case's state with its business day."""
    query = (
        select(HistoryEntry.case_id, HistoryEntry.on, HistoryEntry.new_state)
        .where(
            HistoryEntry.case_id.in_(ids),
            HistoryEntry.subject_type == Case.__tablename__,
            HistoryEntry.new_state.is_not(None),
            HistoryEntry.old_state.is_not(None),
        )
        .order_by(HistoryEntry.id)
    )
    found: dict[int, list[tuple[Any, CaseState]]] = defaultdict(list)
    for case_id, on, state in db.session.execute(query):
        found[case_id].append((on, CaseState(str(state))))
    for case_id, changes in found.items():
        cases[case_id].changes = changes
