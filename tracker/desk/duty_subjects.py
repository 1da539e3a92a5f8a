"""What the subjects of duties say: read for all lines of a page at once, a query for each type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from tracker.assign.models import Assignment, ReturnRequest
from tracker.kernel.db import db
from tracker.plan_terms import DutyKind
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply
from tracker.supervise.models import FollowUpAct
from tracker.terms import AssignmentState, FollowUpKind
from tracker.units.models import Unit


@dataclass
class Told:
    """What the subjects of the duties say, by subject type and number."""

    assignment_of: dict[tuple[str, int], int] = field(default_factory=dict)
    said: dict[tuple[str, int], str] = field(default_factory=dict)
    mended: set[tuple[str, int]] = field(default_factory=set)
    proposed: dict[int, str] = field(default_factory=dict)
    urged: dict[tuple[int, int | None], tuple[int, date]] = field(default_factory=dict)


def told_of(rows: Sequence[Any]) -> Told:
    """Read what the subjects of these duties say, a query for each type that occurs."""
    numbers: Mapping[str, set[int]] = defaultdict(set)
    for row in rows:
        numbers[row.subject_type].add(row.subject_id)
    told, cases = Told(), {row.case_id for row in rows}
    _of("reply", select(Reply.id, Reply.assignment_id), Reply.id, numbers, told)
    mended = select(Reply.id).where(Reply.id.in_(numbers["reply"]), Reply.edition > 1)
    told.mended = {("reply", number) for number in db.session.scalars(mended)}
    query = select(Rating.id, Rating.assignment_id, Rating.reason)
    _of("rating", query, Rating.id, numbers, told)
    query = select(Commitment.id, Commitment.assignment_id, Commitment.text)
    _of("commitment", query, Commitment.id, numbers, told)
    returns = select(ReturnRequest.id, ReturnRequest.assignment_id, ReturnRequest.reason)
    _of("return_request", returns, ReturnRequest.id, numbers, told)
    waiting = {row.case_id for row in rows if row.kind in (DutyKind.PROPOSE, DutyKind.APPROVE)}
    told.proposed = _proposed(waiting)
    told.urged = _urged(cases)
    return told


def _of(name: str, query: Any, column: Any, numbers: Mapping[str, set[int]], told: Told) -> None:
    """Read the subjects of one type: their assignment, and what they say."""
    if not (wanted := numbers.get(name)):
        return
    for number, assignment, *said in db.session.execute(query.where(column.in_(wanted))):
        told.assignment_of[name, number] = assignment
        if said and said[0]:
            told.said[name, number] = said[0]


def _proposed(cases: Iterable[int]) -> dict[int, str]:
    """Return the units proposed for cases, in words."""
    wanted = set(cases)
    if not wanted:
        return {}
    query = (
        select(Assignment.case_id, func.coalesce(Unit.short_name, Assignment.unit_text))
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.case_id.in_(wanted), Assignment.state == AssignmentState.PROPOSED)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for case_id, name in db.session.execute(query.order_by(Assignment.id)):
        names[case_id].append(name)
    return {case_id: "、".join(found) for case_id, found in names.items()}


def _urged(cases: Iterable[int]) -> dict[tuple[int, int | None], tuple[int, date]]:
    """Return how often and when last an assignment of the cases was urged."""
    query = (
        select(
            FollowUpAct.case_id,
            FollowUpAct.assignment_id,
            func.count(),
            func.max(FollowUpAct.done_on),
        )
        .where(FollowUpAct.case_id.in_(set(cases)), FollowUpAct.kind == FollowUpKind.URGE)
        .group_by(FollowUpAct.case_id, FollowUpAct.assignment_id)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in db.session.execute(query)}
