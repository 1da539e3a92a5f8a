"""Working days (工作日); pure. Source: 全国年节及纪念日放假办法 and the yearly notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5
# Days off that the holiday regulation of 2024-11-10, art. 2, fixes by the solar calendar.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The office's calendar.

    `exceptions`: days that differ from Monday to Friday, True where people work.
    `known_years`: years whose notice is loaded; a date that touches another is provisional.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        if day in self.exceptions:
            return self.exceptions[day]
        if day.year not in self.known_years and (day.month, day.day) in FIXED:
            return False
        return day.weekday() < SATURDAY

    def next_workday(self, day: date) -> date:
        """Return the day itself if it is a working day, else the next one."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """Return the count-th working day after a day; the first day is not counted."""
        left = count
        while left > 0:
            day += ONE_DAY
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and with `end`; 0 if it is not later."""
        days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)

    def provisional(self, start: date, end: date) -> bool:
        """Whether a year between two days has no notice yet."""
        return any(year not in self.known_years for year in range(start.year, end.year + 1))
