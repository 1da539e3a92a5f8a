"""Loading what the ledger shows of one page of cases: two statements, however many rows.

The export and the statistics load cases whole (`standing/loading.py`); a page needs the proposer,
the units, their limits, letters and ratings, and reads no column more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Date,
    DateTime,
    Integer,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from tracker.assign.models import Assignment
from tracker.bodies.models import Body, CongressSession
from tracker.bodies.titles import session_title
from tracker.cases.models import Case, Submitter
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import UTCDateTime, db
from tracker.plan.models import DutyRow
from tracker.plan.queries import ANSWER_OWED
from tracker.rating.models import Rating
from tracker.reply.models import Reply
from tracker.standing.facts import CaseFacts, Letter, Part, Said
from tracker.standing.loading import case_facts, put_date
from tracker.standing.statements import CASE, LEAD, SOME
from tracker.supervise.queries import following
from tracker.terms import (
    AssignRole,
    BodyType,
    DeadlineKind,
    RatingState,
    ReplyClass,
    ReplyState,
    Satisfaction,
)
from tracker.units.models import Unit

EMPTY: dict[str, Any] = {
    "case_id": cast(null(), Integer),
    "round": cast(null(), Integer),
    "unit_id": cast(null(), Integer),
    "word": cast(null(), String),
    "more": cast(null(), String),
    "on": cast(null(), Date),
    "other": cast(null(), Date),
    "third": cast(null(), Date),
    "at": cast(null(), DateTime(timezone=True)),
}


def load_page(ids: Sequence[int]) -> list[CaseFacts]:
    """Return the facts of some cases, in the order in which they are named."""
    if not ids:
        return []
    cases: dict[int, CaseFacts] = {}
    for row in db.session.execute(CASES, {"some": ids}):
        facts = case_facts(row, session_title(BodyType(row.body), row.term, row.of), row.due_on)
        facts.followed = bool(row.followed)
        cases[row.id] = facts
    _load_parts(cases)
    return [cases[case_id] for case_id in ids if case_id in cases]


def _load_parts(cases: dict[int, CaseFacts]) -> None:
    """Load the assignments of cases with their limits, letters and ratings, in one statement."""
    rows = defaultdict(list)
    for row in db.session.execute(WHAT_CAME, {"some": list(cases)}):
        rows[row.what].append(row)
    parts: dict[int, Part] = {}
    for row in sorted(rows["part"], key=lambda row: row.id):
        parts[row.id] = _part(row)
        cases[row.case_id].parts.append(parts[row.id])

    def ordered(what: str) -> list[Any]:
        known = (row for row in rows[what] if row.id in parts)
        return sorted(known, key=lambda row: row.own_id)

    for row in ordered("date"):
        put_date(parts[row.id], _limit(row))
    for row in ordered("letter"):
        mark = ReplyClass(row.more) if row.more else None
        parts[row.id].letters.append(Letter(row.round, row.on, row.word, mark))
    for row in ordered("rating"):
        said = Said(row.round, clock.local(row.at).date(), Satisfaction(row.word))
        parts[row.id].ratings.append(said)


@dataclass(frozen=True)
class _Date:
    """A limit of a reply as `put_date` reads it."""

    kind: DeadlineKind
    rule: str
    ordinal: int
    due_on: date
    event_on: date
    set_on: date


def _limit(row: Any) -> _Date:
    """Return a limit from its row."""
    return _Date(DeadlineKind(row.word), row.more, row.round, row.on, row.other, row.third)


def _part(row: Any) -> Part:
    """Return an assignment without what came of it."""
    return Part(
        id=row.id,
        unit=row.word,
        unit_id=row.unit_id,
        role=AssignRole(row.more),
        assigned_on=row.on,
        ended_on=row.other,
    )


def _shared(what: str, part_id: Any, own_id: Any, **values: Any) -> Select[Any]:
    """Select one kind of row in the columns that all kinds share."""
    columns = {**EMPTY, **values, "at": type_coerce(values.get("at", EMPTY["at"]), UTCDateTime())}
    return select(
        literal(what, String).label("what"),
        part_id.label("id"),
        own_id.label("own_id"),
        *(value.label(name) for name, value in columns.items()),
    )


def _parts() -> Select[Any]:
    """Select assignments in force or ended."""
    role = type_coerce(Assignment.role, String)
    query = _shared(
        "part",
        Assignment.id,
        Assignment.id,
        case_id=Assignment.case_id,
        unit_id=Assignment.unit_id,
        word=Unit.short_name,
        more=role,
        on=Assignment.assigned_on,
        other=Assignment.ended_on,
    )
    return query.join(Unit, Unit.id == Assignment.unit_id).where(_of())


def _dates() -> Select[Any]:
    """Select the limits of replies."""
    kind = type_coerce(Deadline.kind, String)
    query = _shared(
        "date",
        Deadline.subject_id,
        Deadline.id,
        round=Deadline.ordinal,
        word=kind,
        more=Deadline.rule,
        on=Deadline.due_on,
        other=Deadline.event_on,
        third=Deadline.set_on,
    )
    ours = Deadline.subject_type == Assignment.__tablename__
    return query.where(Deadline.case_id.in_(SOME), ours, Deadline.kind == DeadlineKind.REPLY)


def _letters() -> Select[Any]:
    """Select issued letters."""
    mark = type_coerce(Reply.reply_class, String)
    query = _shared(
        "letter",
        Reply.assignment_id,
        Reply.id,
        round=Reply.round,
        word=Reply.number,
        more=mark,
        on=Reply.issued_on,
    )
    return query.where(Reply.case_id.in_(SOME), Reply.state == ReplyState.ISSUED)


def _ratings() -> Select[Any]:
    """Select the ratings that count."""
    value, at = type_coerce(Rating.overall, String), Rating.submitted_at
    query = _shared(
        "rating", Rating.assignment_id, Rating.id, round=Rating.round, word=value, at=at
    )
    return query.where(Rating.case_id.in_(SOME), Rating.state == RatingState.SUBMITTED)


def _of() -> Any:
    """Return the condition under which an assignment is one of those that are loaded."""
    return Assignment.case_id.in_(SOME) & Assignment.assigned_on.is_not(None)


WHAT_CAME = union_all(_parts(), _dates(), _letters(), _ratings())


def _cases() -> Any:
    """Select cases with their leads, sessions and earliest limits."""
    due = select(func.min(DutyRow.due_on)).where(ANSWER_OWED, DutyRow.case_id == Case.id)
    return (
        select(
            *CASE,
            due.scalar_subquery().label("due_on"),
            following().label("followed"),
            Body.type.label("body"),
            CongressSession.term,
            CongressSession.number.label("of"),
        )
        .join(Submitter, (Submitter.case_id == Case.id) & (Submitter.position == LEAD))
        .join(CongressSession, CongressSession.id == Case.session_id)
        .join(Body, Body.id == CongressSession.body_id)
        .where(Case.id.in_(SOME))
    )


CASES = _cases()
