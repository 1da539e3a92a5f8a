"""Whether the machine's date may be trusted: after a gap in the daily runs a person says so.

A machine that slept and a clock that was set wrongly look the same from inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.access import current
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.plan.models import DailyRun, DateConfirmation

MOST_DAYS = 7


@dataclass(frozen=True)
class Doubt:
    """Why nothing runs: the day of the last run and today lie too far apart."""

    last: date
    today: date

    @property
    def sentence(self) -> str:
        """Say what is to be done."""
        days = abs((self.today - self.last).days)
        return (
            f"上一次运行按 {self.last}，今天是 {self.today}，相隔 {days} 天。"
            "请核对服务器日期；确认之前不发提醒、不记逾期未反馈。"
        )


def last_day() -> date | None:
    """Return the latest day under which the job ran, None before the first run."""
    return db.session.scalar(select(func.max(DailyRun.day)).where(DailyRun.voided_at.is_(None)))


def doubt(today: date) -> Doubt | None:
    """Return why today's date has to be confirmed first, None where it may be trusted.

    A confirmation holds for as many days as a gap may last, on the right side of its day.
    """
    last = last_day()
    if last is None or abs((today - last).days) <= MOST_DAYS:
        return None
    newest = select(DateConfirmation.day).order_by(DateConfirmation.id.desc()).limit(1)
    said = db.session.scalar(newest)
    if said is not None and 0 <= (today - said).days <= MOST_DAYS:
        return None
    return Doubt(last, today)


def confirm(shown: date | None) -> None:
    """Take it from a person that the date shown is right; the next look begins the run.

    :param shown: the date that the person saw.

    :raises Refused: the date is another one by now, or nothing waits for a confirmation.
    """
    today = clock.today()
    found = doubt(today)
    if shown != today:
        raise Refused("日期已经变了，请刷新页面重新核对。")
    if found is None:
        raise Refused("现在没有需要核对的日期，请返回“今天要办”。")
    person = current()
    row = DateConfirmation(
        day=today,
        last_day=found.last,
        confirmed_by=person.account_id if person else None,
        confirmed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    detail: dict[str, object] = {"day": today, "last": found.last}
    record("daily.date_confirmed", "date_confirmation", row.id, detail)
