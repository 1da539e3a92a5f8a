"""The page that the office's leader lands on: what waits, and the figures with their lists."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html
from sqlalchemy import select

from tests import plain_sql, scenes
from tests.bench.office import counted, multiply
from tests.desk.leaders import behind, page_of
from tests.desk.town import TODAY, case_id
from tests.rows import the
from tracker.accounts.models import Account, AccountRole
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.desk.leader_progress import year_before
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.plan.models import DutyRow
from tracker.roles import Role
from tracker.settings import actions as settings
from tracker.supervise import actions as supervise

# who asks and what is unread among them; of a hundred the first ten are all to be approved
SENT = {
    ("leader", 2): 19,
    ("leader", 20): 17,
    ("district_leader", 2): 12,
    ("district_leader", 20): 12,
}
STATES = """
SELECT sum(CASE WHEN state IN ('assigned', 'handling', 'replied', 'closed') THEN 1 ELSE 0 END),
       sum(CASE WHEN state IN ('replied', 'closed') THEN 1 ELSE 0 END) FROM case_record
"""
KEY = ("008", "007", "001", "012")


@pytest.fixture
def marked(town):
    """001, 007, 008 and 012 are key items; the last is closed since."""
    with town.act("clerk", TODAY):
        for number in KEY:
            cases.mark(the(Case, case_id(number)), key_item=True, confidential=False)
        supervise.close(the(Case, case_id("012")), TODAY)
    return town


def also(town, who: str, *roles: Role) -> None:
    """Give a person more roles."""
    with transaction():
        row = the(Account, town.person(who).account_id)
        row.roles.extend(AccountRole(role=role) for role in roles)
        if Role.UH in roles:
            row.unit_id = town.ids["education"]


def test_what_waits_for_the_leader_stands_on_top_the_most_urgent_first(log_in):
    page = page_of(log_in("leader"))
    assert [(row.about, row.number, row.buttons[0]) for row in page.rows] == [
        ("交办 · 1月23日前", "建议 003", "批准"),
        ("核对 · 6月17日前", "建议 016", "核对评价"),
        ("退办 · 6月22日前", "建议 014", "审定退办申请"),
        ("不满意 · 6月22日前", "建议 013", "研究是否重办"),
        ("不满意 · 6月22日前", "建议 020", "研究是否重办"),
    ]
    assert "待我批 <small>5 项" in page.text


def test_a_row_says_by_what_one_decides(log_in):
    page = page_of(log_in("leader"))
    first = page.row("003")
    assert (first.title, first.proposer) == (
        "增加城东片区普惠性幼儿园学位",
        "刘桂兰 等 2 人 城东代表团",
    )
    assert first.said == "城东片区新建小区多，公办园学位不足。"
    assert first.pairs == {"独办": "区教育局"}
    assert first.due == "批准后 2026-09-16 前答复"  # three months from 16 June
    assert page.row("014").pairs == {
        "申请": "区教育局（独办）", "建议改由": "区城市管理局", "理由": "职责已经划转",
    }  # fmt: skip
    assert page.row("013").pairs == {
        "答复": "区教育局（独办）", "评价": "不满意", "理由": "没有完成时限",
    }  # fmt: skip


def test_what_needs_more_than_a_yes_leads_to_its_page_and_back(log_in):
    client = log_in("leader")
    for row in page_of(client).rows:
        asked = client.get(row.href)
        assert asked.status_code == 200, row
        assert '<a class="btn btn-plain" href="/">返回</a>' in asked.text
    row = page_of(client).row("013")
    answer = client.post(row.href, data={"reason": "督促到现场", "on": "2026-06-16"})
    assert (answer.status_code, answer.location) == (302, "/")
    page = page_of(client)
    assert page.said == ["建议第013号：已开始重新办理。"]
    assert "建议 013" not in [row.number for row in page.rows]


def test_from_the_case_one_goes_back_to_the_case(log_in):
    client = log_in("leader")
    address = page_of(client).row("013").href.removesuffix("?back=desk")
    answer = client.post(address, data={"reason": "督促到现场", "on": "2026-06-16"})
    assert answer.location == f"/cases/{case_id('013')}"


def test_the_last_sessions_stand_at_these_steps(log_in):
    page = page_of(log_in("leader"))
    assert [(label, number) for label, number, _ in page.parts] == [
        ("待交办", 4),  # 001, 002, 003, P1
        ("待签收", 4),  # 004, 005, 014, 015
        ("办理中", 7),  # 006, 007, 008, 018, 020, 024, P2
        ("待审签", 3),  # 009, 010, 021
        ("已答复", 6),  # 011, 012, 013, 016, 019, 023
        ("办结", 1),  # 017
    ]
    assert page.rate == "已答复和办结 7 / 已交办 21 = 33.3%"
    assert "区十八届人大三次会议、区政协十届三次会议办到哪里" in page.text


def test_units_stand_by_the_letters_that_are_late(log_in):
    # of 教育局 008 and P2 were due on 10 June
    assert page_of(log_in("leader")).units == [
        ["区教育局", "11", "6 天", "2"],
        ["区城市管理局", "1", "—", "0"],
        ["区邮政管理局", "2", "—", "0"],
    ]


def test_key_items_that_are_not_closed_stand_by_urgency(marked, log_in):
    page = page_of(log_in("leader"))
    leads = marked.person("district_leader").name
    title = "增加城东片区普惠性幼儿园学位"
    assert page.key_items == [
        [title, "—", "政府办：拟交办", "逾期 144 天"],
        [title, leads, "区教育局：登记沟通", "逾期 68 天"],
        [title, leads, "区教育局：办理答复", "逾期 6 天"],
    ]
    assert "全部 3 件" in page.text


def test_promises_stand_in_the_month_in_which_they_fall_due(town, log_in):
    months = page_of(log_in("leader")).months
    assert months["月份"] == ["12", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
    assert (months["到期"][-1], months["兑现"][-1], months["逾期"][-1]) == ("2", "0", "0")
    with clock.moved_to(clock.at(TODAY.replace(year=2027, month=1))):
        months = page_of(log_in("leader")).months
    assert (months["到期"][5], months["逾期"][5]) == ("2", "2")


@pytest.mark.parametrize("who", ["leader", "district_leader"])
def test_behind_every_figure_stand_as_many_rows(marked, log_in, who):
    client = log_in(who)
    found = list(page_of(client).links())
    assert len(found) >= 12
    assert [(words, number) for words, number, _ in found] == [
        (words, behind(client, address)) for words, _, address in found
    ]


@pytest.mark.parametrize(("who", "times"), SENT)
def test_the_page_sends_as_many_statements_for_a_hundred_rows_as_for_ten(marked, app, who, times):
    multiply(times)  # five rows wait for the leader in the town: ten and a hundred
    client = scenes.client_of(app, marked, who)
    assert client.get("/").status_code == 200
    db.session.remove()
    with counted() as found:
        client.get("/")
    sent = [one for one in found if not one.startswith("BEGIN")]
    assert len(sent) == SENT[who, times], "\n\n".join(sent)


def test_ten_stand_on_a_page_and_the_next_ones_behind(marked, app):
    multiply(3)
    client = scenes.client_of(app, marked, "leader")
    assert len(page_of(client).rows) == 10
    second = page_of(client, "/?page=2")
    assert len(second.rows) == 5
    assert second.rows[0].href
    assert "1–10，共 15 项" in page_of(client).text


def test_the_common_list_is_reached_with_all_that_waits(log_in):
    client = log_in("leader")
    page = page_of(client)
    assert "全部待办 24 项" in page.text
    assert client.get("/?only=").text.count('<td class="due-cell">') == 24


def test_a_leader_who_is_also_a_clerk_and_a_handler_reaches_everything(town, log_in):
    also(town, "leader", Role.OH, Role.UH)
    client = log_in("leader")
    page = page_of(client)
    assert [row.number for row in page.rows][:1] == ["建议 003"]
    mine = client.get("/?only=mine").text
    assert f"待我办 {mine.count('due-cell')} 项" in page.text
    assert "导入清单" in client.get("/?only=").text


def test_one_who_is_both_leaders_finds_both_pages(town, log_in):
    also(town, "leader", Role.DL)
    client = log_in("leader")
    assert "待我批" in client.get("/").text
    assert "我领办的件" in client.get("/").text
    led = client.get("/?of=led").text
    assert "待我批" not in led
    assert "没有领办本次会议的件" in led


def test_the_units_are_shown_in_full_where_that_is_asked(marked, log_in):
    assert len(page_of(log_in("leader"), "/?all=units").units) == 3


def test_the_share_of_the_same_day_last_year_stands_beside_and_leads_to_its_figures(log_in, on):
    assert "去年同日" not in log_in("leader").get("/").text  # nothing was there a year before
    with on(TODAY.replace(year=TODAY.year + 1)):
        client = log_in("leader")
        page = html.fromstring(client.get("/").text)
        (link,) = page.xpath('//a[starts-with(text(), "去年同日")]')
        (given, answered) = plain_sql.rows(STATES)[0]
        assert link.text == f"去年同日 {100 * answered / given:.1f}%"
        assert link.get("href") == "/statistics?as_of=2026-06-16"
        assert client.get(link.get("href")).status_code == 200


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 6, 16), date(2025, 6, 16)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2028, 2, 28), date(2027, 2, 28)),
    ],
)
def test_the_same_day_of_the_year_before(day, before):
    assert year_before(day) == before


def test_what_the_leader_decided_is_one_press_away_and_nobody_elses(log_in, town):
    leader = log_in("leader")
    (link,) = html.fromstring(leader.get("/").text).xpath('//a[text()="我批过的"]')
    assert link.get("href") == "/ledger?decided=me&sessions=latest"
    found = {row[0] for row in plain_sql.rows(f"""
        SELECT c.number FROM case_record c JOIN history_entry h ON h.case_id = c.id
        WHERE h.act IN ('case.assigned', 'case.sent_back', 'case.reassigned', 'return.granted',
                        'return.refused') AND h.actor_id = {town.person("leader").account_id}
        AND c.state <> 'void'""")}  # fmt: skip
    listed = html.fromstring(leader.get("/ledger?decided=me&rows=200").text)
    assert len(found) > 5
    assert len(listed.xpath("//tbody/tr")) == len(found)
    assert "我批过的" in leader.get("/ledger?decided=me").text
    assert "没有符合条件的件" in log_in("clerk").get("/ledger?decided=me").text


def test_a_year_whose_days_off_nobody_entered_is_told_once_a_limit_runs_into_it(marked, log_in):
    assert "放假安排还没有登记" not in log_in("leader").get("/").text
    with transaction():
        duty = db.session.scalars(select(DutyRow).where(DutyRow.due_on.is_not(None))).first()
        duty.due_on, duty.provisional = date(2027, 1, 8), True
    leader = log_in("leader")
    page = leader.get("/").text
    assert "2027 年放假安排还没有登记" in page
    assert "/settings/calendar?year=2027" in page
    with transaction():
        settings.load_year(2026)
    assert "2027 年放假安排还没有登记" in leader.get("/").text
    assert "放假安排还没有登记" not in log_in("district_leader").get("/").text
