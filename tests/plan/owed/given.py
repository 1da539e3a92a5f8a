"""Facts of a case as the tables of examples give them; the days are those of spring 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tracker.plan.owed.duty import Duty
from tracker.plan.owed.facts import Book, CaseFacts, Key, Letter, Part, Promise, Rated, Stored
from tracker.plan.owed.rule import owed
from tracker.plan_terms import DutyKind
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CaseState,
    CommitmentState,
    DeadlineKind,
    Period,
    RatingState,
    ReplyState,
)

BOOK = Book(visits=(30, 60, 90), check_quarter=4)
REGISTERED, ASSIGNED = date(2026, 1, 6), date(2026, 3, 18)
UNIT, PART, LETTER, RATING, PROMISE = 7, 11, 21, 31, 41


def day(text: str) -> date:
    """Return a day of 2026 as it is written: 3-18."""
    month, number = text.split("-")
    return date(2026, int(month), int(number))


def part(state: str = "handling", role: str = "independent", **fields: Any) -> Part:
    """Return a unit's part; by default of one that logs in, in the first round."""
    values = {"id": PART, "unit_id": UNIT, "online": True, "round": 1, **fields}
    return Part(role=AssignRole(role), state=AssignmentState(state), **values)


def letter(state: str = "issued", **fields: Any) -> Letter:
    """Return a letter of the first round."""
    return Letter(**{"id": LETTER, "round": 1, "edition": 1, "state": ReplyState(state), **fields})


def rated(state: str = "submitted", *, bad: bool = False, decided: bool = False, by: int = 0):
    """Return a rating of the first round."""
    return Rated(RATING, 1, RatingState(state), bad, decided, by or None)


def promise(state: str, due: date | None, opened: str = "4-3", said: str = "") -> Promise:
    """Return a promise."""
    reported = day(said) if said else None
    return Promise(PROMISE, CommitmentState(state), due, day(opened), reported)


def case(state: str, *parts: Part, **fields: Any) -> CaseFacts:
    """Return a suggestion of the session, registered on 6 January."""
    values = {
        "id": 1,
        "state": CaseState(state),
        "period": Period.SESSION,
        "received_on": REGISTERED,
        "closing_on": date(2025, 12, 24),
        "in_system": REGISTERED,
        "replied_on": None,
        "parts": parts,
        **fields,
    }
    return CaseFacts(**values)


def dated(
    facts: CaseFacts,
    subject: tuple[str, int],
    kind: str,
    due: date,
    since: date,
    *,
    event: str = "",
    event_on: date | None = None,
    ordinal: int = 1,
    number: int = 100,
) -> CaseFacts:
    """Return the facts with one more date in force."""
    key: Key = (*subject, DeadlineKind(kind), ordinal)
    stored = Stored(number + len(facts.dates), due, event, event_on or since, False, since)
    return replace(facts, dates={**facts.dates, key: stored})


def duties(facts: CaseFacts) -> dict[str, Duty]:
    """Return what is owed, by kind; no example here owes two of one kind."""
    found = owed(facts, BOOK)
    assert len({duty.kind for duty in found}) == len(found)
    return {str(duty.kind): duty for duty in found}


def one(facts: CaseFacts, kind: str) -> Duty:
    """Return the duty of a kind."""
    return duties(facts)[DutyKind(kind)]


def turn(facts: CaseFacts, kind: str) -> tuple[str, bool]:
    """Return whose turn it is, and whether the office does it on behalf."""
    duty = one(facts, kind)
    return str(duty.party), duty.on_behalf


def wanted(duty: Duty) -> list[tuple[str, str, date | None]]:
    """Return the dates that a duty asks for: which limit, from which event, from which day."""
    return [(str(want.kind), want.event, want.event_on) for want in duty.wants]
