"""Telephone reminders: who has no log-in is called by a clerk, who records what came of it."""

from __future__ import annotations

import pytest

from tests.desk.town import TODAY
from tests.reports.pages import table
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.notices import actions as notices
from tracker.notices.models import PhoneCall
from tracker.plan.jobs import run_day

POST = "云岭区邮政管理局"


def first_call() -> PhoneCall:
    """The first telephone reminder."""
    return db.session.query(PhoneCall).order_by(PhoneCall.id).first()


def test_the_list_says_whom_to_call_where_and_what_to_say(log_in):
    rows = table(log_in("clerk"), "/calls", "电话提醒")
    assert [row[:3] for row in rows] == [
        ["2026-06-08", POST, "010-5550001"],
        ["2026-06-11", POST, "010-5550001"],
        ["2026-06-15", POST, "010-5550001"],
    ]
    assert "第006号" in rows[1][3]
    assert "交你单位独办" in rows[1][3]
    assert [row[4] for row in rows] == ["登记结果"] * 3


def test_a_call_that_was_made_leaves_the_list_with_its_result(log_in, town):
    client, number = log_in("clerk"), first_call().id
    assert client.get(f"/calls/{number}").status_code == 200
    answer = client.post(f"/calls/{number}", data={"result": " 已告知，答应明天签收。 "})
    assert (answer.status_code, answer.location) == (302, "/calls")
    assert len(table(client, "/calls", "电话提醒")) == 2
    row = first_call()
    assert (row.done_on, row.result) == (TODAY, "已告知，答应明天签收。")
    assert row.done_by == town.person("clerk").account_id


@pytest.mark.parametrize("result", ["", "   "])
def test_a_call_without_a_result_is_told_at_the_field(log_in, result):
    client, number = log_in("clerk"), first_call().id
    answer = client.post(f"/calls/{number}", data={"result": result})
    assert answer.status_code == 422
    assert "请填写通话结果" in answer.text
    assert first_call().done_on is None


def test_a_call_is_recorded_once(log_in, town):
    client, number = log_in("clerk"), first_call().id
    client.post(f"/calls/{number}", data={"result": "已告知"})
    again = client.post(f"/calls/{number}", data={"result": "又打了一次"})
    assert again.status_code == 409
    assert first_call().result == "已告知"
    with pytest.raises(Refused), town.act("leader", TODAY):
        notices.record_call(first_call(), "第三次")


def test_only_the_office_calls(log_in):
    for who in ("handler", "district_leader", "congress_office", "deputy"):
        assert log_in(who).get("/calls").status_code == 403
    assert log_in("leader").get("/calls").status_code == 200
    assert log_in("clerk").get("/calls/99999").status_code == 404


def test_the_daily_job_puts_a_unit_without_log_in_on_the_list_once(log_in):
    late = TODAY.replace(day=18)
    with clock.moved_to(clock.at(late, 6)):
        run_day(late)
    rows = table(log_in("clerk"), "/calls", "电话提醒")
    told = [row[3] for row in rows if row[0] == "2026-06-18"]
    assert len(told) == 1
    assert "第005号" in told[0]
    assert "签收期限 2026-06-17 已过 1 天" in told[0]
