"""Running limits after the calendar changed: provisional dates become what the notice says."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tests.rows import every, the
from tracker.assign import actions
from tracker.assign.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies.models import CongressSession
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices.models import Notice, PhoneCall
from tracker.plan.models import DutyRow
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
    assert scenes.limit_of(case_id) == date(2027, 1, 9)
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
        actions.set_deadline(the(Assignment, row), date(2027, 1, 4), "区委要求")
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
        the(Case, case_id).batch_id = batch_id
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"), on=on)
    scenes.sign(district, row, on=on)
    assert dates_of(row)["reply"] == (date(2027, 1, 8), False)
    with district.act("clerk", on, 14):
        actions.set_deadline(the(Assignment, row), until, "区委同意延期。")
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


def off(district, *days: date) -> int:
    """Enter days off, each by itself, and count again after each."""
    moved = 0
    for day in days:
        with district.act("leader", day.replace(day=1), 16):
            settings.set_day(day, working=False, note="停电")
            moved += recount()
    return moved


def running(kind: str) -> list[date]:
    """Return the dates in force of a kind."""
    query = select(Deadline.due_on).where(Deadline.kind == kind, Deadline.superseded_at.is_(None))
    return list(db.session.scalars(query.order_by(Deadline.id)))


def test_the_limit_of_a_rating_moves_with_its_reminder_and_its_lapse(letters):
    assert [running(kind) for kind in ("feedback", "remind", "lapse")] == [
        [date(2026, 4, 27)],
        [date(2026, 4, 28)],
        [date(2026, 5, 8)],
    ]
    assert off(letters.district, date(2026, 4, 20)) == 1  # a Monday
    assert [running(kind) for kind in ("feedback", "remind", "lapse")] == [
        [date(2026, 4, 28)],
        [date(2026, 4, 29)],
        [date(2026, 5, 9)],  # the Saturday that is worked after Labour Day
    ]
    said = "评价期限由 2026-04-27 改为 2026-04-28、催评期限由 2026-04-28 改为 2026-04-29"
    entry = db.session.scalar(select(HistoryEntry).filter_by(act="deadline.recounted"))
    assert said in entry.sentence
    assert said in letters.told("deputy")[-1]
    (duty,) = db.session.scalars(select(DutyRow).filter_by(kind="rate"))
    assert (duty.due_on, duty.asks_on, duty.next_on) == (
        date(2026, 4, 28),
        date(2026, 4, 29),
        date(2026, 4, 29),
    )


def test_the_rule_stored_with_a_date_counts_and_no_later_one(letters):
    with letters.district.act("leader", date(2026, 4, 3), 15):
        stored = db.session.scalars(select(Deadline).filter_by(kind="feedback")).one()
        stored.value = 16  # as an earlier rulebook had it
    off(letters.district, date(2026, 4, 20))
    assert running("feedback") == [date(2026, 4, 29)]


def test_the_offices_date_to_assign_moves_and_the_office_is_told(letters):
    scenes.register(letters.district, "020")
    before = running("assign")[-1]
    told = len(letters.told("clerk"))
    assert before == date(2026, 1, 23)  # a Friday
    with letters.district.act("leader", date(2026, 1, 19), 16):
        settings.set_day(before, working=False, note="停电")
        assert recount() == 1
    assert running("assign")[-1] == date(2026, 1, 26)
    assert letters.told("clerk")[told:] == [
        "建议第020号：放假安排变动，交办期限由 2026-01-23 改为 2026-01-26。"
    ]


def test_a_person_gets_one_message_about_all_cases_of_a_change_and_of_the_next_one(district):
    ids = [scenes.register(district, number) for number in ("031", "032", "033")]
    for case_id in ids:
        scenes.assign_to(district, case_id, ("education", "independent"))
    before = len(list(db.session.scalars(select(Notice))))
    db.session.rollback()
    # the reply is due on Thursday 18 June; 19 to 21 June are off
    assert off(district, date(2026, 6, 18)) == 3
    assert off(district, date(2026, 6, 22)) == 3
    fresh = every(Notice)[before:]
    told = {district.person(name).account_id: 6 for name in ("handler", "head")}
    assert {row.account_id: len(row.lines) for row in fresh} == told
    assert {row.sentence for row in fresh} == {"放假安排变动，期限重新计算，共 6 条："}
    assert len(fresh) == 2


def test_a_limit_that_the_office_set_for_itself_moves_without_a_word(stage):
    stage.issued()
    # three working days from Friday 3 April, over Qingming: Thursday 9 April
    assert running("deliver") == [date(2026, 4, 9)]
    told = db.session.query(Notice).count()
    db.session.rollback()
    with stage.district.act("leader", date(2026, 4, 7), 16):
        settings.set_day(date(2026, 4, 9), working=False, note="停电")
        assert recount() == 0
    assert running("deliver") == [date(2026, 4, 10)]
    (duty,) = db.session.scalars(select(DutyRow).filter_by(kind="deliver"))
    assert duty.due_on == date(2026, 4, 10)
    assert db.session.query(Notice).count() == told
    assert db.session.query(HistoryEntry).filter_by(act="deadline.recounted").count() == 0
