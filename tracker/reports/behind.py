"""The cases behind one figure of the statistics, as a condition of the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from tracker.cases.models import Case
from tracker.reports.asked import LATE, Filter
from tracker.reports.catalogue import (
    BY_KEY,
    DAYS,
    IN_COUNT,
    ITEMS,
    OF_RECEIVED,
    PARTS,
    RECEIVED_STATES,
    Where,
    is_late,
    meets,
    tells_ratings,
    where,
)
from tracker.reports.sums import meeting
from tracker.settings.in_force import rulebook
from tracker.standing import queries
from tracker.standing.loading import load_some
from tracker.standing.models import CaseStanding, PartStanding, StaleStanding
from tracker.standing.values import on_day


def figure(asked: Filter, own: int | None) -> ColumnElement[bool]:
    """Return the condition under which a case is one that the figure counts.

    `of_unit` 0: by assignment, of all units.

    :param own: the unit of somebody who reads as a unit does: its own parts alone are told, and
        ratings only where units may see them.
    """
    day, unit_id = asked.days["as_of"], own or asked.number("of_unit")
    by_unit = unit_id is not None
    if by_unit and asked.get("figure") in OF_RECEIVED:
        return false()  # no unit has what came in
    of_parts, condition = _condition(asked, by_unit)
    if own and tells_ratings(condition) and rulebook().choice("unit_sees_rating") == "never":
        return false()
    if mark := asked.get("of_class"):
        condition = (*condition, *ITEMS[f"class_{mark.lower()}"])
    late = asked.get("figure") == LATE
    model: queries.Standing = PartStanding if of_parts or by_unit or late else CaseStanding
    more: list[ColumnElement[bool]] = [PartStanding.open_due_on < day] if late else []
    if model is PartStanding and unit_id:
        more.append(PartStanding.unit_id == unit_id)
    written = Case.id.in_(meeting(model, condition, day, more))
    stale = queries.stale()
    if not stale:
        return written
    waiting = Case.id.in_(select(StaleStanding.case_id))
    computed = _computed(stale, model is PartStanding, condition, day, unit_id, late=late)
    return or_(and_(~waiting, written), Case.id.in_(computed))


def _condition(asked: Filter, by_unit: bool) -> tuple[bool, Where]:
    """Return whether assignments are counted, and which rows; a unit counts no states."""
    key = asked.get("figure")
    if key in BY_KEY:
        rate = BY_KEY[key]
        return rate.of_parts, where(rate, rate.of if asked.get("count") == "of" else rate.some)
    if key in PARTS:
        return True, PARTS[key]
    if not by_unit and (states := IN_COUNT.get(key, RECEIVED_STATES if key == "received" else ())):
        return False, (("state", states),)
    return False, DAYS.get(key, ())


def _computed(
    stale: list[int], parts: bool, condition: Where, day: date, unit_id: int | None, *, late: bool
) -> list[int]:
    """Return those cases whose rows are not written yet that meet the condition."""
    found: list[Any] = list(on_day(load_some(stale), day)[parts])
    return [
        row["case_id"]
        for row in found
        if meets(row, condition)
        and (not parts or not unit_id or row["unit_id"] == unit_id)
        and (not late or is_late(row["open_due_on"], day))
    ]
