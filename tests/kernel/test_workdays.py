"""Working days: the notice for 2026 day by day, and what holds for every calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.kernel.workdays import Calendar


def spread(first: date, last: date) -> list[date]:
    """Return the days from the first to the last."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


# 国务院办公厅关于 2026 年部分节假日安排的通知
OFF = [
    *spread(date(2026, 1, 1), date(2026, 1, 3)),
    *spread(date(2026, 2, 15), date(2026, 2, 23)),
    *spread(date(2026, 4, 4), date(2026, 4, 6)),
    *spread(date(2026, 5, 1), date(2026, 5, 5)),
    *spread(date(2026, 6, 19), date(2026, 6, 21)),
    *spread(date(2026, 9, 25), date(2026, 9, 27)),
    *spread(date(2026, 10, 1), date(2026, 10, 7)),
]
ON = [
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
]
NOTICE = Calendar({**dict.fromkeys(OFF, False), **dict.fromkeys(ON, True)}, frozenset({2026}))
PLAIN = Calendar()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 3, 18), True),  # a Wednesday
        (date(2026, 3, 21), False),  # a Saturday
        (date(2026, 2, 28), True),  # a Saturday that the notice makes a working day
        (date(2026, 2, 23), False),  # a Monday in the Spring Festival
        (date(2026, 5, 4), False),  # a Monday after Labour Day
        (date(2026, 5, 9), True),  # a Saturday that makes up for it
        (date(2026, 10, 8), True),  # the first Thursday after National Day
    ],
)
def test_the_notice_decides(day, worked):
    assert NOTICE.is_workday(day) is worked


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2027, 1, 1), False),  # a Friday
        (date(2028, 5, 1), False),  # a Monday
        (date(2028, 5, 2), False),
        (date(2028, 5, 3), True),
        (date(2029, 10, 3), False),  # a Wednesday
        (date(2029, 10, 4), True),
        (date(2027, 2, 8), True),  # a Monday; whether it is a holiday nobody knows yet
        (date(2027, 2, 13), False),  # a Saturday
    ],
)
def test_a_year_without_a_notice_has_weekends_and_the_fixed_holidays_only(day, worked):
    assert NOTICE.is_workday(day) is worked


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 18), 2, date(2026, 3, 20)),
        (date(2026, 3, 20), 1, date(2026, 3, 23)),  # over a weekend
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a Saturday at work
        (date(2026, 2, 14), 5, date(2026, 2, 28)),  # 24, 25, 26, 27, 28 February
        (date(2026, 4, 3), 1, date(2026, 4, 7)),  # over 清明
        (date(2026, 4, 3), 15, date(2026, 4, 27)),  # the feedback limit
        (date(2026, 4, 28), 5, date(2026, 5, 8)),  # 29, 30 April, 6, 7, 8 May
        (date(2026, 5, 6), 3, date(2026, 5, 9)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # Friday 1 January is off in every year
        (date(2026, 3, 18), 0, date(2026, 3, 18)),
    ],
)
def test_working_days_are_counted_without_the_first(start, count, end):
    assert NOTICE.add_workdays(start, count) == end
    assert NOTICE.workdays_between(start, end) == count


@pytest.mark.parametrize(
    ("day", "rolled"),
    [
        (date(2026, 10, 2), date(2026, 10, 8)),
        (date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 2, 15), date(2026, 2, 24)),
        (date(2026, 6, 18), date(2026, 6, 18)),
        (date(2026, 6, 19), date(2026, 6, 22)),
    ],
)
def test_a_day_off_rolls_on_to_the_next_working_day(day, rolled):
    assert NOTICE.next_workday(day) == rolled


def test_without_the_notice_the_same_day_rolls_elsewhere():
    assert PLAIN.next_workday(date(2026, 2, 28)) == date(2026, 3, 2)
    assert PLAIN.next_workday(date(2026, 10, 2)) == date(2026, 10, 5)


def test_days_are_provisional_as_soon_as_an_unknown_year_is_touched():
    assert not NOTICE.provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert NOTICE.provisional(date(2026, 12, 31), date(2027, 1, 4))
    assert NOTICE.provisional(date(2025, 12, 31), date(2026, 1, 4))
    both = Calendar({}, frozenset({2026, 2028}))
    assert both.provisional(date(2026, 1, 1), date(2028, 1, 1))


def test_no_working_day_lies_between_a_day_and_one_before_it():
    assert NOTICE.workdays_between(date(2026, 3, 20), date(2026, 3, 18)) == 0


days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
calendars = st.builds(
    Calendar,
    st.dictionaries(days, st.booleans(), max_size=60),
    st.frozensets(st.integers(2024, 2032)),
)


@given(calendars, days, st.integers(1, 60))
def test_so_many_working_days_end_on_a_working_day_and_count_back(calendar, day, count):
    end = calendar.add_workdays(day, count)
    assert end > day
    assert calendar.is_workday(end)
    assert calendar.workdays_between(day, end) == count
    assert calendar.workdays_between(day, end - timedelta(days=1)) == count - 1


@given(calendars, days, st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_parts_is_counting_at_once(calendar, day, first, second):
    part = calendar.add_workdays(calendar.add_workdays(day, first), second)
    assert part == calendar.add_workdays(day, first + second)


@given(calendars, days)
def test_rolling_on_passes_no_working_day(calendar, day):
    rolled = calendar.next_workday(day)
    assert calendar.is_workday(rolled)
    assert not any(calendar.is_workday(one) for one in spread(day, rolled)[:-1])
