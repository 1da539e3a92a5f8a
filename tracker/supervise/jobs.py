"""The daily job: what falls due is reminded of, once; what nobody answered lapses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, text

from tracker.audit.actions import record
from tracker.deadlines import counting
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices import actions as notices
from tracker.plan_terms import ReminderKind, ReminderState
from tracker.rating import actions as rating
from tracker.rating.queries import Awaited, awaited_everywhere
from tracker.settings.in_force import calendar, rulebook
from tracker.supervise import plan, sending
from tracker.supervise.duties import open_duties
from tracker.supervise.models import DailyRun, Reminder
from tracker.supervise.plan import Duty, Step

LOCK = 7_451_002


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
    """What a day asks for: every open duty, the steps to send, the overtaken ones, lapses."""

    duties: list[Duty]
    latest: list[Step]
    overtaken: list[Step]
    lapsing: list[Awaited]


def work_of(day: date) -> Work:
    """Return what a day asks for: the steps up to it that were not made yet, and the lapses."""
    book, waiting = rulebook().reminders, awaited_everywhere()
    duties = open_duties(book, day, waiting)
    made = _made()
    asked = {(key[0], key[1]) for key in made if key[2] == ReminderKind.RATING}
    open_steps = [
        step
        for duty in duties
        for step in plan.steps(duty, day, book)
        if _key(step) not in made and not _asked_before(duty, asked)
    ]
    latest, overtaken = plan.latest_only(open_steps)
    return Work(duties, latest, overtaken, _lapsing(day, waiting))


def run_day(day: date) -> Report:
    """Do a day's job inside the caller's transaction; a second run of the day does nothing.

    Days that were missed are caught up: of several steps of one duty only the latest is
    sent (补发), the others are recorded as superseded.
    """
    _lock()
    if db.session.get(DailyRun, day) is not None:
        return Report(day, done_before=True)
    work = work_of(day)
    notices.drop_calls(sending.about(duty) for duty in work.duties)
    for step in work.overtaken:
        _write(step, ReminderState.SUPERSEDED, late=True)
    report = _report(day, work)
    for step in work.latest:
        _write(step, ReminderState.SENT, late=step.day < day)
        sending.send(step, day)
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
        looked_at=len(work.duties),
        sent=[sending.sentence_of(step, day) for step in work.latest],
        superseded=len(work.overtaken),
        lapses=[
            f"{item.case.label}“{item.case.title}”：{item.letter.assignment.unit_name}的答复"
            "逾期未反馈，不计入满意度。"
            for item in work.lapsing
        ],
    )


def _asked_before(duty: Duty, asked: set[tuple[str, int]]) -> bool:
    """Whether this is a rating that was asked for; its one reminder has gone out.

    Another calendar or another limit moves the day; that is no reason to ask again.
    """
    return duty.kind is ReminderKind.RATING and (duty.subject_type, duty.subject_id) in asked


def _lapsing(day: date, waiting: list[Awaited]) -> list[Awaited]:
    """Return what nobody answered after limit and reminder.

    A reminder that went out late gives its days from the day on which it went out.
    """
    query = select(Reminder.subject_id, Reminder.made_at).where(
        Reminder.kind == ReminderKind.RATING, Reminder.state == ReminderState.SENT
    )
    asked = {number: clock.local(made).date() for number, made in db.session.execute(query)}
    book, known = rulebook(), calendar()
    return [
        item
        for item in waiting
        if item.lapses_on
        and (on := asked.get(item.letter.id))
        and day >= max(item.lapses_on, counting.lapses_after(book, on, known))
    ]


def _made() -> set[tuple[str, int, str, date, str]]:
    """Return the keys of the steps that were made already."""
    query = select(
        Reminder.subject_type,
        Reminder.subject_id,
        Reminder.kind,
        Reminder.due_day,
        Reminder.recipient,
    )
    return {
        (subject, number, str(kind), day, recipient)
        for subject, number, kind, day, recipient in db.session.execute(query)
    }


def _key(step: Step) -> tuple[str, int, str, date, str]:
    """Return what makes a step happen once."""
    duty = step.duty
    return duty.subject_type, duty.subject_id, str(duty.kind), step.day, step.recipient


def _write(step: Step, state: ReminderState, *, late: bool) -> None:
    """Write that a step was made or overtaken."""
    duty = step.duty
    db.session.add(
        Reminder(
            case_id=duty.case_id,
            subject_type=duty.subject_type,
            subject_id=duty.subject_id,
            kind=duty.kind,
            due_day=step.day,
            recipient=step.recipient,
            step=step.step,
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
