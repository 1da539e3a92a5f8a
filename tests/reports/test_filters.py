"""What the ledger can be asked for, alone and together; each part is a link that drops it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests import scenes
from tests.reports.pages import table, workbook
from tests.reports.test_ledger import words
from tests.reports.village import day
from tests.reports.walk import Walk
from tests.rows import every, the
from tracker.accounts.models import Account
from tracker.assign import reassigning
from tracker.cases import actions as cases
from tracker.cases import facts
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.units.models import Unit

TODAY = day(6, 30)


@pytest.fixture
def led(village):
    """The village with a topic, and a district leader who leads the late case."""
    with village.act("leader", TODAY):
        late = every(Case, Case.number == "018")[0]
        account = the(Account, village.person("district_leader").account_id)
        cases.mark(late, key_item=True, confidential=False)
        cases.name_leader(late, account)
        every(Case, Case.number == "12")[0].topic = "城乡建设"
    return village


def found(client, query: str) -> list[str]:
    """The numbers on the screen; the workbook lists the same."""
    listed = [row[1].split()[-1] for row in table(client, f"/ledger?{query}", "办理台账")]
    assert [row[2] for row in workbook(client, f"/ledger.xlsx?{query}")[3:-1]] == listed
    return listed


EACH = [
    ("state=open", ["12", "018", "016"]),
    ("state=open&kind=suggestion", ["018", "016"]),
    ("topic=城乡建设", ["12"]),
    ("topic=交通", []),
    ("group=城东代表团&kind=proposal", ["12"]),
    ("reply_class=A", ["017", "016"]),
    ("reply_class=B", ["015"]),
    ("reply_class=C", []),
    ("rating=satisfied", ["015"]),
    ("rating=basically_satisfied", ["017"]),
    ("rating=unsatisfied", []),
    ("key=yes", ["018"]),
    ("received_from=2026-01-06&received_to=2026-01-06&state=closed", ["017", "015"]),
    ("received_from=2026-01-07", []),
    ("assigned_from=2026年3月18日&assigned_to=2026.3.18", ["019", "018", "017", "016", "015"]),
    ("due_to=2026-06-30", ["018"]),
    ("due_from=2026-06-19", []),
    ("replied_from=2026-06-04&replied_to=2026-06-28", ["017"]),
    ("replied_to=2026-05-01", ["015"]),
    ("unit=3&reply_class=A&rating=basically_satisfied&state=closed", ["017"]),
]


def test_each_filter_leaves_what_the_hand_leaves(app, led):
    with clock.moved_to(clock.at(TODAY, 20)):
        clerk = scenes.client_of(app, led, "clerk")
        assert {query: found(clerk, query) for query, _ in EACH} == dict(EACH)
        leader = led.person("district_leader").account_id
        assert found(clerk, f"leader={leader}") == ["018"]
        assert found(clerk, "leader=99999") == []


def test_a_day_that_is_none_is_said_and_left_out(app, led):
    with clock.moved_to(clock.at(TODAY, 20)):
        clerk = scenes.client_of(app, led, "clerk")
        page = clerk.get("/ledger?received_from=昨天&state=open&due_to=2026-13-01").text
    assert "收件日期“昨天”不能识别，请填写如 2026-03-05 的日期。" in page
    assert "到期日期“2026-13-01”不能识别" in page
    assert ">3 件" in page


def test_each_part_of_a_filter_is_a_chip_that_drops_it(app, led):
    query = "?state=open&kind=suggestion&received_from=2026-01-01&q=学位 018&sort=due&rows=20"
    with clock.moved_to(clock.at(TODAY, 20)):
        page = scenes.client_of(app, led, "clerk").get(f"/ledger{query}").text
    chips = {
        re.sub(r"<[^>]+>", "", text): unescape(link)
        for link, text in re.findall(r'<a class="chip" href="([^"]*)">(.*?)</a>', page)
    }
    assert list(chips) == [
        "去掉 代表建议×",
        "去掉 未办结×",
        "去掉 收件 2026-01-01 起×",
        "去掉 含“学位 018”×",
    ]
    assert "state=" not in chips["去掉 未办结×"]
    assert "received_from" not in chips["去掉 收件 2026-01-01 起×"]
    assert all("sort=due&rows=20" in link for link in chips.values())


def test_all_cases_are_listed_until_somebody_asks_for_the_open_ones(app, led):
    with clock.moved_to(clock.at(TODAY, 20)):
        clerk = scenes.client_of(app, led, "clerk")
        assert words(clerk, "", "a", 'class="chip offer"') == ["只看未办结 3"]
        assert words(clerk, "?state=open", "a", 'class="chip offer"') == []


@pytest.fixture
def left(village):
    """A confidential case that 教育局 has, and one that it gave away to 财政局, since answered."""
    secret = Walk(village).assign("051", confidential=True, on=day(6, 23))
    moved = Walk(village).assign("052", on=day(6, 23)).sign(day(6, 24))
    with village.act("clerk", day(6, 25)):
        finance = village.row(Unit, "finance")
        reassigning.reassign(moved.row(), finance, "职责不符", day(6, 25))
    moved.learn()
    moved.sign(day(6, 26), "finance").talk(day(6, 26), "finance")
    moved.answer(day(6, 29), "云财函〔2026〕7号", "finance")
    assert secret.case_id
    return village


def test_a_unit_learns_nothing_by_a_filter_that_its_list_does_not_show(app, left):
    with clock.moved_to(clock.at(TODAY, 20)):
        unit, clerk = (scenes.client_of(app, left, who) for who in ("handler", "clerk"))
        asked = "received_from=2026-01-01"
        assert {"051", "052"} <= set(found(unit, asked))
        for query in ("reply_class=A", "unit=2", "replied_from=2026-06-29", "due_from=2026-01-01"):
            assert "052" not in found(unit, query)
        assert "052" in found(clerk, "reply_class=A")
        assert "052" in found(clerk, "unit=2")
        assert "051" not in found(unit, "group=城东代表团")
        assert "051" in found(clerk, "group=城东代表团")
        assert "017" in found(unit, "rating=basically_satisfied")
        # 城市管理局's own letter of 017 was 满意, that of 教育局 基本满意
        city = scenes.client_of(app, left, "city_handler")
        assert found(city, "rating=satisfied") == ["017"]
        assert found(city, "rating=basically_satisfied") == []


def test_a_group_that_only_a_confidential_case_has_is_not_offered_to_units(app, district):
    person = (facts.SubmitterFacts("买买提·艾力", "民族界代表团"),)
    Walk(district).assign("051", confidential=True, submitters=person)
    with clock.moved_to(clock.at(scenes.START, 12)):
        unit, clerk = (scenes.client_of(app, district, who) for who in ("handler", "clerk"))
        assert "民族界代表团" in clerk.get("/ledger").text
        assert "民族界代表团" not in unit.get("/ledger").text


def test_each_topic_and_each_group_that_cases_have_is_offered_once(app, led):
    with led.act("clerk", TODAY):
        for number, topic in (("015", "交通"), ("016", "城乡建设"), ("017", "")):
            every(Case, Case.number == number)[0].topic = topic
    with clock.moved_to(clock.at(TODAY, 12)):
        page = scenes.client_of(app, led, "clerk").get("/ledger").text
    for name, expected in (("topic", ["交通", "城乡建设"]), ("group", ["城东代表团"])):
        (options,) = re.findall(rf'<select[^>]* name="{name}".*?</select>', page, re.S)
        assert re.findall(r'<option value="([^"]+)"', options) == expected, name


def test_the_limit_of_a_case_that_a_unit_handed_over_places_no_row_of_its_list(app, left):
    Walk(left).assign("053", on=day(6, 29)).sign(day(6, 29))
    moved = Walk(left).assign("054", on=day(6, 1)).sign(day(6, 2))
    with left.act("clerk", day(6, 25)):
        reassigning.reassign(moved.row(), left.row(Unit, "finance"), "职责不符", day(6, 25))
    with clock.moved_to(clock.at(TODAY, 20)):
        unit, clerk = (scenes.client_of(app, left, who) for who in ("handler", "clerk"))
        asked = "sort=due&q=05"
        # 054 falls due first, on 1 September; 教育局 reads no limit of it any more
        assert found(clerk, asked) == ["054", "051", "053", "052"]
        assert found(unit, asked) == ["051", "053", "054", "052"]
        assert found(unit, "sort=-due&q=05") == ["053", "051", "054", "052"]
        assert "054" not in found(unit, "due_to=2026-12-31")
