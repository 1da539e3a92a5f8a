"""Which cases stand on a page of the ledger, and how many there are in all and in each state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, UnaryExpression, func
from sqlalchemy.sql.operators import desc_op

from tracker.cases.models import Case
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.pages import page_number
from tracker.reports.asked import Filter
from tracker.reports.ledger import chosen, order_of, to_sort
from tracker.terms import CaseState

MOST_FOUND = 1_000


@dataclass(frozen=True)
class Listed:
    """One page of the ledger: its cases in order; `total` of all that were found.

    `more`: a search found more than are listed, `total` are the first of them, and how many are
    in each state is not known.
    """

    ids: Sequence[int]
    number: int
    total: int
    states: Mapping[CaseState, int]
    more: bool = False


@dataclass(frozen=True)
class Ordered:
    """Chosen cases with their order."""

    chosen: Select[Any]
    order: Sequence[Any]

    def turned(self) -> Ordered:
        """Return them in the order the other way round."""
        order = [one.element if _falls(one) else one.desc() for one in self.order]
        return Ordered(self.chosen, order)

    def some(self, rows: int, before: int) -> list[int]:
        """Return the numbers of so many cases after so many others."""
        query = self.chosen.order_by(*self.order).limit(rows).offset(before)
        return list(db.session.scalars(query))


def listed(asked: Filter, person: Viewer, today: date, soon: int) -> Listed:
    """Return the page of a person's ledger that the address asks for."""
    cases = chosen(asked, person, today, soon)
    ordered = Ordered(to_sort(cases, asked), order_of(asked, person))
    return _found(ordered, asked.size) if asked.text else _counted(cases, ordered, asked.size)


def _found(cases: Ordered, size: int) -> Listed:
    """Return a page of what was found by words: they are looked for once, and only so many."""
    query = cases.chosen.add_columns(Case.state).order_by(*cases.order).limit(MOST_FOUND + 1)
    rows = db.session.execute(query).all()
    more, rows = len(rows) > MOST_FOUND, rows[:MOST_FOUND]
    number = page_number(len(rows), size)
    ids = [row.id for row in rows[(number - 1) * size : number * size]]
    states = {} if more else Counter(row.state for row in rows)
    return Listed(ids, number, len(rows), _in_order(states), more)


def _counted(cases: Select[Any], ordered: Ordered, size: int) -> Listed:
    """Return a page of all chosen cases; one behind the middle is counted from the end."""
    by_state = cases.with_only_columns(Case.state, func.count()).group_by(Case.state)
    states: dict[CaseState, int] = {row[0]: row[1] for row in db.session.execute(by_state)}
    total = sum(states.values())
    number = page_number(total, size)
    before = (number - 1) * size
    rows = min(size, total - before)
    after = total - before - rows
    ids = ordered.turned().some(rows, after)[::-1] if after < before else ordered.some(rows, before)
    return Listed(ids, number, total, _in_order(states))


def _falls(one: Any) -> bool:
    """Whether a column is sorted from its largest value."""
    return isinstance(one, UnaryExpression) and one.modifier is desc_op


def _in_order(states: Mapping[CaseState, int]) -> dict[CaseState, int]:
    """Return the states in the order of a case's life."""
    return {state: states[state] for state in CaseState if state in states}
