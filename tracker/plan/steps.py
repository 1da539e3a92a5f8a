"""When reminders of a duty go out: steps computed from it; pure. Source: design §5.

A limit: T-7, T-3, T-1 to the one whose turn it is; the first day late and then every seven
days to that one and to his or her leader. Sign-for: from the first day late. A rating: the
next working day after its limit. Visits: 30, 60 and 90 days after the reply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.plan.owed.duty import Duty
from tracker.plan_terms import OF_LETTER, DutyKind, Party, ReminderKind
from tracker.rulebook.book import Reminders

LATE = "late"
HANDLER, LEADER, RATER, OFFICE = "handler", "leader", "rater", "office"
ASSIGNMENT = "assignment"
REMINDED: Mapping[DutyKind, ReminderKind] = {
    DutyKind.SIGN: ReminderKind.SIGN,
    DutyKind.CONTACT: ReminderKind.CONTACT,
    DutyKind.REPLY: ReminderKind.REPLY,
    DutyKind.SIGN_OFF: ReminderKind.REPLY,
    DutyKind.CHECK: ReminderKind.REPLY,
    DutyKind.ISSUE: ReminderKind.REPLY,
    DutyKind.OPINION: ReminderKind.ASSIST,
    DutyKind.OPINION_SIGN: ReminderKind.ASSIST,
    DutyKind.RATE: ReminderKind.RATING,
    DutyKind.PROMISE: ReminderKind.COMMITMENT,
    DutyKind.VISIT: ReminderKind.VISIT,
}
ONCE = (ReminderKind.RATING, ReminderKind.VISIT)


@dataclass(frozen=True)
class Step:
    """One reminder of a duty: on which day, to whom, which step."""

    duty: Duty
    kind: ReminderKind
    day: date
    who: str
    name: str


def reminder_of(duty: Duty) -> ReminderKind | None:
    """Return of what somebody is reminded, None for a duty that stands on a desk only.

    Nobody is reminded of a correction: no limit of the rulebook runs for it.
    """
    if duty.kind in OF_LETTER and duty.subject[0] != ASSIGNMENT:
        return None
    return REMINDED.get(duty.kind)


def turn_of(duty: Duty) -> str:
    """Return with whom of its party a duty lies now."""
    if duty.party is Party.OFFICE and not duty.on_behalf:
        return OFFICE
    return LEADER if duty.party is Party.UNIT_LEADER else HANDLER


def steps(duty: Duty, until: date, book: Reminders) -> list[Step]:
    """Return every step of a duty from its first day up to a day, in order of days.

    While a duty rests there are none, and what fell into the rest is not made up for.
    """
    kind, since = reminder_of(duty), duty.first_on
    if kind is None or duty.due_on is None:
        return []
    if duty.rests_from and duty.rests_until and until >= duty.rests_from:
        if until < duty.rests_until:
            return []
        since = max(since, duty.rests_until)
    return sorted(
        (step for step in _all(duty, kind, until, book) if since <= step.day <= until),
        key=lambda step: (step.day, step.who),
    )


def next_on(duty: Duty, after: date | None, book: Reminders) -> date | None:
    """Return the day of the first step after a day, of the first of all where there is none.

    :param after: the last day up to which the steps were made.
    """
    kind = reminder_of(duty)
    if kind is None or duty.due_on is None:
        return None
    start = max(duty.first_on, after + timedelta(days=1)) if after else duty.first_on
    if duty.rests_from and duty.rests_until and duty.rests_from <= start < duty.rests_until:
        start = duty.rests_until
    horizon = _horizon(max(start, duty.due_on), book.late_every)
    days = (step.day for step in _all(duty, kind, horizon, book) if step.day >= start)
    return min(days, default=None)


def _horizon(day: date, days: int) -> date:
    """Return a day so many days later, the last that there is where there is none."""
    return date.max if day > date.max - timedelta(days=days) else day + timedelta(days=days)


def _all(duty: Duty, kind: ReminderKind, until: date, book: Reminders) -> Iterator[Step]:
    """Give the steps of a duty, before any are left out; no day past the last that there is."""
    if kind is ReminderKind.RATING and duty.asks_on is not None:
        # what came in from paper after that day is asked for once it is in the system
        yield Step(duty, kind, max(duty.asks_on, duty.first_on), RATER, "due")
    elif kind is ReminderKind.VISIT and duty.asks_on is not None:
        yield Step(duty, kind, duty.asks_on, OFFICE, "due")
    elif kind not in ONCE and duty.due_on is not None:
        yield from _of_limit(duty, kind, duty.due_on, until, book)


def _of_limit(
    duty: Duty, kind: ReminderKind, due: date, until: date, book: Reminders
) -> Iterator[Step]:
    """Give the steps before a limit and after it."""
    for left in book.before if kind is not ReminderKind.SIGN else ():
        if left <= (due - duty.first_on).days:
            yield Step(duty, kind, due - timedelta(days=left), HANDLER, f"T-{left}")
    for number, late in enumerate(range(1, (until - due).days + 1, book.late_every), 1):
        for who in (HANDLER, LEADER):
            yield Step(duty, kind, due + timedelta(days=late), who, f"{LATE}-{number}")


def latest_only(found: Iterable[Step]) -> tuple[list[Step], list[Step]]:
    """Split steps that were missed: the latest of each duty and recipient, and the rest."""
    last: dict[tuple[object, ...], Step] = {}
    rest: list[Step] = []
    for step in found:
        key = (*step.duty.subject, step.kind, step.who)
        before = last.get(key)
        if before is None or step.day > before.day:
            last[key] = step
            rest += [before] if before else []
        else:
            rest.append(step)
    return list(last.values()), rest
