"""By class cases fall into groups: one that is answered without a class is a group of its own."""

from __future__ import annotations

from sqlalchemy import String, and_, case, literal_column, type_coerce

from tracker.reports.asked import UNSTATED_CLASS
from tracker.reports.tallies import Row
from tracker.standing.models import CaseStanding

CLASS = case(
    (
        and_(CaseStanding.answered, CaseStanding.reply_class.is_(None)),
        literal_column(f"'{UNSTATED_CLASS}'", String),  # PostgreSQL groups by no parameter
    ),
    else_=type_coerce(CaseStanding.reply_class, String),
)


def class_of(row: Row) -> str | None:
    """Return the class of a row that was computed, as `CLASS` does of a written one."""
    if row["answered"] and row["reply_class"] is None:
        return UNSTATED_CLASS
    return str(row["reply_class"]) if row["reply_class"] else None
