"""The ledger's filter, told by the address: the same for screen, print and Excel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.cases.queries import matches, visible
from tracker.kernel.access import Viewer
from tracker.supervise.queries import following
from tracker.terms import AssignmentState, CaseState, Kind, Period

GONE = (AssignmentState.PROPOSED, AssignmentState.RETURNED, AssignmentState.ENDED)
DUES = (("late", "已逾期"), ("soon", "即将到期"))
ORDERS = {
    "": (Case.session_id.desc(), Case.kind, Case.period, Case.id),
    "due": (Case.due_on.is_(None), Case.due_on, Case.id),
    "-due": (Case.due_on.is_(None), Case.due_on.desc(), Case.id),
    "number": (Case.number_key, Case.id),
}


@dataclass(frozen=True)
class Filter:
    """What was asked for; empty means all."""

    text: str = ""
    kind: str = ""
    state: str = ""
    unit: str = ""
    session: str = ""
    period: str = ""
    due: str = ""
    follow: str = ""
    key: str = ""
    sort: str = ""
    args: dict[str, str] = field(default_factory=dict)


def filter_of(asked: Mapping[str, str]) -> Filter:
    """Read the filter from an address; what is not known is left out."""
    names = ("kind", "state", "unit", "session", "period", "due", "follow", "key", "sort")
    found = {name: asked.get(name, "").strip() for name in names}
    allowed: dict[str, set[str]] = {
        "kind": set(Kind),
        "state": set(CaseState),
        "period": set(Period),
        "due": {"late", "soon"},
        "follow": {"yes"},
        "key": {"yes"},
        "sort": set(ORDERS),
    }
    for name, values in allowed.items():
        found[name] = found[name] if found[name] in values else ""
    for name in ("unit", "session"):
        fits = found[name].isdigit() and len(found[name]) < 10
        found[name] = found[name] if fits else ""
    text = asked.get("q", "").strip()[:100]
    args = {
        **{name: value for name, value in found.items() if value},
        **({"q": text} if text else {}),
    }
    return Filter(text=text, args=args, **found)


def chosen(asked: Filter, person: Viewer, today: date, soon: int) -> Select[Any]:
    """Select the ids of the cases that a person sees under a filter."""
    return select(Case.id).where(visible(person), *_conditions(asked, today, soon))


def _conditions(asked: Filter, today: date, soon: int) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter."""
    found: list[ColumnElement[bool]] = []
    if asked.text:
        found.append(matches(asked.text))
    for column, value in ((Case.kind, asked.kind), (Case.period, asked.period)):
        if value:
            found.append(column == value)
    if asked.state:
        found.append(Case.state == asked.state)
    elif not asked.text:
        found.append(Case.state != CaseState.VOID)
    if asked.session:
        found.append(Case.session_id == int(asked.session))
    if asked.unit:
        found.append(Case.id.in_(_of_unit(int(asked.unit))))
    return [*found, *_marks(asked, today, soon)]


def _marks(asked: Filter, today: date, soon: int) -> list[ColumnElement[bool]]:
    """Return the conditions on dates and marks."""
    found: list[ColumnElement[bool]] = []
    if asked.due == "late":
        found.append(Case.due_on < today)
    if asked.due == "soon":
        found.append(Case.due_on.between(today, today + timedelta(days=soon)))
    if asked.follow:
        found.append(following())
    if asked.key:
        found.append(Case.key_item.is_(True))
    return found


def _of_unit(unit_id: int) -> Select[Any]:
    """Select the cases that a unit handles."""
    return select(Assignment.case_id).where(
        Assignment.unit_id == unit_id, Assignment.state.not_in(GONE)
    )
