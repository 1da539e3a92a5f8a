"""Giving a unit's part to another on the office's own motion (改办). Source: domain §2.2 A3, A7."""

from __future__ import annotations

from datetime import date

from tracker.assign import acts, returns
from tracker.assign.asking import ask
from tracker.assign.endings import end_part
from tracker.assign.models import Assignment
from tracker.kernel.errors import Invalid
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.timeline.events import Event
from tracker.units.models import Unit


def reassign(row: Assignment, unit: Unit | None, reason: str, on: date) -> Assignment:
    """Take a part from a unit and give it to another; a letter that was begun stays behind.

    The case keeps its reply date; the new unit gets fresh sign-for, return and assisting limits.

    :raises Refused: not allowed now: the letter is issued, or a request to return is open.
    :raises Invalid: the reason or the unit is missing, the unit has its own part, or the date is
        wrong.
    """
    ask(row, acts.Act.REASSIGN)
    why = needed(reason)
    check_day("on", on, row.assigned_on, "交办日期")
    if unit is None or unit.id == row.unit_id:
        raise Invalid("unit_id", "请选定改由哪个单位承办（不能是原单位）。")
    returns.ask_free(row, unit)
    case, sentence = row.case, f"{row.unit_name}的承办改由{unit.name}办理：{why}"
    end_part(row, on, Event.ASSIGNMENT_REASSIGNED, sentence)
    if row.unit:
        notices.tell_unit(case.id, row.unit, f"{case.label}：{sentence}你单位不再承办。")
    return returns.replace(row, unit, on)
