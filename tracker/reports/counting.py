"""The figures of what a person may count, as of a day: read as sums, put together as rates."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select

from tracker.bodies.queries import all_sessions
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.permissions import Permission
from tracker.reports import ledger as lists
from tracker.reports.asked import CLASSES, Filter
from tracker.reports.catalogue import OF_RATINGS
from tracker.reports.links import Group, Links
from tracker.reports.rates import Figure
from tracker.reports.statistics import (
    Statistics,
    figures_of,
    items_only,
    statistics_of,
    without_ratings,
)
from tracker.reports.sums import Reading, Scope
from tracker.roles import OFFICE, UNIT, Role
from tracker.settings.in_force import rulebook
from tracker.terms import Kind, Period
from tracker.units.queries import names

BELOW = ("answer_rate", "on_time_answer_rate", "satisfied_rate", "satisfied_or_basically_rate")
# by what cases are put together, and the filter of the ledger that names one of a group
DIMENSIONS = {
    "group": "代表团、界别",
    "topic": "分类",
    "kind": "种类",
    "session": "届次",
    "reply_class": "类别",
}
UNSAID = "（未填）"


def reads_own(person: Viewer) -> int | None:
    """Return the unit whose own assignments are all that a person may count."""
    return person.unit_id if person.is_one_of(*UNIT) else None


def reads_ratings(person: Viewer) -> bool:
    """Whether a person may count ratings; a unit only where the place lets it know them."""
    unit = lists.own_unit(person)
    return unit is None or rulebook().choice("unit_sees_rating") != "never"


def links_for(asked: Filter, person: Viewer, as_of: date) -> Links | None:
    """Return the lists behind the figures; none for whom the ledger does not show them all.

    A district leader counts the whole district and reads the cases that he or she leads.
    """
    if Role.DL in person.roles and not person.is_one_of(*OFFICE):
        return None
    return Links(asked.args, as_of, reads_own(person))


def statistics_for(asked: Filter, person: Viewer, as_of: date) -> Statistics:
    """Return every figure of the cases in scope that a person may read; void ones apart."""
    own = reads_own(person)
    reading = Reading(scope_for(asked, person), as_of, own)
    tallies = reading.tallies()
    found = statistics_of(tallies, names(), reading.late(), as_of, own=own is not None)
    return found if reads_ratings(person) else without_ratings(found)


def whole(as_of: date) -> Statistics:
    """Return every figure of the whole district."""
    reading = Reading(Scope(), as_of)
    return statistics_of(reading.tallies(), names(), reading.late(), as_of, own=False)


def groups_for(asked: Filter, person: Viewer, as_of: date, dimension: str) -> list[Group]:
    """Return the rates of cases group by group, the largest group first."""
    counts = Reading(scope_for(asked, person), as_of).by(dimension)
    named = _names_of(dimension)
    found = [
        Group(named(value), "" if value is None else str(value), _by_key(items_only(counts)))
        for value, counts in counts.items()
    ]
    return sorted(found, key=lambda row: (-row.figures["answer_rate"].denominator, row.label))


def rates_below(chosen: Select[Any], person: Viewer, today: date) -> list[Figure]:
    """Return the rates that stand below a list of cases, as of today."""
    if not person.may(Permission.STATISTICS):
        return []
    found = Reading(Scope(chosen=chosen), today, reads_own(person)).tallies()
    wanted = BELOW if reads_ratings(person) else set(BELOW) - OF_RATINGS
    return [row for row in figures_of(found.items, found.parts) if row.key in wanted]


def scope_for(asked: Filter, person: Viewer) -> Scope:
    """Return which cases are counted: by the rows' own columns alone where that is enough."""
    plain: dict[str, Any] = {}
    if kind := asked.get("kind"):
        plain["kind"] = Kind(kind)
    if period := asked.get("period"):
        plain["period"] = Period(period)
    if session := asked.number("session"):
        plain["session_id"] = session
    whole = person.is_one_of(*OFFICE, Role.DL)
    if (whole or reads_own(person)) and not (asked.get("topic") or asked.get("group")):
        return Scope(plain)
    chosen = lists.chosen(asked, person, clock.today(), 0, void=True, every=whole)
    return Scope(plain, chosen)


def _by_key(figures: list[Figure]) -> dict[str, Figure]:
    """Return figures by key."""
    return {figure.key: figure for figure in figures}


def _names_of(dimension: str) -> Any:
    """Return what names the values of a dimension."""
    if dimension == "session":
        titles = {row.id: row.title for row in all_sessions()}
        return lambda value: titles[value]
    if dimension == "kind":
        return lambda value: Kind(value).label
    if dimension == "reply_class":
        return lambda value: dict(CLASSES).get(value, "未答复")
    return lambda value: value or UNSAID
