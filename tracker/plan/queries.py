"""Reading the plan: what is owed, what was reminded of, which days were run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from tracker.kernel.days import LAST_YEAR
from tracker.kernel.db import db, remembered
from tracker.plan.models import DailyRun, DutyRow, Reminder
from tracker.plan.owed.duty import Duty
from tracker.plan.owed.facts import ASSIGNMENT
from tracker.plan_terms import OF_LETTER, ReminderState, RunState
from tracker.settings.queries import known_years

# a letter that is still owed hangs on its part, a correction of an issued one on the letter
ANSWER_OWED = and_(DutyRow.kind.in_(OF_LETTER), DutyRow.subject_type == ASSIGNMENT)
# of each case that owes an answer the earliest limit of its letters (答复期限)
ANSWER_DUE = (
    select(DutyRow.case_id, func.min(DutyRow.due_on).label("due_on"))
    .where(ANSWER_OWED)
    .group_by(DutyRow.case_id)
    .subquery("answer_due")
)


# the earliest open limit that may move yet: it runs into a year whose days off are not known
FIRST_PROVISIONAL = (
    select(func.min(DutyRow.due_on)).where(DutyRow.provisional.is_(True)).scalar_subquery()
)


def duty_of(row: Any) -> Duty:
    """Return a row as the duty that it keeps."""
    return Duty(
        kind=row.kind,
        subject=(row.subject_type, row.subject_id),
        party=row.party,
        first_on=row.first_on,
        due_on=row.due_on,
        ordinal=row.ordinal,
        unit_id=row.unit_id,
        on_behalf=row.on_behalf,
        ready=row.ready,
        deadline_id=row.deadline_id,
        provisional=row.provisional,
        rests_from=row.rests_from,
        rests_until=row.rests_until,
        not_by=row.not_by,
        asks_on=row.asks_on,
    )


def urgency() -> tuple[Any, ...]:
    """Return the one order of urgency: by date, what has none last."""
    return DutyRow.due_on.asc().nulls_last(), DutyRow.case_id, DutyRow.id


def year_without_notice(first: date | None) -> int | None:
    """Return the first year into which an open limit runs whose days off are not known.

    :param first: FIRST_PROVISIONAL as it was read; None while each limit is counted for good.
    """
    if first is None:
        return None
    known = known_years()
    return next(year for year in range(first.year, LAST_YEAR + 1) if year not in known)


def reminders_sent(case_id: int) -> int:
    """Return how many reminders went out about a case."""
    query = select(func.count()).select_from(Reminder)
    sent = query.where(
        Reminder.case_id == case_id,
        Reminder.state == ReminderState.SENT,
        Reminder.voided_at.is_(None),
    )
    return remembered(("reminders sent", case_id), lambda: db.session.scalar(sent) or 0)


def runs() -> Sequence[DailyRun]:
    """Return the latest runs of the daily job, newest first, the void ones among them."""
    return db.session.scalars(select(DailyRun).order_by(DailyRun.id.desc()).limit(60)).all()


def last_run() -> DailyRun | None:
    """Return the last day's job that was done, None before the first."""
    done = (DailyRun.state == RunState.DONE, DailyRun.voided_at.is_(None))
    return db.session.scalar(select(DailyRun).where(*done).order_by(DailyRun.day.desc()).limit(1))
