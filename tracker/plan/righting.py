"""Putting right what ran under a day that was no day yet, because the clock was ahead.

What was made under it is void, so that the same steps are made again on their right days; what
lapsed under it is taken back by a recorded correction. The runs themselves become void last: a
process that is killed before that leaves the work to the next look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update

from tracker.audit.actions import record
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices import actions as notices
from tracker.notices import queries as outbox
from tracker.notices.directory import Directory
from tracker.notices.gathering import Gathering
from tracker.plan import keeping, queries, steps
from tracker.plan.day_run import each_apart, key_of
from tracker.plan.models import DailyRun, DutyRow, Reminder
from tracker.rating import actions as rating
from tracker.rating import queries as ratings
from tracker.rating.lifecycle import UNSETTLED
from tracker.rating.models import Rating
from tracker.roles import OFFICE
from tracker.settings.in_force import book_of

LAPSES, DUTIES = 20, 500
TITLE = "系统日期曾经有误"


@dataclass(frozen=True)
class Lapse:
    """A rating that lapsed under a day that was none yet."""

    number: int


@dataclass
class Righting:
    """What is put right on a day: everything that ran under a later one; how far it is."""

    day: date
    people: Directory
    rating: int = 0
    duty: int = 0
    back: int = 0

    def gathering(self) -> Gathering:
        """Return what gathers the messages about it."""
        return Gathering(f"righted:{self.day}", TITLE, self.people)


def needed(day: date) -> bool:
    """Whether the job ran under a later day than this one."""
    later = select(DailyRun.id).where(DailyRun.day > day, DailyRun.voided_at.is_(None))
    return db.session.scalar(later.limit(1)) is not None


def take_back(work: Righting) -> bool:
    """Take a batch of lapses back; return whether there may be more."""
    query = select(Rating.id).where(
        Rating.lapsed_on > work.day, Rating.state.in_(UNSETTLED), Rating.id > work.rating
    )
    batch = [Lapse(row) for row in db.session.scalars(query.order_by(Rating.id).limit(LAPSES))]
    if not batch:
        return False
    work.rating, told = batch[-1].number, work.gathering()
    done, _failed = each_apart(batch, lambda item: _take_back(item, told), told)
    told.send()
    work.back += len(done)
    return len(batch) == LAPSES


def _take_back(item: Lapse, told: Gathering) -> None:
    """Take one lapse back, and tell the office."""
    row = ratings.by_id(item.number)
    said = rating.take_back_lapse(row)
    keeping.refresh([("case", row.case_id)])
    told.tell_office(row.case_id, f"{row.case.label}：{said}")


def plan_again(work: Righting) -> bool:
    """Count the next reminder of a batch of duties anew; return whether there may be more.

    From the first step on: what was made on its right day stands and is not made again.
    """
    query = select(DutyRow, Case).join(Case, Case.id == DutyRow.case_id)
    query = query.where(DutyRow.id > work.duty).order_by(DutyRow.id).limit(DUTIES)
    rows = db.session.execute(query).all()
    for row, case in rows:
        row.next_on = steps.next_on(queries.duty_of(row), None, book_of(case).reminders)
        work.duty = row.id
    return len(rows) == DUTIES


def void(work: Righting) -> bool:
    """Mark runs and reminders as void, tell who was told under the wrong date; the end of it."""
    now = clock.now()
    later = (DailyRun.day > work.day, DailyRun.voided_at.is_(None))
    runs = list(db.session.scalars(select(DailyRun).where(*later).order_by(DailyRun.id)))
    if not runs:
        return False
    wrong = (Reminder.ran_on > work.day, Reminder.voided_at.is_(None))
    count = db.session.scalar(select(func.count()).select_from(Reminder).where(*wrong)) or 0
    db.session.execute(update(Reminder).where(*wrong).values(voided_at=now))
    notices.drop_calls_after(work.day)
    _tell(work, runs)
    for run in runs:
        run.voided_at = now
    detail: dict[str, object] = {
        "day": work.day,
        "runs": [run.day for run in runs],
        "reminders": count,
        "lapses": work.back,
    }
    record("daily.voided", "daily_run", None, detail)
    return False


def _tell(work: Righting, runs: list[DailyRun]) -> None:
    """Tell each who got a message of these runs that it does not hold; the office in any case."""
    last = max(run.day for run in runs)
    sentence = (
        f"服务器日期曾误为 {last}，按该日期发出的提醒作废，请以系统内现在的期限为准；"
        "到了应提醒的日子会重新提醒。"
    )
    reached = outbox.reached_by([key_of(run.id) for run in runs])
    told = work.gathering()
    told.tell(sorted({*reached, *work.people.with_roles(OFFICE)}), None, sentence)
    told.send()
