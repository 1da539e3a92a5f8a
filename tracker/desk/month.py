"""The calendar beside the supervision list: one month of what is open, a link for each day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.desk import supervision
from tracker.desk.scopes import Days
from tracker.desk.watched import Chip
from tracker.kernel.access import Viewer
from tracker.kernel.days import FIRST_YEAR, LAST_YEAR
from tracker.settings.in_force import calendar

Address = Callable[..., str]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """One month as the page draws it; `earlier` leads to what is late since before it."""

    title: str
    weeks: list[list[dict[str, Any]]]
    before: str
    now: str
    after: str
    earlier_label: str
    earlier_url: str


def month_of(
    person: Viewer, days: Days, chip: Chip, first: date, day: date | None, address: Address
) -> Month:
    """Return a month under a chip; `address` makes the links, `day` is the one that is open."""
    weeks = supervision.weeks_of(first)
    found = supervision.by_day(person, days, chip, weeks[0][0], weeks[-1][-1])
    workdays = calendar()

    def cell(on: date) -> dict[str, Any]:
        number = found.get(on, 0)
        return {
            "day": f"{on.day}" if on.month == first.month or on.day > 1 else f"{on.month}-1",
            "href": address(month=said(first), day=on) if number else None,
            "count": number,
            "tone": tone(on, days),
            "off": not workdays.is_workday(on),
            "out": on.month != first.month,
            "today": on == days.today,
            "current": on == day,
            "words": "项到期",
        }

    ends = first - ONE_DAY
    return Month(
        title=f"{first.year}年{first.month}月",
        weeks=[[cell(on) for on in week] for week in weeks],
        before=address(month=said(ends)),
        now=address(),
        after=address(month=said(next_month(first))),
        earlier_label=f"{ends.month}月及以前逾期",
        earlier_url=address(month=said(first), before=min(first, days.today)),
    )


def tone(on: date, days: Days) -> str:
    """Return the light of what is open and due on a day."""
    if on < days.today:
        return "late"
    return "soon" if on <= days.soon else "ok"


def said(day: date) -> str:
    """Return a month as the address says it."""
    return f"{day.year:04}-{day.month:02}"


def asked(text: str, otherwise: date) -> date:
    """Return the first day of the month that an address asks for."""
    year, _, month = text.partition("-")
    plain = text.isascii() and year.isdigit() and month.isdigit() and len(text) <= len("2026-11")
    if plain and FIRST_YEAR < int(year) < LAST_YEAR and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return otherwise.replace(day=1)


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)
