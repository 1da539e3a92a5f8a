"""Ratings that nobody answered after limit and reminder, in batches. Source: decision 0005."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select

from tracker.deadlines import counting
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import due_of
from tracker.kernel.db import db
from tracker.plan import keeping
from tracker.plan.day_run import Pass, each_apart
from tracker.plan.models import DutyRow, Reminder
from tracker.plan_terms import DutyKind, ReminderKind, ReminderState
from tracker.rating import actions as rating
from tracker.rating.queries import Awaited, awaited
from tracker.settings.in_force import calendar
from tracker.terms import DeadlineKind

BATCH = 20


@dataclass(frozen=True)
class Over:
    """A rating whose day of lapsing has come by its stored date."""

    number: int
    case_id: int
    lapse: Deadline


def over(day: date, after: int) -> list[Over]:
    """Return the next batch of ratings whose stored day has come, in order of their duties."""
    query = (
        select(DutyRow.id, DutyRow.case_id, Deadline)
        .join(
            Deadline,
            and_(
                Deadline.subject_type == DutyRow.subject_type,
                Deadline.subject_id == DutyRow.subject_id,
                Deadline.kind == DeadlineKind.LAPSE,
                Deadline.superseded_at.is_(None),
            ),
        )
        .where(DutyRow.kind == DutyKind.RATE, Deadline.due_on <= day, DutyRow.id > after)
        .order_by(DutyRow.id)
        .limit(BATCH)
    )
    return [Over(*row) for row in db.session.execute(query)]


def lapse(work: Pass) -> bool:
    """Do one batch; return whether there may be more."""
    batch = over(work.day, work.lapse)
    if not batch:
        return False
    work.lapse = batch[-1].number
    done, failed = each_apart(batch, lambda item: _do(item, work.day), work.gathering())
    found = [sentence for sentences in done for sentence in sentences]
    work.add(0, 0, len(found), failed)
    work.report.lapses += found
    return len(batch) == BATCH


def _do(item: Over, day: date) -> list[str]:
    """Let what has no time left lapse; what is owed now follows at once, apart from the others."""
    found = lapsing(item, day)
    said = [sentence_of(waiting) for waiting in found]
    for waiting in found:
        rating.lapse(waiting, day)
        keeping.refresh([("case", item.case_id)])
    return said


def lapsing(item: Over, day: date) -> list[Awaited]:
    """Return the letter whose rating lapses on this day; none where it still has time.

    A reminder that went out late gives its days from the day on which it went out.
    """
    asked = _asked_on(item.lapse.subject_id)
    if asked is None or day < counting.again(due_of(item.lapse), asked, calendar()).on:
        return []
    return [one for one in awaited(item.case_id) if one.letter.id == item.lapse.subject_id]


def sentence_of(item: Awaited) -> str:
    """Say what lapses."""
    unit = item.letter.assignment.unit_name
    return f"{item.case.label}“{item.case.title}”：{unit}的答复逾期未反馈，不计入满意度。"


def _asked_on(letter_id: int) -> date | None:
    """Return the day on which the rating of a letter was asked for, None where it was not."""
    query = select(Reminder.ran_on).where(
        Reminder.subject_type == "reply",
        Reminder.subject_id == letter_id,
        Reminder.kind == ReminderKind.RATING,
        Reminder.state == ReminderState.SENT,
        Reminder.voided_at.is_(None),
    )
    return db.session.scalar(query.order_by(Reminder.id.desc()).limit(1))
