"""The rules in force here: the place's rulebook and the working-day calendar."""

from __future__ import annotations

from flask import current_app

from tracker.kernel.db import remembered
from tracker.kernel.workdays import Calendar
from tracker.rulebook.loader import Rulebook, load
from tracker.settings import queries


def rulebook() -> Rulebook:
    """Return the rulebook of the profile that the installation is set to.

    For what is about no case in particular; `book_of` answers for a case.
    """
    return load(current_app.config["TRACKER"].rulebook_profile)


def book_of(_case: object) -> Rulebook:
    """Return the rulebook by which a case is handled: today the one of the place."""
    return rulebook()


def calendar() -> Calendar:
    """Return the calendar as the office keeps it."""
    return remembered("calendar", lambda: Calendar(queries.exceptions(), queries.known_years()))
