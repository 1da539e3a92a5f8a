"""Class and rating of a case as conditions: the very values that the ledger shows.

A case has the least advanced class of its last letters and the worst of its last ratings, those
of the units that answer and have it now (`reports/facts.py` works out the same in Python).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Exists, String, and_, exists, or_, select, tuple_, type_coerce
from sqlalchemy.orm import aliased

from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.rating.models import Rating
from tracker.reply.models import Reply
from tracker.standing.facts import WORST
from tracker.terms import AssignRole, RatingState, ReplyClass, ReplyState, Satisfaction


def class_is(mark: ReplyClass | None) -> ColumnElement[bool]:
    """Return the condition under which a case has a class; the letters stand in their order.

    None: a last letter states none, which may be less than what the others state.
    """
    said = type_coerce(Reply.reply_class, String)
    unstated = _letter(said.is_(None))
    if mark is None:
        return unstated
    return and_(_letter(said == mark.value), ~_letter(said > mark.value), ~unstated)


def rating_is(value: Satisfaction, unit_id: int | None) -> ColumnElement[bool]:
    """Return the condition under which a case has a rating; a unit's own letters' where given."""
    worse = [one.value for one in WORST[WORST.index(value) + 1 :]]
    return and_(
        _rated(Rating.overall == value, unit_id), ~_rated(Rating.overall.in_(worse), unit_id)
    )


def _answering(today: date) -> list[ColumnElement[bool]]:
    """Return the conditions on Assignment under which its unit answers the case now."""
    return [
        Assignment.case_id == Case.id,
        Assignment.role != AssignRole.ASSISTING,
        Assignment.assigned_on <= today,
        or_(Assignment.ended_on.is_(None), Assignment.ended_on > today),
    ]


def _letter(says: ColumnElement[bool]) -> Exists:
    """Return whether a unit that answers has a last letter that says something."""
    later = aliased(Reply)
    after = tuple_(later.round, later.issued_on, later.id) > tuple_(
        Reply.round, Reply.issued_on, Reply.id
    )
    newer = exists().where(
        later.assignment_id == Reply.assignment_id, later.state == ReplyState.ISSUED, after
    )
    last = (Reply.state == ReplyState.ISSUED, ~newer, says)
    return _of_case(Reply, *last)


def _rated(says: ColumnElement[bool], unit_id: int | None) -> Exists:
    """Return whether a unit that answers has a last rating that says something."""
    later = aliased(Rating)
    after = or_(later.round > Rating.round, and_(later.round == Rating.round, later.id < Rating.id))
    newer = exists().where(
        later.assignment_id == Rating.assignment_id, later.state == RatingState.SUBMITTED, after
    )
    last = [Rating.state == RatingState.SUBMITTED, ~newer, says]
    if unit_id:
        last.append(Assignment.unit_id == unit_id)
    return _of_case(Rating, *last)


def _of_case(model: Any, *conditions: ColumnElement[bool]) -> Exists:
    """Return whether a row of the case's answering units fulfils conditions."""
    query = select(model.id).join(Assignment, Assignment.id == model.assignment_id)
    return query.where(*_answering(clock.today()), *conditions).correlate(Case).exists()
