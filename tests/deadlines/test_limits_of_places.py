"""Limits of the places around holidays, working weekends, ends of months and in leap years.

Counted by hand, by the notice of 2026: 春节 15–23 February, 清明 4–6 April, 劳动节
1–5 May, 端午 19–21 June, 中秋 25–27 September, 国庆 1–7 October; people work on 14 and 28
February, 9 May, 20 September, 10 October.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests import books
from tracker.deadlines import counting
from tracker.kernel.workdays import Calendar
from tracker.rulebook.keys import BATCH, NO_BATCH
from tracker.settings.notice import read
from tracker.terms import Kind, Period

NOTICE = (
    "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。"
    "二、春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。"
    "三、清明节：4月4日（周六）至6日（周一）放假，共3天。"
    "四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。"
    "五、端午节：6月19日（周五）至21日（周日）放假，共3天。"
    "六、中秋节：9月25日（周五）至27日（周日）放假，共3天。"
    "七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。"
    "9月20日（周日）、10月10日（周六）上班。"
)
DAYS = Calendar({one.day: one.working for one in read(NOTICE, 2026)}, frozenset({2025, 2026}))


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("place", "key", "start", "end"),
    [
        ("shanghai", "return", day(2, 11), day(2, 27)),
        ("", "return", day(2, 13), day(2, 27)),
        ("shandong", "return", day(2, 12), day(2, 24)),  # 5日: 17 February, in the holiday
        ("qingdao", "return", day(2, 12), day(2, 26)),  # 5个工作日
        ("zhejiang", "return", day(9, 23), day(10, 8)),  # 10日: 3 October
        ("henan", "return", day(9, 21), day(10, 12)),
        ("chongqing", "contact_first", day(4, 24), day(5, 26)),
        ("chongqing", "assist", day(1, 5), day(2, 14)),  # ends on a Saturday at work
        ("fujian", "assist", day(1, 31), day(2, 28)),
        ("shanghai", "assist", day(1, 16), day(2, 24)),
        ("ningbo", "assist", day(4, 30), day(6, 1)),  # 30 May, a Saturday
        ("zhejiang", "assist", day(12, 31, 2025), day(2, 28)),
        ("guangzhou", "return_decide", day(9, 24), day(10, 8)),
        ("beijing", "feedback", day(4, 23), day(5, 18)),
        ("henan", "feedback", day(9, 17), day(10, 8)),
        ("shanghai", "assign_session", day(1, 30), day(2, 28)),
        ("", "assign_session", day(1, 16), day(2, 24)),
        ("", "rework", day(1, 31, 2028), day(2, 29, 2028)),
        ("beijing", "rework", day(12, 31, 2027), day(2, 29, 2028)),
        ("chongqing", "rework", day(7, 31), day(9, 30)),
        ("sichuan", "rework", day(11, 30), day(3, 1, 2027)),  # 28 February, a Sunday
    ],
)
def test_a_limit_of_a_place_ends_as_counted_by_hand(place, key, start, end):
    assert counting.count(books.of(place).limit(key), start, DAYS).on == end


@pytest.mark.parametrize(
    ("place", "key", "end"),
    [
        # assigned on Wednesday 16 September, received on Friday 18 September
        ("", "return", day(9, 24)),
        ("henan", "return", day(9, 30)),
        ("chongqing", "return", day(9, 30)),
        ("", "assist", day(10, 19)),  # 18 October, a Sunday
        ("fujian", "assist", day(10, 16)),
        ("", "contact_first", day(10, 13)),
        ("chongqing", "contact_first", day(10, 22)),
    ],
)
def test_a_unit_has_its_time_from_the_event_that_the_place_names(place, key, end):
    found = counting.unit_due(books.of(place), key, day(9, 16), day(9, 18), DAYS)
    assert found.on == end


@pytest.mark.parametrize(
    ("place", "kind", "period", "assigned", "received", "end"),
    [
        ("", Kind.SUGGESTION, Period.SESSION, day(3, 18), day(3, 20), day(6, 18)),
        ("henan", Kind.SUGGESTION, Period.SESSION, day(3, 18), day(3, 20), day(6, 22)),
        ("henan", Kind.SUGGESTION, Period.SESSION, day(3, 18), None, day(6, 22)),
        ("henan", Kind.SUGGESTION, Period.SESSION, day(3, 18), day(3, 18), day(6, 18)),
        ("henan", Kind.PROPOSAL, Period.SESSION, day(3, 18), day(3, 20), day(6, 18)),
        ("sichuan", Kind.PROPOSAL, Period.SESSION, day(4, 29), day(5, 1), day(10, 8)),
        ("sichuan", Kind.PROPOSAL, Period.INTERSESSION, day(3, 18), day(3, 20), day(6, 22)),
        ("fuzhou", Kind.PROPOSAL, Period.SESSION, day(2, 15), None, day(7, 15)),
    ],
)
def test_a_reply_is_due_as_counted_by_hand(place, kind, period, assigned, received, end):
    due = counting.reply_due(books.of(place), kind, period, assigned, None, DAYS, received)
    assert due.on == end


@pytest.mark.parametrize(
    ("model", "batch_end", "end"),
    [
        (BATCH, day(5, 31), day(5, 31)),
        (BATCH, day(8, 31), day(8, 31)),
        (BATCH, day(12, 31), day(9, 18)),  # six months are the most that the law allows
        (BATCH, None, day(6, 18)),
        (NO_BATCH, day(5, 31), day(6, 18)),
        (NO_BATCH, None, day(6, 18)),
    ],
)
def test_the_place_says_whether_the_common_end_decides(model, batch_end, end):
    book = books.choosing(batch_end_date=model)
    given = (Kind.SUGGESTION, Period.SESSION, day(3, 18), batch_end)
    assert counting.reply_due(book, *given, DAYS).on == end
