"""The ledger's filter as conditions on cases, and the order of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, select

from tracker.assign.models import Assignment
from tracker.cases.models import Case, Participant, Submitter
from tracker.cases.queries import IS_LEAD, OFFICE, UNIT, visible
from tracker.cases.search import matching
from tracker.kernel.access import Viewer
from tracker.permissions import Permission
from tracker.reports import behind, outcomes
from tracker.reports.asked import ENDED, OPEN, Filter
from tracker.roles import Relation
from tracker.settings.in_force import rulebook
from tracker.supervise.queries import following
from tracker.terms import AssignmentState, CaseState, ReplyClass, Satisfaction

GONE = (AssignmentState.PROPOSED, AssignmentState.RETURNED, AssignmentState.ENDED)
PLAIN = {
    "kind": Case.kind,
    "period": Case.period,
    "topic": Case.topic,
}
DAYS = {
    "received": Case.received_on,
    "assigned": Case.assigned_on,
    "due": Case.due_on,
    "replied": Case.replied_on,
}
# what a unit that handed a case over no longer reads of it
PASSED_ON = (
    "due", "follow", "reply_class", "rating", "due_from", "due_to", "replied_from", "replied_to",
)  # fmt: skip
NEWEST = (Case.received_on.desc(), Case.id.desc())
STATE = case({state.value: place for place, state in enumerate(CaseState)}, value=Case.state)
SORTED: dict[str, tuple[Any, ...]] = {
    "number": (func.length(Case.number_key), Case.number_key),
    "title": (Case.title,),
    "due": (Case.due_on,),
    "state": (STATE,),
}


def order_of(asked: Filter) -> Sequence[Any]:
    """Return the order of the rows: the newest first, or as asked for; without a limit, last."""
    wanted = asked.get("sort")
    columns = SORTED.get(wanted.lstrip("-"), ())
    if wanted.startswith("-"):
        columns = tuple(column.desc() for column in columns)
    last = (Case.due_on.is_(None),) if wanted.endswith("due") else ()
    return (*last, *columns, *NEWEST)


def chosen(
    asked: Filter, person: Viewer, today: date, soon: int, *, void: bool = False
) -> Select[Any]:
    """Select the ids of the cases that a person sees under a filter; `void`: those as well.

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
    return select(Case.id).where(visible(person), *found)


def _of_case(asked: Filter, today: date, soon: int) -> list[ColumnElement[bool]]:
    """Return the conditions on what a case itself says."""
    found = [column == asked.get(name) for name, column in PLAIN.items() if asked.get(name)]
    if state := asked.get("state"):
        found.append(Case.state.not_in(ENDED) if state == OPEN else Case.state == state)
    if session := asked.number("session"):
        found.append(Case.session_id == session)
    if asked.get("key"):
        found.append(Case.key_item.is_(True))
    if asked.get("due") == "late":
        found.append(Case.due_on < today)
    if asked.get("due") == "soon":
        found.append(Case.due_on.between(today, today + timedelta(days=soon)))
    return [*found, *_between(asked)]


def _between(asked: Filter) -> list[ColumnElement[bool]]:
    """Return the conditions on days, both ends among them."""
    first = [(column, asked.days.get(f"{name}_from")) for name, column in DAYS.items()]
    last = [(column, asked.days.get(f"{name}_to")) for name, column in DAYS.items()]
    return [
        *(column >= day for column, day in first if day),
        *(column <= day for column, day in last if day),
    ]


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
    own = person.unit_id if person.is_one_of(*UNIT) else None
    if own_unit(person) and own and _told_by_present(asked, own):
        found.append(Case.id.in_(_present(own)))
    return [*found, *_of_outcome(asked, own)]


def own_unit(person: Viewer) -> int | None:
    """Return the unit of someone who reads as a unit does and not as the office."""
    return person.unit_id if person.is_one_of(*UNIT) and not person.is_one_of(*OFFICE) else None


def _of_outcome(asked: Filter, own: int | None) -> list[ColumnElement[bool]]:
    """Return the conditions on what came of a case; a unit reads its `own` ratings alone."""
    found: list[ColumnElement[bool]] = []
    if asked.get("follow"):
        found.append(following())
    if mark := asked.get("reply_class"):
        found.append(outcomes.class_is(ReplyClass(mark)))
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
        Assignment.unit_id == unit_id, Assignment.state.not_in(GONE)
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
