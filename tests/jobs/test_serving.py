"""The jobs process: what it asks of its scheduler, what it makes up for, what it survives."""

from __future__ import annotations

import logging
import os
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import scenes
from tracker import jobs
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices.models import Notice
from tracker.plan.models import DailyRun

DAY = date(2026, 3, 23)


class Scheduler:
    """What the process asks of APScheduler."""

    def __init__(self) -> None:
        self.options, self.added, self.started = {}, {}, False

    def __call__(self, **options) -> Scheduler:
        self.options = options
        return self

    def add_job(self, run, trigger, **options) -> None:
        self.added[options.pop("id")] = (run, trigger, options)

    def start(self) -> None:
        self.started = True


@pytest.fixture
def served(app, district, monkeypatch):
    """The process as far as the start of its scheduler, on a Monday at noon."""
    scheduler = Scheduler()
    monkeypatch.setattr(jobs, "BlockingScheduler", scheduler)
    with clock.moved_to(clock.at(DAY, 12)):
        jobs.serve(app)
        yield scheduler


def test_a_missed_run_is_made_up_for_once_and_never_runs_beside_itself(served):
    assert (served.started, served.options) == (True, {"timezone": clock.ZONE})
    assert set(served.added) == {job.name for job in jobs.JOBS}
    for _run, trigger, options in served.added.values():
        assert options == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        assert str(trigger.timezone) == "Asia/Shanghai"


def test_the_days_work_is_done_at_the_start_and_not_again_on_that_day(served):
    assert list(db.session.scalars(select(DailyRun.day))) == [DAY]
    db.session.rollback()
    daily, trigger, _ = served.added["daily"]
    daily()
    assert list(db.session.scalars(select(DailyRun.day))) == [DAY]
    first = trigger.get_next_fire_time(None, clock.at(DAY, 0))
    assert (first.hour, first.minute) == (6, 0)
    again = trigger.get_next_fire_time(first, first.replace(second=1))
    assert (again.hour, again.minute) == (6, 10)


def test_a_job_that_fails_says_so_and_is_tried_again(served, monkeypatch, caplog):
    daily, _, _ = served.added["daily"]
    tomorrow = date(2026, 3, 24)

    def broken(_day: date) -> None:
        raise OSError("the disk is full")

    with clock.moved_to(clock.at(tomorrow, 6)):
        with monkeypatch.context() as patch, caplog.at_level(logging.ERROR, "tracker.jobs"):
            patch.setattr(jobs, "run_day", broken)
            daily()
        assert "job daily failed" in caplog.text
        assert list(db.session.scalars(select(DailyRun.day))) == [DAY]
        db.session.rollback()
        daily()
    assert list(db.session.scalars(select(DailyRun.day))) == [DAY, tomorrow]


def moments() -> dict:
    """Return when each message was sent; no reader stays open beside the job."""
    found = {row.id: row.sent_at for row in db.session.scalars(select(Notice))}
    db.session.rollback()
    return found


def test_a_message_is_sent_once(served, district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, ("education", "independent"))
    db.session.rollback()
    send, _, _ = served.added["send"]
    send()
    sent = moments()
    assert sent
    assert None not in sent.values()
    with clock.moved_to(clock.at(DAY, 13)):
        send()
    assert moments() == sent


def test_lists_that_nobody_confirmed_are_cleared_away_after_a_week(app, district):
    folder = app.config["TRACKER"].data_dir / "uploads"
    (folder / "intake").mkdir(parents=True)
    old, fresh = folder / "intake" / "old.xlsx", folder / "intake" / "fresh.xlsx"
    for path in (old, fresh):
        path.write_bytes(b"x")
    now = clock.at(DAY, 12)
    os.utime(old, (0, (now - timedelta(days=8)).timestamp()))
    os.utime(fresh, (0, (now - timedelta(days=6)).timestamp()))
    with clock.moved_to(now):
        jobs.tidy()
    assert not old.exists()
    assert fresh.exists()
