"""The holiday calendar."""

from datetime import date

import pytest

from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.settings import actions, queries
from tracker.settings.models import CalendarDay

DAY = {"day": "2026年10月1日", "working": "off", "note": "国庆节"}


@pytest.fixture
def leader(client_as):
    """A leader of the office."""
    return client_as(Role.OL)


def test_a_day_is_entered_shown_and_taken_out(leader):
    answer = leader.post("/settings/calendar", data=DAY)
    assert answer.location == "/settings/calendar?year=2026"
    assert queries.exceptions() == {date(2026, 10, 1): False}
    page = leader.get("/settings/calendar?year=2026").get_data(as_text=True)
    assert "2026-10-01" in page
    assert "国庆节" in page
    assert leader.post("/settings/calendar/remove/2026-10-01").status_code == 302
    assert queries.exceptions() == {}
    assert leader.post("/settings/calendar/remove/2026-10-01").status_code == 409


def test_a_day_entered_again_is_corrected(leader):
    leader.post("/settings/calendar", data=DAY)
    leader.post("/settings/calendar", data={**DAY, "note": "国庆节放假"})
    assert db.session.query(CalendarDay).one().note == "国庆节放假"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2026-02-30"}, "请填写日期"),
        ({"day": ""}, "请填写日期"),
        ({"working": "maybe"}, "请从列出的选项中选择"),
        ({"working": ""}, "请选择放假还是上班"),
        ({"note": ""}, "请填写说明"),
        ({"note": "长" * 41}, "最多填写 40 个字"),
        ({"working": "on"}, "本来就上班"),
        ({"day": "2026-10-03"}, "本来就休息"),
    ],
)
def test_a_day_that_cannot_be_is_told_at_the_field(leader, changes, words):
    answer = leader.post("/settings/calendar", data={**DAY, **changes})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert db.session.query(CalendarDay).count() == 0


def test_a_loaded_year_is_known_and_own_days_stay(leader):
    leader.post("/settings/calendar", data={**DAY, "note": "自己登记"})
    assert queries.known_years() == frozenset()
    assert leader.post("/settings/calendar/load/2026").status_code == 302
    assert queries.known_years() == {2026}
    days = queries.exceptions()
    expected = {date(2026, 1, 1): False, date(2026, 2, 14): True, date(2026, 2, 17): False}
    assert expected.items() <= days.items()
    assert date(2026, 3, 18) not in days
    note = db.session.get(CalendarDay, date(2026, 10, 1)).note
    assert note == "自己登记"
    assert "已载入" in leader.get("/settings/calendar?year=2026").get_data(as_text=True)


def test_a_year_without_a_notice_is_refused_and_stays_unknown(leader):
    answer = leader.post("/settings/calendar/load/2040")
    assert answer.status_code == 409
    assert "没有 2040 年的放假通知" in answer.get_data(as_text=True)
    assert queries.known_years() == frozenset()
    assert db.session.query(CalendarDay).count() == 0


def test_a_year_entered_by_hand_is_known_once_confirmed(leader):
    assert leader.post("/settings/calendar/confirm/2040").status_code == 409
    # in 2040 New Year's Day is a Sunday; the other fixed days lie in the week
    for day in ("2040-05-01", "2040-05-02", "2040-10-01", "2040-10-02"):
        leader.post("/settings/calendar", data={**DAY, "day": day})
    refused = leader.post("/settings/calendar/confirm/2040")
    assert "还没有登记法定节日10月3日。" in refused.get_data(as_text=True)
    leader.post("/settings/calendar", data={**DAY, "day": "2040-10-03"})
    page = leader.get("/settings/calendar?year=2040").get_data(as_text=True)
    assert "期限都是暂定的" in page
    assert "确认已登记齐全" in page
    assert leader.post("/settings/calendar/confirm/2040").status_code == 302
    assert queries.known_years() == {2040}
    assert "暂定" not in leader.get("/settings/calendar?year=2040").get_data(as_text=True)


def test_years_are_known_each_by_itself(app):
    with transaction():
        actions.load_year(2025)
        actions.load_year(2026)
    assert queries.known_years() == {2025, 2026}
    assert queries.known_year(2025).loaded
    assert queries.known_year(2027) is None


@pytest.mark.parametrize(("year", "announced"), [(2025, True), (2040, False)])
def test_only_a_year_whose_notice_the_program_holds_is_offered_to_be_entered(
    leader, year, announced
):
    page = leader.get(f"/settings/calendar?year={year}").text
    assert (f"/settings/calendar/load/{year}" in page) is announced
    assert ("程序内没有这一年的放假通知" in page) is not announced


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/settings/calendar/load/1999", 404),
        ("/settings/calendar/confirm/2200", 404),
        ("/settings/calendar/remove/tomorrow", 404),
    ],
)
def test_what_is_not_there_is_404(leader, path, status):
    assert leader.post(path).status_code == status


@pytest.mark.parametrize("year", ["abc", "²⁰²⁶", "99999", ""])
def test_a_strange_year_in_the_address_shows_a_year_all_the_same(leader, year):
    assert leader.get("/settings/calendar", query_string={"year": year}).status_code == 200


@pytest.mark.parametrize("role", [Role.OH, Role.DL, Role.OBS, Role.SA, Role.SEC, Role.AUD])
def test_only_the_leader_of_the_office_keeps_the_calendar(client_as, role):
    client = client_as(role)
    assert client.get("/settings/calendar").status_code == 403
    assert client.post("/settings/calendar", data=DAY).status_code == 403
    assert client.post("/settings/calendar/load/2026").status_code == 403
