"""The bar of a case page: how far it is, told by what is owed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.pages import CasePage
from tests.desk.town import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, case_id
from tests.reports.walk import Walk
from tracker.kernel import clock
from tracker.terms import Satisfaction

YESTERDAY, TODAY = date(2026, 6, 15), date(2026, 6, 16)
STEPS = {
    "001": ("登记", "交办 轮到您"),
    "004": ("登记 交办", "签收 等区教育局"),
    "007": ("登记 交办 签收", "沟通面商 等区教育局"),
    "008": ("登记 交办 签收 沟通面商", "答复 等区教育局"),
    "011": ("登记 交办 签收 沟通面商 答复", "评价 等刘桂兰"),
    "023": ("登记 交办 签收 沟通面商 答复", "评价 等区教育局"),
    "013": ("登记 交办 签收 沟通面商 答复", "评价 轮到您"),
    "012": ("登记 交办 签收 沟通面商 答复 评价", "办结 轮到您"),
    "017": ("登记 交办 签收 沟通面商 答复 评价 办结", ""),
    "022": ("登记 交办 沟通面商", "撤回"),
}


@pytest.fixture
def again(town):
    """A case whose first letter did not satisfy and that is handled again."""
    walk = Walk(town).assign("711", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.answer(THURSDAY, "云教函〔2026〕711号").deliver(THURSDAY)
    return walk.rate(FRIDAY, Satisfaction.UNSATISFIED, reason="没有时间").again(FRIDAY)


def steps(log_in, number: int, who: str = "clerk") -> tuple[str, str]:
    """The steps that are done, and the present one."""
    page = CasePage(log_in(who), f"/cases/{number}")
    return " ".join(name for name, mark in page.steps if mark == "done"), page.now


@pytest.mark.parametrize(("number", "told"), STEPS.items())
def test_the_bar_shows_how_far_a_case_is_and_whom_it_waits_for(log_in, number, told):
    assert steps(log_in, case_id(number)) == told


def test_a_round_that_is_over_is_one_step_and_the_next_begins_with_its_order(log_in, again):
    assert steps(log_in, again.case_id) == ("第一轮 重办 沟通面商", "答复 等区教育局")
    page = CasePage(log_in("clerk"), f"/cases/{again.case_id}")
    notes = page.document.xpath('//ol[@class="steps"]/li/small')
    assert [note.text_content() for note in notes[:2]] == ["6月8日交办，6月12日不满意", "6月12日"]


def test_in_round_two_a_delivered_letter_waits_for_its_rating_not_for_the_end(log_in, again):
    again.talk(YESTERDAY).answer(YESTERDAY, "云教函〔2026〕712号").deliver(YESTERDAY)
    done, now = steps(log_in, again.case_id)
    assert (done, now) == ("第一轮 重办 沟通面商 答复", "评价 等刘桂兰")
    again.rate(TODAY, Satisfaction.SATISFIED)
    assert steps(log_in, again.case_id)[1] == "办结 轮到您"


def test_the_step_of_an_earlier_round_hides_the_rating_from_who_may_not_read_it(town, log_in):
    split = (("education", "separate", "校内"), ("city", "separate", "校外"))
    walk = Walk(town).assign("713", *split, on=MONDAY).sign(TUESDAY, "education", "city")
    walk.talk(WEDNESDAY).answer(THURSDAY, "云教函〔2026〕713号").deliver(THURSDAY)
    walk.rate(FRIDAY, Satisfaction.UNSATISFIED, reason="没有时间").again(FRIDAY)
    for who, note in (("clerk", "6月12日不满意"), ("city_handler", "6月11日答复")):
        page = CasePage(log_in(who), f"/cases/{walk.case_id}")
        said = page.document.xpath('//ol[@class="steps"]/li/small')[0].text_content()
        assert said == f"6月8日交办，{note}"


def test_the_bar_of_next_year_names_the_year_of_a_day(log_in, town):
    with clock.moved_to(clock.at(date(2027, 1, 4), 9)):
        page = CasePage(log_in("clerk"), f"/cases/{case_id('017')}")
    notes = page.document.xpath('//ol[@class="steps"]/li/small')
    assert notes[0].text_content() == "2026年1月6日"
