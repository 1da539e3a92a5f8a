"""Reading the history of a case."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.kernel.db import db
from tracker.timeline.models import HistoryEntry


def of_case(
    case_id: int, public_only: bool = False, until: date | None = None
) -> list[HistoryEntry]:
    """Return the entries of a case, newest first."""
    query = select(HistoryEntry).where(HistoryEntry.case_id == case_id)
    if public_only:
        query = query.where(HistoryEntry.public)
    if until:
        query = query.where(HistoryEntry.on <= until)
    order = (HistoryEntry.at.desc(), HistoryEntry.id.desc())
    return list(db.session.scalars(query.order_by(*order)))
