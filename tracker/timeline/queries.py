"""Reading the history of a case."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from tracker.kernel.db import db, remembered_rows
from tracker.timeline.models import HistoryEntry


def of_case(case_id: int, public_only: bool = False) -> list[HistoryEntry]:
    """Return the entries of a case, newest first."""
    query = select(HistoryEntry).where(HistoryEntry.case_id == case_id)
    if public_only:
        query = query.where(HistoryEntry.public)
    order = (HistoryEntry.at.desc(), HistoryEntry.id.desc())
    return remembered_rows(("history", case_id, public_only), query.order_by(*order))


def last_day(case_id: int, act: str) -> date | None:
    """Return the latest business date of an act on a case, whichever was entered last."""
    query = select(func.max(HistoryEntry.on))
    return db.session.scalar(query.where(HistoryEntry.case_id == case_id, HistoryEntry.act == act))
