"""The list that one came from: where a case stands in it, and which cases are beside it.

An address carries the list as `from`: its name and what it was asked for, such as
`ledger?state=handling`. What is not known is left out, as in the list itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import url_for
from sqlalchemy import Select, func, select
from werkzeug.datastructures import MultiDict

from tracker.cases.models import Case
from tracker.desk.scopes import Days, scope_of
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.permissions import Permission
from tracker.plan.models import DutyRow
from tracker.plan.queries import urgency
from tracker.reports import ledger
from tracker.reports.asked import filter_of
from tracker.reports.choices import in_words
from tracker.settings.in_force import rulebook

LEDGER, DESK = "ledger", "desk"
LONGEST = 600
D = DutyRow


@dataclass(frozen=True)
class Near:
    """The list behind a case: its name and address, the place in it, the cases beside it."""

    label: str
    url: str
    carried: str = ""
    place: int = 0
    total: int = 0
    before: int | None = None
    after: int | None = None

    @property
    def words(self) -> str:
        """Say where the case stands, empty where the list does not hold it any more."""
        return f"第 {self.place} 件，共 {self.total} 件" if self.place else ""


@dataclass(frozen=True)
class Listed:
    """A list: its name, its address, its cases and their order."""

    label: str
    url: str
    ids: Select[Any]
    key: Any
    order: Sequence[Any]


def near(case_id: int, person: Viewer, told: str) -> Near:
    """Return the list that the address names, and the neighbours; the whole ledger else."""
    name, _, asked = told[:LONGEST].partition("?")
    given = MultiDict((one, value) for one, value in parse_qsl(asked) if value.isprintable())
    listed = None
    if name == LEDGER and person.may(Permission.CASE_LIST):
        listed = _ledger(person, given)
    if name == DESK and person.may(Permission.DESK_OWN):
        listed = _desk(person, given.get("only", ""))
    if listed is None:
        return Near("全部件", url_for("reports.ledger"))
    found = beside(listed.ids, listed.key, listed.order, case_id)
    return Near(listed.label, listed.url, told[:LONGEST], *(found or ()))


def carried(only: str) -> str:
    """Return how an address carries the desk's list."""
    return f"{DESK}?only={only}"


def beside(
    ids: Select[Any], key: Any, order: Sequence[Any], case_id: int
) -> tuple[int, int, int | None, int | None] | None:
    """Return place, total and the two neighbours of a case in a list, None where it is not in it.

    `ids` selects the numbers of the cases once each, `key` is the column that it selects.
    """
    ranked = ids.add_columns(
        func.row_number().over(order_by=order).label("place"),
        func.count().over().label("total"),
        func.lag(key).over(order_by=order).label("before"),
        func.lead(key).over(order_by=order).label("after"),
    ).subquery()
    here = next(iter(ranked.c)) == case_id
    query = select(ranked.c.place, ranked.c.total, ranked.c.before, ranked.c.after)
    row = db.session.execute(query.where(here)).first()
    return (row.place, row.total, row.before, row.after) if row else None


def _ledger(person: Viewer, given: MultiDict[str, str]) -> Listed:
    """Return the ledger under a filter; what the person does not see is not in it."""
    asked = filter_of(given)
    cases = ledger.chosen(asked, person, clock.today(), rulebook().reminders.soon)
    ids = ledger.to_sort(cases, asked)
    words = in_words(asked) if asked.args else ""
    args: dict[str, Any] = dict(asked.args)
    address = url_for("reports.ledger", **args)
    label = f"全部件：{words}" if words else "全部件"
    return Listed(label, address, ids, Case.id, ledger.order_of(asked, person))


def _desk(person: Viewer, only: str) -> Listed:
    """Return the cases of the person's desk by their most urgent duty."""
    scope = scope_of(person, Days.of(clock.today(), rulebook().reminders.soon))
    named, condition = scope.chosen(only)
    turn = func.row_number().over(partition_by=D.case_id, order_by=urgency()).label("turn")
    duties = select(D.case_id, D.due_on, D.id, turn).where(condition).subquery()
    ids = select(duties.c.case_id).where(duties.c.turn == 1)
    order = (duties.c.due_on.is_(None), duties.c.due_on, duties.c.case_id)
    label = f"今天要办：{named}" if only else "今天要办"
    address = url_for("desk.home", only=only or None)
    return Listed(label, address, ids, duties.c.case_id, order)
