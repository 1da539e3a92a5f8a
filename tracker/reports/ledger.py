"""The ledger's filter as conditions on cases, and the order of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, select, true

from tracker.assign.lifecycle import NOT_HELD
from tracker.assign.models import Assignment
from tracker.cases.lifecycle import OVER
from tracker.cases.models import Case, Participant, Submitter
from tracker.cases.queries import IS_LEAD, visible
from tracker.cases.search import matching
from tracker.kernel.access import Viewer
from tracker.permissions import Permission
from tracker.plan.queries import ANSWER_DUE
from tracker.reports import behind, outcomes, steps
from tracker.reports.asked import OPEN, UNSTATED_CLASS, Filter
from tracker.roles import OFFICE, UNIT, Relation
from tracker.settings.in_force import rulebook
from tracker.supervise.queries import followed_cases
from tracker.terms import CaseState, ReplyClass, Satisfaction
from tracker.timeline.events import DECIDED
from tracker.timeline.models import HistoryEntry

PLAIN = {
    "kind": Case.kind,
    "period": Case.period,
    "topic": Case.topic,
}
DAYS = {
    "received": Case.received_on,
    "assigned": Case.assigned_on,
    "replied": Case.replied_on,
}
DUE = ANSWER_DUE.c
# what a unit that handed a case over no longer reads of it
PASSED_ON = (
    "due", "follow", "reply_class", "rating", "due_from", "due_to", "replied_from", "replied_to",
    "step", "letter",
)  # fmt: skip
NEWEST = (Case.received_on.desc(), Case.id.desc())
STATE = case({state.value: place for place, state in enumerate(CaseState)}, value=Case.state)
SORTED: dict[str, tuple[Any, ...]] = {
    "number": (func.length(Case.number_key), Case.number_key),
    "title": (Case.title,),
    "state": (STATE,),
}


def order_of(asked: Filter, person: Viewer) -> Sequence[Any]:
    """Return the order of the rows: the newest first, or as asked for; without a limit, last.

    A limit that a person does not read places no row.
    """
    wanted = asked.get("sort")
    columns = SORTED.get(wanted.lstrip("-"), ())
    last: tuple[Any, ...] = ()
    if _by_due(asked):
        columns = (_limit_read_by(person),)
        last = (columns[0].is_(None),)
    if wanted.startswith("-"):
        columns = tuple(column.desc() for column in columns)
    return (*last, *columns, *NEWEST)


def chosen(
    asked: Filter,
    person: Viewer,
    today: date,
    soon: int,
    *,
    void: bool = False,
    every: bool = False,
) -> Select[Any]:
    """Select the ids of the cases that a person sees under a filter; `void`: those as well.

    `every`: of all cases, for figures of the whole that name none.

    The list behind a figure is for those who may read the figure.
    """
    found = [*_of_case(asked, today, soon), *_of_parties(asked, person)]
    if asked.picked:
        found.append(Case.id.in_(asked.picked))
    if asked.text:
        found.append(matching(asked.text, person))
    if asked.get("figure"):
        may = person.may(Permission.STATISTICS)
        found.append(behind.figure(asked, own_unit(person)) if may else false())
    elif not (void or asked.get("state") or asked.text or asked.picked):
        found.append(Case.state != CaseState.VOID)
    return select(Case.id).where(true() if every else visible(person), *found)


def to_sort(cases: Select[Any], asked: Filter) -> Select[Any]:
    """Return chosen cases with what `order_of` reads beside them."""
    return cases.outerjoin(ANSWER_DUE, DUE.case_id == Case.id) if _by_due(asked) else cases


def _of_case(asked: Filter, today: date, soon: int) -> list[ColumnElement[bool]]:
    """Return the conditions on what a case itself says."""
    found = [column == asked.get(name) for name, column in PLAIN.items() if asked.get(name)]
    if state := asked.get("state"):
        found.append(Case.state.not_in(OVER) if state == OPEN else Case.state == state)
    if session := asked.number("session"):
        found.append(Case.session_id == session)
    if asked.get("key"):
        found.append(Case.key_item.is_(True))
    if asked.get("due") == "late":
        found.append(_owed(DUE.due_on < today))
    if asked.get("due") == "soon":
        found.append(_owed(DUE.due_on.between(today, today + timedelta(days=soon))))
    return [*found, *steps.conditions(asked, today), *_between(asked)]


def _between(asked: Filter) -> list[ColumnElement[bool]]:
    """Return the conditions on days, both ends among them."""
    first = [(column, asked.days.get(f"{name}_from")) for name, column in DAYS.items()]
    last = [(column, asked.days.get(f"{name}_to")) for name, column in DAYS.items()]
    return [
        *(column >= day for column, day in first if day),
        *(column <= day for column, day in last if day),
        *(_owed(DUE.due_on >= day) for day in [asked.days.get("due_from")] if day),
        *(_owed(DUE.due_on <= day) for day in [asked.days.get("due_to")] if day),
    ]


def _by_due(asked: Filter) -> bool:
    """Whether the rows are sorted by their limit."""
    return asked.get("sort").lstrip("-") == "due"


def _limit_read_by(person: Viewer) -> Any:
    """Return the limit of a case; a unit that handed the case over does not read it."""
    own = own_unit(person)
    return case((Case.id.in_(_present(own)), DUE.due_on)) if own else DUE.due_on


def _owed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the cases that still owe an answer, under a condition on its earliest limit."""
    return Case.id.in_(select(DUE.case_id).where(condition))


def own_unit(person: Viewer) -> int | None:
    """Return the unit as which a person reads the list, None for one who reads the office's."""
    reads_own = person.is_one_of(*UNIT) and not person.is_one_of(*OFFICE)
    return person.unit_id if reads_own else None


def _of_parties(asked: Filter, person: Viewer) -> list[ColumnElement[bool]]:
    """Return the conditions on units, leaders and proposers of a case, and on what came of it.

    A unit learns nothing by a filter that the list does not show it: no name that is kept secret,
    of a case that it handed over only that it had it.
    """
    found: list[ColumnElement[bool]] = []
    if unit := asked.number("unit"):
        found.append(Case.id.in_(_of_unit(unit)))
    if group := asked.get("group"):
        secret = Case.confidential if person.is_one_of(*UNIT) else false()
        found.append(Case.id.in_(_of_group(group)) & ~secret)
    if leader := asked.number("leader"):
        found.append(Case.id.in_(_led_by(leader)))
    if asked.get("decided"):
        found.append(Case.id.in_(_decided_by(person)))
    own = person.unit_id if person.is_one_of(*UNIT) else None
    if (unit_id := own_unit(person)) and _told_by_present(asked, unit_id):
        found.append(Case.id.in_(_present(unit_id)))
    return [*found, *_of_outcome(asked, own)]


def _decided_by(person: Viewer) -> Select[Any]:
    """Select the cases on whose assignment the person decided as the office's leader."""
    return select(HistoryEntry.case_id).where(
        HistoryEntry.act.in_(DECIDED), HistoryEntry.actor_id == person.account_id
    )


def _of_outcome(asked: Filter, own: int | None) -> list[ColumnElement[bool]]:
    """Return the conditions on what came of a case; a unit reads its `own` ratings alone."""
    found: list[ColumnElement[bool]] = []
    if asked.get("follow"):
        found.append(Case.id.in_(followed_cases()))
    if mark := asked.get("reply_class"):
        found.append(outcomes.class_is(None if mark == UNSTATED_CLASS else ReplyClass(mark)))
    if rating := asked.get("rating"):
        hidden = own is not None and rulebook().choice("unit_sees_rating") == "never"
        found.append(false() if hidden else outcomes.rating_is(Satisfaction(rating), own))
    return found


def _told_by_present(asked: Filter, unit_id: int) -> bool:
    """Whether a filter tells what only units read that have the case now."""
    other = asked.number("unit") not in (None, unit_id)
    return other or any(name in asked.args for name in PASSED_ON)


def _of_unit(unit_id: int) -> Select[Any]:
    """Select the cases that a unit handles."""
    return select(Assignment.case_id).where(
        Assignment.unit_id == unit_id, Assignment.state.not_in(NOT_HELD)
    )


def _of_group(name: str) -> Select[Any]:
    """Select the cases whose lead belongs to a delegation or sector."""
    return select(Submitter.case_id).where(IS_LEAD, Submitter.group_name == name)


def _led_by(account_id: int) -> Select[Any]:
    """Select the cases that a district leader leads."""
    return select(Participant.case_id).where(
        Participant.account_id == account_id,
        Participant.relation == Relation.LED,
        Participant.until.is_(None),
    )


def _present(unit_id: int) -> Select[Any]:
    """Select the cases that a unit has and did not hand over."""
    return select(Participant.case_id).where(
        Participant.unit_id == unit_id, Participant.until.is_(None)
    )
