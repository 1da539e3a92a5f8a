"""What waits for whom: every line of every role's list, and the counts above it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from tests.desk.rows import lines_for
from tests.desk.town import TODAY, case_id
from tracker.kernel import clock
from tracker.plan.jobs import run_day

OFFICE = {
    ("待交办", "001"), ("待交办", "002"), ("待交办", "P1"), ("待签收", "005"), ("待沟通", "006"),
    ("待答复", "006"), ("待审定退办", "014"), ("待审核", "021"), ("待研究重办", "013"),
    ("待研究重办", "020"), ("待核实承诺", "019"), ("待办结", "012"), ("待办结", "019"),
    ("待会办", "024"),
}  # fmt: skip
LEADER = {
    ("待批交办", "003"), ("待核对评价", "016"), ("待审定退办", "014"), ("待研究重办", "013"),
    ("待研究重办", "020"),
}  # fmt: skip
PRESSING = {
    ("待沟通", "P2"), ("待沟通", "007"), ("待会办", "007"), ("待答复", "008"), ("待答复", "P2"),
    ("待送达", "023"), ("待签收", "004"), ("待答复", "007"),
}  # fmt: skip
UNIT = {
    ("待签收", "004"), ("待答复", "007"), ("待答复", "008"), ("待答复", "018"), ("待答复", "P2"),
    ("待答复", "024"), ("待用会办意见", "018"), ("承诺兑现", "017"), ("待送达", "023"),
    ("待沟通", "P2"), ("待沟通", "007"), ("待沟通", "018"), ("待沟通", "024"),
}  # fmt: skip
HEAD = {("待签发", "009"), ("待印发", "010"), ("待确认退办", "015")}
AT_OFFICE = {("待审定退办", "014"), ("待审核", "021")}
MINE = {
    "clerk": OFFICE,
    "leader": LEADER,
    "handler": UNIT,
    "head": HEAD,
    "finance_handler": {("待会办", "007")},
    "finance_head": set(),
    "city_handler": {("待沟通", "020"), ("待答复", "020")},
    "city_head": set(),
    "district_leader": set(),
    "congress_office": {("待核对评价", "016")},
    "cppcc_office": set(),
}
OTHERS = {
    "clerk": PRESSING | {("待批交办", "003"), ("待核对评价", "016")},
    "leader": PRESSING | OFFICE - LEADER,
    "handler": HEAD | AT_OFFICE,
    "head": UNIT | AT_OFFICE,
    "finance_handler": set(),
    "finance_head": {("待会办", "007")},
    "city_handler": set(),
    "city_head": {("待沟通", "020"), ("待答复", "020")},
    "district_leader": {("待答复", "008"), ("待答复", "007")},
    "congress_office": {("待答复", "008"), ("待答复", "007")},
    "cppcc_office": {("待答复", "P2")},
}
FIGURES = {
    "clerk": [
        ("已逾期", 9), ("5 日内", 5), ("拟交办", 3), ("审核研究", 7), ("代录登记", 4),
        ("等单位和代表", 8), ("等领导批", 2),
    ],
    "leader": [
        ("已逾期", 9), ("5 日内", 5), ("批准交办", 1), ("审定研究", 4), ("等经办", 11),
        ("等单位和代表", 8),
    ],
    "handler": [
        ("已逾期", 4), ("5 日内", 3), ("签收", 1), ("办理答复", 10), ("会办", 1), ("承诺", 1),
        ("等领导和政府办", 5),
    ],
    "head": [
        ("已逾期", 4), ("5 日内", 3), ("签发确认", 3), ("等签收", 1), ("承办在办", 12),
        ("等政府办", 2),
    ],
    "district_leader": [("已逾期", 1), ("5 日内", 1), ("等答复", 2), ("等兑现", 0)],
    "congress_office": [
        ("已逾期", 1), ("5 日内", 2), ("代录评价", 0), ("核对评价", 1), ("等答复", 2),
    ],
}  # fmt: skip
LIST = "/?only="  # leaders of the office and the district land on a page of their own
ASSIGN_UNTIL = date(2026, 1, 23)  # thirty days after the closing on 24 December


def found(lines) -> set[tuple[str, str]]:
    """The kinds and numbers of lines, none twice."""
    pairs = [(line.duty.kind.label, line.number.split("第")[1].rstrip("号")) for line in lines]
    assert len(pairs) == len(set(pairs))
    return set(pairs)


@pytest.mark.parametrize("who", MINE)
def test_each_person_finds_what_waits_and_nothing_else(town, who):
    lines = lines_for(town.person(who), TODAY)
    assert found(line for line in lines if line.mine) == MINE[who]
    assert found(line for line in lines if not line.mine) == OTHERS[who]


def test_the_most_urgent_stands_first(town):
    for who in MINE:
        days = [line.due_on for line in lines_for(town.person(who), TODAY)]
        assert None not in days
        assert days == sorted(days)


def strip(page: str) -> list[tuple[str, int, str]]:
    """The figures above the list: label, number, address."""
    nav = page[page.index('aria-label="各类待办件数"') :]
    cells = re.findall(r'<li><a href="([^"]*)"[^>]*>(.*?)</a></li>', nav[: nav.index("</nav>")])
    texts = [(address, re.sub("<[^>]+>", "", text)) for address, text in cells]
    parts = [(address, re.match(r"(\d+) ?(.+)", text.strip())) for address, text in texts]
    return [(part[2], int(part[1]), unescape(address)) for address, part in parts]


@pytest.mark.parametrize("who", FIGURES)
def test_the_figures_of_each_person(log_in, who):
    shown = strip(log_in(who).get(LIST).text)
    assert [(label, count) for label, count, _ in shown] == FIGURES[who]
    assert len(shown) <= 7


@pytest.mark.parametrize("who", FIGURES)
def test_behind_each_figure_stand_as_many_rows(log_in, who):
    client = log_in(who)
    for label, count, address in strip(client.get(LIST).text):
        page = client.get(address).text
        assert page.count('<td class="due-cell">') == count, (label, address)
        assert f"{label} {count} 项</h2>" in page


@pytest.mark.parametrize("who", MINE)
def test_the_button_of_every_line_leads_to_the_act_itself(log_in, town, who):
    client = log_in(who)
    lines = [line for line in lines_for(town.person(who), TODAY) if line.button]
    assert {line.mine for line in lines} <= {True} or who.endswith("head")
    assert found(line for line in lines if line.mine) == MINE[who]
    for line in lines:
        assert client.get(line.href).status_code == 200, line.href


def test_only_what_is_mine_and_due_is_loud(town):
    for who in MINE:
        for line in lines_for(town.person(who), TODAY):
            assert line.loud == (line.mine and bool(line.button) and line.due_on <= TODAY)


@pytest.mark.parametrize(("who", "address"), [("leader", "/?only=mine"), ("head", "/")])
def test_leaders_find_what_waits_for_them_first(log_in, who, address):
    page = log_in(who).get(address).text
    assert page.count('<td class="due-cell">') == len(MINE[who])
    whole = log_in(who).get("/?only=").text
    assert whole.count('<td class="due-cell">') == len(MINE[who]) + len(OTHERS[who])


def test_a_deputy_lands_on_own_cases_and_what_waits_for_a_rating_stands_first(log_in):
    client = log_in("deputy")
    answer = client.get("/")
    assert (answer.status_code, answer.location) == (302, "/rating/")
    page = client.get("/rating/").text
    assert page.count("去评价</a>") == 1  # 023 is on its way still
    assert re.findall(r"去评价 建议第(\d+)号", page) == ["011"]


def test_a_name_that_is_no_figure_shows_everything_and_nothing_of_itself(log_in):
    page = log_in("clerk").get("/?only=<script>").text
    assert "<script>" not in page
    assert page.count('<td class="due-cell">') == len(OFFICE) + len(OTHERS["clerk"])


@pytest.mark.parametrize(
    ("text", "rows"), [("021", 1), ("区邮政管理局", 4), ("邮政 006", 2), ("没有这样的件", 0)]
)
def test_the_list_is_searched_by_number_title_and_unit(log_in, text, rows):
    page = log_in("clerk").get("/", query_string={"q": text}).text
    assert page.count('<td class="due-cell">') == rows
    assert ("没有符合条件的待办" in page) is (rows == 0)


def test_the_office_has_its_own_limits_where_no_regulation_gives_one(town):
    dates = {
        (line.duty.kind.label, line.number): line.due_on
        for line in lines_for(town.person("leader"), TODAY)
    }
    assert dates["待交办", "建议第001号"] == ASSIGN_UNTIL
    assert dates["待批交办", "建议第003号"] == ASSIGN_UNTIL
    assert dates["待审定退办", "建议第014号"] == date(2026, 6, 22)
    # three working days from Thursday 11 June, and from Friday 12 June
    assert dates["待送达", "建议第023号"] == date(2026, 6, 16)
    assert dates["待核对评价", "建议第016号"] == date(2026, 6, 17)
    # five working days from Friday 12 June; the 19th is Dragon Boat
    assert dates["待办结", "建议第012号"] == date(2026, 6, 22)
    assert dates["待研究重办", "建议第013号"] == date(2026, 6, 22)
    assert dates["待核实承诺", "建议第019号"] == date(2026, 6, 22)


def test_the_list_says_that_the_daily_round_was_made_and_warns_when_it_was_not(log_in):
    assert "督办日程没有按时运行" in log_in("clerk").get("/").text
    with clock.moved_to(clock.at(TODAY, 6)):
        run_day(TODAY)
    page = log_in("clerk").get("/").text
    assert "2026-06-16 06:00 已查一遍，提醒" in page
    assert "督办日程没有按时运行" not in page
    assert "已查一遍" not in log_in("handler").get("/").text


def test_on_the_due_day_it_is_soon_and_on_the_next_late(log_in):
    for day, tile in ((18, "soon"), (19, "late")):
        with clock.moved_to(clock.at(TODAY.replace(day=day))):
            page = log_in("congress_office").get(f"/?only={tile}").text
        assert "建议 007" in page


def test_a_person_without_log_in_to_a_unit_is_not_shown_its_cases(log_in):
    assert log_in("city_handler").get(f"/cases/{case_id('008')}").status_code == 404
