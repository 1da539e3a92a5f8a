"""Which duties can be urged (催办): what a unit owes, begun and not at rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select

from tracker.desk.duty_lines import Line
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.permissions import Permission
from tracker.plan.models import DutyRow
from tracker.plan_terms import AT_UNIT, DutyKind

K = DutyKind
OF_UNIT = (
    K.SIGN,
    K.RETURN_CONFIRM,
    K.CONTACT,
    K.OPINION,
    K.OPINION_DECIDE,
    K.REPLY,
    K.SIGN_OFF,
    K.ISSUE,
    K.DELIVER,
    K.PROMISE,
    K.CHECK_POINT,
)


def hinders(row: Any, today: date) -> str:
    """Return in words why a duty is not urged, nothing where it is."""
    if row.kind not in OF_UNIT or row.unit_id is None:
        return "不是承办单位的事项"
    if row.party not in AT_UNIT and not row.on_behalf:
        return "现在轮到政府办"
    if row.rests_from and row.rests_from <= today < row.rests_until:
        return f"暂停跟踪到 {row.rests_until}"
    late = row.due_on is not None and row.due_on < today
    if row.first_on > today or not (row.ready or late):
        return "还没有到办理这一步"
    return ""


def offered(lines: Sequence[Line], person: Viewer, today: date) -> list[Line]:
    """Return lines for a list with ticks: what can be urged carries its tick and 催办.

    A line that is the viewer's own keeps its own act; one at rest says until when.
    """
    may = person.may(Permission.FOLLOW_UP_RECORD)
    return [_offered(line, today, may=may) for line in lines]


def _offered(line: Line, today: date, *, may: bool) -> Line:
    """Return one line of it."""
    row = line.duty
    if getattr(row, "id", None) is None:
        return line
    if row.rests_from and row.rests_from <= today < row.rests_until:
        return replace(line, waits=f"暂停至 {row.rests_until:%m-%d}")
    if not may or hinders(row, today):
        return line
    shown = replace(line, key=row.id, pick="duty", urged=line.urged or "未催")
    if line.button:
        return shown
    return replace(shown, button="催办", href=url_for("urging.check", duty=row.id))


def of_case(case_id: int, today: date) -> list[int]:
    """Return the duties of a case that can be urged, by their numbers."""
    query = select(DutyRow.__table__).where(DutyRow.case_id == case_id)
    return [row.id for row in db.session.execute(query) if not hinders(row, today)]


def any_of(rows: Sequence[Any], person: Viewer, today: date) -> bool:
    """Whether the viewer may urge one of these duties now: the page of their case offers 催办."""
    return person.may(Permission.FOLLOW_UP_RECORD) and not all(hinders(row, today) for row in rows)
