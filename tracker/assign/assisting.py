"""An assisting unit that joins or leaves after the approval, before the reply (domain A7).

The host stays; who replaces an assisting unit by another one reassigns its part (改办).
"""

from __future__ import annotations

from datetime import date

from tracker.assign import acts, queries
from tracker.assign.actions import place
from tracker.assign.asking import ask, ask_case
from tracker.assign.endings import end_part
from tracker.assign.models import Assignment
from tracker.assign.telling import tell_joined, tell_left
from tracker.assign.words import said
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.terms import AssignmentState, AssignRole
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event
from tracker.units.models import Unit


def add(case: Case, unit: Unit | None, reason: str, on: date) -> Assignment:
    """Let one more unit assist; it has limits of its own and is asked for its opinion.

    A unit that had the case alone is its host from now on.

    :raises Refused: not allowed now.
    :raises Invalid: unit or reason is missing, the unit has a part in the case, or the date is
        wrong.
    """
    ask_case(case, acts.CaseAct.ADD_ASSISTING)
    why = needed(reason)
    check_day("on", on, case.assigned_on, "交办日期")
    if unit is None:
        raise Invalid("unit_id", "请选定增加哪个单位会办。")
    if any(row.unit_id == unit.id for row in queries.live(case.id)):
        raise Invalid("unit_id", f"{unit.name}已在本件中承办，请另选单位。")
    _make_host(case)
    row = Assignment(
        case=case,
        unit=unit,
        unit_text=unit.name,
        role=AssignRole.ASSISTING,
        part="",
        state=AssignmentState.PROPOSED,
        deadlines=[],
    )
    db.session.add(row)
    db.session.flush()
    place(case, row, on)
    sentence = f"增加{said([row])}：{why}"
    note(row, Act(case.id, Event.ASSIGNMENT_JOINED, sentence, on, unit_id=unit.id))
    told = f"交你单位会办，理由：{why.rstrip('。')}。请及时签收并送会办意见。"
    notices.tell_unit(case.id, unit, f"{case.label}“{case.title}”{told}")
    tell_joined(row, why)
    return row


def drop(row: Assignment, reason: str, on: date) -> None:
    """Let an assisting unit go: its duties end, and it reads nothing of what comes later.

    :raises Refused: not allowed now; a host is not dropped.
    :raises Invalid: the reason is missing, or the date is wrong.
    """
    ask(row, acts.Act.DROP_ASSISTING)
    why = needed(reason)
    check_day("on", on, row.assigned_on, "交办日期")
    sentence = f"{row.unit_name}不再会办：{why}"
    end_part(row, on, Event.ASSIGNMENT_DROPPED, sentence)
    if row.unit is not None:
        told = f"{row.case.label}：{sentence.rstrip('。')}。你单位不再会办，不必送会办意见。"
        notices.tell_unit(row.case_id, row.unit, told)
    tell_left(row, why)


def _make_host(case: Case) -> None:
    """Let the unit that had the case alone be its host."""
    for row in queries.answering(case.id):
        if row.role == AssignRole.INDEPENDENT:
            row.role = AssignRole.HOST
            sentence = f"{row.unit_name}由独办改为主办。"
            note(row, Act(case.id, Event.ASSIGNMENT_HOSTS, sentence, unit_id=row.unit_id))
