"""Days as people of an office write them; pure."""

from __future__ import annotations

import re
from datetime import date

from tracker.kernel.texts import tidy

MOST_YEARS = 50
FIRST_YEAR, LAST_YEAR = 1900, 2199
NO_DAY = "请填写日期，如 2026-03-05 或 2026年3月5日。"
_DAY = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?$")


def parse_day(text: str) -> date | None:
    """Return the day written as 2026-03-05, 2026.3.5 or 2026年3月5日, None if it is none.

    A year that stands on no paper of an office is a slip: days are counted on from what is typed,
    and past the last day that there is no counting goes on.
    """
    found = _DAY.match(tidy(text))
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def typing_fault(text: str) -> str:
    """Return what to do about a text that `parse_day` reads no day from."""
    found = _DAY.match(tidy(text))
    if found and not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间，请检查年份。"
    return NO_DAY


def ahead_fault(day: date, today: date, word: str = "日期") -> str:
    """Return what to do about the day of something done that lies ahead, nothing where it fits."""
    return f"{word}不能晚于今天。" if day > today else ""


def order_fault(day: date, first: date | None, what: str, word: str = "日期") -> str:
    """Return what to do about a day before that of `what` it follows, nothing where it fits."""
    return f"{word}不能早于{what} {first}。" if first and day < first else ""


def moving_fault(day: date, today: date, reason: str) -> str:
    """Return what to do about a day before today that moves a limit, without a reason for it."""
    if day >= today or reason.strip():
        return ""
    return "日期早于今天，期限随之提前，请写明理由。"


def year_fault(day: date, today: date) -> str:
    """Return what to do about a day whose year can only be a slip, nothing where it can be."""
    if abs(day.year - today.year) <= MOST_YEARS:
        return ""
    return f"{day} 离今天超过 {MOST_YEARS} 年，请检查年份。"


def spoken(day: date, today: date) -> str:
    """Return a day as people say it, without its year while it is this year's."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
