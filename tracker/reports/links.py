"""Which list stands behind a figure: the address of just its cases; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.reports.rates import Figure, Span
from tracker.reports.summaries import UnitRow

COUNTS = {"numerator": "some", "denominator": "of"}
TAKEN = {"days_to_contact": "contact_days", "days_to_answer": "answer_days"}
Address = dict[str, str]


@dataclass(frozen=True)
class Group:
    """The cases of one delegation, topic, kind, session or class with their rates by key."""

    label: str
    value: str
    figures: dict[str, Figure]


class Links:
    """The lists behind the figures of one page: of a scope, as of a day."""

    def __init__(self, scope: Mapping[str, str], as_of: date, own: int | None) -> None:
        """Take the scope of the page; `own`: the unit whose own assignments are counted."""
        self.shared = {**scope, "as_of": as_of.isoformat()}
        self.own = {"of_unit": str(own)} if own else {}

    def of_rate(self, row: Figure, column: str) -> Address | None:
        """Return the list behind the numerator or the denominator of a rate."""
        if column not in COUNTS or not getattr(row, column):
            return None
        return {**self.shared, **self.own, "figure": row.key, "count": COUNTS[column]}

    def of_state(self, name: str, count: int) -> Address | None:
        """Return the list behind a number of cases in a state."""
        return {**self.shared, "figure": name} if count else None

    def of_span(self, row: Span, column: str) -> Address | None:
        """Return the list behind a number of days that were counted."""
        if column != "count" or not row.count:
            return None
        return {**self.shared, **self.own, "figure": TAKEN[row.key]}

    def of_late(self) -> Address:
        """Return the list of all cases with a late letter."""
        return {**self.shared, "of_unit": "0", **self.own, "figure": "late"}

    def of_group(self, dimension: str) -> Callable[[Group, str], Address | None]:
        """Return what gives the list behind a number of a group; none where it has no name."""
        name = "of_class" if dimension == "reply_class" else dimension

        def behind(row: Group, column: str) -> Address | None:
            key, _, read = column.partition(".")
            found = self.of_rate(row.figures[key], read) if key in row.figures else None
            return {**found, name: row.value} if found and row.value else None

        return behind

    def of_unit(self, row: UnitRow, column: str) -> Address | None:
        """Return the list behind a number of a unit, or of all units together."""
        key, _, read = column.partition(".")
        unit = {"of_unit": str(row.unit_id)}
        if key in row.figures and read in COUNTS:
            found = self.of_rate(row.figures[key], read)
            return {**found, **unit} if found else None
        if key in ("late", "longest"):
            return {**self.shared, **unit, "figure": "late"} if row.late else None
        if key == "roles":
            return {**self.shared, **unit, "figure": "held"} if any(row.roles.values()) else None
        counted = sum(count for role, count in row.roles.items() if role.value == read)
        return {**self.shared, **unit, "figure": read} if key == "role" and counted else None
