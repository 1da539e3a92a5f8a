"""Entering what happened on paper before the system was used, as lists tell it; tells nobody."""

from __future__ import annotations

from datetime import date

from tracker.assign import limits
from tracker.assign.models import Assignment
from tracker.assign.signing import signed
from tracker.deadlines import counting
from tracker.deadlines.counting import Due
from tracker.kernel.errors import Invalid, Refused
from tracker.settings.in_force import book_of
from tracker.terms import AssignmentState, Kind, LimitUnit, Period
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event
from tracker.units.models import Unit


def sign(row: Assignment, on: date, handler: str = "") -> None:
    """Enter a paper sign-for.

    :raises Invalid: the date lies ahead or before the assignment.
    """
    row.handler_name = handler.strip()
    signed(row, on, f"{row.unit_name}签收（导入前已办）。")


def set_due(row: Assignment, on: date) -> None:
    """Take over the reply date that the paper list states instead of the counted one.

    It is the first date of the assignment: nobody moved one, and the figures must not say so.

    :raises Invalid: it lies before the assignment, or beyond the legal cap.
    """
    case, before = row.case, row.deadline(limits.REPLY)
    if before is None or before.due_on == on:
        return
    begun = case.assigned_on or before.event_on
    cap = counting.hard_cap(book_of(case), Kind(case.kind), Period(case.period), begun)
    if on < begun:
        raise Invalid("due_on", f"办结期限 {on} 早于交办日期 {begun}。")
    if cap and on > cap:
        raise Invalid("due_on", f"办结期限 {on} 超过法定上限 {cap}。")
    due = Due(
        on=on,
        rule="office.set",
        value=(on - begun).days,
        unit=LimitUnit.DAYS,
        event="assigned",
        event_on=begun,
        source="纸面交办清单",
        provisional=False,
    )
    limits.begin_with(row, limits.REPLY, due, "按导入清单所列期限", before.set_on)


def link_unit(row: Assignment, unit: Unit) -> None:
    """Fill the gap of a proposed assignment whose unit the register did not know.

    :raises Refused: there is no gap.
    """
    if row.state != AssignmentState.PROPOSED or row.unit_id is not None:
        raise Refused("这个单位已经对应好了，请刷新页面。")
    row.unit = unit
    note(row, Act(row.case_id, Event.ASSIGNMENT_LINKED, f"“{row.unit_text}”对应为{unit.name}。"))
