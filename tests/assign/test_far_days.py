"""A day in a year that can only be a slip is refused at its field, whatever counts on from it."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.reports.village import BAD
from tests.reports.walk import Walk
from tests.scenes import START
from tracker.assign import actions
from tracker.bodies.models import CongressSession
from tracker.kernel import clock
from tracker.kernel.days import parse_day, year_fault
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.roles import Role
from tracker.settings.models import CalendarDay

ORDERED = date(2026, 4, 13)


@pytest.mark.parametrize("far", [date(2077, 1, 1), date(9999, 12, 31)])
def test_in_a_second_round_a_limit_in_a_far_year_is_refused_at_its_field(district, far):
    walk = Walk(district).assign("015").sign(date(2026, 3, 19)).talk(date(2026, 4, 1))
    walk.answer(date(2026, 4, 3), "云教函〔2026〕1号").deliver(date(2026, 4, 7))
    walk.rate(date(2026, 4, 9), BAD, reason="没有时限").again(ORDERED)
    with (
        pytest.raises(Invalid, match="离今天超过 50 年，请检查年份。") as refusal,
        district.act("clerk", ORDERED),
    ):
        actions.set_deadline(walk.row(), far, "方案需要论证")
    assert refusal.value.field == "due_on"
    with district.act("clerk", ORDERED):
        actions.set_deadline(walk.row(), date(2026, 8, 1), "方案需要论证")
    assert scenes.limit_of(walk.case_id) == date(2026, 8, 1)


def test_the_calendar_takes_no_day_that_it_never_shows(client_as):
    leader = client_as(Role.OL)
    for day in ("2100-01-01", "2003-01-01"):
        data = {"day": day, "working": "off", "note": "元旦"}
        answer = leader.post("/settings/calendar", data=data)
        assert answer.status_code == 422
        assert "日历只登记 2004 至 2099 年的日子，请检查年份。" in answer.text
    assert db.session.query(CalendarDay).count() == 0


@pytest.mark.parametrize("closed_on", ["9999-12-31", "2200-01-01"])
def test_a_session_whose_end_is_a_slip_stops_nobodys_desk(app, district, closed_on):
    scenes.register(district)
    session = district.row(CongressSession, "congress_session")
    data = {"term": "18", "number": "3", "opened_on": "2025-12-20", "closed_on": closed_on}
    data["version"] = str(session.version)
    with clock.moved_to(clock.at(START)):
        clerk = scenes.client_of(app, district, "clerk")
        answer = clerk.post(f"/bodies/sessions/{session.id}/edit", data=data)
        assert (answer.status_code, "请检查年份" in answer.text) == (422, True)
        assert clerk.get("/", follow_redirects=True).status_code == 200


def test_a_year_of_no_paper_is_no_day():
    typed = ("0226-03-05", "1899-12-31", "1900-01-01", "2199年12月31日", "2200-1-1", "9999.12.31")
    read = [parse_day(text) for text in typed]
    assert read == [None, None, date(1900, 1, 1), date(2199, 12, 31), None, None]


@pytest.mark.parametrize(
    ("day", "fault"),
    [
        (date(2076, 12, 31), ""),
        (date(2077, 1, 1), "2077-01-01 离今天超过 50 年，请检查年份。"),
        (date(1976, 1, 1), ""),
        (date(1975, 12, 31), "1975-12-31 离今天超过 50 年，请检查年份。"),
    ],
)
def test_a_year_half_a_century_away_is_a_slip(day, fault):
    assert year_fault(day, START) == fault
