"""Many proposals approved at once: shown first, done as seen, each alone."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from tests import scenes
from tests.desk.pages import text
from tests.desk.town import TODAY, case_id
from tests.rows import the
from tracker.assign import actions as assign
from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies.models import CongressSession
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel.db import db
from tracker.terms import AssignRole, DeadlineKind, Period
from tracker.units.models import Unit

PAGE = "/leader/approve"


@pytest.fixture
def waiting(town):
    """003 and two more cases that wait for the leader: the numbers of all three."""
    for number in ("051", "052"):
        new = scenes.register(town, number)
        with town.act("clerk", TODAY):
            share = ShareFacts(town.row(Unit, "city"), AssignRole.INDEPENDENT)
            assign.propose(the(Case, new), [share])
            assign.submit(the(Case, new))
    return [case_id(number) for number in ("003", "051", "052")]


def states(numbers: list[int]) -> list[str]:
    """The states of cases."""
    db.session.expire_all()
    return [str(the(Case, number).state) for number in numbers]


def due_of(number: int) -> date:
    """The reply date of a case."""
    query = db.session.query(Deadline).join(Assignment, Assignment.id == Deadline.subject_id)
    query = query.filter(Assignment.case_id == number, Deadline.superseded_at.is_(None))
    return query.filter(Deadline.kind == DeadlineKind.REPLY).one().due_on


def form_of(page: str) -> dict[str, object]:
    """What a page would send as it stands."""
    form = html.fromstring(page).xpath('//main//form[contains(@class, "act")]')[0]
    ticked = form.xpath('.//input[@name="case_id"][@checked]/@value')
    hidden = {one.get("name"): one.get("value") for one in form.xpath('.//input[@type="hidden"]')}
    day = form.xpath('.//input[@name="assigned_on"]/@value')[0]
    return {**hidden, "case_id": ticked, "assigned_on": day, "batch_id": "0", "reason": ""}


def listed(page: str) -> list[list[str]]:
    """The rows of the page before approving: case, units, reply date."""
    rows = html.fromstring(page).xpath("//main//table/tbody/tr")
    return [[text(cell) for cell in row][1:] for row in rows]


def said(client) -> list[str]:
    """What the next page says on top."""
    found = html.fromstring(client.get("/").text)
    return [text(one) for one in found.xpath('//main/div[contains(@class, "said")][not(@hidden)]')]


def test_looking_shows_units_and_dates_and_approves_nothing(log_in, waiting):
    client = log_in("leader")
    page = client.post(PAGE, data={"case_id": waiting[:2]})
    assert page.status_code == 200
    title = "关于增加城东片区普惠性幼儿园学位的建议"
    assert listed(page.text) == [
        [f"建议第003号 {title}", "独办 区教育局", "2026-09-16"],
        [f"建议第051号 {title}", "独办 区城市管理局", "2026-09-16"],
    ]
    assert len(listed(client.get(PAGE).text)) == 3
    assert states(waiting) == ["assign_pending"] * 3


def test_what_was_seen_and_stays_ticked_is_approved(log_in, waiting):
    client = log_in("leader")
    form = form_of(client.get(PAGE).text)
    form["case_id"] = form["case_id"][:2]
    answer = client.post(PAGE, data=form)
    assert (answer.status_code, answer.location) == (302, "/")
    assert said(client) == ["已交办 2 件。各单位今天收到通知。"]
    assert states(waiting) == ["assigned", "assigned", "assign_pending"]
    assert due_of(waiting[0]) == date(2026, 9, 16)


def test_what_was_changed_since_is_left_out_and_told_the_rest_is_done(log_in, town, waiting):
    client = log_in("leader")
    form = form_of(client.get(PAGE).text)
    with town.act("clerk", TODAY):
        case = the(Case, waiting[1])
        assign.recall_submission(case)
        share = ShareFacts(town.row(Unit, "education"), AssignRole.INDEPENDENT)
        assign.propose(case, [share])
        assign.submit(case)
    client.post(PAGE, data=form)
    first, second = said(client)
    assert first == "已交办 2 件。各单位今天收到通知。"
    assert second.startswith("没有交办——建议第051号：在您打开页面以后有了改动")
    assert states(waiting) == ["assigned", "assign_pending", "assigned"]


def test_a_second_press_approves_nothing_more(log_in, waiting):
    client = log_in("leader")
    form = form_of(client.get(PAGE).text)
    client.post(PAGE, data=form)
    once = said(client)
    client.post(PAGE, data=form)
    assert said(client) == once
    del form["_mark"]  # as from another window
    client.post(PAGE, data=form)
    assert said(client)[0] == "已交办 0 件。"
    assert states(waiting) == ["assigned"] * 3


def test_another_date_shows_the_reply_dates_anew_before_anything_is_done(log_in, waiting):
    client = log_in("leader")
    form = form_of(client.get(PAGE).text)
    form.update(assigned_on="2026-06-08", reason="交办会当日已交")
    again = client.post(PAGE, data=form)
    assert again.status_code == 200
    assert "答复期限已按新的重算" in again.text
    assert [row[2] for row in listed(again.text)] == ["2026-09-08"] * 3
    assert states(waiting) == ["assign_pending"] * 3
    form = {**form_of(again.text), "reason": ""}
    refused = client.post(PAGE, data=form)
    assert refused.status_code == 422
    assert "请写明理由" in refused.text
    client.post(PAGE, data={**form, "reason": "交办会当日已交"})
    assert states(waiting) == ["assigned"] * 3
    assert due_of(waiting[0]) == date(2026, 9, 8)


def test_all_of_them_go_into_the_batch_that_is_chosen_or_stay_in_theirs(log_in, town, waiting):
    with town.act("clerk", TODAY):
        session = town.row(CongressSession, "congress_session")
        own = bodies.save_batch(session, Period.SESSION, "第一批", None, date(2026, 8, 31))
        other = bodies.save_batch(session, Period.SESSION, "第二批", None, date(2026, 7, 31))
        the(Case, waiting[0]).batch = own
        other_id = other.id
    client = log_in("leader")
    page = client.get(PAGE).text
    assert [row[2] for row in listed(page)] == ["2026-08-31", "2026-09-16", "2026-09-16"]
    form = {**form_of(page), "case_id": [str(waiting[0])]}
    client.post(PAGE, data=form)
    assert due_of(waiting[0]) == date(2026, 8, 31)
    again = client.post(PAGE, data={**form_of(client.get(PAGE).text), "batch_id": str(other_id)})
    assert [row[2] for row in listed(again.text)] == ["2026-07-31"] * 2
    client.post(PAGE, data={**form_of(again.text), "batch_id": str(other_id)})
    assert states(waiting) == ["assigned"] * 3
    assert due_of(waiting[1]) == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"assigned_on": ""}, 422),
        ({"assigned_on": "昨天"}, 422),
        ({"batch_id": "²"}, 422),
        ({"batch_id": "9" * 30}, 422),
        ({"case_id": []}, 302),
        ({"case_id": ["²", "9" * 30, "-1"]}, 302),
    ],
)
def test_what_cannot_be_read_approves_nothing(log_in, waiting, changed, status):
    client = log_in("leader")
    form = {**form_of(client.get(PAGE).text), **changed}
    assert client.post(PAGE, data=form).status_code == status
    assert states(waiting) == ["assign_pending"] * 3


def test_the_ticks_of_the_list_lead_to_the_page_and_approve_nothing(log_in, waiting):
    client = log_in("leader")
    page = html.fromstring(client.get("/?only=approve").text)
    form = page.xpath('//form[@class="ends-in-bar"]')[0]
    assert form.get("action") == PAGE
    assert len(form.xpath('.//input[@name="case_id"]')) == 3
    assert '"/leader/approve"' in client.get("/").text


def test_nobody_else_sees_the_page(log_in):
    for who in ("clerk", "head", "district_leader"):
        client = log_in(who)
        assert (client.get(PAGE).status_code, client.post(PAGE).status_code) == (403, 403)


def test_a_date_to_come_is_refused_at_the_field_and_nothing_is_lost(log_in, waiting):
    client = log_in("leader")
    form = {**form_of(client.get(PAGE).text), "assigned_on": "2026-06-17", "reason": "会上议定"}
    answer = client.post(PAGE, data=form)
    assert answer.status_code == 422
    assert "日期不能晚于今天。" in answer.text
    assert "2026-06-17" in answer.text
    assert "会上议定" in answer.text
    assert set(states(waiting)) == {"assign_pending"}
