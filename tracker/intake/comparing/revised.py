"""What a list says differently about a case on its way: told at its row, never applied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.assign.lifecycle import GONE, NOT_HELD
from tracker.assign.models import Assignment
from tracker.cases.lifecycle import ENDED
from tracker.cases.models import Case
from tracker.intake.comparing import shares
from tracker.intake.comparing.directory import Directory
from tracker.intake.comparing.shares import EMPTY
from tracker.intake.reading.preview import Entry
from tracker.kernel.db import db
from tracker.reply import queries as replies
from tracker.terms import AssignmentState, CaseState, DeadlineKind

C = CaseState
ENDED_EARLY = ENDED - {C.VOID}
OVER = ENDED_EARLY | {C.CLOSED}
BY_HAND = (
    "已交办的件不随清单改动：单位有变的，在该件“改办”或办理退办改派；期限有变的，用“调整期限”；"
    "签收、答复在该件登记"
)
NOT_YET = "交办方案已报批，不随清单改动；要改的，请先收回报批或退回重拟"


def assigned_of(session_id: int) -> dict[int, list[Assignment]]:
    """Return what is or was assigned of a session's cases, by case; what was returned is not."""
    query = select(Assignment).join(Case, Case.id == Assignment.case_id)
    without = NOT_HELD - {AssignmentState.ENDED}
    query = query.where(Case.session_id == session_id, Assignment.state.not_in(without))
    query = query.options(joinedload(Assignment.unit), selectinload(Assignment.deadlines))
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(Assignment.id)):
        found[row.case_id].append(row)
    return found


def differences(
    entry: Entry, case: Case, rows: Sequence[Assignment], among: Directory
) -> list[str]:
    """Return in words where units and days of a row are not those of an assigned case."""
    if case.state not in ENDED_EARLY:
        rows = [row for row in rows if row.state not in GONE]
    found = []
    if (said := shares.said(entry, among)) and not shares.are_same(entry, rows, among):
        found.append(("承办单位", shares.registered(rows, entry, among), said))
    for name, days, day in (
        ("交办日期", [case.assigned_on, *(row.assigned_on for row in rows)], entry.assigned_on),
        ("办理时限", _dues(rows), entry.due_on),
        ("签收日期", [row.signed_on for row in rows], entry.signed_on),
        ("答复日期", _answered(case, entry), entry.replied_on),
    ):
        if day and day not in days:
            known = "、".join(dict.fromkeys(str(one) for one in days if one))
            found.append((name, known or EMPTY, str(day)))
    return [f"{name}登记为{before}，清单写{after}" for name, before, after in found]


def _answered(case: Case, entry: Entry) -> list[date | None]:
    """Return the days of the letters; all of them only where the list names another than the last.

    A mended letter has a day of its own.
    """
    if entry.replied_on in (None, case.replied_on):
        return [case.replied_on]
    return [case.replied_on, *(row.issued_on for row in replies.letters(case.id))]


def sentence(case: Case, found: Sequence[str]) -> str:
    """Return what the clerk is told about such a row and where to go instead."""
    listed = "；".join(found)
    if case.state in OVER:
        label = CaseState(case.state).label
        return f"该件已{label}，清单与登记不同{f'（{listed}）' if listed else ''}，请个别核对。"
    return f"{listed}。{NOT_YET if case.state == C.ASSIGN_PENDING else BY_HAND}。"


def only_registered(assigned_on: date) -> str:
    """Return what to do about a case that the list has as assigned and the register has not."""
    return (
        f"清单写 {assigned_on} 已交办，登记里还没有交办。请在该件交办并填这个日期；"
        "要连签收、答复一起记入的，由办公室领导作废这一件后重新导入，并勾选“按纸面日期记入”。"
    )


def _dues(rows: Sequence[Assignment]) -> list[object]:
    """Return the reply dates in force, of each round."""
    return [
        due.due_on
        for row in rows
        for due in row.deadlines
        if due.kind == DeadlineKind.REPLY and due.superseded_at is None
    ]
