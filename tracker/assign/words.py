"""How a proposal is said: units with their roles."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.terms import AssignRole
from tracker.timeline.actions import Act
from tracker.timeline.events import Event


def said(rows: Sequence[Assignment]) -> str:
    """Return units with their roles in words: 区教育局（主办）、区财政局（会办）."""
    return "、".join(f"{row.unit_name}（{AssignRole(row.role).label}）" for row in rows)


def proposing(case: Case, rows: Sequence[Assignment]) -> Act:
    """Return the act of proposing units."""
    return Act(case.id, Event.CASE_PROPOSED, f"拟定承办单位：{said(rows)}。")
