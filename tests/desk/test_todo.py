"""What waits for whom: every line of every role's list, and the counts above it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from tests.desk.town import TODAY, case_id
from tests.reports.pages import table
from tracker.desk.tallies import tally_for
from tracker.desk.todo import items_for
from tracker.kernel import clock
from tracker.kernel.access import acting
from tracker.plan.jobs import run_day

OFFICE = {
    ("待交办", "001"), ("待交办", "002"), ("待交办", "P1"), ("待签收", "005"), ("待答复", "006"),
    ("待定退办", "014"), ("待审核", "021"), ("待定重办", "013"), ("待定重办", "020"),
    ("待核承诺", "019"), ("待评价", "011"), ("待评价", "023"), ("待办结", "012"), ("待办结", "019"),
    ("待会办", "024"),
}  # fmt: skip
UNIT = {
    ("待签收", "004"), ("待答复", "007"), ("待答复", "008"), ("待答复", "018"), ("待答复", "P2"),
    ("待答复", "024"), ("待用会办意见", "018"), ("承诺跟踪", "017"), ("待送达", "023"),
}  # fmt: skip
WAITS = {
    "clerk": OFFICE,
    "leader": OFFICE | {("待批交办", "003"), ("待确认评价", "016")},
    "handler": UNIT,
    "head": UNIT | {("待签发", "009"), ("待印发", "010"), ("待确认退办", "015")},
    "finance_handler": {("待会办", "007")},
    "finance_head": {("待会办", "007")},
    "city_handler": {("待答复", "020")},
    "city_head": {("待答复", "020")},
    "district_leader": {("已逾期", "008"), ("即将到期", "007")},
    "congress_office": {
        ("已逾期", "008"), ("即将到期", "007"), ("待评价", "011"), ("待评价", "023"),
        ("待确认评价", "016"),
    },
    "cppcc_office": {("已逾期", "P2")},
}  # fmt: skip
COUNTS = {
    "clerk": [
        ("已逾期", 2), ("即将到期", 1), ("待交办", 3), ("待签收", 1), ("待答复", 1),
        ("待定退办", 1), ("待审核", 1), ("待会办", 1), ("待评价", 2), ("待定重办", 2),
        ("待办结", 2), ("待核承诺", 1), ("电话提醒", 3), ("跟踪中", 4),
    ],
    "leader": [
        ("已逾期", 2), ("即将到期", 1), ("待交办", 3), ("待批交办", 1), ("待签收", 1),
        ("待答复", 1), ("待定退办", 1), ("待审核", 1), ("待会办", 1), ("待评价", 2),
        ("待确认评价", 1), ("待定重办", 2), ("待办结", 2), ("待核承诺", 1), ("电话提醒", 3),
        ("跟踪中", 4),
    ],
    "handler": [
        ("已逾期", 2), ("即将到期", 1), ("待签收", 1), ("待答复", 5), ("待送达", 1),
        ("待用会办意见", 1), ("承诺跟踪", 1),
    ],
    "head": [
        ("已逾期", 2), ("即将到期", 1), ("待签收", 1), ("待确认退办", 1), ("待答复", 5),
        ("待签发", 1), ("待印发", 1), ("待送达", 1), ("待用会办意见", 1), ("承诺跟踪", 1),
    ],
    "finance_handler": [
        ("已逾期", 0), ("即将到期", 1), ("待签收", 0), ("待答复", 0), ("待会办", 1),
    ],
    "city_handler": [("已逾期", 0), ("即将到期", 0), ("待签收", 0), ("待答复", 1)],
    "district_leader": [("已逾期", 1), ("即将到期", 1), ("跟踪中", 0)],
    "congress_office": [
        ("已逾期", 1), ("即将到期", 1), ("待评价", 2), ("待确认评价", 1), ("跟踪中", 4),
    ],
    "cppcc_office": [("已逾期", 1), ("即将到期", 0), ("待评价", 0), ("跟踪中", 0)],
}  # fmt: skip
ASSIGN_UNTIL = date(2026, 1, 23)  # thirty days after the closing on 24 December
REGIONS = {"/ledger": "办理台账", "/supervision/": "跟踪中", "/calls": "电话提醒", "/": "待办事项"}


@pytest.mark.parametrize("who", WAITS)
def test_each_person_finds_what_waits_and_nothing_else(town, who):
    items = items_for(town.person(who), TODAY, 5)
    found = [(item.category, item.case.number) for item in items]
    assert set(found) == WAITS[who]
    assert len(found) == len(set(found))


def test_the_most_urgent_stands_first_and_what_has_no_limit_last(town):
    numbers = [item.case.number for item in items_for(town.person("handler"), TODAY, 5)]
    assert numbers[:4] == ["008", "P2", "004", "007"]
    assert numbers[-1] == "023"


def strip(page: str) -> list[tuple[str, int, str]]:
    """The counts above the list: label, number, address."""
    nav = page[page.index('aria-label="各类待办件数"') :]
    lines = re.findall(r'<a href="([^"]*)"><b>(\d+)</b>([^<]+)</a>', nav[: nav.index("</nav>")])
    return [(label, int(count), unescape(address)) for address, count, label in lines]


@pytest.mark.parametrize("who", COUNTS)
def test_the_counts_of_each_person(log_in, who):
    found = strip(log_in(who).get("/").text)
    assert [(label, count) for label, count, _ in found] == COUNTS[who]


@pytest.mark.parametrize("who", COUNTS)
def test_behind_each_count_stands_a_list_of_that_length(log_in, who):
    client = log_in(who)
    for label, count, address in strip(client.get("/").text):
        region = REGIONS[address.split("?")[0]]
        rows = table(client, address, region)
        assert len(rows) == count, (label, address)


@pytest.mark.parametrize("who", sorted(WAITS))
def test_every_category_of_a_list_has_its_count(app, town, who):
    person = town.person(who)
    items = items_for(person, TODAY, 5)
    with app.test_request_context(), acting(person):
        counted = {label for label, *_ in tally_for(person, items, TODAY)}
    assert {item.category for item in items} <= counted


@pytest.mark.parametrize("who", WAITS)
def test_the_button_of_every_line_leads_to_a_page(log_in, town, who):
    client = log_in(who)
    page = client.get("/").text
    buttons = re.findall(r'<td class="nw"><a[^>]* href="([^"]+)"', page)
    assert len(buttons) == len(WAITS[who])
    for address in buttons:
        assert client.get(unescape(address)).status_code == 200, address


def test_a_deputy_lands_on_own_cases_and_what_waits_for_a_rating_stands_first(log_in):
    client = log_in("deputy")
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/rating/")
    page = client.get("/rating/").text
    assert page.count("去评价</a>") == 2
    assert re.findall(r"去评价 建议第(\d+)号", page) == ["023", "011"]


def test_what_is_chosen_is_shown_alone(log_in):
    client = log_in("clerk")
    rows = table(client, "/?only=待交办", "待办事项")
    assert [re.search(r"00\d|P\d", row[2]).group() for row in rows] == ["001", "002", "P1"]
    page = client.get("/?only=<script>").text
    assert "<script>" not in page
    assert "现在没有需要您办理的事项" in page


def test_the_office_has_its_own_limits_for_assigning_and_for_returns(town):
    dates = {
        (item.category, item.case.number): item.due_on
        for item in items_for(town.person("leader"), TODAY, 5)
    }
    assert dates["待交办", "001"] == ASSIGN_UNTIL
    assert dates["待批交办", "003"] == ASSIGN_UNTIL
    assert dates["待定退办", "014"] == date(2026, 6, 22)
    assert dates["待评价", "023"] is None


def test_the_list_says_that_the_daily_round_was_made_and_warns_when_it_was_not(log_in):
    assert "督办日程没有按时运行" in log_in("clerk").get("/").text
    with clock.moved_to(clock.at(TODAY, 6)):
        run_day(TODAY)
    page = log_in("clerk").get("/").text
    assert "2026-06-16 06:00 督办日程已运行：查看" in page
    assert "督办日程没有按时运行" not in page
    assert "督办日程" not in log_in("handler").get("/").text


def test_on_the_next_day_what_was_due_soon_stays_soon_and_then_is_late(town):
    person = town.person("congress_office")
    one_more = {
        (item.category, item.case.number) for item in items_for(person, TODAY.replace(day=19), 5)
    }
    assert ("已逾期", "007") in one_more
    on_the_day = {
        (item.category, item.case.number) for item in items_for(person, TODAY.replace(day=18), 5)
    }
    assert ("即将到期", "007") in on_the_day


def test_a_person_without_log_in_to_a_unit_is_not_shown_its_cases(log_in):
    assert log_in("city_handler").get(f"/cases/{case_id('008')}").status_code == 404
