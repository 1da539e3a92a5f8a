"""The body and the rail of a case page: what was said, what is to come, what was missed."""

from __future__ import annotations

import pytest

from tests.bench.office import counted
from tests.desk.pages import CasePage
from tests.desk.town import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, YESTERDAY, case_id
from tests.reports.walk import Walk
from tracker.cases import actions as cases
from tracker.kernel.db import db
from tracker.terms import Satisfaction


@pytest.fixture
def again(town):
    """A case of two rounds: the first letter did not satisfy, the second is delivered."""
    walk = Walk(town).assign("721", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.answer(THURSDAY, "云教函〔2026〕721号").deliver(THURSDAY)
    walk.rate(FRIDAY, Satisfaction.UNSATISFIED, reason="没有完成时限").again(FRIDAY)
    return walk.talk(YESTERDAY).answer(YESTERDAY, "云教函〔2026〕722号")


def test_letters_ratings_and_orders_stand_in_order_as_one_thread(log_in, again):
    page = CasePage(log_in("clerk"), f"/cases/{again.case_id}")
    assert page.thread == [
        ("1月6日", "刘桂兰等 2 人提出"),
        ("6月11日", "区教育局答复"),
        ("6月12日", "评价：不满意"),
        ("6月12日", "政府办决定重办，开始第二轮"),
        ("6月15日", "区教育局第二轮答复"),
    ]
    said = page.document.xpath('//ol[@class="thread"]')[0].text_content()
    for words in ("城东片区新建小区多", "没有完成时限", "请补充具体措施。", "云教函〔2026〕722号"):
        assert words in said


def test_the_rail_shows_what_is_to_come_what_waits_and_what_was_missed(log_in):
    page = CasePage(log_in("clerk"), f"/cases/{case_id('007')}")
    assert page.rail("plan") == [
        ("印发后", "提出者评价"),
        ("印发后", "送达提出者"),
        ("6月18日", "区教育局印发答复"),
    ]
    assert page.rail("today") == [("今天", "等区教育局与提出者首次沟通")]
    assert page.rail("miss") == [
        ("4月20日", "到期：区财政局送会办意见"),
        ("4月9日", "到期：区教育局与提出者首次沟通"),
    ]
    assert page.rail("done")[-1][0] == "1月6日"


def test_nothing_empty_is_drawn(log_in):
    page = CasePage(log_in("clerk"), f"/cases/{case_id('001')}")
    assert page.records == []
    assert "记录" not in page.document.xpath("//main//h2/text()")
    assert page.document.xpath('//main//*[@class="empty"]') == []


def test_a_draft_is_the_affair_of_its_unit_and_of_the_office(log_in):
    number = case_id("009")
    draft = ("未印发", "区教育局答复")
    assert draft in CasePage(log_in("handler"), f"/cases/{number}").thread
    assert draft in CasePage(log_in("clerk"), f"/cases/{number}").thread
    assert draft not in CasePage(log_in("congress_office"), f"/cases/{number}").thread


def test_another_unit_reads_the_letter_but_not_how_it_was_rated(log_in):
    thread = CasePage(log_in("city_handler"), f"/cases/{case_id('020')}").thread
    assert thread == [("1月6日", "刘桂兰等 2 人提出"), ("6月11日", "区教育局答复")]


def test_the_page_sends_few_statements_and_no_more_for_six_units(log_in, town):
    four = [("education", "separate", "校内"), ("city", "separate", "校外")]
    four += [("finance", "separate", "资金"), ("post", "separate", "邮路")]
    many = Walk(town).assign("731", *four, on=MONDAY)
    many.sign(TUESDAY, "education", "city", "finance", "post")
    for unit in ("education", "city", "finance"):
        many.talk(WEDNESDAY, unit).answer(THURSDAY, f"云函〔2026〕{len(unit)}号", unit)
        many.deliver(THURSDAY, unit)
    one = Walk(town).assign("732", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    client = log_in("clerk")
    sent = {}
    for name, walk in (("one", one), ("many", many)):
        client.get(f"/cases/{walk.case_id}")
        db.session.remove()
        with counted() as statements:
            assert client.get(f"/cases/{walk.case_id}").status_code == 200
        sent[name] = len(statements)
    assert sent["one"] <= 16
    assert sent["many"] <= 18


def test_a_confidential_name_is_in_no_letter_that_a_unit_reads(log_in, town):
    with town.act("clerk", YESTERDAY):
        cases.mark(Walk(town, case_id("013")).case, False, True)
    for path in ("", "/sheet"):
        address = f"/cases/{case_id('013')}{path}"
        assert "刘桂兰" not in CasePage(log_in("handler"), address).answer.text
        assert "刘桂兰" in CasePage(log_in("clerk"), address).answer.text
