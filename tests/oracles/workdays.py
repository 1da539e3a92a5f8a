"""Working days by the State Council's notices, written down day by day.

2025: 国办发明电〔2024〕12号; 2026: 国办发明电〔2025〕7号. For 2027 there is no notice
yet: only the days that the holiday regulation itself fixes by the solar calendar are off.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta


def _from(year: int, month: int, day: int, count: int) -> Iterator[date]:
    """So many days from a day on."""
    first = date(year, month, day)
    return (first + timedelta(days=step) for step in range(count))


DAYS_OFF = {
    *_from(2025, 1, 1, 1),  # New Year
    *_from(2025, 1, 28, 8),  # Spring Festival
    *_from(2025, 4, 4, 3),  # Qingming
    *_from(2025, 5, 1, 5),  # Labour Day
    *_from(2025, 5, 31, 3),  # Dragon Boat
    *_from(2025, 10, 1, 8),  # National Day and Mid-Autumn
    *_from(2026, 1, 1, 3),
    *_from(2026, 2, 15, 9),
    *_from(2026, 4, 4, 3),
    *_from(2026, 5, 1, 5),
    *_from(2026, 6, 19, 3),
    *_from(2026, 9, 25, 3),  # Mid-Autumn
    *_from(2026, 10, 1, 7),
    *_from(2027, 1, 1, 1),
    *_from(2027, 5, 1, 2),
    *_from(2027, 10, 1, 3),
}
WORKED = {
    date(2025, 1, 26),
    date(2025, 2, 8),
    date(2025, 4, 27),
    date(2025, 9, 28),
    date(2025, 10, 11),
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
}


def worked(day: date) -> bool:
    """Whether people work on a day."""
    return day in WORKED or (day.weekday() < 5 and day not in DAYS_OFF)


def after_workdays(day: date, count: int) -> date:
    """Return the day so many working days later; the first day is not counted."""
    while count:
        day += timedelta(days=1)
        count -= worked(day)
    return day


def rolled(day: date) -> date:
    """Return the day, or the next working day where it is off: a limit in days ends on one."""
    while not worked(day):
        day += timedelta(days=1)
    return day


def day_of(value: object) -> date:
    """Return a date that SQLite gives as text."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))
