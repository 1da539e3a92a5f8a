"""Limits counted by hand, and what holds for every count."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests import books
from tests.kernel.test_workdays import NOTICE, calendars, days
from tracker.deadlines import counting
from tracker.kernel.workdays import Calendar
from tracker.rulebook.book import Limit, Source
from tracker.terms import Kind, LimitUnit, Period

BOOK = books.DEFAULT
BLANK_2026 = Calendar({}, frozenset({2025, 2026}))
KNOWN = Calendar(NOTICE.exceptions, frozenset({2025, 2026}))
MARCH_18, MARCH_20 = date(2026, 3, 18), date(2026, 3, 20)


def limit(value: int, unit: str) -> Limit:
    return Limit("x", value, LimitUnit(unit), "assigned", Source("办法第一条", article=True))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2026, 3, 18), 3, date(2026, 6, 18)),
        (date(2026, 7, 2), 3, date(2026, 10, 2)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_number_or_on_the_last_day(day, months, end):
    assert counting.add_months(day, months) == end


@given(days, st.integers(0, 24))
def test_months_never_end_in_another_month(day, months):
    end = counting.add_months(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == min(day.day, monthrange(end.year, end.month)[1])


@pytest.mark.parametrize(
    ("value", "unit", "start", "calendar", "end"),
    [
        (3, "months", date(2026, 7, 2), KNOWN, date(2026, 10, 8)),  # 2 October is a holiday
        (3, "months", date(2025, 11, 30), KNOWN, date(2026, 2, 28)),  # a Saturday at work
        (3, "months", date(2025, 11, 30), BLANK_2026, date(2026, 3, 2)),  # a plain Saturday
        (3, "months", MARCH_18, KNOWN, date(2026, 6, 18)),  # a Thursday
        (3, "months", date(2026, 3, 19), KNOWN, date(2026, 6, 22)),  # 端午 19–21 June
        (1, "months", date(2026, 3, 20), KNOWN, date(2026, 4, 20)),
        (30, "days", date(2026, 1, 16), KNOWN, date(2026, 2, 24)),  # 15 February, a holiday
        (30, "days", date(2026, 2, 10), KNOWN, date(2026, 3, 12)),
        (5, "days", MARCH_18, KNOWN, date(2026, 3, 23)),
        (5, "workdays", MARCH_18, KNOWN, date(2026, 3, 25)),
        (15, "workdays", date(2026, 4, 3), KNOWN, date(2026, 4, 27)),
    ],
)
def test_a_limit_ends_as_counted_by_hand(value, unit, start, calendar, end):
    due = counting.count(limit(value, unit), start, calendar)
    assert due.on == end
    assert (due.value, due.unit, due.event_on, due.source) == (value, unit, start, "办法第一条")
    assert not due.provisional


@pytest.mark.parametrize(
    ("value", "unit", "start", "provisional"),
    [
        (3, "months", date(2026, 10, 9), True),  # ends in January 2027
        (3, "months", date(2026, 9, 9), False),
        (15, "workdays", date(2026, 12, 18), True),
        (2, "workdays", date(2026, 12, 28), False),
        (3, "months", date(2024, 12, 2), False),  # an unknown year before does not decide
    ],
)
def test_a_date_in_a_year_without_notice_is_provisional(value, unit, start, provisional):
    due = counting.count(limit(value, unit), start, KNOWN)
    assert due.provisional is provisional
    assert ("暂定" in "".join(counting.explain(due, BOOK))) is provisional


@given(calendars, days, st.integers(1, 12), st.sampled_from(["months", "days", "workdays"]))
def test_a_limit_ends_later_on_a_working_day(calendar, day, value, unit):
    due = counting.count(limit(value, unit), day, calendar)
    assert due.on > day
    assert calendar.is_workday(due.on)


@given(calendars, days, days, st.integers(1, 6), st.sampled_from(["months", "days", "workdays"]))
def test_who_starts_later_never_ends_earlier(calendar, one, other, value, unit):
    assume(one <= other)
    ends = [counting.count(limit(value, unit), day, calendar).on for day in (one, other)]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("signed", "received"),
    [
        (None, date(2026, 3, 20)),
        (date(2026, 3, 18), date(2026, 3, 18)),
        (date(2026, 3, 19), date(2026, 3, 19)),
        (date(2026, 4, 15), date(2026, 3, 20)),  # not signing does not stretch the limit
        (date(2026, 3, 16), date(2026, 3, 18)),
    ],
)
def test_receipt_is_the_sign_for_but_at_the_latest_its_limit(signed, received):
    assert counting.received_on(MARCH_18, signed, date(2026, 3, 20)) == received


def test_every_limit_of_the_default_profile_is_counted_from_its_event():
    found = {
        "sign": counting.sign_due(BOOK, MARCH_18, KNOWN).on,
        "return": counting.unit_due(BOOK, "return", MARCH_18, MARCH_20, KNOWN).on,
        "contact": counting.unit_due(BOOK, "contact_first", MARCH_18, MARCH_20, KNOWN).on,
        "assist": counting.unit_due(BOOK, "assist", MARCH_18, MARCH_20, KNOWN).on,
        "rework": counting.rework_due(BOOK, date(2026, 4, 15), KNOWN).on,
    }
    assert found == {
        "sign": date(2026, 3, 20),
        "return": date(2026, 3, 27),
        "contact": date(2026, 4, 9),
        "assist": date(2026, 4, 20),
        "rework": date(2026, 5, 15),
    }


def due_with(batch_end: date | None) -> counting.Due:
    return counting.reply_due(BOOK, Kind.SUGGESTION, Period.SESSION, MARCH_18, batch_end, KNOWN)


@pytest.mark.parametrize(
    ("batch_end", "on", "rule"),
    [
        (None, date(2026, 6, 18), "reply.suggestion.session"),
        (date(2026, 5, 31), date(2026, 5, 31), "batch_end_date"),
        (date(2026, 6, 18), date(2026, 6, 18), "reply.suggestion.session"),
        (date(2026, 8, 31), date(2026, 6, 18), "reply.suggestion.session"),
        (date(2026, 3, 1), MARCH_18, "batch_end_date"),
    ],
)
def test_the_earlier_of_rule_and_common_end_date_wins(batch_end, on, rule):
    due = due_with(batch_end)
    assert (due.on, due.rule) == (on, rule)


def test_a_date_says_in_words_how_it_came_about():
    assert counting.explain(due_with(None), BOOK) == [
        "依据：《全国人民代表大会和地方各级人民代表大会代表法》（2025年修正）第五十一条（国家）",
        "自交办之日 2026-03-18 起 3 个月，当日不计",
        "到期日 2026-06-18；末日逢休息日的顺延至下一个工作日",
    ]
    assert counting.explain(due_with(date(2026, 5, 31)), BOOK) == [
        "依据：本批次统一办结期限",
        "直接确定为 2026-05-31",
    ]


# day, quarters → the end of the last of them, which no day off moves (31 December 2022: Saturday)
QUARTERS = [
    (date(2026, 1, 1), 1, date(2026, 3, 31)),
    (date(2026, 3, 31), 1, date(2026, 3, 31)),
    (date(2026, 4, 1), 1, date(2026, 6, 30)),
    (date(2026, 10, 31), 1, date(2026, 12, 31)),
    (date(2026, 5, 20), 2, date(2026, 9, 30)),
    (date(2026, 12, 31), 2, date(2027, 3, 31)),
    (date(2022, 11, 5), 1, date(2022, 12, 31)),  # its end is a Saturday
]


@pytest.mark.parametrize(("day", "number", "end"), QUARTERS)
def test_a_quarter_ends_on_its_last_day_whatever_day_that_is(day, number, end):
    due = counting.count(limit(number, "quarters"), day, KNOWN)
    assert (due.on, due.provisional) == (end, False)
    assert counting.again(due, day, KNOWN).on == end


def test_a_quarter_says_in_words_how_it_came_about():
    own = BOOK.limit("promise"), BOOK.limit("promise_again")
    one, two = (counting.count(limit, date(2026, 5, 20), KNOWN) for limit in own)
    assert counting.explain(one, BOOK) == [
        "依据：政府办自定，待本地确认（通用默认）",
        "自承诺列入台账之日 2026-05-20 所在季度的末日 2026-06-30",
    ]
    assert (
        counting.explain(two, BOOK)[1]
        == "自报告之日 2026-05-20 所在季度起第 2 个季度的末日 2026-09-30"
    )


@pytest.mark.parametrize(
    ("assigned", "cap"),
    [(MARCH_18, date(2026, 9, 18)), (date(2025, 8, 31), date(2026, 2, 28))],
)
def test_the_law_allows_six_months_and_no_rolling_on(assigned, cap):
    for kind in Kind:
        assert counting.hard_cap(BOOK, kind, Period.SESSION, assigned) == cap


@pytest.mark.parametrize("half", [{"cap_value": 6}, {"cap_unit": LimitUnit.MONTHS}])
def test_a_longest_time_of_which_half_is_said_is_none(half):
    said = replace(limit(3, "months"), **half)
    book = SimpleNamespace(reply_limit=lambda *_: said)
    assert counting.hard_cap(book, Kind.SUGGESTION, Period.SESSION, MARCH_18) is None
