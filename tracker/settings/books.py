"""Freezing the rulebook of today, so that what is registered today keeps it."""

from __future__ import annotations

from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.rulebook.frozen import digest, freeze
from tracker.settings.in_force import rulebook
from tracker.settings.models import FrozenBook

LENGTH = 16


def of_today() -> str:
    """Return the number of the book in force today; the first that asks keeps its text."""
    text = freeze(rulebook())
    number = digest(text)[:LENGTH]
    if db.session.get(FrozenBook, number) is None:
        db.session.add(FrozenBook(id=number, text=text, made_at=clock.now()))
        db.session.flush()
    return number
