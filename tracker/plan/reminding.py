"""Reminders, in batches: the duties whose step has come, each apart from the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from tracker.assign import holding
from tracker.assign.holding import Absent
from tracker.cases.models import Case
from tracker.cases.queries import whole
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices import actions as notices
from tracker.notices.gathering import Gathering
from tracker.plan import queries, sending, steps
from tracker.plan.day_run import Pass, each_apart
from tracker.plan.models import DutyRow, Reminder
from tracker.plan.steps import Step
from tracker.plan_terms import ReminderKind, ReminderState
from tracker.settings.in_force import book_of
from tracker.units.models import Unit

BATCH = 50
Key = tuple[str, int, str, date, str]


@dataclass(frozen=True)
class Owed:
    """One duty whose reminder has come: what is told now, and what a later step overtook.

    `unit` is held so that whoever is told of it need not read it again for each duty.
    """

    number: int
    row: DutyRow
    case: Case
    unit: Unit | None
    newest: list[Step]
    overtaken: list[Step]
    absent: Absent | None = None


def due(day: date, after: tuple[int, int]) -> list[Owed]:
    """Return the next batch of duties whose reminder has come, in order of their cases."""
    case_id, number = after
    beyond = or_(DutyRow.case_id > case_id, and_(DutyRow.case_id == case_id, DutyRow.id > number))
    query = select(DutyRow).where(DutyRow.next_on <= day, beyond)
    rows = db.session.scalars(query.order_by(DutyRow.case_id, DutyRow.id).limit(BATCH)).all()
    cases = _cases(row.case_id for row in rows)
    units = {unit.id: unit for unit in _units(rows)}
    made, gone = _made(cases), holding.absent_of(cases)
    found = []
    for row in rows:
        case, unit = cases[row.case_id], units.get(row.unit_id or 0)
        absent = gone.get((case.id, row.unit_id or 0))
        found.append(Owed(row.id, row, case, unit, *_steps(row, case, day, made), absent))
    return found


def remind(work: Pass) -> bool:
    """Do one batch; return whether there may be more."""
    batch = due(work.day, work.duty)
    if not batch:
        return False
    told = work.gathering()
    work.duty = (batch[-1].case.id, batch[-1].number)
    done, failed = each_apart(batch, lambda item: _do(item, work.day, told), told)
    told.send()
    sent = [sentence for sentences, _ in done for sentence in sentences]
    work.add(len(batch), len(sent), 0, failed)
    work.report.sent += sent
    work.report.superseded += sum(overtaken for _, overtaken in done)
    return len(batch) == BATCH


def drop_calls() -> bool:
    """Take calls off the desk whose matter is settled; return whether there may be more."""
    return notices.drop_calls(_still_open(), BATCH) == BATCH


def _do(item: Owed, day: date, told: Gathering) -> tuple[list[str], int]:
    """Write and tell the steps of one duty; its next one is on another day.

    Return what was said, and how many steps were overtaken.
    """
    for step in item.overtaken:
        _write(item.case, step, ReminderState.SUPERSEDED, day, late=True)
    sentences: list[str] = []
    for step in item.newest:
        _write(item.case, step, ReminderState.SENT, day, late=step.day < day)
        sentences.append(sending.send(item.case, step, day, told, item.absent))
    item.row.next_on = steps.next_on(queries.duty_of(item.row), day, book_of(item.case).reminders)
    return sentences, len(item.overtaken)


def _steps(row: DutyRow, case: Case, day: date, made: set[Key]) -> tuple[list[Step], list[Step]]:
    """Return the steps of a duty up to a day that were not made yet: the newest, and the rest."""
    todo = [
        step
        for step in steps.steps(queries.duty_of(row), day, book_of(case).reminders)
        if _key(case, step) not in made and not _asked_before(step, made)
    ]
    return steps.latest_only(todo)


def _units(rows: Sequence[DutyRow]) -> Sequence[Unit]:
    """Return the units that answer for some duties."""
    numbers = {row.unit_id for row in rows if row.unit_id is not None}
    return db.session.scalars(select(Unit).where(Unit.id.in_(numbers))).all()


def _cases(numbers: Iterable[int]) -> dict[int, Case]:
    """Return cases by their numbers."""
    rows = db.session.scalars(select(Case).where(Case.id.in_(set(numbers))).options(*whole()))
    return {case.id: case for case in rows}


def _made(cases: Iterable[int]) -> set[Key]:
    """Return what makes the steps of these cases that were made once."""
    columns = (
        Reminder.subject_type,
        Reminder.subject_id,
        Reminder.kind,
        Reminder.due_day,
        Reminder.recipient,
    )
    query = select(*columns).where(Reminder.case_id.in_(cases), Reminder.voided_at.is_(None))
    return {(row[0], row[1], str(row[2]), row[3], row[4]) for row in db.session.execute(query)}


def _asked_before(step: Step, made: set[Key]) -> bool:
    """Whether this is a rating that was asked for; its one reminder has gone out.

    Another calendar or another limit moves the day; that is no reason to ask again.
    """
    if step.kind is not ReminderKind.RATING:
        return False
    return any(key[:3] == (*step.duty.subject, str(step.kind)) for key in made)


def _still_open() -> set[str]:
    """Return what telephone reminders may still be about."""
    columns = (DutyRow.kind, DutyRow.subject_type, DutyRow.subject_id)
    return {
        sending.about((row.subject_type, row.subject_id), kind)
        for row in db.session.execute(select(*columns))
        if (kind := steps.REMINDED.get(row.kind)) is not None
    }


def _key(case: Case, step: Step) -> Key:
    """Return what makes a step happen once."""
    return (*step.duty.subject, str(step.kind), step.day, sending.recipient_of(case, step))


def _write(case: Case, step: Step, state: ReminderState, day: date, *, late: bool) -> None:
    """Write that a step was made or overtaken."""
    db.session.add(
        Reminder(
            case_id=case.id,
            subject_type=step.duty.subject[0],
            subject_id=step.duty.subject[1],
            kind=step.kind,
            due_day=step.day,
            recipient=sending.recipient_of(case, step),
            step=step.name,
            state=state,
            ran_on=day,
            made_at=clock.now(),
            late=late,
        )
    )


def sentences(batch: Sequence[Owed], day: date) -> list[str]:
    """Return what a batch would say."""
    return [sending.sentence_of(item.case, step, day) for item in batch for step in item.newest]
