"""The daily job: what falls due is reminded of, once; what nobody answered lapses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import and_, select, text

from tracker.audit.actions import record
from tracker.cases.models import Case
from tracker.deadlines import counting
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import due_of
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices import actions as notices
from tracker.plan import queries, sending, steps
from tracker.plan.models import DailyRun, DutyRow, Reminder
from tracker.plan.steps import Step
from tracker.plan_terms import DutyKind, ReminderKind, ReminderState
from tracker.rating import actions as rating
from tracker.rating.queries import Awaited, awaited
from tracker.settings.in_force import calendar, rulebook
from tracker.terms import DeadlineKind

LOCK = 7_451_002
Key = tuple[str, int, str, date, str]


@dataclass
class Report:
    """What a day's job did: what was sent, how many steps were overtaken, what lapsed."""

    day: date
    done_before: bool = False
    looked_at: int = 0
    sent: list[str] = field(default_factory=list)
    superseded: int = 0
    lapses: list[str] = field(default_factory=list)

    @property
    def lapsed(self) -> int:
        """How many ratings lapsed."""
        return len(self.lapses)


@dataclass(frozen=True)
class Work:
    """What a day asks for: the duties whose step has come, the steps, the lapses."""

    rows: Sequence[DutyRow]
    latest: list[tuple[Case, Step]]
    overtaken: list[tuple[Case, Step]]
    lapsing: list[Awaited]


def work_of(day: date) -> Work:
    """Return what a day asks for: the steps up to it that were not made yet, and the lapses."""
    rows = queries.to_remind(day)
    cases = _cases(row.case_id for row in rows)
    made = _made(cases)
    latest: list[tuple[Case, Step]] = []
    overtaken: list[tuple[Case, Step]] = []
    for row in rows:
        case, duty = cases[row.case_id], queries.duty_of(row)
        todo = [
            step
            for step in steps.steps(duty, day, rulebook().reminders)
            if _key(case, step) not in made and not _asked_before(step, made)
        ]
        newest, rest = steps.latest_only(todo)
        latest += [(case, step) for step in newest]
        overtaken += [(case, step) for step in rest]
    return Work(rows, latest, overtaken, _lapsing(day))


def run_day(day: date) -> Report:
    """Do a day's job inside the caller's transaction; a second run of the day does nothing.

    Days that were missed are caught up: of several steps of one duty only the latest is
    sent (补发), the others are recorded as superseded.
    """
    _lock()
    if db.session.get(DailyRun, day) is not None:
        return Report(day, done_before=True)
    work = work_of(day)
    notices.drop_calls(_still_open())
    for case, step in work.overtaken:
        _write(case, step, ReminderState.SUPERSEDED, late=True)
    report = _report(day, work)
    for case, step in work.latest:
        _write(case, step, ReminderState.SENT, late=step.day < day)
        sending.send(case, step, day)
    for row in work.rows:
        row.next_on = steps.next_on(queries.duty_of(row), day, rulebook().reminders)
    for item in work.lapsing:
        rating.lapse(item, day)
    made = len(report.sent)
    done = DailyRun(day=day, done_at=clock.now(), looked_at=report.looked_at, made=made)
    db.session.add(done)
    db.session.flush()
    detail: dict[str, object] = {"day": day, "sent": made, "lapsed": report.lapsed}
    record("daily.done", "daily_run", None, detail)
    return report


def preview_day(day: date) -> Report:
    """Return what a day's job would do, without doing it."""
    if db.session.get(DailyRun, day) is not None:
        return Report(day, done_before=True)
    return _report(day, work_of(day))


def _report(day: date, work: Work) -> Report:
    """Return in words what the work of a day is."""
    return Report(
        day,
        looked_at=len(work.rows),
        sent=[sending.sentence_of(case, step, day) for case, step in work.latest],
        superseded=len(work.overtaken),
        lapses=[
            f"{item.case.label}“{item.case.title}”：{item.letter.assignment.unit_name}的答复"
            "逾期未反馈，不计入满意度。"
            for item in work.lapsing
        ],
    )


def _cases(numbers: Iterable[int]) -> dict[int, Case]:
    """Return cases by their numbers."""
    rows = db.session.scalars(select(Case).where(Case.id.in_(set(numbers))))
    return {case.id: case for case in rows}


def _made(cases: Mapping[int, Case]) -> set[Key]:
    """Return what makes the steps of these cases that were made once."""
    columns = (
        Reminder.subject_type,
        Reminder.subject_id,
        Reminder.kind,
        Reminder.due_day,
        Reminder.recipient,
    )
    query = select(*columns).where(Reminder.case_id.in_(cases))
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


def _lapsing(day: date) -> list[Awaited]:
    """Return what nobody answered after limit and reminder.

    A reminder that went out late gives its days from the day on which it went out.
    """
    over = (
        select(DutyRow.case_id, Deadline)
        .join(
            Deadline,
            and_(
                Deadline.subject_type == DutyRow.subject_type,
                Deadline.subject_id == DutyRow.subject_id,
                Deadline.kind == DeadlineKind.LAPSE,
                Deadline.superseded_at.is_(None),
            ),
        )
        .where(DutyRow.kind == DutyKind.RATE, Deadline.due_on <= day)
        .order_by(DutyRow.case_id)
    )
    found, days = [], calendar()
    for case_id, lapse in db.session.execute(over).all():
        asked = _asked_on(lapse.subject_id)
        if asked is None or day < counting.again(due_of(lapse), asked, days).on:
            continue
        found += [item for item in awaited(case_id) if item.letter.id == lapse.subject_id]
    return found


def _asked_on(letter_id: int) -> date | None:
    """Return the day on which the rating of a letter was asked for, None where it was not."""
    query = select(Reminder.made_at).where(
        Reminder.subject_type == "reply",
        Reminder.subject_id == letter_id,
        Reminder.kind == ReminderKind.RATING,
        Reminder.state == ReminderState.SENT,
    )
    made = db.session.scalar(query.order_by(Reminder.id.desc()).limit(1))
    return clock.local(made).date() if made else None


def _key(case: Case, step: Step) -> Key:
    """Return what makes a step happen once."""
    return (*step.duty.subject, str(step.kind), step.day, sending.recipient_of(case, step))


def _write(case: Case, step: Step, state: ReminderState, *, late: bool) -> None:
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
            made_at=clock.now(),
            late=late,
        )
    )
    db.session.flush()


def _lock() -> None:
    """Let one job at a time work on a day; SQLite's writer lock does the same."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
