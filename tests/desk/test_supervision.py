"""盯到底: every open duty of what is followed, late or soon, and the month beside it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.desk.supervised import ROW, chips, fill, rows
from tests.desk.town import FRIDAY, case_id
from tests.plan.days import counted
from tests.rows import the
from tracker.cases.models import Case
from tracker.plan_terms import AT_OFFICE, AT_UNIT, Party
from tracker.supervise import actions, following
from tracker.terms import FollowUpKind

PEOPLE = (
    "clerk",
    "leader",
    "handler",
    "head",
    "finance_handler",
    "city_head",
    "district_leader",
    "congress_office",
    "cppcc_office",
)
# day, number, next step, whose; what is the clerk's own is drawn bold
CLERK = [
    ("01-23", "建议 001", "拟交办", "我"),
    ("01-23", "建议 002", "拟交办", "我"),
    ("01-23", "建议 003", "批准交办", "政府办领导"),
    ("01-23", "提案 P1", "拟交办", "我"),
    ("03-31", "提案 P2", "登记沟通", "区教育局"),
    ("04-09", "建议 007", "登记沟通", "区教育局"),
    ("04-20", "建议 007", "送会办意见", "区财政局"),
    ("06-10", "建议 008", "办理答复", "区教育局"),
    ("06-10", "提案 P2", "办理答复", "区教育局"),
    ("06-16", "建议 023", "登记送达", "区教育局"),
    ("06-17", "建议 004", "签收", "区教育局"),
    ("06-17", "建议 005", "代签收", "我"),
    ("06-17", "建议 016", "核对评价", "核对人"),
    ("06-18", "建议 007", "办理答复", "区教育局"),
    ("06-22", "建议 013", "研究是否重办", "我"),
    ("06-22", "建议 019", "办结", "我"),
    ("06-22", "建议 019", "核实承诺", "我"),
    ("06-22", "建议 020", "研究是否重办", "我"),
    ("06-30", "建议 020", "登记沟通", "区城市管理局"),
    ("07-11", "建议 013", "第 1 次回访", "政府办"),
    ("07-11", "建议 017", "第 1 次回访", "政府办"),
    ("07-11", "建议 019", "第 1 次回访", "政府办"),
    ("08-10", "建议 013", "第 2 次回访", "政府办"),
    ("08-10", "建议 017", "第 2 次回访", "政府办"),
    ("08-10", "建议 019", "第 2 次回访", "政府办"),
    ("09-08", "建议 020", "办理答复", "区城市管理局"),
    ("09-09", "建议 013", "第 3 次回访", "政府办"),
    ("09-09", "建议 017", "第 3 次回访", "政府办"),
    ("09-09", "建议 019", "第 3 次回访", "政府办"),
    ("09-15", "建议 004", "办理答复", "区教育局"),
    ("09-15", "建议 005", "办理答复", "政府办（代区邮政管理局）"),
    ("12-31", "建议 017", "报告进展", "区教育局"),
]
HANDLER = [
    ("03-31", "提案 P2", "登记沟通", "我"),
    ("04-09", "建议 007", "登记沟通", "我"),
    ("06-10", "建议 008", "办理答复", "我"),
    ("06-10", "提案 P2", "办理答复", "我"),
    ("06-16", "建议 023", "登记送达", "我"),
    ("06-17", "建议 004", "签收", "我"),
    ("06-18", "建议 007", "办理答复", "我"),
    ("06-22", "建议 019", "核实承诺", "政府办"),
    ("09-15", "建议 004", "办理答复", "区教育局"),
    ("12-31", "建议 017", "报告进展", "我"),
]
LED = [
    ("04-09", "建议 007", "登记沟通", "区教育局"),
    ("04-20", "建议 007", "送会办意见", "区财政局"),
    ("06-10", "建议 008", "办理答复", "区教育局"),
    ("06-18", "建议 007", "办理答复", "区教育局"),
]
CHIPS = {
    "clerk": [32, 9, 5, 12, 12, 0, 20, 2, 0],
    "handler": [10, 4, 3, 6, 9, 0, 1, 2, 0],
    "district_leader": [4, 3, 1, 2, 4, 0, 0, 0, 0],
    "cppcc_office": [3, 3, 0, 1, 2, 0, 1, 0, 0],
}


@pytest.mark.parametrize(
    ("who", "expected"), [("clerk", CLERK), ("handler", HANDLER), ("district_leader", LED)]
)
def test_each_person_has_what_is_open_of_the_own_cases_the_most_urgent_first(log_in, who, expected):
    page = log_in(who).get("/supervision/").text
    assert rows(page) == expected
    for _, number, bold, step, tone, whose in ROW.findall(page):
        assert bool(bold) == (whose == "我") == (tone == "me"), (number, step)


@pytest.mark.parametrize("who", CHIPS)
def test_the_figures_of_the_chips_are_these(log_in, who):
    found = chips(log_in(who).get("/supervision/").text)
    assert [count for *_, count in found] == CHIPS[who]
    labels = [label for _, label, _ in found]
    assert labels == [
        "全部", "逾期", "5 日内", "本月", "等单位", "等代表委员", "等政府办", "承诺", "重点件",
    ]  # fmt: skip


@pytest.mark.parametrize("who", PEOPLE)
def test_behind_each_chip_stand_as_many_rows_as_it_says(log_in, who):
    client = log_in(who)
    for href, label, count in chips(client.get("/supervision/").text):
        page = client.get(href).text
        assert len(rows(page)) == count, label
        assert (f"共 {count} 项" in page) == (count > 0)
        assert f'aria-current="true">{label}<b' in page


def test_a_key_item_is_counted_and_found(town, log_in):
    with town.act("clerk", FRIDAY):
        the(Case, case_id("008")).key_item = True
    clerk = log_in("clerk")
    assert chips(clerk.get("/supervision/").text)[-1][2] == 1
    assert rows(clerk.get("/supervision/?only=key").text) == [CLERK[7]]


@pytest.mark.parametrize(
    "asked",
    [
        "month=2026-13", "month=9999-12", "month=x", "day=2026-02-30", "on=x", "before=1",
        "only=<script>", "page=99", "page=x", "_scheme=javascript&endpoint=x",
    ],
)  # fmt: skip
def test_an_address_that_says_nothing_sensible_shows_the_list(log_in, asked):
    answer = log_in("clerk").get(f"/supervision/?{asked}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "javascript" not in answer.text


def _rested(town) -> None:
    """Close 012, follow it and make its three visits: it is followed and owes nothing."""
    with town.act("clerk", FRIDAY):
        case = the(Case, case_id("012"))
        actions.close(case, FRIDAY)
        following.follow(case, "群众关注。")
        for said in ("一访。", "二访。", "三访。"):
            actions.record(case, actions.Record(FollowUpKind.VISIT, FRIDAY, said))


def test_what_is_followed_and_owes_nothing_stands_last_with_the_act_that_ends_it(town, log_in):
    _rested(town)
    clerk = log_in("clerk")
    page = clerk.get("/supervision/").text
    assert rows(page) == [*CLERK, ("", "建议 012", "跟踪中，可结束", "我")]
    assert f'href="/supervision/cases/{case_id("012")}/end">结束跟踪' in page
    assert len(rows(clerk.get("/supervision/?only=office").text)) == 21
    assert len(rows(clerk.get("/supervision/?only=late").text)) == 9
    body = log_in("congress_office").get("/supervision/").text
    assert rows(body)[-1] == ("", "建议 012", "跟踪中，可结束", "政府办")
    assert "结束跟踪" not in body
    assert "012" not in str(rows(log_in("handler").get("/supervision/").text))


def menu(page: str, number: str) -> dict[str, str]:
    """What stands behind ⋯ on the first row with a number."""
    row = page[page.index(f'<td class="number">{number}</td>') :]
    links = re.findall(r'<a href="([^"]+)">([^<]+)</a>', row[: row.index("</tr>")])
    return {label: href for href, label in links}


def test_behind_the_row_stand_the_acts_on_its_follow_up(town, log_in):
    _rested(town)
    clerk = log_in("clerk")
    page = clerk.get("/supervision/").text
    assert set(menu(page, "建议 008")) == {"登记催办、督办、回访", "列入跟踪"}
    assert set(menu(page, "建议 013")) == {"登记催办、督办、回访", "暂停跟踪"}
    assert set(menu(page, "建议 012")) == {"登记催办、督办、回访", "暂停跟踪", "结束跟踪"}
    assert menu(page, "建议 001") == {}
    for number in ("008", "013", "012"):
        for label, href in menu(page, f"建议 {number}").items():
            assert clerk.get(href).status_code == 200, label
    assert menu(log_in("head").get("/supervision/").text, "建议 008") == {}
    with town.act("clerk", FRIDAY):
        following.pause(the(Case, case_id("013")), date(2026, 7, 30), "等批复。")
    page = clerk.get("/supervision/").text
    assert set(menu(page, "建议 013")) == {"登记催办、督办、回访", "更改恢复日期", "恢复跟踪"}
    assert "暂停至 07-30" in page


@pytest.mark.parametrize("who", ["clerk", "handler", "congress_office"])
def test_a_long_list_asks_the_database_as_often_as_a_short_one(log_in, who):
    client, address = log_in(who), "/supervision/?only=late&day=2026-06-10"
    found = []
    for more in (10, 200):
        fill(more)
        client.get(address)
        with counted() as asked:
            page = client.get(address).text
        found.append((len(asked), len(rows(page))))
    assert found[0][0] == found[1][0] < 30, found
    assert found[0][1] < found[1][1] == 50


def test_a_full_list_goes_on_on_the_next_page_in_the_same_order(log_in):
    fill(60)
    clerk = log_in("clerk")
    pages = [rows(clerk.get(f"/supervision/?only=late&page={number}").text) for number in (1, 2)]
    assert [len(page) for page in pages] == [50, 19]
    assert 'rel="next"' in clerk.get("/supervision/?only=late").text
    assert (
        "only=late"
        in re.search(r'href="([^"]+)" rel="next"', clerk.get("/supervision/?only=late").text)[1]
    )


def test_the_parties_share_out_the_whole_list():
    """等单位, 等代表委员 and 等政府办 leave nobody out."""
    assert {*AT_UNIT, *AT_OFFICE, Party.PROPOSER} == set(Party)
