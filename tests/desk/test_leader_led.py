"""The page of a district leader: what he or she leads, to read and not to decide."""

from __future__ import annotations

import pytest

from tests.desk.leaders import page_of
from tests.desk.supervised import rows
from tests.desk.town import MONDAY, case_id
from tests.rows import the
from tracker.accounts.models import Account
from tracker.cases import actions as cases
from tracker.cases.models import Case


@pytest.fixture
def leads_promise(town):
    """The district leader leads 019, which is promised and reported as kept, beside 007 and 008."""
    with town.act("leader", MONDAY):
        leader = the(Account, town.person("district_leader").account_id)
        cases.name_leader(the(Case, case_id("019")), leader)
    return town


def test_what_is_pressing_on_the_cases_that_are_led_stands_on_top(log_in):
    page = log_in("district_leader").get("/").text
    assert rows(page) == [
        ("06-10", "建议 008", "答复未印发", "区教育局"),
        ("06-18", "建议 007", "答复未印发", "区教育局"),
    ]
    assert "急的事 <small>2 项" in page


def test_there_is_nothing_to_press(log_in):
    page = log_in("district_leader").get("/").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert "btn-main" not in main


def test_the_figures_are_those_of_what_is_led(leads_promise, log_in):
    page = page_of(log_in("district_leader"))
    assert [(label, number) for label, number, _ in page.parts if number] == [
        ("办理中", 2),
        ("已答复", 1),
    ]
    assert page.rate == "已答复和办结 1 / 已交办 3 = 33.3%"
    assert page.units == [["区教育局", "2", "6 天", "1"]]
    assert page.months["到期"][-1] == "1"


def test_a_leader_of_nothing_is_told_so(town, log_in):
    with town.act("leader", MONDAY):
        for number in ("007", "008"):
            cases.name_leader(the(Case, case_id(number)), None)
    page = log_in("district_leader").get("/").text
    assert "领办件里没有快到期或逾期的答复和承诺。" in page
    assert "没有领办本次会议的件。" in page
    assert "没有未印发的答复。" in page


def test_the_common_list_is_reached(log_in):
    client = log_in("district_leader")
    assert "全部待办 2 项" in client.get("/").text
    assert client.get("/?only=").text.count('<td class="due-cell">') == 2
