"""The ledger: the same cases and the same columns on the screen, on paper and in Excel."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests import scenes
from tests.reports.pages import table, whole, workbook
from tests.reports.village import day
from tests.reports.walk import Walk
from tests.rows import every
from tracker.audit.models import AuditEntry
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db

SESSION = "区十八届人大三次会议 大会"
TITLE = "关于增加城东片区普惠性幼儿园学位的建议"
BOTH = "刘桂兰等2人"
GROUP = "城东代表团"
NUMBER, LEAD = 1, 3
# due: three months from the assignment of 18 March; the second round one month from 21 April
ROWS = [
    [1, "政协提案", "12", "区政协十届三次会议 大会", "关于公园的提案", BOTH, GROUP, "", "", "",
     "", "", "", "", "", "", "", "", "已登记", ""],
    [2, "代表建议", "019", SESSION, TITLE, BOTH, GROUP, "", "", "", "", "", "", "", "", "", "",
     "", "撤回", ""],
    [3, "代表建议", "018", SESSION, TITLE, BOTH, GROUP, "区城市管理局", "2026-03-26", "",
     "2026-06-18", "逾期 12 天", "", "", "", "", "", "", "已交办", ""],
    [4, "代表建议", "017", SESSION, TITLE, BOTH, GROUP, "区教育局（分办）、区城市管理局（分办）",
     "2026-03-18", "2026-03-20", "2026-05-21\n2026-06-18", "按期",
     "3 次，面商 3 次", "2026-05-12\n2026-06-04", "云教函〔2026〕3号\n云城函〔2026〕1号",
     "A类", "基本满意", "2026-06-09", "办结", "跟踪中"],
    [5, "代表建议", "016", SESSION, TITLE, BOTH, GROUP, "区城市管理局（主办）、区财政局（会办）",
     "2026-03-18", "2026-03-20", "2026-07-10", "逾期后改期", "1 次，面商 0 次", "2026-06-29",
     "云城函〔2026〕2号", "A类", "", "", "已答复", ""],
    [6, "代表建议", "015", SESSION, "=1+1 关于学位的建议", BOTH, GROUP, "区教育局", "2026-03-18",
     "2026-03-19", "2026-06-18", "按期", "1 次，面商 1 次", "2026-04-03", "云教函〔2026〕1号",
     "B类", "满意", "2026-04-14", "办结", "跟踪中"],
]  # fmt: skip
VOIDED = [
    1, "代表建议", "021", SESSION, TITLE, BOTH, GROUP, *[""] * 11, "作废", "",
]  # fmt: skip


@pytest.fixture
def clerk(app, village):
    """The clerk on the last day of June."""
    with clock.moved_to(clock.at(day(6, 30), 20)):
        yield scenes.client_of(app, village, "clerk")


def numbers(client, query: str = "") -> list[str]:
    """The numbers on the screen, without the words around them."""
    rows = table(client, f"/ledger{query}", "办理台账")
    return [re.sub(r"^\w+ [闭平]?", "", row[NUMBER]) for row in rows]


def test_the_workbook_says_of_each_case_what_the_hand_says(clerk):
    title, line, heading, *rows, totals = workbook(clerk, "/ledger.xlsx")
    assert title[0] == "建议提案办理台账"
    assert line[0] == "单位：区人民政府办公室　　统计截止时间：2026-06-30　　计数单位：件"
    assert heading[:8] == [
        "序号", "种类", "编号", "届次", "标题", "提出者", "代表团、界别", "承办单位",
    ]  # fmt: skip
    assert rows == ROWS
    assert totals[:2] == ["合计", "共 6 件"]


def test_a_void_case_is_listed_only_where_it_is_asked_for(clerk):
    assert workbook(clerk, "/ledger.xlsx?state=void")[3:-1] == [VOIDED]


# the tick box stands before each row
LINES = [
    ["", "提案 12", "公园", BOTH, "", "", "", "", "已登记", "", ""],
    ["", "建议 019", "增加城东片区普惠性幼儿园学位", BOTH, "", "", "", "", "撤回", "", ""],
    ["", "建议 018", "增加城东片区普惠性幼儿园学位", BOTH, "区城市管理局", "独办", "06-18",
     "逾期 12 天", "已交办", "", ""],
    ["", "建议 017", "增加城东片区普惠性幼儿园学位", BOTH, "区教育局、区城市管理局",
     "分办 2区教育局、区城市管理局", "05-21、06-18", "按期", "办结 第2轮 跟踪", "A类",
     "基本满意"],
    ["", "建议 016", "增加城东片区普惠性幼儿园学位", BOTH, "区城市管理局", "会办 1区财政局",
     "07-10", "逾期后改期", "已答复", "A类", ""],
    ["", "建议 015", "=1+1 关于学位的建议", BOTH, "区教育局", "独办", "06-18", "按期", "办结 跟踪",
     "B类", "满意"],
]  # fmt: skip


def test_a_case_is_one_line_on_the_screen(clerk):
    heading, *lines = whole(clerk, "/ledger", "办理台账")
    assert [re.sub("[↕↑↓]", "", head) for head in heading] == [
        "", "编号", "标题", "提出者", "主办", "会办", "答复期限", "时限", "状态", "类别", "满意度",
    ]  # fmt: skip
    assert lines == LINES


FILTERS = [
    ("", {"015", "016", "017", "018", "019", "12"}),
    ("?kind=proposal", {"12"}),
    ("?kind=suggestion&state=closed", {"015", "017"}),
    ("?state=withdrawn", {"019"}),
    ("?state=void", {"021"}),
    ("?unit=3", {"016", "017", "018"}),
    ("?unit=2", {"016"}),
    ("?unit=1", {"015", "017"}),
    ("?session=2", {"12"}),
    ("?period=intersession", set()),
    ("?due=late", {"018"}),
    ("?follow=yes", {"015", "017"}),
    ("?q=公园", {"12"}),
    ("?q=017", {"017"}),
    ("?q=王守田&state=replied", {"016"}),
    ("?q=021", {"021"}),
    ("?kind=nonsense&unit=-1&due=never&sort=x", {"015", "016", "017", "018", "019", "12"}),
    ("?sort=due", {"015", "016", "017", "018", "019", "12"}),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_the_filter_on_the_screen_is_the_filter_of_the_export(clerk, query, expected):
    page = clerk.get(f"/ledger{query}").text
    (link,) = re.findall(r'href="(/ledger\.xlsx[^"]*)"', page)
    exported = [row[2] for row in workbook(clerk, unescape(link))[3:-1]]
    assert set(exported) == expected
    assert exported == numbers(clerk, query)
    assert f"{len(expected)} 件" in page


@pytest.mark.parametrize("page", ["²", "-1", "0", "x", "1e3", "99999999", ""])
def test_a_page_that_is_no_number_is_the_first(clerk, page):
    assert len(numbers(clerk, f"?page={page}")) == 6


def test_sorted_by_limit_the_nearest_or_the_farthest_comes_first(clerk, village):
    Walk(village).assign("030", on=day(6, 29))
    for query, expected in (("?sort=due", ["018", "030"]), ("?sort=-due", ["030", "018"])):
        assert numbers(clerk, query)[:2] == expected
        assert [row[2] for row in workbook(clerk, f"/ledger.xlsx{query}")[3:5]] == expected


def test_ticked_cases_are_exported_alone_and_only_those_one_sees(app, village, clerk):
    ids = {row.number: row.id for row in every(Case)}
    ticked = f"/ledger.xlsx?id={ids['019']}&id={ids['015']}&id=x&id=99999"
    _, line, _, *rows, totals = workbook(clerk, ticked)
    assert [row[2] for row in rows] == ["019", "015"]
    assert line[0].endswith("计数单位：件　　范围：所选各件")
    assert totals[:2] == ["合计", "共 2 件"]
    city = scenes.client_of(app, village, "city_handler")
    assert workbook(city, ticked)[3:-1] == []


def test_a_filtered_workbook_says_what_it_is_limited_to(clerk):
    line = workbook(clerk, "/ledger.xlsx?kind=suggestion&state=closed&unit=1&q=学位")[1][0]
    assert line.endswith("范围：代表建议、区教育局、办结、含“学位”")


def words(client, query: str, tag: str, mark: str) -> list[str]:
    """The words of each part of the page with a mark."""
    page = client.get(f"/ledger{query}").text
    found = re.findall(rf"<{tag} [^>]*{mark}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", text).split()) for text in found]


def test_above_the_ledger_stand_the_states_and_below_it_the_rates_of_what_it_lists(clerk):
    assert words(clerk, "", "li", "count-of") == [
        "已登记 1", "已交办 1", "已答复 1", "办结 2", "撤回 1",
    ]  # fmt: skip
    assert words(clerk, "", "p", 'id="figures"') == ["这些件的比率"]
    assert words(clerk, "?state=closed&figures=yes", "p", 'id="figures"') == [
        "办复率 100.0%（2/2） 按期办复率 100.0%（2/2） 满意率 50.0%（1/2）"
        " 满意率（含基本满意） 100.0%（2/2）"
    ]
    assert words(clerk, "?q=nowhere", "p", 'id="figures"') == []


def test_the_rates_below_the_ledger_are_asked_for_with_its_filter(clerk):
    page = clerk.get("/ledger?state=closed&sort=due").text
    (address,) = re.findall(r'id="figures" hx-get="([^"]*)"', page)
    assert unescape(address) == "/ledger?state=closed&sort=due&page=1&figures=yes"


def test_a_unit_does_not_read_in_its_list_how_another_units_letter_was_rated(app, village):
    with clock.moved_to(clock.at(day(6, 30), 20)):
        rows = {
            name: {row[2]: row for row in workbook(client, "/ledger.xlsx")[3:-1]}
            for name in ("city_handler", "handler")
            for client in [scenes.client_of(app, village, name)]
        }
    assert rows["city_handler"]["017"][16] == "满意"
    assert rows["handler"]["017"][16] == "基本满意"
    assert rows["handler"]["018"][7:18] == [""] * 11


def test_a_unit_does_not_find_a_case_by_a_name_that_is_kept_secret(app, village):
    with village.act("clerk", day(6, 30)):
        secret = every(Case, Case.number == "016")[0]
        cases.mark(secret, key_item=False, confidential=True)
    with clock.moved_to(clock.at(day(6, 30), 20)):
        city = scenes.client_of(app, village, "city_handler")
        assert numbers(city, "?q=刘桂兰") == ["018", "017"]
        assert numbers(city, "?q=016") == ["016"]
        office = scenes.client_of(app, village, "clerk")
        assert "016" in numbers(office, "?q=刘桂兰")


def test_what_was_taken_out_is_recorded_with_its_filter(clerk):
    clerk.get("/ledger.xlsx?state=closed")
    entry = db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
    assert (entry.action, entry.object_type) == ("export.made", "ledger")
    assert entry.detail == '{"rows": 2, "state": "closed"}'


def test_a_unit_exports_its_own_cases_without_the_names_that_are_kept_secret(app, village):
    with village.act("clerk", day(6, 30)):
        open_case = every(Case, Case.number == "016")[0]
        cases.mark(open_case, key_item=False, confidential=True)
    with clock.moved_to(clock.at(day(6, 30), 20)):
        city = scenes.client_of(app, village, "city_handler")
        rows = {row[2]: row for row in workbook(city, "/ledger.xlsx")[3:-1]}
        shown = {row[NUMBER]: row[LEAD] for row in table(city, "/ledger", "办理台账")}
    assert set(rows) == {"016", "017", "018"}
    assert (rows["016"][5], rows["016"][6]) == ("（保密）", "")
    assert (rows["017"][5], rows["017"][6]) == (BOTH, GROUP)
    assert [name for label, name in shown.items() if "016" in label] == ["（保密）"]


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("congress_office", {"代表建议"}),
        ("cppcc_office", {"政协提案"}),
    ],
)
def test_an_office_exports_only_its_bodys_cases(app, village, who, kinds):
    with clock.moved_to(clock.at(day(6, 30), 20)):
        client = scenes.client_of(app, village, who)
        assert {row[1] for row in workbook(client, "/ledger.xlsx")[3:-1]} == kinds


def test_a_title_of_characters_that_no_workbook_holds_does_not_stop_the_export(clerk):
    title = "关于\uffff学位\ufffe的建议"
    data = {
        "session_id": "1", "period": "session", "number": "099", "title": title,
        "lead": "刘桂兰", "received_on": "2026-06-30", "level": "district", "lead_type": "person",
        "signer_count": "1", "text": "正文",
    }  # fmt: skip
    assert clerk.post("/cases/new", data=data).status_code == 302
    (row,) = workbook(clerk, "/ledger.xlsx?q=099")[3:-1]
    assert row[4] == "关于学位的建议"


def test_a_filter_that_cannot_be_read_sends_no_workbook_and_says_what_it_is(clerk):
    answer = clerk.get("/ledger.xlsx?due_from=abc&kind=suggestion")
    assert answer.status_code == 302
    page = clerk.get(answer.location)
    assert 'class="said late"' in page.text
    assert "abc" in page.text
    assert clerk.get("/ledger.xlsx?due_from=2026-01-01&kind=suggestion").status_code == 200
