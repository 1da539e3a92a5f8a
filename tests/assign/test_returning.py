"""Returning a case: asked by the unit, decided by the office."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tests.rows import every, the
from tracker.assign import actions, opinions, queries, returns
from tracker.assign.models import Assignment
from tracker.cases.models import Case, Participant
from tracker.cases.queries import get, relations
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import keep_bytes
from tracker.notices.models import Notice
from tracker.units.models import Unit

HOST_AND_ASSISTING = (("education", "host"), ("finance", "assisting"))


def case_of(case_id: int) -> Case:
    return the(Case, case_id)


def row_of(assignment_id: int) -> Assignment:
    return the(Assignment, assignment_id)


def dates_of(assignment_id: int) -> dict[str, date]:
    query = select(Deadline).where(
        Deadline.subject_type == "assignment",
        Deadline.subject_id == assignment_id,
        Deadline.superseded_at.is_(None),
    )
    return {str(row.kind): row.due_on for row in db.session.scalars(query)}


def test_a_handlers_request_to_return_waits_for_the_head_and_the_office_decides(district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    city = district.ids["city"]
    with district.act("handler", date(2026, 3, 19)):
        unit = db.session.get_one(Unit, city)
        returns.request(row_of(host), "学位规划不属于本局职责", unit, date(2026, 3, 19))
    with pytest.raises(Refused), district.act("clerk", date(2026, 3, 19)):
        returns.decide(row_of(host), returns.Decision(True, "同意", None))
    with district.act("head", date(2026, 3, 19)):
        returns.confirm(row_of(host))
    with district.act("clerk", date(2026, 3, 23)):
        unit = db.session.get_one(Unit, city)
        returns.decide(row_of(host), returns.Decision(True, "职责已划转", unit))
    old, fresh = row_of(host), queries.answering(case_id)[0]
    assert (old.state, fresh.unit_id, fresh.role) == ("returned", city, "host")
    assert fresh.assigned_on == date(2026, 3, 23)
    assert dates_of(fresh.id)["reply"] == date(2026, 6, 18)
    assert dates_of(fresh.id)["sign"] == date(2026, 3, 25)
    assert case_of(case_id).state == "assigned"
    handler = district.person("handler")
    assert relations(case_of(case_id), handler) == frozenset()
    assert get(case_id, handler) is not None
    query = select(Participant.until).filter_by(unit_id=district.ids["education"])
    assert db.session.scalar(query) == date(2026, 3, 23)


def test_a_refused_return_leaves_the_duty(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    with district.act("head"):
        unit = db.session.get_one(Unit, district.ids["city"])
        returns.request(row_of(row), "不属于本局", unit, scenes.START)
    with district.act("leader"):
        returns.decide(row_of(row), returns.Decision(False, "属于你局职责"))
    assert row_of(row).state == "assigned"
    sentence = "不同意区教育局退办：属于你局职责请继续办理。"
    account_id = district.person("head").account_id
    (told,) = every(Notice, Notice.sentence.contains("退办"), Notice.account_id == account_id)
    assert told.sentence.endswith(sentence)
    scenes.sign(district, row)
    assert case_of(case_id).state == "handling"


def test_a_late_request_to_return_is_refused(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    unit = db.session.get_one(Unit, district.ids["city"])
    with pytest.raises(Refused, match="2026-03-27 已过"), district.act("head", date(2026, 3, 30)):
        returns.request(row_of(row), "不属于本局", unit, date(2026, 3, 30))


def test_a_late_request_is_not_offered_and_its_page_says_what_to_do(app, district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    path = f"/cases/{case_id}/assignments/{row}/return"
    for day, offered in ((date(2026, 3, 27), True), (date(2026, 3, 30), False)):
        with clock.moved_to(clock.at(day, 10)):
            head = scenes.client_of(app, district, "head")
            assert (path in head.get(f"/cases/{case_id}").text) is offered
            answer = head.get(path)
            assert answer.status_code == (200 if offered else 409)
    assert "期限 2026-03-27 已过，不再调整；请继续办理" in answer.text


def test_a_request_is_late_by_the_day_it_is_made_whatever_date_it_bears(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    unit = db.session.get_one(Unit, district.ids["city"])
    with pytest.raises(Refused, match="2026-03-27 已过"), district.act("head", date(2026, 3, 30)):
        returns.request(row_of(row), "不属于本局", unit, date(2026, 3, 27))


@pytest.mark.parametrize(
    ("reason", "unit", "field"), [(" ", "city", "reason"), ("理由", None, "unit_id")]
)
def test_a_request_names_a_reason_and_another_unit(district, reason, unit, field):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    for proposed in (unit, "education" if unit is None else unit):
        other = db.session.get_one(Unit, district.ids[proposed]) if proposed else None
        with pytest.raises(Invalid) as refusal, district.act("head"):
            returns.request(row_of(row), reason, other, scenes.START)
        assert refusal.value.field == field


def test_a_case_is_in_handling_when_the_last_doubt_about_a_signed_unit_is_gone(district):
    case_id = scenes.register(district)
    shares = (("education", "separate", "学位"), ("city", "separate", "道路"))
    first, second = scenes.assign_to(district, case_id, *shares)
    scenes.sign(district, first)
    with district.act("head"):
        unit = db.session.get_one(Unit, district.ids["finance"])
        returns.request(row_of(first), "不属于本局", unit, scenes.START)
    scenes.sign(district, second, "city_handler")
    assert case_of(case_id).state == "assigned"
    with district.act("leader"):
        returns.decide(row_of(first), returns.Decision(False, "属于你局职责"))
    assert (row_of(first).state, case_of(case_id).state) == ("signed", "handling")


def test_the_unit_that_takes_over_keeps_the_date_that_the_office_had_set(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    with district.act("clerk"):
        actions.set_deadline(row_of(row), date(2026, 7, 31), "涉及面广")
    with district.act("head"):
        unit = db.session.get_one(Unit, district.ids["city"])
        returns.request(row_of(row), "不属于本局", unit, scenes.START)
    with district.act("clerk"):
        unit = db.session.get_one(Unit, district.ids["city"])
        fresh = returns.decide(row_of(row), returns.Decision(True, "职责已划转", unit)).id
    assert dates_of(fresh)["reply"] == date(2026, 7, 31)
    assert scenes.limit_of(case_id) == date(2026, 7, 31)


def test_the_office_sees_until_when_it_decides(app, district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    with district.act("head"):
        unit = db.session.get_one(Unit, district.ids["city"])
        returns.request(row_of(row), "不属于本局", unit, scenes.START)
    with clock.moved_to(clock.at(scenes.START)):
        page = scenes.client_of(app, district, "clerk").get(f"/cases/{case_id}")
    assert "应于 2026-03-25 前决定" in page.get_data(as_text=True)


def test_a_former_unit_reads_what_it_wrote_and_no_more(app, district):
    case_id = scenes.register(district)
    host, assisting = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    scenes.sign(district, assisting, "finance_handler")
    with district.act("finance_head"):
        opinions.submit(row_of(assisting), "资金另行安排。", scenes.START)
    with district.act("head"):
        unit = db.session.get_one(Unit, district.ids["city"])
        returns.request(row_of(host), "不属于本局", unit, scenes.START)
    with district.act("clerk"):
        unit = db.session.get_one(Unit, district.ids["city"])
        returns.decide(row_of(host), returns.Decision(True, "职责已划转", unit))
    with clock.moved_to(clock.at(scenes.START)):
        client = scenes.client_of(app, district, "handler")
        page = client.get(f"/cases/{case_id}").get_data(as_text=True)
        phone = client.post(f"/cases/{case_id}/phone")
    assert "不属于本局" in page
    assert "资金另行安排" not in page
    assert "显示联系电话" not in page
    assert phone.status_code == 404


def on_paper(row, unit, on, scan):
    return returns.enter_on_behalf(row_of(row), "邮路由市局主管", unit, on, scan)


def test_the_clerk_enters_a_paper_request_of_a_unit_that_does_not_log_in(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("post", "independent"))
    with district.act("clerk", date(2026, 3, 31)):
        unit = db.session.get_one(Unit, district.ids["city"])
        asked = on_paper(row, unit, date(2026, 3, 27), keep_bytes(scenes.SCAN, "申请.pdf", None))
        assert (asked.state, asked.on_behalf) == ("confirmed", True)
    assert row_of(row).state == "return_requested"
    with district.act("leader", date(2026, 3, 31)):
        unit = db.session.get_one(Unit, district.ids["city"])
        returns.decide(row_of(row), returns.Decision(True, "职责属城管局", unit))
    assert queries.answering(case_id)[0].unit_id == district.ids["city"]


def test_a_paper_request_is_late_by_the_day_on_which_it_came(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("post", "independent"))
    unit = db.session.get_one(Unit, district.ids["city"])
    with pytest.raises(Refused, match="2026-03-27 已过"), district.act("clerk", date(2026, 3, 31)):
        on_paper(row, unit, date(2026, 3, 30), keep_bytes(scenes.SCAN, "申请.pdf", None))


def test_a_paper_request_needs_its_scan(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("post", "independent"))
    unit = db.session.get_one(Unit, district.ids["city"])
    with pytest.raises(Invalid, match="扫描件"), district.act("clerk"):
        on_paper(row, unit, scenes.START, None)


@pytest.mark.parametrize(("unit", "who"), [("education", "clerk"), ("post", "leader")])
def test_only_the_clerk_enters_a_request_and_only_for_a_unit_that_does_not_log_in(
    district, unit, who
):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, (unit, "independent"))
    city = db.session.get_one(Unit, district.ids["city"])
    with pytest.raises(Refused), district.act(who):
        on_paper(row, city, scenes.START, keep_bytes(scenes.SCAN, "申请.pdf", None))


def test_the_clerk_takes_a_paper_request_back_that_was_entered_by_mistake(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("post", "independent"))
    with district.act("clerk"):
        unit = db.session.get_one(Unit, district.ids["city"])
        on_paper(row, unit, scenes.START, keep_bytes(scenes.SCAN, "申请.pdf", None))
    with pytest.raises(Refused), district.act("leader"):
        returns.recall(row_of(row))
    with district.act("clerk"):
        returns.recall(row_of(row))
    assert row_of(row).state == "assigned"
