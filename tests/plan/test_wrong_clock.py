"""A month asleep, a clock ahead and put right: nothing doubled, missed or silenced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.plan.days import made, run
from tests.rating.answered import GOOD, paper, ratings
from tracker import jobs as processes
from tracker.audit.models import AuditEntry
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.notices.models import PhoneCall
from tracker.plan import keeping, righting, trust
from tracker.plan.jobs import run_day
from tracker.plan.models import DailyRun, DateConfirmation, Reminder
from tracker.rating import queries as rating
from tracker.roles import Role
from tracker.timeline.models import HistoryEntry

# the letter reached the lead on 3 April: limit 27 April, asked for on 28 April, lapses on 8 May
LIMIT, ASKED, LAPSES = date(2026, 4, 27), date(2026, 4, 28), date(2026, 5, 8)
# the default district assigns on 18 March; three months later is Thursday 18 June
EVE, DUE = date(2026, 6, 10), date(2026, 6, 18)


def days(first: date, last: date) -> list[date]:
    """Return every day from one to another."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def look(day: date):
    """Look at six on a day; nobody confirms anything."""
    with clock.moved_to(clock.at(day, 6)):
        return run_day(day)


def of_runs() -> list[tuple[date, bool]]:
    """Return each run's day, and whether it is void."""
    rows = db.session.execute(select(DailyRun.day, DailyRun.voided_at).order_by(DailyRun.id))
    found = [(day, at is not None) for day, at in rows]
    db.session.rollback()
    return found


def voided() -> int:
    """Return how many reminders are void."""
    found = db.session.query(Reminder).filter(Reminder.voided_at.is_not(None)).count()
    db.session.rollback()
    return found


def test_after_a_month_asleep_nothing_happens_before_somebody_confirms_the_date(letters):
    look(ASKED)
    awake = date(2026, 5, 30)
    for day in (awake, awake):
        report = look(day)
        assert (report.doubt.last, report.doubt.today) == (ASKED, awake)
        assert (report.sent, report.lapses) == ([], [])
    assert ratings(letters) == []
    assert of_runs() == [(ASKED, False)]
    run(awake)
    assert ratings(letters) == [("lapsed", None)]
    assert of_runs() == [(ASKED, False), (awake, False)]


def test_a_week_without_a_run_asks_nobody_and_one_day_more_does(letters):
    look(date(2026, 4, 20))
    assert look(date(2026, 4, 27)).doubt is None
    assert look(date(2026, 5, 5)).doubt.last == date(2026, 4, 27)


def test_the_first_run_ever_needs_no_confirmation(letters):
    assert look(LAPSES).doubt is None


def test_a_confirmation_holds_where_the_run_comes_only_days_later(letters):
    look(ASKED)
    with clock.moved_to(clock.at(date(2026, 5, 30))), transaction():
        trust.confirm(date(2026, 5, 30))
    assert look(date(2026, 6, 1)).doubt is None


def test_a_clock_five_days_ahead_is_put_right_without_a_question(stage):
    stage.ready()
    run(EVE)
    wrong = date(2026, 6, 15)  # T-7 of 11 June is overtaken by T-3 of 15 June
    look(wrong)
    assert made(stage, "reply") == [
        (date(2026, 6, 11), "handler", "superseded"),
        (date(2026, 6, 15), "handler", "sent"),
    ]
    look(EVE)
    assert (made(stage, "reply"), voided()) == ([], 2)
    assert of_runs() == [(EVE, False), (wrong, True)]
    for day in days(date(2026, 6, 11), date(2026, 6, 19)):
        look(day)
    assert made(stage, "reply") == [
        (date(2026, 6, 11), "handler", "sent"),
        (date(2026, 6, 15), "handler", "sent"),
        (date(2026, 6, 17), "handler", "sent"),
        (date(2026, 6, 19), "handler", "sent"),
        (date(2026, 6, 19), "leader", "sent"),
    ]
    wrongly = [text for text in stage.told("handler") if "服务器日期曾误为 2026-06-15" in text]
    assert len(wrongly) == 1
    assert [text for text in stage.told("deputy") if "服务器日期" in text] == []


def test_a_clock_ninety_days_ahead_that_was_confirmed_is_put_right_and_lapses_come_back(letters):
    for day in days(date(2026, 4, 24), LIMIT):
        look(day)
    wrong = LIMIT + timedelta(days=90)
    assert look(wrong).doubt.last == LIMIT
    run(wrong)
    assert made(letters, "rating") == [(ASKED, "rater", "sent")]
    run(wrong + timedelta(days=7))  # the reminder went out late and gives its full days
    assert ratings(letters) == [("lapsed", None)]
    assert look(ASKED).doubt.last == wrong + timedelta(days=7)  # which of the two is right?
    assert ratings(letters) == [("lapsed", None)]
    run(ASKED)
    assert ratings(letters) == [("rejected", None)]
    (waiting,) = rating.awaited(letters.case_id)
    assert (waiting.due_on, waiting.lapses_on) == (LIMIT, LAPSES)
    db.session.rollback()
    entry = db.session.scalar(select(HistoryEntry).filter_by(act="rating.lapse_taken_back"))
    assert (entry.old_state, entry.new_state, entry.on) == ("lapsed", "rejected", ASKED)
    assert "误记为逾期未反馈（2026-08-02），现予撤销。" in entry.sentence
    assert any("现予撤销" in line for line in told_lines(letters, "clerk"))
    assert db.session.scalar(select(AuditEntry.detail).filter_by(action="daily.voided")) == (
        '{"day": "2026-04-28", "lapses": 1, "reminders": 1, "runs": ["2026-07-26", "2026-08-02"]}'
    )
    db.session.rollback()
    assert keeping.verify() == []
    db.session.rollback()
    for day in days(date(2026, 4, 29), LAPSES):
        look(day)
    assert made(letters, "rating") == [(ASKED, "rater", "sent")]
    assert ratings(letters) == [("rejected", None), ("lapsed", None)]
    asked = [text for text in letters.told("deputy") if text.endswith("请您评价。")]
    assert len(asked) == 2  # under the wrong date and on the right day


def told_lines(letters, who: str) -> list[str]:
    """Return every line of the messages that a person got, and the messages of one line."""
    account = letters.district.person(who).account_id
    rows = db.session.execute(
        db.text(
            "SELECT l.sentence FROM notice_line l JOIN notice n ON n.id = l.notice_id"
            " WHERE n.account_id = :account"
        ),
        {"account": account},
    )
    return [row[0] for row in rows]


def test_a_paper_form_that_came_since_only_loses_the_day_of_the_wrong_lapse(letters):
    run(LIMIT, date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 18))
    assert ratings(letters) == [("lapsed", None)]
    paper(letters, GOOD, on=date(2026, 5, 18))
    run(LIMIT)
    assert ratings(letters) == [("pending", "satisfied")]
    assert rating.of_case_rows(letters.case_id)[0].lapsed_on is None


def test_what_was_killed_while_it_was_put_right_is_put_right_by_the_next_look(stage, monkeypatch):
    stage.ready()
    run(EVE)
    look(date(2026, 6, 15))
    with monkeypatch.context() as patch:
        patch.setattr(righting, "void", lambda _work: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            look(EVE)
    assert voided() == 0
    look(EVE)
    assert voided() == 2


def test_a_call_of_a_day_that_is_none_yet_leaves_the_list(app, stage):
    stage.assign(("post", "independent"))
    look(date(2026, 3, 20))
    look(date(2026, 3, 21))
    look(date(2026, 3, 20))
    results = list(db.session.scalars(select(PhoneCall.result).filter(PhoneCall.about != "")))
    assert results == ["没有打，系统日期曾经有误。"]


def test_a_date_is_confirmed_only_where_it_is_asked_for_and_as_it_was_shown(letters):
    look(ASKED)
    with clock.moved_to(clock.at(date(2026, 5, 30))):
        for shown in (date(2026, 5, 29), None):
            with pytest.raises(Refused), transaction():
                trust.confirm(shown)
    with clock.moved_to(clock.at(ASKED)), pytest.raises(Refused), transaction():
        trust.confirm(ASKED)
    assert db.session.scalars(select(DateConfirmation)).all() == []


def test_the_jobs_process_says_what_it_waits_for(letters, caplog):
    look(ASKED)
    with clock.moved_to(clock.at(date(2026, 5, 30), 6)):
        processes.daily()
    assert "上一次运行按 2026-04-28，今天是 2026-05-30，相隔 32 天。" in caplog.text


def test_who_may_confirm_sees_it_on_the_desk_and_confirms_it_there(app, letters, client_as):
    look(ASKED)
    with clock.moved_to(clock.at(date(2026, 5, 30))):
        for client in (letters.client("clerk"), letters.client("leader"), client_as(Role.SA)):
            assert "核对日期" in client.get("/").text
        assert "核对日期" not in letters.client("handler").get("/").text
        page = letters.client("clerk").get("/supervision/runs/date").text
        assert ("2026-04-28" in page, "日期无误，开始运行" in page) == (True, True)
        path = "/supervision/runs/date"
        assert letters.client("clerk").post(path, data={"day": "2026-05-29"}).status_code == 409
        assert letters.client("clerk").post(path, data={"day": "x"}).status_code == 409
        done = letters.client("clerk").post(path, data={"day": "2026-05-30"}, follow_redirects=True)
        assert "已确认日期，十分钟内开始运行。" in done.text
        assert "核对日期" not in letters.client("leader").get("/").text
        assert "没有需要核对的日期" in letters.client("leader").get(path).text
    row = db.session.scalars(select(DateConfirmation)).one()
    clerk = letters.district.person("clerk").account_id
    assert (row.day, row.last_day, row.confirmed_by) == (date(2026, 5, 30), ASKED, clerk)
