"""What the subjects of duties say: read for all lines of a page in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Date, cast, func, literal, null, select, union_all

from tracker.assign.models import Assignment, ReturnRequest
from tracker.kernel.db import db
from tracker.plan_terms import UNASSIGNED
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply
from tracker.supervise.models import FollowUpAct
from tracker.terms import AssignmentState, FollowUpKind
from tracker.units.models import Unit

PROPOSED, URGED = "proposed", "urged"
NOTHING, ONCE, NO_DAY = literal(""), literal(1), cast(null(), Date)


@dataclass
class Told:
    """What the subjects of the duties say, by subject type and number."""

    assignment_of: dict[tuple[str, int], int] = field(default_factory=dict)
    said: dict[tuple[str, int], str] = field(default_factory=dict)
    mended: set[tuple[str, int]] = field(default_factory=set)
    proposed: dict[int, str] = field(default_factory=dict)
    urged: dict[tuple[int, int | None], tuple[int, date]] = field(default_factory=dict)


def told_of(rows: Sequence[Any]) -> Told:
    """Read what the subjects of these duties say, all in one statement."""
    told = Told()
    names: dict[int, list[str]] = defaultdict(list)
    if parts := _parts(rows):
        for row in sorted(db.session.execute(union_all(*parts)), key=lambda row: row.part or 0):
            if row.what == PROPOSED:
                names[row.number].append(row.said)
            elif row.what == URGED:
                told.urged[row.number, row.part] = (row.times, row.day)
            else:
                _note(told, row)
    told.proposed = {case_id: "、".join(found) for case_id, found in names.items()}
    return told


def _note(told: Told, row: Any) -> None:
    """Note the assignment of one subject, what it says, and a letter that corrects another."""
    told.assignment_of[row.what, row.number] = row.part
    if row.said:
        told.said[row.what, row.number] = row.said
    if row.times > 1:
        told.mended.add((row.what, row.number))


def _parts(rows: Sequence[Any]) -> list[Any]:
    """Return a query for each type of subject that occurs, and for the cases."""
    numbers: Mapping[str, set[int]] = defaultdict(set)
    for row in rows:
        numbers[row.subject_type].add(row.subject_id)
    subjects = (
        ("reply", Reply, NOTHING, Reply.edition),
        ("rating", Rating, Rating.reason, ONCE),
        ("commitment", Commitment, Commitment.text, ONCE),
        ("return_request", ReturnRequest, ReturnRequest.reason, ONCE),
    )
    found = [
        _part(name, table.id, table.assignment_id, said, times).where(table.id.in_(numbers[name]))
        for name, table, said, times in subjects
        if numbers[name]
    ]
    waiting = {row.case_id for row in rows if row.kind in UNASSIGNED}
    found += [_proposed(waiting)] if waiting else []
    return [*found, _urged({row.case_id for row in rows})] if rows else found


def _part(what: str, number: Any, part: Any, said: Any, times: Any, day: Any = NO_DAY) -> Any:
    """Select one type of what is told, in the columns of all."""
    columns = {"number": number, "part": part, "said": said, "times": times, "day": day}
    return select(literal(what).label("what"), *(one.label(name) for name, one in columns.items()))


def _proposed(cases: set[int]) -> Any:
    """Select the units proposed for cases."""
    name = func.coalesce(Unit.short_name, Assignment.unit_text)
    query = _part(PROPOSED, Assignment.case_id, Assignment.id, name, ONCE)
    query = query.outerjoin(Unit, Unit.id == Assignment.unit_id)
    return query.where(Assignment.case_id.in_(cases), Assignment.state == AssignmentState.PROPOSED)


def _urged(cases: set[int]) -> Any:
    """Select how often and when last an assignment of the cases was urged."""
    last = func.max(FollowUpAct.done_on)
    of = (FollowUpAct.case_id, FollowUpAct.assignment_id)
    query = _part(URGED, *of, NOTHING, func.count(), last)
    chosen = query.where(FollowUpAct.case_id.in_(cases), FollowUpAct.kind == FollowUpKind.URGE)
    return chosen.group_by(*of)
