"""Summaries by unit and of satisfaction: screen and Excel cell by cell; who may see what."""

from __future__ import annotations

import pytest

from tests import scenes
from tests.reports.pages import table, whole, workbook
from tests.reports.test_figures import LABELS
from tests.reports.village import day
from tracker.kernel import clock
from tracker.kernel.db import transaction
from tracker.reports import summaries
from tracker.units import actions as units
from tracker.units.models import Unit

TITLE = "关于增加城东片区普惠性幼儿园学位的建议"
OFFICE = "单位：区人民政府办公室"
UNITS_HEAD = [
    "序号", "承办单位", "合计", "独办", "主办", "分办", "会办", "应答复", "已答复", "办复率",
    "到期及提前答复", "按期答复", "按期办复率", "逾期未答复", "最长逾期天数", "面商", "面商率",
    "办结", "办结率", "A类", "B类", "C类", "D类", "未注明类别", "按期签收率", "会办意见按期率",
]  # fmt: skip
# 城市管理局: 016 late, its limit was moved too late; 017; 018 neither signed for nor answered,
# twelve days late; 财政局 gave its opinion on 1 June, due a month after 20 March
UNITS = [
    [1, "区城市管理局", 3, 1, 1, 1, 0, 3, 2, "66.7%", 3, 1, "33.3%", 1, 12, 1, "50.0%", 1,
     "33.3%", 2, 0, 0, 0, 0, "66.7%", "—"],
    [2, "区教育局", 2, 1, 0, 1, 0, 2, 2, "100.0%", 2, 2, "100.0%", 0, 0, 2, "100.0%", 2, "100.0%",
     1, 1, 0, 0, 0, "100.0%", "—"],
    [3, "区财政局", 1, 0, 0, 0, 1, 0, 0, "—", 0, 0, "—", 0, 0, 0, "—", 0, "—", 0, 0, 0, 0, 0,
     "100.0%", "0.0%"],
]  # fmt: skip
UNITS_TOTAL = [
    "合计", "3 个单位", 6, 2, 1, 2, 1, 5, 4, "80.0%", 5, 3, "60.0%", 1, 12, 3, "75.0%", 3, "60.0%",
    3, 1, 0, 0, 0, "85.7%", "0.0%",
]  # fmt: skip
SATISFACTION_HEAD = [
    "序号", "承办单位", "发出评价", "收回评价", "反馈率", "逾期未反馈", "满意", "基本满意",
    "不满意", "满意率", "基本满意率", "满意率（含基本满意）", "首轮收回", "首轮满意", "首次满意率",
    "二次办理", "二次办理后满意或基本满意",
]  # fmt: skip
SATISFACTION = [
    [1, "区城市管理局", 1, 1, "100.0%", 0, 1, 0, 0, "100.0%", "0.0%", "100.0%", 1, 1, "100.0%",
     0, 0],
    [2, "区教育局", 2, 2, "100.0%", 0, 1, 1, 0, "50.0%", "50.0%", "100.0%", 2, 1, "50.0%", 1, 1],
    [3, "区财政局", 0, 0, "—", 0, 0, 0, 0, "—", "—", "—", 0, 0, "—", 0, 0],
]  # fmt: skip
SATISFACTION_TOTAL = [
    "合计", "3 个单位", 3, 3, "100.0%", 0, 2, 1, 0, "66.7%", "33.3%", "100.0%", 3, 2, "66.7%", 1, 1,
]  # fmt: skip


@pytest.fixture
def people(app, village):
    """A function that logs a person in on the first of July."""
    with clock.moved_to(clock.at(day(7, 1), 9)):
        yield lambda name: scenes.client_of(app, village, name)


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        pytest.param(
            "units", "各单位办理情况汇总表", [UNITS_HEAD, *UNITS, UNITS_TOTAL], id="units"
        ),
        pytest.param(
            "satisfaction",
            "满意度汇总表",
            [SATISFACTION_HEAD, *SATISFACTION, SATISFACTION_TOTAL],
            id="satisfaction",
        ),
    ],
)
def test_the_workbook_says_of_each_unit_what_the_hand_says(people, name, title, expected):
    rows = workbook(people("clerk"), f"/statistics/{name}.xlsx?as_of=2026-06-30")
    assert rows[0][0] == title
    assert rows[1][0] == f"{OFFICE}　　统计截止时间：2026-06-30　　计数单位：件次"
    assert rows[2:] == expected


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        pytest.param("各单位办理情况", [UNITS_HEAD, *UNITS, UNITS_TOTAL], id="units"),
        pytest.param(
            "各单位满意度",
            [SATISFACTION_HEAD, *SATISFACTION, SATISFACTION_TOTAL],
            id="satisfaction",
        ),
    ],
)
def test_the_screen_shows_the_cells_of_the_workbook(people, region, expected):
    shown = whole(people("clerk"), "/statistics?as_of=2026-06-30", region)
    assert shown == [[str(value) for value in row] for row in expected]


def test_the_screen_shows_counts_and_rates_with_numerator_and_denominator(people):
    client = people("clerk")
    counts = whole(client, "/statistics?as_of=2026-06-30", "件数")
    assert counts == [
        ["收件", "待交办", "已交办", "办理中", "已答复", "办结", "撤回", "转出", "作废"],
        ["7", "1", "1", "0", "1", "2", "1", "0", "1"],
    ]
    rates = table(client, "/statistics?as_of=2026-06-30", "比率")
    assert [[row[0], *row[2:]] for row in rates[:4]] == [
        ["办复率", "3", "4", "75.0%"],
        ["按期办复率", "2", "4", "50.0%"],
        ["按期办复率（按原期限）", "2", "4", "50.0%"],
        ["沟通率", "3", "3", "100.0%"],
    ]
    assert rates[-1] == [
        "承诺兑现率（项）", "按答复所承诺日期落实 ÷ 承诺日期已到；结转不改变承诺日期",
        "0", "0", "—",
    ]  # fmt: skip


def test_the_screen_lists_what_is_late_and_how_long_it_took(people):
    client = people("clerk")
    address = "/statistics?as_of=2026-06-30"
    assert table(client, address, "逾期未答复") == [
        ["建议第018号", TITLE, "区城市管理局", "独办", "2026-06-18", "12"]
    ]
    # contacts after 14, 76 and 28 days; letters after 16, 103 and 78
    assert table(client, address, "办理用时") == [
        ["交办至首次沟通", "3", "39.3", "28.0"],
        ["交办至答复", "3", "65.7", "78.0"],
    ]


def test_every_figure_says_how_it_is_computed():
    assert set(summaries.FORMULAS) == set(LABELS)


def test_figures_of_a_session_hold_only_its_cases_and_the_workbook_says_so(people):
    client, asked = people("clerk"), "as_of=2026-06-30&session=2&kind=proposal"
    assert table(client, f"/statistics?{asked}", "件数")[0][0] == "1"
    line = workbook(client, f"/statistics/units.xlsx?{asked}")[1][0]
    assert line.endswith("计数单位：件次　　范围：政协提案、区政协十届三次会议")


def test_figures_by_kind_hold_only_cases_of_that_kind(people):
    counts = table(people("clerk"), "/statistics?as_of=2026-06-30&kind=proposal", "件数")
    assert counts == [["1", "1", "0", "0", "0", "0", "0", "0", "0"]]


WRONG_DAYS = {
    "2031-01-01": "统计截止日期不能晚于今天。请填今天或以前的日子。",
    "2026-07-02": "统计截止日期不能晚于今天。请填今天或以前的日子。",
    "9999-12-31": "年份应在 1900 至 2199 之间，请检查年份。",
    "30. Juni": "请填写日期，如 2026-03-05 或 2026年3月5日。",
    "2026-02-30": "请填写日期，如 2026-03-05 或 2026年3月5日。",
}


@pytest.mark.parametrize("asked", WRONG_DAYS)
def test_a_cut_off_date_that_lies_ahead_or_is_none_is_told_and_today_is_counted(people, asked):
    client = people("clerk")
    page = client.get(f"/statistics?as_of={asked}").text
    assert f'id="as_of-wrong">{WRONG_DAYS[asked]}<' in page
    assert f'value="{asked}"' in page
    assert "下面是截至今天（2026-07-01）的数字" in page
    assert "截至 2026-07-01，按件计" in page
    for name in ("units", "satisfaction"):
        refused = client.get(f"/statistics/{name}.xlsx?as_of={asked}")
        assert (refused.status_code, WRONG_DAYS[asked] in refused.text) == (422, True)


@pytest.mark.parametrize("asked", ["", "?as_of=", "?as_of=%20", "?as_of=2026-07-01"])
def test_without_a_cut_off_date_today_is_counted_and_shown(people, asked):
    page = people("clerk").get(f"/statistics{asked}").text
    assert "截至 2026-07-01，按件计" in page
    assert 'value="2026-07-01"' in page
    assert "as_of-wrong" not in page


def test_a_cut_off_date_may_be_typed_as_people_write_it(people):
    page = people("clerk").get("/statistics?as_of=2026年4月13日").text
    assert "截至 2026-04-13" in page


def test_a_unit_sees_its_own_figures_by_assignment_and_nobody_elses(people):
    client = people("handler")
    assert whole(client, "/statistics?as_of=2026-06-30", "件数") == []
    rates = table(client, "/statistics?as_of=2026-06-30", "比率")
    assert (rates[0][0], *rates[0][2:]) == ("办复率", "2", "2", "100.0%")
    rows = table(client, "/statistics?as_of=2026-06-30", "各单位办理情况")
    assert [row[1] for row in rows] == ["区教育局"]
    assert client.get("/statistics/units.xlsx").status_code == 403


def test_a_unit_sees_its_figures_under_whatever_short_name_it_has(people, village):
    with transaction():
        unit = village.row(Unit, "education")
        facts = units.UnitFacts(unit.name, "教体局", online=True, phone=unit.phone)
        units.save(facts, unit)
    client = people("handler")
    rates = table(client, "/statistics?as_of=2026-06-30", "比率")
    assert (rates[0][0], *rates[0][2:]) == ("办复率", "2", "2", "100.0%")


@pytest.mark.parametrize(
    ("who", "received"),
    [("congress_office", "6"), ("cppcc_office", "1"), ("district_leader", "7"), ("leader", "7")],
)
def test_each_office_sees_the_figures_of_its_cases(people, who, received):
    counts = table(people(who), "/statistics?as_of=2026-06-30", "件数")
    assert counts[0][0] == received


@pytest.mark.parametrize("who", ["deputy"])
def test_a_deputy_has_no_statistics(people, who):
    assert people(who).get("/statistics").status_code == 403
