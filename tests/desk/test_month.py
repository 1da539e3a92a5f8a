"""The month beside the supervision list: its lights, its days, what is late since before it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.desk.supervised import fill, rows


def days(page: str) -> dict[str, tuple[str, str]]:
    """The days of the month with something open: number, tone and how many."""
    cell = r'<td class="[^"]*"><a href="[^"]*"[^>]*>([^<]+)<.*?<span class="due (\w+)"><i[^>]*></i>'
    return {day: (tone, n) for day, tone, n in re.findall(cell + r"(\d+)", page)}


def test_the_month_shows_what_is_open_with_its_light(log_in):
    clerk = log_in("clerk")
    page = clerk.get("/supervision/").text
    assert days(page) == {
        "10": ("late", "2"),
        "16": ("soon", "1"),
        "17": ("soon", "3"),
        "18": ("soon", "1"),
        "22": ("ok", "4"),
        "30": ("ok", "1"),
    }
    assert days(clerk.get("/supervision/?month=2026-07").text) == {
        "30": ("ok", "1"),
        "11": ("ok", "3"),
    }
    assert days(clerk.get("/supervision/?only=units").text)["17"] == ("soon", "1")
    assert days(log_in("city_head").get("/supervision/").text) == {"30": ("ok", "1")}


@pytest.mark.parametrize(
    ("day", "count"), [("2026-06-10", 2), ("2026-06-17", 3), ("2026-06-22", 4)]
)
def test_the_list_of_a_day_is_what_the_month_says(log_in, day, count):
    clerk = log_in("clerk")
    page = clerk.get(f"/supervision/?day={day}").text
    assert f"到期 {count} 项" in page
    listed = page[page.index('<ul class="of-day">') :]
    assert listed[: listed.index("</ul>")].count("<li>") == count
    assert len(rows(page)) == 32
    assert len(rows(clerk.get(f"/supervision/?on={day}").text)) == count


def test_a_day_on_which_nothing_is_due_says_so(log_in):
    assert "这一天没有到期的事项" in log_in("clerk").get("/supervision/?day=2026-06-11").text


def test_what_is_late_since_before_the_month_is_a_link(log_in):
    clerk = log_in("clerk")
    page = clerk.get("/supervision/").text
    found = re.search(r'5月及以前逾期 <a href="([^"]+)">7 项</a>', page)
    assert [row[:2] for row in rows(clerk.get(unescape(found[1])).text)] == [
        ("01-23", "建议 001"), ("01-23", "建议 002"), ("01-23", "建议 003"), ("01-23", "提案 P1"),
        ("03-31", "提案 P2"), ("04-09", "建议 007"), ("04-20", "建议 007"),
    ]  # fmt: skip
    late = clerk.get("/supervision/?only=units&month=2026-09").text
    found = re.search(r'8月及以前逾期 <a href="([^"]+)">5 项</a>', late)
    assert [row[:2] for row in rows(clerk.get(unescape(found[1])).text)] == [
        ("03-31", "提案 P2"), ("04-09", "建议 007"), ("04-20", "建议 007"),
        ("06-10", "建议 008"), ("06-10", "提案 P2"),
    ]  # fmt: skip


def test_days_off_are_shaded_by_the_calendar_of_the_office(log_in):
    page = log_in("clerk").get("/supervision/").text
    cells = re.findall(r'<td class="([^"]*)">(?:<a[^>]*>|<span>)([\d-]+)', page)
    june = {day: "off" in kind for kind, day in cells if "out" not in kind}
    assert (june["18"], june["19"], june["20"], june["21"], june["22"]) == (
        False, True, True, True, False,
    )  # fmt: skip


def test_a_day_of_many_lists_twenty_and_leads_to_all(log_in):
    fill(30)
    page = log_in("clerk").get("/supervision/?day=2026-06-10").text
    listed = page[page.index('<ul class="of-day">') :]
    assert listed[: listed.index("</ul>")].count("<li>") == 20
    assert "列出全部 32 项" in page
