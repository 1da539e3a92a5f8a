"""Days as lists write them; pure."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

from tracker.kernel.days import parse_day

_MONTH_DAY = re.compile(r"^(\d{1,2})月(\d{1,2})日?(?:前|之前|以前)?$")
_MONTH_END = re.compile(r"^(?:(\d{4})年)?(\d{1,2})月底前?$")
_DATED = re.compile(r"^(\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)(?:前|之前|以前|\d{2}:\d{2}.*)?$")
BASE = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000


def day_of(text: str, kind: str, year: int | None) -> date | None:
    """Return the day that a cell names, None where it names none.

    :param kind: kind of the cell; a plain number is a day only as a serial of this century.
    :param year: year of the list, for days written without one.
    """
    tidy = "".join(unicodedata.normalize("NFKC", text).split())
    if kind == "number" and tidy.isdigit() and FIRST_SERIAL <= int(tidy) <= LAST_SERIAL:
        return BASE + timedelta(days=int(tidy))
    if found := _DATED.match(tidy):
        return parse_day(found.group(1))
    if found := _MONTH_END.match(tidy):
        which = int(found.group(1)) if found.group(1) else year
        return _last(which, int(found.group(2)))
    if (found := _MONTH_DAY.match(tidy)) and year:
        return parse_day(f"{year}-{found.group(1)}-{found.group(2)}")
    return None


def _last(year: int | None, month: int) -> date | None:
    """Return the last day of a month."""
    if year is None or not 1 <= month <= 12:
        return None
    return date(year, month, monthrange(year, month)[1])
