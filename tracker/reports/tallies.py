"""What was counted as of a day, before any rate: from the rows or from the facts; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.reports.catalogue import ITEMS, PARTS, RECEIVED, SUMMED, Where, is_late, meets
from tracker.terms import AssignRole, CaseState

Row = Mapping[str, Any]
Counts = Counter[str]


@dataclass(frozen=True)
class Late:
    """A letter that is late on the day: whose, of which case, due when, by how many days."""

    case_id: int
    label: str
    title: str
    unit: str
    unit_id: int
    role: AssignRole
    due_on: date
    days: int


@dataclass
class OfUnit:
    """One unit: its own answering parts, all its assignments, its oldest late limit."""

    items: Counts = field(default_factory=Counter)
    parts: Counts = field(default_factory=Counter)
    late: int = 0
    oldest: date | None = None

    def add(self, other: OfUnit) -> None:
        """Add what was counted elsewhere."""
        self.items.update(other.items)
        self.parts.update(other.parts)
        self.late += other.late
        days = [day for day in (self.oldest, other.oldest) if day]
        self.oldest = min(days, default=None)


@dataclass
class Tallies:
    """The counts of a scope: states and items of cases, units, days to contact and to answer."""

    states: Counter[CaseState] = field(default_factory=Counter)
    items: Counts = field(default_factory=Counter)
    units: dict[int, OfUnit] = field(default_factory=dict)
    contact_days: Counter[int] = field(default_factory=Counter)
    answer_days: Counter[int] = field(default_factory=Counter)

    def add(self, other: Tallies) -> None:
        """Add what was counted elsewhere."""
        self.states.update(other.states)
        self.items.update(other.items)
        self.contact_days.update(other.contact_days)
        self.answer_days.update(other.answer_days)
        for number, unit in other.units.items():
            self.units.setdefault(number, OfUnit()).add(unit)

    @property
    def parts(self) -> Counts:
        """The counts of all assignments."""
        found: Counts = Counter()
        for unit in self.units.values():
            found.update(unit.parts)
        return found


def tallied(cases: Sequence[Row], parts: Sequence[Row], day: date, unit_id: int | None) -> Tallies:
    """Count rows as they stood on a day; of one unit: its own parts are what is counted."""
    found = Tallies()
    own = [row for row in parts if unit_id in (None, row["unit_id"])]
    counted = [row for row in (cases if unit_id is None else own) if row["counted"]]
    if unit_id is None:
        found.states.update(row["state"] for row in cases)
    found.items = counts_of(counted, ITEMS)
    if unit_id is None:
        found.items.update(counts_of(cases, RECEIVED))
    found.contact_days = _days(counted, "contact_days")
    found.answer_days = _days(counted, "answer_days")
    for number in {row["unit_id"] for row in own}:
        found.units[number] = _of_unit([row for row in own if row["unit_id"] == number], day)
    return found


def counts_of(rows: Sequence[Row], wanted: Mapping[str, Where]) -> Counts:
    """Count how many rows meet each condition."""
    return Counter({name: sum(meets(row, one) for row in rows) for name, one in wanted.items()})


def _of_unit(rows: Sequence[Row], day: date) -> OfUnit:
    """Count the assignments of one unit."""
    parts = counts_of(rows, PARTS)
    parts.update({name: sum(row[name] for row in rows) for name in SUMMED})
    dues = [row["open_due_on"] for row in rows if is_late(row["open_due_on"], day)]
    items = counts_of([row for row in rows if row["counted"]], ITEMS)
    return OfUnit(items, parts, len(dues), min(dues, default=None))


def _days(rows: Iterable[Row], column: str) -> Counter[int]:
    """Count numbers of days."""
    return Counter(row[column] for row in rows if row[column] is not None)
