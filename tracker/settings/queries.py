"""Reading the holiday calendar."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.kernel.db import db
from tracker.settings.models import CalendarDay, CalendarYear


def year_days(year: int) -> list[CalendarDay]:
    """Return the exceptions of a year in order."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(CalendarDay).where(CalendarDay.day.between(first, last))
    return list(db.session.scalars(query.order_by(CalendarDay.day)))


def exceptions() -> dict[date, bool]:
    """Return every day that differs from the ordinary week: True works, False is off."""
    query = select(CalendarDay.day, CalendarDay.working)
    return {row.day: row.working for row in db.session.execute(query)}


def known_years() -> frozenset[int]:
    """Return the years whose notice was loaded or confirmed; in others days are provisional."""
    return frozenset(db.session.scalars(select(CalendarYear.year)))


def known_year(year: int) -> CalendarYear | None:
    """Return how a year became known, None while it is not."""
    return db.session.get(CalendarYear, year)
