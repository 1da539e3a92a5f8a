"""Figures as sums of standing rows in the database, for any day and any choice of cases.

Cases whose rows wait to be written are left out of the sums and computed from the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from tracker.assign.models import Assignment
from tracker.cases.models import Case, Submitter
from tracker.cases.numbering import case_label
from tracker.cases.queries import IS_LEAD
from tracker.kernel.db import db
from tracker.reports import grouping
from tracker.reports.catalogue import (
    ITEMS,
    MORE_THAN_NONE,
    PARTS,
    RECEIVED,
    SUMMED,
    UNSTATED,
    Where,
    is_late,
)
from tracker.reports.tallies import Counts, Late, OfUnit, Row, Tallies, counts_of, tallied
from tracker.standing import queries
from tracker.standing.loading import load
from tracker.standing.models import CaseStanding, PartStanding, StaleStanding
from tracker.standing.values import on_day
from tracker.terms import CaseState
from tracker.units.models import Unit

MOST_LATE = 50
SPANS = ("contact_days", "answer_days")


@dataclass(frozen=True)
class Scope:
    """Which cases are counted: by what the rows carry themselves, and by a select of cases.

    `plain`: one value of a column, or a tuple of them.
    """

    plain: Mapping[str, Any] = field(default_factory=dict)
    chosen: Select[Any] | None = None

    def on(self, model: queries.Standing) -> list[ColumnElement[bool]]:
        """Return the conditions on rows."""
        found = [
            column.in_(value) if isinstance(value, tuple) else column == value
            for column, value in ((getattr(model, name), one) for name, one in self.plain.items())
        ]
        return [*found, *([model.case_id.in_(self.chosen)] if self.chosen is not None else [])]


class Reading:
    """One reading of a scope on a day; `unit_id`: a unit's own assignments are what is counted."""

    def __init__(self, scope: Scope, day: date, unit_id: int | None = None) -> None:
        """Look which cases are to be computed from the facts, and compute them."""
        self.scope, self.day, self.unit_id = scope, day, unit_id
        self.stale = queries.stale()
        self.cases, self.parts = self._computed() if self.stale else ([], [])

    def tallies(self) -> Tallies:
        """Return everything that is counted."""
        found = Tallies(units=self._units())
        if self.unit_id is None:
            found.states, found.items = self._cases()
        else:
            found.items.update(found.units.get(self.unit_id, OfUnit()).items)
        found.contact_days, found.answer_days = self._days()
        found.add(tallied(self.cases, self.parts, self.day, self.unit_id))
        return found

    def states(self) -> Counter[CaseState]:
        """Return how many cases are in each state."""
        found, _ = self._cases()
        found.update(CaseState(row["state"]) for row in self.cases)
        return found

    def late(self) -> list[Late]:
        """Return the letters that are late the longest, at most so many."""
        model = PartStanding
        query = (
            select(model.assignment_id, model.open_due_on)
            .where(*self._on(model), model.open_due_on < self.day)
            .order_by(model.open_due_on, model.case_id)
            .limit(MOST_LATE)
        )
        found = [(row.assignment_id, row.open_due_on) for row in db.session.execute(query)]
        found += [
            (row["assignment_id"], row["open_due_on"])
            for row in self.parts
            if is_late(row["open_due_on"], self.day) and self.unit_id in (None, row["unit_id"])
        ]
        return _named(sorted(found, key=lambda one: one[1])[:MOST_LATE], self.day)

    def by(self, dimension: str) -> dict[Any, Counts]:
        """Return the counts of cases by kind, session, class, topic or delegation and sector."""
        model, value = CaseStanding, _value(dimension)
        query = _joined(select(value, *_sums(model, ITEMS)), dimension)
        query = query.where(*self._on(model), model.counted).group_by(value)
        found = {row[0]: Counter(dict(row._mapping)) for row in db.session.execute(query)}
        found = {key: _only(counts, ITEMS) for key, counts in found.items()}
        values = self._values(dimension)
        for row in self.cases:
            if row["counted"]:
                own = found.setdefault(values(row), Counter())
                own.update(counts_of([row], ITEMS))
        return found

    def _computed(self) -> tuple[Sequence[Row], Sequence[Row]]:
        """Return the rows of cases that wait to be written, as they stood on the day."""
        cases = select(Case.id).where(Case.id.in_(self.stale))
        if self.scope.chosen is not None:
            cases = cases.where(Case.id.in_(self.scope.chosen))
        found = on_day(load(cases), self.day)
        own, parts = ([row for row in rows if self._is_meant(row)] for rows in found)
        return own, parts

    def _is_meant(self, row: Row) -> bool:
        """Whether a row is in the scope."""
        wanted = self.scope.plain.items()
        return all(row[name] in (one if isinstance(one, tuple) else (one,)) for name, one in wanted)

    def _on(self, model: queries.Standing) -> list[ColumnElement[bool]]:
        """Return the conditions on the rows that are summed."""
        found = [queries.stood_on(model, self.day), *self.scope.on(model)]
        if self.stale:
            found.append(model.case_id.not_in(select(StaleStanding.case_id)))
        if self.unit_id is not None and model is PartStanding:
            found.append(PartStanding.unit_id == self.unit_id)
        return found

    def _cases(self) -> tuple[Counter[CaseState], Counts]:
        """Return how many cases are in each state, and what they count for."""
        model, states, items = CaseStanding, Counter[CaseState](), Counter[str]()
        wanted = {**ITEMS, **RECEIVED}
        query = select(model.state, func.count().label("cases"), *_sums(model, wanted))
        for row in db.session.execute(query.where(*self._on(model)).group_by(model.state)):
            states[CaseState(row.state)] = row.cases
            items.update(_only(row._mapping, wanted))
        return states, items

    def _units(self) -> dict[int, OfUnit]:
        """Return what each unit's assignments count for."""
        model = PartStanding
        late = model.open_due_on < self.day
        query = select(
            model.unit_id,
            *_sums(model, ITEMS),
            *_sums(model, PARTS),
            *(func.sum(getattr(model, name)).label(name) for name in SUMMED),
            func.count().filter(late).label("late"),
            func.min(model.open_due_on).filter(late).label("oldest"),
        )
        found = {}
        for row in db.session.execute(query.where(*self._on(model)).group_by(model.unit_id)):
            told = row._mapping
            parts = _only(told, (*PARTS, *SUMMED))
            found[row.unit_id] = OfUnit(_only(told, ITEMS), parts, row.late, row.oldest)
        return found

    def _days(self) -> tuple[Counter[int], Counter[int]]:
        """Return how often each number of days came up: to the first contact, to the answer."""
        model: queries.Standing = CaseStanding if self.unit_id is None else PartStanding
        taken = [getattr(model, name) for name in SPANS]
        some = or_(*(days.is_not(None) for days in taken))
        query = select(*taken, func.count()).where(*self._on(model), model.counted, some)
        found: dict[str, Counter[int]] = {name: Counter() for name in SPANS}
        for *both, often in db.session.execute(query.group_by(*taken)):
            for name, days in zip(SPANS, both, strict=True):
                if days is not None:
                    found[name][days] += often
        return found["contact_days"], found["answer_days"]

    def _values(self, dimension: str) -> Any:
        """Return what tells the value of a dimension of a row that was computed."""
        if dimension == "reply_class":
            return grouping.class_of
        if dimension in _OWN:
            return lambda row: row[_OWN[dimension].key]
        told: dict[int, Any] = {}
        if self.cases:
            ids = [row["case_id"] for row in self.cases]
            query = select(Case.id, _value(dimension)).where(Case.id.in_(ids))
            if dimension == "group":
                query = query.join(Submitter, Submitter.case_id == Case.id).where(IS_LEAD)
            told = {row[0]: row[1] for row in db.session.execute(query)}
        return lambda row: told[row["case_id"]]


def meeting(
    model: queries.Standing, condition: Where, day: date, more: Sequence[ColumnElement[bool]] = ()
) -> Select[Any]:
    """Select the cases with a written row that meets a condition on a day."""
    found = [queries.stood_on(model, day), *_met(model, condition), *more]
    return select(model.case_id).where(*found)


_OWN = {
    "kind": CaseStanding.kind,
    "session": CaseStanding.session_id,
}


def _value(dimension: str) -> Any:
    """Return the column by whose values cases are grouped."""
    if dimension == "reply_class":
        return grouping.CLASS
    return _OWN.get(dimension) or {"topic": Case.topic, "group": Submitter.group_name}[dimension]


def _joined(query: Select[Any], dimension: str) -> Select[Any]:
    """Join what a dimension is read from."""
    if dimension == "topic":
        return query.join(Case, Case.id == CaseStanding.case_id)
    if dimension == "group":
        lead = and_(Submitter.case_id == CaseStanding.case_id, IS_LEAD)
        return query.join(Submitter, lead)
    return query


def _sums(model: queries.Standing, wanted: Mapping[str, Where]) -> list[ColumnElement[int]]:
    """Return the sums that count how many rows meet each condition."""
    return [
        func.count().filter(*_met(model, one)).label(name) if one else func.count().label(name)
        for name, one in wanted.items()
    ]


def _met(model: queries.Standing, condition: Where) -> list[ColumnElement[bool]]:
    """Return a condition on a row as conditions on its columns."""
    return [_has(getattr(model, name), values) for name, values in condition]


def _has(column: Any, values: tuple[Any, ...] | None) -> ColumnElement[bool]:
    """Return the condition that a column has one of some values."""
    found: ColumnElement[bool]
    if values is None:
        found = column.is_not(None)
    elif values is MORE_THAN_NONE:
        found = column > 0
    elif values is UNSTATED:
        found = column.is_(None)
    else:
        found = column if values == (True,) else column.in_(values)
    return found


def _only(told: Mapping[Any, Any], names: Iterable[str]) -> Counts:
    """Return the counts of some names; a sum of nothing is none."""
    return Counter({name: told[name] or 0 for name in names})


def _named(late: Sequence[tuple[int, date]], day: date) -> list[Late]:
    """Return late letters with their cases and units, the latest first."""
    query = (
        select(
            Assignment.id, Case.id.label("case_id"), Case.kind, Case.period, Case.number,
            Case.title, Unit.short_name, Unit.id.label("unit_id"), Assignment.role,
        )
        .join(Case, Case.id == Assignment.case_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.id.in_([number for number, _ in late]))
    )  # fmt: skip
    rows = {row.id: row for row in db.session.execute(query)} if late else {}
    found = [
        Late(
            row.case_id, case_label(row.kind, row.period, row.number), row.title, row.short_name,
            row.unit_id, row.role, due, (day - due).days,
        )
        for number, due in late
        for row in (rows[number],)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.days, one.unit, one.case_id))
