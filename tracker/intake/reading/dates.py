"""Days as lists write them; pure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from tracker.kernel import numerals
from tracker.kernel.days import parse_day
from tracker.kernel.texts import tidy

_BEFORE = r"(?:前|之前|以前|止)?"
_MONTH_DAY = re.compile(rf"^(\d{{1,2}})月(\d{{1,2}})[日号]?{_BEFORE}$")
_MONTH_END = re.compile(rf"^(?:(\d{{4}})年)?(\d{{1,2}})月[底末]{_BEFORE}$")
_DATED = re.compile(
    rf"^(\d{{4}}[-./年]\d{{1,2}}[-./月]\d{{1,2}}[日号]?){_BEFORE}(?:T?\d{{1,2}}:\d{{2}}.*)?$"
)
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_COMPACT = re.compile(rf"^(20\d\d)(\d\d)(\d\d){_BEFORE}$")
_NUMERALS = re.compile(r"[〇○零一二三四五六七八九十廿卅]+")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
SINCE_1900, SINCE_1904 = date(1899, 12, 30), date(1904, 1, 1)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000


def day_of(text: str, year: int | None, *, from_1904: bool = False) -> date | None:
    """Return the day that a cell names, None where it names none.

    A plain number of five digits is the serial of a day, whatever the time behind its point; 底
    is the last day of the month, and 前 that day itself.

    :param year: year of the list, for days written without one.
    :param from_1904: serials count from 1904.
    """
    plain = _in_digits(tidy(text))
    found = _SERIAL.match(plain)
    if found and FIRST_SERIAL <= int(found.group(1)) <= LAST_SERIAL:
        return (SINCE_1904 if from_1904 else SINCE_1900) + timedelta(days=int(found.group(1)))
    if found := _DATED.match(plain):
        return parse_day(found.group(1))
    if found := _COMPACT.match(plain):
        return parse_day("-".join(found.groups()))
    if found := _MONTH_END.match(plain):
        which = int(found.group(1)) if found.group(1) else year
        return _last(which, int(found.group(2)))
    if (found := _MONTH_DAY.match(plain)) and year:
        return parse_day(f"{year}-{found.group(1)}-{found.group(2)}")
    return None


def lacks_year(text: str) -> bool:
    """Whether a cell names month and day, or the end of a month, without a year."""
    plain = _in_digits(tidy(text))
    end = _MONTH_END.match(plain)
    return bool(_MONTH_DAY.match(plain)) or (end is not None and not end.group(1))


def digits(text: str) -> str:
    """Return Chinese numerals digit by digit: 二〇二六 → 2026."""
    return text.translate(_DIGITS)


def _in_digits(text: str) -> str:
    """Return a day written in Chinese numerals in digits: 二〇二六年二月二十四日."""
    return _NUMERALS.sub(lambda found: _number(found.group()), text)


def _number(text: str) -> str:
    """Return one numeral in digits: 二十四 → 24, 二〇二六 → 2026; what is none stays."""
    value = numerals.value_of(text)
    return text if value is None else str(value)


def _last(year: int | None, month: int) -> date | None:
    """Return the last day of a month."""
    if not year or not 1 <= month <= 12:
        return None
    return date(year, month, monthrange(year, month)[1])
