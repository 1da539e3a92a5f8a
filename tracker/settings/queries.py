"""Reading the holiday calendar and the decisions about the rules."""

from __future__ import annotations

from datetime import date
from functools import cache

from sqlalchemy import case, select

from tracker.kernel.db import db
from tracker.rulebook.terms import RuleState
from tracker.settings.models import CalendarDay, CalendarYear, FrozenBook, RuleChange, RuleLine

NEWEST = 100


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


@cache
def frozen_text(number: str) -> str:
    """Return the text of a frozen book; its number is its digest and never means another one."""
    return db.session.scalars(select(FrozenBook.text).where(FrozenBook.id == number)).one()


def confirmed_changes() -> list[RuleChange]:
    """Return the decisions about the rules that were confirmed, the oldest first."""
    query = select(RuleChange).where(RuleChange.state == RuleState.CONFIRMED)
    return list(db.session.scalars(query.order_by(RuleChange.id)))


def changes() -> list[RuleChange]:
    """Return the decisions about the rules: those that wait, then the newest hundred."""
    waits = case((RuleChange.state == RuleState.PROPOSED, 0), else_=1)
    query = select(RuleChange).order_by(waits, RuleChange.id.desc()).limit(NEWEST)
    return list(db.session.scalars(query))


def lines() -> dict[str, RuleLine]:
    """Return the lines that the office has confirmed, by key."""
    return {row.key: row for row in db.session.scalars(select(RuleLine))}
