"""The yearly notice, read as it is written. The expected days were counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.kernel.db import db
from tracker.roles import Role
from tracker.settings import queries
from tracker.settings.models import CalendarDay
from tracker.settings.notice import NoticeError, read

# 国庆节 and 中秋节 of 2026: 25 September is a Friday, 1 October a Thursday
AUTUMN = (
    "六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\n"
    "七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。"
    "9月20日（周日）、10月10日（周六）上班。"
)
SPRING = (
    "二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。"
    "2月14日（周六）、2月28日（周六）上班。"
)


def days(text: str, year: int = 2026) -> dict[str, str]:
    """The days that a notice makes different: what people do, and the note."""
    return {
        f"{one.day:%m-%d}": ("班" if one.working else "休") + one.note for one in read(text, year)
    }


def test_a_range_gives_its_weekdays_and_the_weekends_at_work():
    assert days(AUTUMN) == {
        "09-20": "班国庆节调休上班",
        "09-25": "休中秋节",
        "10-01": "休国庆节",
        "10-02": "休国庆节",
        "10-05": "休国庆节",
        "10-06": "休国庆节",
        "10-07": "休国庆节",
        "10-10": "班国庆节调休上班",
    }


def test_a_range_over_two_weeks_names_no_weekend():
    off = ["02-16", "02-17", "02-18", "02-19", "02-20", "02-23"]
    assert list(days(SPRING)) == ["02-14", *off, "02-28"]


@pytest.mark.parametrize(
    ("text", "year", "found"),
    [
        ("1月1日（周三）放假1天，不调休。", 2025, ["01-01"]),
        ("10月1日至8日放假，10月10日上班", 2026,
         ["10-01", "10-02", "10-05", "10-06", "10-07", "10-08", "10-10"]),
        ("10月1日至2日放假；10月10日上班", 2026, ["10-01", "10-02", "10-10"]),
        ("1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。", 2025,
         ["01-28", "01-29", "01-30", "01-31", "02-03", "02-04"]),
        ("2022年12月31日至2023年1月2日放假调休，共3天。", 2023, ["01-02"]),
        ("5月1日(星期五)到5日(星期二)放假", 2026, ["05-01", "05-04", "05-05"]),
        ("6月19日放假", 2026, ["06-19"]),
        ("2月29日放假", 2028, ["02-29"]),
    ],
)  # fmt: skip
def test_other_ways_of_writing(text, year, found):
    assert list(days(text, year)) == found


@pytest.mark.parametrize(
    ("text", "year", "words"),
    [
        ("10月1日（周五）放假", 2026, "2026年10月1日是周四，不是周五"),
        ("10月1日（周四）至7日（周三）放假，共8天。", 2026, "共 8 天，数下来是 7 天"),
        ("2月29日放假", 2026, "没有 2026年2月29日这一天"),
        ("10月7日至1日放假", 2026, "不像一个假期"),
        ("1月1日至6月1日放假", 2026, "不像一个假期"),
        ("2027年1月1日放假", 2026, "不在 2026 年"),
        ("2025年10月1日放假", 2026, "不在 2026 年"),
        ("10月12日上班", 2026, "本来就上班"),
        ("10月1日见面", 2026, "没有写明放假还是上班"),
        ("各地区各部门", 2026, "没有读到放假或上班的日期"),
        ("10月1日放假。10月10日放假上班", 2026, "既写了放假又写了上班"),
        ("1日放假", 2026, "没有 2026年0月1日这一天"),
    ],
)
def test_what_cannot_be_right_is_named(text, year, words):
    with pytest.raises(NoticeError, match=words):
        read(text, year)


def test_a_day_off_on_a_weekend_is_ordinary():
    assert list(days("10月9日至11日放假")) == ["10-09"]


def test_a_notice_is_entered_from_the_page_and_the_year_confirmed(client_as):
    leader = client_as(Role.OL)
    spring = "一、元旦：1月1日放假。五、劳动节：5月1日至5日放假调休，共5天。"
    answer = leader.post("/settings/calendar/notice/2026", data={"text": spring + AUTUMN})
    assert answer.location == "/settings/calendar?year=2026"
    assert db.session.get(CalendarDay, date(2026, 10, 1)).note == "国庆节"
    assert queries.exceptions()[date(2026, 10, 10)] is True
    db.session.rollback()
    assert leader.post("/settings/calendar/confirm/2026").status_code == 302
    assert queries.known_years() == {2026}


def test_a_notice_that_cannot_be_read_enters_nothing_and_stays_typed(client_as):
    leader = client_as(Role.OL)
    wrong = AUTUMN.replace("共7天", "共9天")
    answer = leader.post("/settings/calendar/notice/2026", data={"text": wrong})
    assert answer.status_code == 422
    assert "共 9 天，数下来是 7 天" in answer.text
    assert "国庆节：10月1日（周四）至7日" in answer.text
    assert db.session.query(CalendarDay).count() == 0
    assert leader.post("/settings/calendar/notice/1999", data={"text": AUTUMN}).status_code == 404
