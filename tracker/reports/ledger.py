"""The ledger's filter, told by the address: the same for screen, print and Excel."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from werkzeug.datastructures import MultiDict

from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.cases.queries import matches, visible
from tracker.kernel.access import Viewer
from tracker.roles import Role
from tracker.supervise.queries import following
from tracker.terms import AssignmentState, CaseState, Kind, Period

MOST_PICKED = 500
SCOPE = ("kind", "session", "period")
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
    picked: tuple[int, ...] = ()
    args: dict[str, str] = field(default_factory=dict)


def filter_of(asked: MultiDict[str, str]) -> Filter:
    """Read the filter from an address; what is not known is left out.

    `id` may stand in it several times: the cases that were ticked.
    """
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
        found[name] = found[name] if _is_id(found[name]) else ""
    text = asked.get("q", "").strip()[:100]
    args = {
        **{name: value for name, value in found.items() if value},
        **({"q": text} if text else {}),
    }
    ids = tuple(int(one) for one in asked.getlist("id")[:MOST_PICKED] if _is_id(one))
    return Filter(text=text, args=args, picked=ids, **found)


def _is_id(text: str) -> bool:
    """Whether a text can be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 10


def scope_of(asked: MultiDict[str, str]) -> Filter:
    """Read what statistics can be limited to: kind, session, in or between sessions."""
    return filter_of(MultiDict((name, asked.get(name, "")) for name in SCOPE))


def chosen(
    asked: Filter, person: Viewer, today: date, soon: int, *, void: bool = False
) -> Select[Any]:
    """Select the ids of the cases that a person sees under a filter; `void`: those as well."""
    found = _conditions(asked, person, today, soon)
    if not (void or asked.state or asked.text or asked.picked):
        found.append(Case.state != CaseState.VOID)
    return select(Case.id).where(visible(person), *found)


def _conditions(asked: Filter, person: Viewer, today: date, soon: int) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter."""
    found: list[ColumnElement[bool]] = []
    if asked.picked:
        found.append(Case.id.in_(asked.picked))
    if asked.text:
        found.append(matches(asked.text, names_hidden=person.is_one_of(Role.UH, Role.UL)))
    for column, value in ((Case.kind, asked.kind), (Case.period, asked.period)):
        if value:
            found.append(column == value)
    if asked.state:
        found.append(Case.state == asked.state)
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
