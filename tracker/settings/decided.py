"""What the office decided about its rules: its place and its own values, each from a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.rulebook.resolving import Override
from tracker.settings.models import RuleChange

PLACE = "place"


@dataclass(frozen=True)
class Decided:
    """The places in the order of the decisions, and the office's own values."""

    places: tuple[tuple[date, str], ...]
    overrides: tuple[Override, ...]

    @classmethod
    def of(cls, rows: Sequence[RuleChange]) -> Decided:
        """Return what confirmed decisions say, the oldest first."""
        return cls(
            places=tuple((row.since, row.value) for row in rows if row.key == PLACE),
            overrides=tuple(override_of(row) for row in rows if row.key != PLACE),
        )

    def place_on(self, day: date) -> str:
        """Return the place whose rules hold on a day; "" where none was chosen."""
        begun = [(since, at) for at, (since, _place) in enumerate(self.places) if since <= day]
        return self.places[max(begun)[1]][1] if begun else ""


def override_of(row: RuleChange) -> Override:
    """Return a decision about a value as the rules see it."""
    return Override(row.key, row.value, row.reason, row.document, row.since)
