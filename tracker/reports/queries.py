"""Loading the facts of many cases with a bounded number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select

from tracker.assign.models import Assignment, Opinion
from tracker.bodies.queries import all_sessions
from tracker.cases.models import Case, Submitter
from tracker.cases.numbering import case_label, short_label
from tracker.contact.models import Contact
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.plan.queries import ANSWER_DUE
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Delivery, Reply
from tracker.reports.facts import CaseFacts, Letter, Part, Promise, Said, Talk
from tracker.reports.history import load_changes, load_recalled
from tracker.supervise.queries import following
from tracker.terms import (
    AssignmentState,
    CaseState,
    CommitmentState,
    ContactPhase,
    DeadlineKind,
    OpinionState,
    RatingState,
    ReplyClass,
    ReplyState,
    Satisfaction,
)
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

A, K = AssignmentState, DeadlineKind
LEAD = 0
REDO = "assist_redo"
CASE = (
    Case.id, Case.kind, Case.period, Case.number, Case.title, Case.session_id, Case.state,
    Case.received_on, ANSWER_DUE.c.due_on, Case.signer_count, Submitter.name, Submitter.group_name,
    Case.key_item, Case.confidential,
)  # fmt: skip
ASSIGNMENT = (
    Assignment.id, Assignment.case_id, Assignment.unit_id, Assignment.role, Assignment.state,
    Assignment.assigned_on, Assignment.signed_on, Assignment.ended_on, Unit.short_name, Unit.name,
)  # fmt: skip
DATE = (
    Deadline.subject_id, Deadline.kind, Deadline.ordinal, Deadline.due_on, Deadline.event_on,
    Deadline.set_on, Deadline.rule,
)  # fmt: skip
LETTER = (
    Reply.id, Reply.assignment_id, Reply.round, Reply.edition, Reply.issued_on, Reply.number,
    Reply.reply_class, Reply.promise, Reply.promise_due_on,
)  # fmt: skip


def states_of(chosen: Select[Any]) -> dict[CaseState, int]:
    """Return how many of the chosen cases are in each state; those without any are left out."""
    counted = chosen.with_only_columns(Case.state, func.count()).group_by(Case.state)
    found = {CaseState(state): count for state, count in db.session.execute(counted)}
    return {state: found[state] for state in CaseState if state in found}


def load(chosen: Select[Any], order: Sequence[Any] = ()) -> list[CaseFacts]:
    """Return the facts of the cases whose ids a select chooses, with all that hangs on them."""
    ids = chosen.scalar_subquery()
    inside = Case.id.in_(ids)
    query = (
        select(*CASE)
        .join(Submitter, (Submitter.case_id == Case.id) & (Submitter.position == LEAD))
        .outerjoin(ANSWER_DUE, ANSWER_DUE.c.case_id == Case.id)
        .where(inside)
        .order_by(*order, Case.id)
    )
    titles = {row.id: row.title for row in all_sessions()}
    cases = {row.id: case_facts(row, titles[row.session_id]) for row in db.session.execute(query)}
    for case_id in db.session.scalars(select(Case.id).where(inside, following())):
        cases[case_id].followed = True
    parts = _load_parts(cases, ids)
    _load_dates(parts, ids)
    _load_letters(parts, ids)
    _load_ratings(parts, ids)
    _load_talks(parts, ids)
    _load_opinions(parts, ids)
    load_changes(cases, ids)
    load_recalled(parts, ids)
    return list(cases.values())


def case_facts(row: Any, session: str) -> CaseFacts:
    """Return a case without its parts."""
    joint = f"等{row.signer_count}人" if row.signer_count > 1 else ""
    return CaseFacts(
        id=row.id,
        kind=row.kind,
        label=case_label(row.kind, row.period, row.number),
        number=row.number,
        title=row.title,
        lead=f"{row.name}{joint}",
        group=row.group_name,
        session=session,
        period=row.period.label,
        state=row.state,
        received_on=row.received_on,
        due_on=row.due_on,
        short=short_label(row.kind, row.period, row.number),
        key_item=row.key_item,
        confidential=row.confidential,
    )


def _load_parts(cases: dict[int, CaseFacts], ids: Any) -> dict[int, Part]:
    """Load assignments."""
    parts: dict[int, Part] = {}
    query = (
        select(*ASSIGNMENT)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.case_id.in_(ids), Assignment.assigned_on.is_not(None))
        .order_by(Assignment.id)
    )
    for row in db.session.execute(query):
        part = Part(
            id=row.id,
            unit=row.short_name,
            unit_id=row.unit_id,
            unit_name=row.name,
            role=row.role,
            assigned_on=row.assigned_on,
            signed_on=row.signed_on,
            ended_on=row.ended_on,
            returned=row.state == A.RETURNED,
        )
        parts[row.id] = part
        cases[row.case_id].parts.append(part)
    return parts


def _load_dates(parts: dict[int, Part], ids: Any) -> None:
    """Load the dates in force, and the reply dates that were moved."""
    query = (
        select(*DATE)
        .where(Deadline.case_id.in_(ids), Deadline.subject_type == "assignment")
        .where(Deadline.kind.in_((K.SIGN, K.ASSIST, K.REPLY)))
        .order_by(Deadline.id)
    )
    for row in db.session.execute(query):
        if row.subject_id in parts:
            put_date(parts[row.subject_id], row)


def put_date(part: Part, row: Any) -> None:
    """Put one date on a part; of its kind and round it takes the place of the one before.

    Time for a better opinion does not: the first one was in time or late by its own limit.
    """
    if row.kind == K.SIGN:
        part.sign_due = row.due_on
    elif row.kind == K.ASSIST:
        if row.rule != REDO:
            part.assist_due = row.due_on
    else:
        if row.ordinal in part.dues:
            part.earlier.append((row.ordinal, part.dues[row.ordinal], row.set_on))
        part.dues[row.ordinal] = row.due_on
        part.rounds[row.ordinal] = row.event_on


def _load_letters(parts: dict[int, Part], ids: Any) -> None:
    """Load issued letters, when they reached the lead, and what they promise."""
    delivered = (
        select(Delivery.reply_id, Delivery.delivered_on)
        .join(Reply, Reply.id == Delivery.reply_id)
        .join(Submitter, Submitter.id == Delivery.submitter_id)
        .where(Reply.case_id.in_(ids), Submitter.position == LEAD)
    )
    reached = {row.reply_id: row.delivered_on for row in db.session.execute(delivered)}
    query = select(*LETTER).where(Reply.case_id.in_(ids), Reply.state == ReplyState.ISSUED)
    letters: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(query.order_by(Reply.id)):
        part = parts.get(row.assignment_id)
        if part is None:
            continue
        letters[part.id].append(row)
        mark = ReplyClass(row.reply_class)
        received = reached.get(row.id)
        part.letters.append(Letter(row.round, row.issued_on, row.number, mark, received))
    _load_promises(parts, letters, ids)


def _load_promises(parts: dict[int, Part], letters: dict[int, list[Any]], ids: Any) -> None:
    """Load promises with the dates that their letters give them."""
    replaced = _replaced(ids)
    query = select(Commitment).where(Commitment.case_id.in_(ids)).order_by(Commitment.id)
    for row in db.session.scalars(query):
        found = letters[row.assignment_id]
        first = next((letter for letter in found if letter.id == row.reply_id), None)
        if first is None:
            continue
        promise = Promise(
            opened_on=row.opened_on,
            due_on=first.promise_due_on,
            ended_on=row.ended_on,
            state=CommitmentState(row.state),
            moved=tuple(
                (letter.issued_on, letter.promise_due_on)
                for letter in found
                if _corrects(letter, first) and letter.promise == row.text
            ),
            replaced=row.id in replaced,
        )
        parts[row.assignment_id].promises.append(promise)


def _corrects(letter: Any, first: Any) -> bool:
    """Whether a letter is a later edition of another and gives its promise a date."""
    later = letter.round == first.round and letter.edition > first.edition
    return later and letter.promise_due_on is not None


def _replaced(ids: Any) -> set[int]:
    """Return the promises that a corrected letter replaced by others."""
    query = select(HistoryEntry.subject_id).where(
        HistoryEntry.case_id.in_(ids), HistoryEntry.act == Event.COMMITMENT_REPLACED
    )
    return set(db.session.scalars(query))


def _load_ratings(parts: dict[int, Part], ids: Any) -> None:
    """Load the ratings that count, from the day on which they did, and the lapses.

    A form that waits for its second person does not count yet; what lapsed before it did.
    """
    states = (RatingState.SUBMITTED, RatingState.PENDING, RatingState.LAPSED)
    query = select(
        Rating.assignment_id,
        Rating.round,
        Rating.state,
        Rating.overall,
        Rating.submitted_at,
        Rating.lapsed_on,
    ).where(Rating.case_id.in_(ids), Rating.state.in_(states))
    for assignment_id, number, state, overall, at, lapsed_on in db.session.execute(query):
        part = parts.get(assignment_id)
        if part is None:
            continue
        if lapsed_on is not None:
            part.lapses.append((number, lapsed_on))
        if state == RatingState.SUBMITTED and at is not None and overall is not None:
            part.ratings.append(Said(number, clock.local(at).date(), Satisfaction(overall)))


def _load_talks(parts: dict[int, Part], ids: Any) -> None:
    """Load contacts that no correction has replaced."""
    query = select(
        Contact.id, Contact.assignment_id, Contact.corrects_id, Contact.held_on, Contact.form,
        Contact.phase,
    ).where(Contact.case_id.in_(ids))  # fmt: skip
    rows = list(db.session.execute(query.order_by(Contact.held_on, Contact.id)))
    replaced = {row.corrects_id for row in rows}
    for row in rows:
        if row.assignment_id in parts and row.id not in replaced:
            after = row.phase == ContactPhase.AFTER
            parts[row.assignment_id].talks.append(Talk(row.held_on, row.form.in_person, after))


def _load_opinions(parts: dict[int, Part], ids: Any) -> None:
    """Load on which day each assisting unit first gave its opinion."""
    query = (
        select(Opinion.assignment_id, func.min(Opinion.submitted_on))
        .join(Assignment, Assignment.id == Opinion.assignment_id)
        .where(Assignment.case_id.in_(ids), Opinion.state != OpinionState.RECALLED)
        .group_by(Opinion.assignment_id)
    )
    for assignment_id, on in db.session.execute(query):
        if assignment_id in parts:
            parts[assignment_id].opinion_on = on
