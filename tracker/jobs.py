"""THE list of scheduled jobs, and the process that runs them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

from tracker.accounts.sessions import forget_failures
from tracker.audit import anchor
from tracker.backup import each_day
from tracker.kernel import clock, waiting
from tracker.kernel.db import transaction
from tracker.notices.queries import unsent
from tracker.plan.jobs import run_day
from tracker.sending import guard
from tracker.standing.jobs import catch_up
from tracker.typed.actions import forget as forget_typed

log = logging.getLogger("tracker.jobs")
KEPT_DAYS = 2
TYPED_DAYS = 30


@dataclass(frozen=True)
class Job:
    """One job: what it does, and when, in Asia/Shanghai."""

    name: str
    purpose: str
    run: Callable[[], None]
    trigger: dict[str, str]


def daily() -> None:
    """Do today's work once; days on which the machine was off are caught up.

    It is looked at again every ten minutes, so that a run that failed is made up for.
    """
    report = run_day(clock.today())
    if report.doubt:
        log.warning("nothing runs before the date is confirmed: %s", report.doubt.sentence)
    elif not report.done_before:
        figures = (report.day, len(report.sent), report.lapsed, report.failed)
        log.info("%s: %d sent, %d lapsed, %d failed", *figures)


def send() -> None:
    """Send what stands in the outbox; in-site messages are there with their row."""
    with transaction():
        for row in unsent():
            row.sent_at = clock.now()


def keep_figures() -> None:
    """Write how the cases stood that one act changed together."""
    if count := catch_up():
        log.info("how %d cases stood is written", count)


def tidy() -> None:
    """Forget failed log-ins that no limit counts any more, and what nobody came back to.

    That is lists that nobody confirmed, what somebody typed and never sent, and the marks of
    forms that were.
    """
    with transaction():
        forget_failures(KEPT_DAYS)
        forget_typed(TYPED_DAYS)
        guard.clear_away(KEPT_DAYS)
    waiting.clear_away()


def keep_head() -> None:
    """Keep the head of the audit chain outside the database, and far away where that is set."""
    with transaction():
        gone = anchor.note_missing()
    if gone:
        log.error(anchor.told_missing())
    if not anchor.keep():
        log.error("the audit log is not the one of an hour ago: run `flask audit verify`")
    anchor.send()


def back_up() -> None:
    """Make the day's archive once its hour has come; one that failed is tried again in an hour."""
    each_day.run()


JOBS = (
    Job("daily", "提醒、催评、记逾期未反馈", daily, {"hour": "6-23", "minute": "*/10"}),
    Job("send", "发出消息", send, {"minute": "*"}),
    Job("keep_figures", "写入批量操作后各件的逐日情况", keep_figures, {"minute": "*"}),
    Job("keep_head", "把审计日志的链头存到库外", keep_head, {"minute": "17"}),
    Job("back_up", "每天备份，清理过期的备份", back_up, {"minute": "5-59/10"}),
    Job(
        "tidy",
        "清理登录失败记录、表单标记、未确认的清单、未提交的内容",
        tidy,
        {"hour": "3", "minute": "30"},
    ),
)


def serve(app: Flask) -> None:
    """Run the jobs until the process is stopped; once at the start for what was missed."""
    scheduler = BlockingScheduler(timezone=clock.ZONE)
    for job in JOBS:
        scheduler.add_job(
            _guarded(app, job),
            CronTrigger(timezone=clock.ZONE, **job.trigger),
            id=job.name,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        _guarded(app, job)()
    scheduler.start()


def _guarded(app: Flask, job: Job) -> Callable[[], None]:
    """Return a job that runs with the application and survives its own failure."""

    def run() -> None:
        with app.app_context():
            try:
                job.run()
            except Exception:  # the next run must still come
                log.exception("job %s failed", job.name)

    return run
