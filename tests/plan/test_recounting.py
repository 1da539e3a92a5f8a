"""Running limits after the calendar changed: provisional dates become what the notice says."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tracker.assign import actions
from tracker.assign.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies.models import CongressSession
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices.models import Notice, PhoneCall
from tracker.plan.recounting import recount
from tracker.settings import actions as settings
from tracker.terms import Period
from tracker.timeline.models import HistoryEntry

NOTICED = date(2026, 12, 31)


def dates_of(assignment_id: int) -> dict[str, tuple[date, bool]]:
    query = select(Deadline).where(
        Deadline.subject_type == "assignment",
        Deadline.subject_id == assignment_id,
        Deadline.superseded_at.is_(None),
    )
    return {str(row.kind): (row.due_on, row.provisional) for row in db.session.scalars(query)}


def learn(district, *exceptions: tuple[date, bool]) -> int:
    """Enter the days of 2027 that the notice names, confirm the year, count again."""
    fixed = ((date(2027, 1, 1), False), (date(2027, 10, 1), False))  # Fridays
    with district.act("leader", NOTICED, 16):
        for day, working in (*fixed, *exceptions):
            settings.set_day(day, working=working, note="调休")
        settings.confirm_year(2027)
        return recount()


def test_a_date_that_rolled_over_a_weekend_comes_back_when_the_saturday_is_worked(district):
    case_id = scenes.register(district)
    on = date(2026, 10, 9)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"), on=on)
    scenes.sign(district, row, on=on)
    assert dates_of(row)["reply"] == (date(2027, 1, 11), True)  # 9 January is a Saturday
    assert learn(district, (date(2027, 1, 9), True)) == 1
    assert dates_of(row)["reply"] == (date(2027, 1, 9), False)
    assert db.session.get_one(Case, case_id).due_on == date(2027, 1, 9)
    query = select(Deadline).where(Deadline.subject_id == row, Deadline.kind == "reply")
    old, new = db.session.scalars(query.order_by(Deadline.id))
    assert (old.due_on, old.superseded_at is None) == (date(2027, 1, 11), False)
    assert (new.rule, new.value, new.event_on) == ("reply.suggestion.session", 3, on)
    assert new.reason == "放假安排变动，重新计算"
    sentence = "区教育局：放假安排变动，答复期限由 2027-01-11 改为 2027-01-09。"
    entry = db.session.scalar(select(HistoryEntry).filter_by(act="assignment.recounted"))
    assert entry.sentence == sentence
    told = {
        row.account_id for row in db.session.scalars(select(Notice)) if "2027-01-09" in row.sentence
    }
    assert told == {district.person(name).account_id for name in ("handler", "head")}


def test_a_date_that_stays_is_only_no_longer_provisional(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(
        district, case_id, ("education", "independent"), on=date(2026, 10, 12)
    )
    before = len(list(db.session.scalars(select(Deadline))))
    assert dates_of(row)["reply"] == (date(2027, 1, 12), True)
    assert learn(district) == 0
    assert dates_of(row)["reply"] == (date(2027, 1, 12), False)
    assert len(list(db.session.scalars(select(Deadline)))) == before


def test_receipt_moves_with_the_sign_for_that_is_still_awaited(district):
    case_id = scenes.register(district)
    shares = (("education", "host"), ("post", "assisting"))
    host, post = scenes.assign_to(district, case_id, *shares, on=date(2026, 12, 31))
    calls = len(list(db.session.scalars(select(PhoneCall))))
    # 1 January is off in every year, 2 and 3 January 2027 are a weekend
    assert dates_of(host)["sign"] == (date(2027, 1, 5), True)
    assert dates_of(host)["return"] == (date(2027, 1, 12), True)
    assert dates_of(host)["contact"] == (date(2027, 1, 22), True)
    assert learn(district, (date(2027, 1, 4), False)) == 2
    assert dates_of(host) == {
        "sign": (date(2027, 1, 6), False),
        "return": (date(2027, 1, 13), False),
        "contact": (date(2027, 1, 25), False),
        "reply": (date(2027, 3, 31), False),
    }
    assert dates_of(post)["assist"] == (date(2027, 2, 8), False)  # 6 February is a Saturday
    assert len(list(db.session.scalars(select(PhoneCall)))) == calls


def test_what_is_met_or_set_as_a_day_stays(district):
    case_id = scenes.register(district)
    on = date(2026, 12, 31)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"), on=on)
    scenes.sign(district, row, on=on)
    with district.act("clerk", on, 14):
        actions.set_deadline(db.session.get_one(Assignment, row), date(2027, 1, 4), "区委要求")
    learn(district, (date(2027, 1, 4), False))
    assert dates_of(row)["sign"] == (date(2027, 1, 5), True)
    assert dates_of(row)["return"] == (date(2027, 1, 11), False)
    assert dates_of(row)["reply"] == (date(2027, 1, 4), False)


def test_an_extension_beyond_the_end_of_the_batch_stays(district):
    on, until = date(2026, 12, 31), date(2027, 1, 20)
    with district.act("clerk", on, 9):
        session = district.row(CongressSession, "congress_session")
        batch = bodies.save_batch(session, Period.SESSION, "大会交办", None, date(2027, 1, 8))
        batch_id = batch.id
    case_id = scenes.register(district)
    with district.act("clerk", on, 10):
        db.session.get_one(Case, case_id).batch_id = batch_id
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"), on=on)
    scenes.sign(district, row, on=on)
    assert dates_of(row)["reply"] == (date(2027, 1, 8), False)
    with district.act("clerk", on, 14):
        actions.set_deadline(db.session.get_one(Assignment, row), until, "区委同意延期。")
    learn(district, (date(2027, 1, 9), True))
    assert dates_of(row)["reply"] == (until, False)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/settings/calendar", {"day": "2026-06-18", "working": "off", "note": "停电"}),
        ("/settings/calendar/remove/2026-06-22", {}),
    ],
)
def test_the_page_of_the_calendar_counts_again_and_says_so(app, district, path, data):
    with district.act("leader"):
        settings.set_day(date(2026, 6, 22), working=False, note="停电")
    case_id = scenes.register(district)
    start = date(2026, 3, 18) if data else date(2026, 3, 19)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"), on=start)
    # 18 June is a Thursday; 19 to 21 June are off for 端午, 22 June is entered above
    assert dates_of(row)["reply"][0] == (date(2026, 6, 18) if data else date(2026, 6, 23))
    with clock.moved_to(clock.at(date(2026, 3, 20))):
        client = scenes.client_of(app, district, "leader")
        answer = client.post(path, data=data, follow_redirects=True)
        assert "有 1 件次的期限随之改变" in answer.get_data(as_text=True)
    assert dates_of(row)["reply"][0] == (date(2026, 6, 23) if data else date(2026, 6, 22))
