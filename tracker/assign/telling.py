"""Telling everybody on a case what changed about a unit's part: proposers, body, other units."""

from __future__ import annotations

from datetime import date

from tracker.assign import queries
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.notices import actions as notices
from tracker.terms import AssignRole


def tell_proposers(case: Case, sentence: str) -> None:
    """Tell the proposers; for a lead who does not log in the clerk is asked to call.

    :param sentence: what happened, without whose case it is.
    """
    for person in case.submitters:
        told = f"您提出的{case.label}“{case.title}”{sentence}"
        if person.position == 0:
            notices.tell_deputy(case.id, person.name, person.phone, person.deputy_id, told)
        else:
            notices.inform_deputy(case.id, person.deputy_id, told)


def tell_others(row: Assignment, sentence: str) -> None:
    """Tell the units that have a part in the case beside this one."""
    for other in queries.live(row.case_id):
        if other.id != row.id and other.unit is not None and other.unit_id != row.unit_id:
            notices.tell_unit(row.case_id, other.unit, f"{row.case.label}：{sentence}")


def tell_body(case: Case, sentence: str) -> None:
    """Tell the office of the People's Congress or of the CPPCC."""
    notices.tell_body(case.id, case.body.type, f"{case.label}“{case.title}”{sentence}")


def tell_extended(row: Assignment, due_on: date, reason: str, note: str = "") -> None:
    """Tell everybody but the unit itself that its reply comes later, until when and why (§2.4).

    :param note: how far the matter is (办理情况说明), for the proposers.
    """
    explained = f"办理情况：{note.rstrip('。')}。" if note else ""
    _tell(row, f"{row.unit_name}的答复延期至 {due_on}，理由：{reason.rstrip('。')}。", explained)


def tell_moved(row: Assignment, before: Deadline | None, now: Deadline) -> None:
    """Tell the same of a date that the office set by itself, where it came later.

    Who was told of an extension is told that its date was put right, too.
    """
    if before is None or now.due_on == before.due_on:
        return
    if now.extends and now.due_on > before.due_on:
        tell_extended(row, now.due_on, now.reason)
    elif before.extends:
        why = now.reason.rstrip("。")
        _tell(row, f"{row.unit_name}的答复期限更正为 {now.due_on}，理由：{why}。")


def tell_replaced(old: Assignment, fresh: Assignment, reason: str) -> None:
    """Tell proposers, body and the other units that a unit's part goes to another one (C3, A4).

    :param reason: why, for body and units; between units and office it is no proposer's affair.
    """
    role = AssignRole(fresh.role).label
    sentence = f"原由{old.unit_name}{role}，现改由{fresh.unit_name}{role}。"
    _tell_change(fresh, sentence, reason)


def tell_left(row: Assignment, reason: str) -> None:
    """Tell the same that an assisting unit no longer assists."""
    _tell_change(row, f"{row.unit_name}不再会办。", reason)


def tell_joined(row: Assignment, reason: str) -> None:
    """Tell the same that one more unit assists."""
    _tell_change(row, f"增加{row.unit_name}会办。", reason)


def _tell_change(row: Assignment, sentence: str, reason: str) -> None:
    """Tell everybody but the unit itself who handles the case now."""
    why = f"理由：{reason.rstrip('。')}。"
    tell_proposers(row.case, sentence)
    tell_body(row.case, f"{sentence}{why}")
    tell_others(row, f"{sentence}{why}")


def _tell(row: Assignment, sentence: str, explained: str = "") -> None:
    """Tell proposers, body and the other units; `explained` is for the proposers."""
    tell_proposers(row.case, f"，{sentence}{explained}")
    tell_body(row.case, f"，{sentence}")
    tell_others(row, sentence)
