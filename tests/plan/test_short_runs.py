"""A day's job in short transactions: killed, failing in part, beside people who work."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import event, func, insert, select

from tests.plan.days import counted
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.notices import directory
from tracker.notices.models import Notice, NoticeLine
from tracker.plan import jobs, reminding, sending
from tracker.plan.jobs import run_day
from tracker.plan.models import DailyRun, DutyRow, Reminder
from tracker.plan_terms import DutyKind, Party

# a sign-for that was due on Friday 20 March is late on Saturday 21 March: handler and leader
DUE, DAY, NEXT = date(2026, 3, 20), date(2026, 3, 21), date(2026, 3, 22)
MANY, FIRST = 200, 9001


@pytest.fixture
def many(stage, monkeypatch):
    """Two hundred duties of 教育局 whose reminder comes on one day; no pause between batches."""
    stage.assign(("education", "independent"))
    monkeypatch.setattr(jobs, "PAUSE", 0)
    with transaction():
        db.session.query(DutyRow).delete()
        values = {
            "case_id": stage.case_id, "kind": DutyKind.SIGN, "subject_type": "assignment",
            "ordinal": 1, "party": Party.UNIT, "unit_id": stage.district.ids["education"],
            "on_behalf": False, "ready": True, "first_on": DUE, "due_on": DUE,
            "provisional": False, "next_on": DAY,
        }  # fmt: skip
        rows = [{**values, "subject_id": FIRST + number} for number in range(MANY)]
        db.session.execute(insert(DutyRow), rows)
    with clock.moved_to(clock.at(DAY, 6)):
        yield stage


def subjects() -> Counter[tuple[int, str]]:
    """Return how often each duty was reminded of, by subject and recipient's part."""
    query = select(Reminder.subject_id, Reminder.recipient)
    found = Counter((row[0], row[1].rsplit(":", 1)[1]) for row in db.session.execute(query))
    db.session.rollback()
    return found


EACH_ONCE = Counter(
    {(FIRST + number, who): 1 for number in range(MANY) for who in ("handler", "leader")}
)


def lines_of(letters, who: str) -> list[int]:
    """Return how many lines each message of this day has, that a person got."""
    query = (
        select(func.count(NoticeLine.id))
        .join(Notice, Notice.id == NoticeLine.notice_id)
        .where(Notice.account_id == letters.district.person(who).account_id)
        .group_by(Notice.id)
    )
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def the_run() -> tuple[str, int, int, int]:
    """Return state, duties looked at, reminders made, duties to be tried again."""
    row = db.session.scalars(select(DailyRun)).one()
    found = (str(row.state), row.looked_at, row.made, row.failed)
    db.session.rollback()
    return found


def test_a_person_gets_one_message_about_all_that_a_run_tells(many):
    report = run_day(DAY)
    assert len(report.sent) == 2 * MANY
    assert (lines_of(many, "handler"), lines_of(many, "head")) == ([200], [200])
    assert many.told("handler")[-1] == "今天的提醒，共 200 条："
    assert subjects() == EACH_ONCE


def test_a_run_that_was_killed_is_taken_up_where_it_was(many, monkeypatch):
    batches = []

    def killed(work) -> bool:
        batches.append(work.duty)
        if len(batches) == 3:
            raise KeyboardInterrupt
        return reminding_remind(work)

    reminding_remind = reminding.remind
    with monkeypatch.context() as patch:
        patch.setattr(reminding, "remind", killed)
        with pytest.raises(KeyboardInterrupt):
            run_day(DAY)
    assert len(subjects()) == 200  # two batches of fifty, each to handler and leader
    assert the_run() == ("begun", 100, 200, 0)
    with clock.moved_to(clock.at(DAY, 6, 10)):
        assert len(run_day(DAY).sent) == 200
        assert run_day(DAY).done_before
    assert subjects() == EACH_ONCE
    assert the_run() == ("done", 200, 400, 0)
    assert lines_of(many, "handler") == [200]


def test_one_that_fails_stops_nobody_and_is_tried_again(many, monkeypatch, caplog):
    send = sending.send

    def broken(case, step, today, told, absent):
        if step.duty.subject[1] == FIRST + 7 and step.who == "leader":
            raise ZeroDivisionError
        return send(case, step, today, told, absent)

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR, "tracker.plan"):
        patch.setattr(sending, "send", broken)
        report = run_day(DAY)
    assert (len(report.sent), report.failed) == (398, 1)
    assert "ZeroDivisionError" in caplog.text
    left = {key for key in EACH_ONCE if key not in subjects()}
    assert left == {(FIRST + 7, "handler"), (FIRST + 7, "leader")}
    assert lines_of(many, "handler") == [199]
    assert the_run() == ("done", 200, 398, 1)
    assert len(run_day(DAY).sent) == 2
    assert subjects() == EACH_ONCE
    assert the_run()[3] == 0
    assert run_day(DAY).done_before
    done = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "daily.done")
    assert db.session.scalar(done) == 2


def test_the_list_that_its_reader_has_opened_is_not_changed_behind_it(many, monkeypatch):
    run_day(DAY)
    with transaction():
        db.session.query(Notice).update({Notice.read_at: clock.now()})
        db.session.query(DailyRun).update({DailyRun.failed: 1})
        late = db.session.query(DutyRow).filter_by(subject_id=FIRST).one()
        late.subject_id, late.next_on = FIRST + MANY, DAY
    run_day(DAY)
    assert sorted(lines_of(many, "handler")) == [1, 200]
    assert many.told("handler")[-1].endswith("的签收期限 2026-03-20 已过 1 天，请尽快办理。")


def test_accounts_are_read_once_and_a_batch_asks_little(many, monkeypatch):
    asked = []
    read = directory.read
    monkeypatch.setattr(directory, "read", lambda: asked.append(1) or read())
    with counted() as found:
        run_day(DAY)
    assert len(asked) == 1
    of_accounts = [text for text in found if "FROM account" in text]
    assert len(of_accounts) <= 1 + 5  # once for all, and for each batch who of its handlers is gone
    # 200 duties: savepoint, two rows and the next day for each, beside the batches' own
    assert len(found) < 6 * MANY


def test_a_page_writes_between_the_batches(many, monkeypatch):
    monkeypatch.setattr(jobs, "PAUSE", 0.3)
    order, started, asking = [], threading.Event(), threading.Event()

    def page() -> None:
        with many.app.app_context():
            started.wait(30)
            asking.set()
            with transaction():
                record("case.registered", "case", 1)
            order.append("page")
            db.session.remove()

    def noted(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith("INSERT INTO reminder") and not started.is_set():
            started.set()
            asking.wait(30)

    remind = reminding.remind
    monkeypatch.setattr(reminding, "remind", lambda work: order.append("batch") or remind(work))
    writer = threading.Thread(target=page)
    writer.start()
    event.listen(db.engine, "before_cursor_execute", noted)
    try:
        run_day(DAY)
    finally:
        event.remove(db.engine, "before_cursor_execute", noted)
        writer.join(60)
    assert order.count("batch") == 5  # four of fifty, and one that finds no more
    assert order[0] == "batch"
    assert "page" in order[1:-1]
