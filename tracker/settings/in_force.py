"""The rules in force here: the rulebook of the office, that of a case, and the calendar."""

from __future__ import annotations

from typing import Protocol

from tracker.kernel import clock
from tracker.kernel.db import remembered
from tracker.kernel.workdays import Calendar
from tracker.rulebook.book import Rulebook
from tracker.rulebook.frozen import thaw
from tracker.rulebook.resolving import resolve
from tracker.settings import queries
from tracker.settings.decided import Decided


class OfBook(Protocol):
    """What was registered: a case, its facts, or a row with its `book_id`."""

    @property
    def book_id(self) -> str:
        """The frozen book of its registration."""


def rulebook() -> Rulebook:
    """Return the rulebook in force today: of the place, under the office's own values.

    For what is about no case in particular; `book_of` answers for a case.
    """
    day = clock.today()
    decided = _decided()
    return resolve(decided.place_on(day), decided.overrides, day)


def book_of(case: OfBook) -> Rulebook:
    """Return the rulebook by which a case is handled: the one of the day of its registration."""
    return thaw(queries.frozen_text(case.book_id))


def _decided() -> Decided:
    """Return what was decided about the rules, read once in a session."""
    return remembered("rules", lambda: Decided.of(queries.confirmed_changes()))


def calendar() -> Calendar:
    """Return the calendar as the office keeps it."""
    return remembered("calendar", lambda: Calendar(queries.exceptions(), queries.known_years()))
