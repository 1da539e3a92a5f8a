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
from tracker.reports.ledger import chosen, order_of
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


def listed(asked: Filter, person: Viewer, today: date, soon: int) -> Listed:
    """Return the page of a person's ledger that the address asks for."""
    cases, order = chosen(asked, person, today, soon), order_of(asked, person)
    return _found(cases, order, asked.size) if asked.text else _counted(cases, order, asked.size)


def _found(cases: Select[Any], order: Sequence[Any], size: int) -> Listed:
    """Return a page of what was found by words: they are looked for once, and only so many."""
    query = cases.add_columns(Case.state).order_by(*order).limit(MOST_FOUND + 1)
    rows = db.session.execute(query).all()
    more, rows = len(rows) > MOST_FOUND, rows[:MOST_FOUND]
    number = page_number(len(rows), size)
    ids = [row.id for row in rows[(number - 1) * size : number * size]]
    states = {} if more else Counter(row.state for row in rows)
    return Listed(ids, number, len(rows), _in_order(states), more)


def _counted(cases: Select[Any], order: Sequence[Any], size: int) -> Listed:
    """Return a page of all chosen cases; one behind the middle is counted from the end."""
    by_state = cases.with_only_columns(Case.state, func.count()).group_by(Case.state)
    states: dict[CaseState, int] = {row[0]: row[1] for row in db.session.execute(by_state)}
    total = sum(states.values())
    number = page_number(total, size)
    before = (number - 1) * size
    rows = min(size, total - before)
    after = total - before - rows
    if after < before:
        ids = _some(cases, turned(order), rows, after)[::-1]
    else:
        ids = _some(cases, order, rows, before)
    return Listed(ids, number, total, _in_order(states))


def _some(cases: Select[Any], order: Sequence[Any], rows: int, before: int) -> list[int]:
    """Return the numbers of so many cases after so many others."""
    return list(db.session.scalars(cases.order_by(*order).limit(rows).offset(before)))


def turned(order: Sequence[Any]) -> list[Any]:
    """Return an order the other way round."""
    return [one.element if _falls(one) else one.desc() for one in order]


def _falls(one: Any) -> bool:
    """Whether a column is sorted from its largest value."""
    return isinstance(one, UnaryExpression) and one.modifier is desc_op


def _in_order(states: Mapping[CaseState, int]) -> dict[CaseState, int]:
    """Return the states in the order of a case's life."""
    return {state: states[state] for state in CaseState if state in states}
