"""Which cases hang on what an act touched: the case itself, its units, its lead, its session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, select

from tracker.assign.models import Assignment
from tracker.cases.lifecycle import BEFORE_UNITS
from tracker.cases.models import Case, Submitter
from tracker.kernel.db import Mark, db


def _of_units(numbers: list[int]) -> Select[Any]:
    """Cases that a unit has or had: it may log in now, or no longer."""
    return select(Assignment.case_id).where(Assignment.unit_id.in_(numbers))


def _of_deputies(numbers: list[int]) -> Select[Any]:
    """Cases that a deputy leads: an account of his or hers came or went."""
    query = select(Submitter.case_id).where(Submitter.deputy_id.in_(numbers))
    return query.where(Submitter.position == 0)


def _of_sessions(numbers: list[int]) -> Select[Any]:
    """Cases of a session that are not assigned yet: its closing is what they count from."""
    return select(Case.id).where(Case.session_id.in_(numbers), Case.state.in_(BEFORE_UNITS))


def _of_batches(numbers: list[int]) -> Select[Any]:
    """Cases of a batch."""
    return select(Case.id).where(Case.batch_id.in_(numbers))


QUERIES: Mapping[str, Callable[[list[int]], Select[Any]]] = {
    "unit": _of_units,
    "deputy": _of_deputies,
    "session": _of_sessions,
    "batch": _of_batches,
}


def cases_of(touched: Iterable[Mark]) -> list[int]:
    """Return the cases that hang on what was touched, in order of their numbers."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, number in touched:
        by_kind[kind].append(number)
    found = set(by_kind.pop("case", ()))
    by_kind.pop("figures", None)  # of cases that are marked as such, too
    for kind, numbers in by_kind.items():
        found |= set(db.session.scalars(QUERIES[kind](numbers)))
    return sorted(found)
