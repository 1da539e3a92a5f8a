"""The daily job: what falls due is reminded of, once; what nobody answered lapses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, text

from tracker.assign import deadlines
from tracker.audit.actions import record
from tracker.cases.models import Case, Submitter
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices import actions as notices
from tracker.rating import actions as rating
from tracker.rating.queries import awaited_everywhere
from tracker.roles import Role
from tracker.settings.in_force import calendar, rulebook
from tracker.supervise import plan
from tracker.supervise.duties import open_duties
from tracker.supervise.models import DailyRun, Reminder
from tracker.supervise.plan import Step
from tracker.terms import ReminderKind, ReminderState
from tracker.units.models import Unit

LOCK = 7_451_002
ROLES = {plan.HANDLER: (Role.UH,), plan.LEADER: (Role.UL,)}
WORDS = {
    ReminderKind.SIGN: "签收",
    ReminderKind.REPLY: "答复",
    ReminderKind.ASSIST: "会办意见",
    ReminderKind.RATING: "评价",
    ReminderKind.COMMITMENT: "承诺事项",
    ReminderKind.VISIT: "回访",
}


@dataclass
class Report:
    """What a day's job did: sentences of what was sent, how many were overtaken, lapsed."""

    day: date
    done_before: bool = False
    looked_at: int = 0
    sent: list[str] = field(default_factory=list)
    superseded: int = 0
    lapsed: int = 0


def due_steps(day: date) -> tuple[list[Step], list[Step], int]:
    """Return the steps to send and the overtaken ones up to a day that were not made yet."""
    book = rulebook().reminders
    duties = open_duties(book)
    made = _made()
    open_steps = [
        step for duty in duties for step in plan.steps(duty, day, book) if _key(step) not in made
    ]
    latest, rest = plan.latest_only(open_steps)
    return latest, rest, len(duties)


def run_day(day: date) -> Report:
    """Do a day's job inside the caller's transaction; a second run of the day does nothing.

    Days that were missed are caught up: of several steps of one duty only the latest is
    sent (补发), the others are recorded as superseded.
    """
    _lock()
    if db.session.get(DailyRun, day) is not None:
        return Report(day, done_before=True)
    latest, rest, looked_at = due_steps(day)
    report = Report(day, looked_at=looked_at, superseded=len(rest))
    for step in rest:
        _write(step, ReminderState.SUPERSEDED, late=True)
    for step in latest:
        _write(step, ReminderState.SENT, late=step.day < day)
        report.sent.append(_send(step, late=step.day < day))
    report.lapsed = _lapse(day)
    made = len(report.sent)
    db.session.add(DailyRun(day=day, done_at=clock.now(), looked_at=looked_at, made=made))
    db.session.flush()
    detail: dict[str, object] = {"day": day, "sent": made, "lapsed": report.lapsed}
    record("daily.done", "daily_run", None, detail)
    return report


def preview_day(day: date) -> list[str]:
    """Return in words what a day's job would send, without doing it."""
    latest, _, _ = due_steps(day)
    return [sentence_of(step, day, late=step.day < day) for step in latest]


def sentence_of(step: Step, today: date, *, late: bool) -> str:
    """Return what a reminder says."""
    duty, case = step.duty, db.session.get_one(Case, step.duty.case_id)
    word, left = WORDS[duty.kind], (duty.due_on - today).days
    again = "（补发）" if late else ""
    name = f"{again}{case.label}“{case.title}”"
    if duty.kind is ReminderKind.VISIT:
        return f"{name}到了回访的日子（{duty.due_on}），请安排回访。"
    if duty.kind is ReminderKind.RATING:
        return f"{name}的答复已送达，请您评价。"
    if left < 0:
        return f"{name}的{word}期限 {duty.due_on} 已过 {-left} 天，请尽快办理。"
    return f"{name}的{word}期限 {duty.due_on}，还有 {left} 天。"


def _lapse(day: date) -> int:
    """Let lapse what nobody answered after limit and reminder; return how many.

    A reminder that went out late gives its days from the day on which it went out.
    """
    query = select(Reminder.subject_id, Reminder.made_at).where(
        Reminder.kind == ReminderKind.RATING, Reminder.state == ReminderState.SENT
    )
    asked = {number: clock.local(made).date() for number, made in db.session.execute(query)}
    book, known, count = rulebook(), calendar(), 0
    for item in awaited_everywhere():
        on = asked.get(item.letter.id)
        if on and day >= deadlines.lapses_after(book, on, known):
            count += rating.lapse(item, day) is not None
    return count


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


def _send(step: Step, *, late: bool) -> str:
    """Tell who has to know, and return what was said."""
    duty, sentence = step.duty, sentence_of(step, clock.today(), late=late)
    who = step.recipient.rsplit(":", 1)[1]
    kind, _, number = duty.party.partition(":")
    if kind == "office":
        notices.tell_office(duty.case_id, sentence, (Role.OH,))
    elif kind == "submitter":
        person = db.session.get_one(Submitter, int(number))
        notices.tell_deputy(duty.case_id, person.name, person.phone, person.deputy, sentence)
    else:
        unit = db.session.get_one(Unit, int(number))
        if unit.online or who == plan.HANDLER:  # one telephone call is enough for both
            notices.tell_unit(duty.case_id, unit, sentence, ROLES[who])
    return sentence


def _lock() -> None:
    """Let one job at a time work on a day; SQLite's writer lock does the same."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
