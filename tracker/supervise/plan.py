"""When reminders go out: steps computed from facts; pure. Source: design, "when reminders go".

A limit: T-7, T-3, T-1 to the one whose turn it is; the first day late and then every seven
days to that one and to his or her leader. Sign-for: from the first day late. A rating: the
next working day after its limit. Visits: 30, 60 and 90 days after the reply.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.plan_terms import ReminderKind
from tracker.rulebook.loader import Reminders

LATE = "late"
HANDLER, LEADER, RATER, OFFICE = "handler", "leader", "rater", "office"


@dataclass(frozen=True)
class Duty:
    """Something that falls due and is not met: what, on which case, whose, by when.

    `since` is the first day on which reminding makes sense: the day the fact came into the
    system, or the duty began. `turn`: with whom of the party it lies now.
    """

    case_id: int
    subject_type: str
    subject_id: int
    kind: ReminderKind
    due_on: date
    since: date
    party: str
    turn: str = HANDLER


@dataclass(frozen=True)
class Step:
    """One reminder of a duty: on which day, to whom, which step."""

    duty: Duty
    day: date
    recipient: str
    step: str


def steps(duty: Duty, until: date, book: Reminders) -> list[Step]:
    """Return every step of a duty from its first day up to a day, in order of days."""
    return sorted(
        (step for step in _all(duty, until, book) if duty.since <= step.day <= until),
        key=lambda step: (step.day, step.recipient),
    )


def _all(duty: Duty, until: date, book: Reminders) -> Iterable[Step]:
    """Give the steps of a duty, before any are left out; no day past the last that there is."""
    if duty.kind in (ReminderKind.RATING, ReminderKind.VISIT):
        who = RATER if duty.kind is ReminderKind.RATING else OFFICE
        yield Step(duty, duty.due_on, f"{duty.party}:{who}", "due")
        return
    if duty.kind is not ReminderKind.SIGN:
        for left in book.before:
            if left <= (duty.due_on - duty.since).days:
                day = duty.due_on - timedelta(days=left)
                yield Step(duty, day, f"{duty.party}:{HANDLER}", f"T-{left}")
    for number, late in enumerate(range(1, (until - duty.due_on).days + 1, book.late_every), 1):
        for who in (HANDLER, LEADER):
            day = duty.due_on + timedelta(days=late)
            yield Step(duty, day, f"{duty.party}:{who}", f"{LATE}-{number}")


def latest_only(found: Iterable[Step]) -> tuple[list[Step], list[Step]]:
    """Split steps that were missed: the latest of each duty and recipient, and the rest."""
    last: dict[tuple[str, int, str, str], Step] = {}
    rest: list[Step] = []
    for step in found:
        key = (step.duty.subject_type, step.duty.subject_id, step.duty.kind, step.recipient)
        before = last.get(key)
        if before is None or step.day > before.day:
            last[key] = step
            rest += [before] if before else []
        else:
            rest.append(step)
    return list(last.values()), rest


def visits(replied_on: date, book: Reminders) -> list[date]:
    """Return the days of the follow-up visits after a reply."""
    return [replied_on + timedelta(days=count) for count in book.visits]
