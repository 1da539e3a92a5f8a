"""The figures of cases in memory: what the sums in the database must equal."""

from __future__ import annotations

from datetime import date

from tracker.reports.statistics import Statistics, statistics_of
from tracker.reports.tallies import Late, tallied
from tracker.standing.facts import CaseFacts
from tracker.standing.values import on_day


def compute(cases: list[CaseFacts], as_of: date, unit_id: int | None = None) -> Statistics:
    """Return every figure as of a day; of one unit's own assignments where it is given."""
    own, parts = on_day(cases, as_of)
    found = tallied(own, parts, as_of, unit_id)
    named = {part.unit_id: (part.unit, part.unit_name) for case in cases for part in case.parts}
    late = _late(cases, parts, as_of, unit_id)
    return statistics_of(found, named, late, as_of, own=unit_id is not None)


def _late(cases, parts, as_of, unit_id):
    """Return the late letters among the rows of parts, the latest first."""
    by_id = {case.id: case for case in cases}
    unit_of = {part.unit_id: part.unit for case in cases for part in case.parts}
    late = [
        Late(
            row["case_id"],
            by_id[row["case_id"]].label,
            by_id[row["case_id"]].title,
            unit_of[row["unit_id"]],
            row["unit_id"],
            row["role"],
            row["open_due_on"],
            (as_of - row["open_due_on"]).days,
        )
        for row in parts
        if row["open_due_on"] and row["open_due_on"] < as_of
        if unit_id in (None, row["unit_id"])
    ]
    return sorted(late, key=lambda one: (-one.days, one.unit, one.case_id))
