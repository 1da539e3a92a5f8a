"""Reading how cases stood on a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, select

from tracker.kernel.db import db
from tracker.standing.models import CaseStanding, PartStanding, StaleStanding

Standing = type[CaseStanding] | type[PartStanding]


def stood_on(model: Standing, day: date) -> ColumnElement[bool]:
    """Return the condition under which a row tells how something stood on a day."""
    return and_(model.since <= day, model.until > day)


def stale() -> list[int]:
    """Return the cases whose rows are not written yet: they are computed from the facts."""
    return list(db.session.scalars(select(StaleStanding.case_id)))
