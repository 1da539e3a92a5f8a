"""Rulebooks for tests: the default one, one with other choices, and a place's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

from tracker.rulebook.book import Rulebook
from tracker.rulebook.resolving import resolve
from tracker.settings import in_force

DAY = date(2026, 3, 18)
DEFAULT = resolve("", (), DAY)


def of(place: str, day: date = DAY) -> Rulebook:
    """Return the book of a place."""
    return resolve(place, (), day)


def choosing(book: Rulebook = DEFAULT, **choices: Any) -> Rulebook:
    """Return a book with other choices."""
    return replace(book, choices={**book.choices, **choices})


@contextmanager
def in_use(book: Rulebook) -> Iterator[None]:
    """Let a book be in force, here and for every case."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(in_force, "resolve", lambda *_given: book))
        stack.enter_context(patch.object(in_force, "thaw", lambda _text: book))
        yield
