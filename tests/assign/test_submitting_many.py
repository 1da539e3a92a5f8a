"""Many proposals submitted at once: shown first, done as seen, each alone."""

from __future__ import annotations

import pytest
from lxml import html

from tests import scenes
from tests.rows import the
from tracker.assign import actions as assign
from tracker.assign.actions import ShareFacts
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.terms import AssignRole, CaseState
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

PAGE = "/cases/submit-batch"
R, P = CaseState.REGISTERED, CaseState.ASSIGN_PENDING
HOST, ALONE = AssignRole.HOST, AssignRole.INDEPENDENT


def _propose(district, number: int, *shares: tuple[str, AssignRole]) -> None:
    with district.act("clerk", scenes.START):
        facts = [ShareFacts(the(Unit, district.ids[unit]), role) for unit, role in shares]
        assign.propose(the(Case, number), facts)


@pytest.fixture
def clerk(app, district):
    """The clerk's browser, on the day of the assignments."""
    with clock.moved_to(clock.at(scenes.START)):
        yield scenes.client_of(app, district, "clerk")


@pytest.fixture
def four(district):
    """Two cases ready to go up, one with two hosts, one without any unit."""
    found = [scenes.register(district, number) for number in ("201", "202", "203", "204")]
    _propose(district, found[0], ("education", ALONE))
    _propose(district, found[1], ("city", HOST), ("finance", AssignRole.ASSISTING))
    _propose(district, found[2], ("education", HOST), ("city", HOST))
    return found


def _states(numbers) -> list[CaseState]:
    db.session.expire_all()
    return [CaseState(the(Case, number).state) for number in numbers]


def _form(page: str) -> dict[str, object]:
    """What the page would send as it stands."""
    (form,) = html.fromstring(page).xpath(f'//form[@action="{PAGE}"]')
    hidden = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    return {**hidden, "case_id": form.xpath('.//input[@name="case_id"][@checked]/@value')}


def test_the_first_press_shows_what_would_be_done_and_does_nothing(clerk, four):
    page = clerk.post(PAGE, data={"case_id": four})
    assert page.status_code == 200
    rows = html.fromstring(page.text).xpath("//tbody/tr")
    told = [" ".join(row.text_content().split()) for row in rows]
    assert ["独办 区教育局" in told[0], "主办 区城市管理局" in told[1]] == [True, True]
    assert "会办 区财政局" in told[1]
    assert [row.endswith("可以") for row in told] == [True, True, False, False]
    assert "主办单位只能有一个" in told[2]
    assert "还没有拟定" in told[3]
    assert _form(page.text)["case_id"] == [str(number) for number in four[:2]]
    assert _states(four) == [R, R, R, R]


def test_the_second_press_submits_what_was_shown_and_each_is_in_its_history(clerk, four, district):
    page = clerk.post(PAGE, data={"case_id": four})
    answer = clerk.post(PAGE, data=_form(page.text), follow_redirects=True)
    assert "已报批 2 件。等政府办领导批准交办。" in answer.text
    assert _states(four) == [P, P, R, R]
    acts = db.session.query(HistoryEntry.case_id).filter_by(act="case.submitted")
    assert {row[0] for row in acts} == set(four[:2])


def test_a_proposal_that_changed_since_it_was_shown_stays_and_is_named(clerk, four, district):
    page = clerk.post(PAGE, data={"case_id": four})
    _propose(district, four[0], ("finance", ALONE))
    answer = clerk.post(PAGE, data=_form(page.text), follow_redirects=True)
    assert _states(four) == [R, P, R, R]
    assert "已报批 1 件。" in answer.text
    assert "第201号：打开页面以后拟定的单位有了改动" in answer.text


def test_a_second_sending_of_the_same_page_submits_nothing_twice(clerk, four):
    form = _form(clerk.post(PAGE, data={"case_id": four}).text)
    clerk.post(PAGE, data=form)
    assert "已报批 2 件。" in clerk.post(PAGE, data=form, follow_redirects=True).text
    del form["_mark"]  # as from another window
    again = clerk.post(PAGE, data=form, follow_redirects=True)
    assert "已报批 0 件。" in again.text
    assert again.text.count("已经报批，等领导批准。") == 2
    count = db.session.query(HistoryEntry).filter_by(act="case.submitted").count()
    assert count == 2


def test_all_that_wait_are_listed_without_ticking_first(clerk, four):
    page = clerk.get(PAGE)
    found = html.fromstring(page.text).xpath('//input[@name="case_id"]/@value')
    assert found == [str(number) for number in four[:2]]


@pytest.mark.parametrize("sent", [[], ["x"], ["-1"], ["99999999999999999999"]])
def test_nothing_ticked_is_said(clerk, sent):
    answer = clerk.post(PAGE, data={"case_id": sent}, follow_redirects=True)
    assert "没有选中任何一件，请先打勾。" in answer.text


def test_why_a_proposal_came_back_is_said_before_it_goes_up_again(clerk, four, district):
    clerk.post(PAGE, data=_form(clerk.post(PAGE, data={"case_id": four}).text))
    with district.act("leader", scenes.START):
        assign.send_back(the(Case, four[0]), "应由区城市管理局主办")
    said = "交办方案退回重拟：应由区城市管理局主办"
    listed = clerk.get(PAGE).text
    assert listed.count(said) == 1
    assert _form(listed)["case_id"] == []  # 201 is not ticked, 202 is before the leader
    page = clerk.get(f"/cases/{four[0]}/propose").text
    assert f"：{said}。领导批准后" in page
    assert said not in clerk.get(f"/cases/{four[2]}/propose").text
    clerk.post(PAGE, data={**_form(listed), "case_id": four[0]})
    assert _states(four[:1]) == [P]
    with district.act("clerk", scenes.START, 11):
        assign.recall_submission(the(Case, four[0]))
    assert said not in clerk.get(PAGE).text
