"""A deputy's own cases as they are read from the kept duties: lines, order, pages, statements."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests import scenes
from tests.desk.town import TODAY as TOWN_DAY
from tests.plan.days import counted
from tests.rating.answered import (
    APRIL_8,
    BAD,
    FAIR,
    GOOD,
    SEPARATE,
    WHY,
    answer,
    answer_apart,
    answered,
    deliver,
    lapse,
    paper,
    rate,
    rating_of,
)
from tests.reply.letters import DAY, Letters
from tracker.assign import endings
from tracker.cases import actions as cases
from tracker.desk import deputy_cases
from tracker.kernel import clock
from tracker.supervise import actions as supervise

MOST = 10  # statements of the whole list, the log-in looked up with it


@pytest.fixture
def fresh(app, district):
    """A case still to be made, on the day of the letters."""
    with clock.moved_to(clock.at(DAY)):
        yield Letters(app, district)


def line(letters: Letters, who: str = "deputy", on: date = DAY) -> str:
    """Return where the case stands, as one person reads it on a day."""
    return deputy_cases.one(letters.case(), letters.district.person(who), on).line


def step(letters: Letters, who: str = "deputy") -> int:
    """Return the step that the case is at."""
    return deputy_cases.one(letters.case(), letters.district.person(who), DAY).step


# ---- a life of a case, as its lead and as one who signed read it ----


def test_before_it_is_assigned_the_office_is_choosing_the_unit(fresh):
    fresh.case_id = scenes.register(fresh.district)
    # the congress closed on 24 December 2025; the office had thirty days
    said = "已收到，政府办正在确定由哪个单位办理，应在1月23日前交给单位，已过期 70 天。"
    assert line(fresh) == line(fresh, "co_deputy") == said


def test_two_units_that_sign_work_and_answer_each_on_its_own(fresh):
    fresh.assign(*SEPARATE)
    assert line(fresh, on=date(2026, 3, 18)) == (
        "已交给区教育局、区财政局，等签收，6月18日前答复您。"
    )
    assert step(fresh) == 2
    answer(fresh, "education", ("handler", "head"), "云教函(2026)第015号")
    fresh.sign("finance", "finance_handler")
    fresh.talk("finance", "finance_handler")
    assert line(fresh) == (
        "区教育局4月3日答复了，请您在4月27日前评价；区财政局正在办理，6月18日前答复您。"
    )
    assert line(fresh, "co_deputy") == (
        "区教育局4月3日答复了，由提出人刘桂兰代表在4月27日前评价；区财政局正在办理，6月18日前答复。"
    )
    rate(fresh, GOOD)
    assert line(fresh, on=date(2026, 6, 21)) == (
        "区教育局4月3日答复了，已收到您的评价：满意；"
        "区财政局正在办理，应在6月18日前答复您，已过期 3 天，政府办在催办。"
    )


def test_units_that_answered_on_one_day_share_the_sentence(fresh):
    answer_apart(fresh, "015")
    assert line(fresh) == "区教育局、区财政局4月3日答复了，请您在4月27日前评价。"
    rate(fresh, FAIR, unit="finance")
    assert line(fresh) == (
        "区教育局4月3日答复了，请您在4月27日前评价；"
        "区财政局4月3日答复了，已收到您的评价：基本满意。"
    )


def test_a_letter_is_on_its_way_until_its_delivery_is_recorded(fresh):
    fresh.issued()
    assert line(fresh) == line(fresh, "co_deputy") == "区教育局4月3日答复了，答复正在送达。"
    assert step(fresh) == 4
    deliver(fresh)
    assert (step(fresh), step(fresh, "co_deputy")) == (5, 4)


def test_a_secret_name_is_not_told_to_the_others_who_signed(fresh):
    answered(fresh)
    with fresh.by("clerk"):
        cases.mark(fresh.case(), False, True)
    assert line(fresh, "co_deputy") == "区教育局4月3日答复了，由提出人在4月27日前评价。"


def test_who_is_not_satisfied_reads_the_second_round_and_its_letter(fresh):
    answered(fresh)
    number = rate(fresh, BAD, WHY)
    assert "已收到您的评价：不满意，政府办正在研究是否重新办理，" in line(fresh)
    with fresh.district.act("leader", APRIL_8):
        supervise.open_round(rating_of(number), "重新办理。", APRIL_8)
    assert line(fresh).startswith("区教育局正在重新办理，")
    assert step(fresh) == 3


def test_a_closed_case_a_lapse_and_a_paper_form_are_told(fresh):
    answered(fresh)
    lapse(fresh, date(2026, 5, 8))
    assert "没有按期收到您的评价，您仍可以评价" in line(fresh)
    paper(fresh, GOOD)
    assert line(fresh) == "区教育局4月3日答复了，已收到纸质评价表，正在核对。"


def test_a_case_that_was_rated_and_closed_says_so(fresh):
    answered(fresh)
    rate(fresh, GOOD)
    with fresh.district.act("clerk", APRIL_8):
        supervise.close(fresh.case(), APRIL_8)
    assert line(fresh) == "区教育局4月3日答复了，已收到您的评价：满意，已办结。"
    assert line(fresh, "co_deputy") == "区教育局4月3日答复了，已收到提出人的评价：满意，已办结。"


def test_a_withdrawn_case_says_on_whose_wish(fresh):
    fresh.assign()
    with fresh.by("clerk"):
        endings.withdraw(fresh.case(), DAY, "问题已经解决")
    assert line(fresh) == "已按您的申请撤回。"
    assert line(fresh, "co_deputy") == "已按提出人的申请撤回。"


# ---- the list ----


def test_what_waits_for_me_stands_first_then_the_newest(log_in):
    page = log_in("deputy").get("/rating/").text
    assert re.findall(r"<section class=\"mine[^>]*等您评价：建议第(\d+)号", page) == ["011"]
    assert "有 1 件等您评价。" in page
    found = re.findall(r'<li><p class="less">([^<　]+)', page)
    assert found[:2] == ["建议第022号", "建议第021号"]
    assert len(found) == 19


def test_twenty_stand_on_a_page_and_the_rest_on_the_next(log_in):
    client = log_in("deputy")
    titles = re.compile(r'<h[23]><a href="/rating/cases/')
    assert len(titles.findall(client.get("/rating/").text)) == 20
    page = client.get("/rating/?page=2").text
    assert "第 2 页，共 2 页" in page
    assert "有 1 件等您评价。" in page
    assert "mine" not in re.findall(r'<section class="(\w+)', page)


def test_the_others_who_signed_are_never_asked_to_rate(log_in):
    page = log_in("co_deputy").get("/rating/").text
    assert "现在没有要您办的事。" in page
    assert "去评价" not in page
    assert "您参加联名" in page
    assert ("<wbr>评价</li>" in page, "我<wbr>评价" in page) == (True, False)


def test_a_deputy_without_cases_is_told_so(district, app):
    client = scenes.client_of(app, district, "co_deputy")
    assert "名下还没有登记的建议、提案。" in client.get("/rating/").text


def test_the_list_costs_the_same_for_five_cases_and_for_fifty(fresh):
    answered(fresh)
    for number in range(101, 105):
        scenes.register(fresh.district, str(number))
    client, found = fresh.client("deputy"), []
    for shown in (5, 50):
        client.get("/rating/")
        with counted() as statements:
            page = client.get("/rating/").text
        assert f"别的 {shown - 1} 件" in page
        found.append(len(statements))
        for number in range(201, 246):
            if shown == 5:
                scenes.register(fresh.district, str(number))
    assert found[0] == found[1] <= MOST


def test_a_page_of_every_stage_costs_no_more(log_in):
    client = log_in("deputy")
    with clock.moved_to(clock.at(TOWN_DAY)), counted() as statements:
        assert client.get("/rating/").status_code == 200
    assert len(statements) <= MOST
