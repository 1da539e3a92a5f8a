"""The small line under a duty: by which rule its day came about, and how it was counted."""

from __future__ import annotations

from typing import Any

from tracker.deadlines.counting import EVENTS, FIXED_DAYS, explain
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import due_of
from tracker.desk.case_known import Known
from tracker.desk.case_words import counted
from tracker.desk.history import short
from tracker.kernel.access import Viewer
from tracker.plan.words import undated
from tracker.plan_terms import DutyKind
from tracker.roles import OFFICE
from tracker.rulebook.book import Rulebook

EXTENSION = "extension_request"
OWN = "这一期限由政府办自定，法律法规没有规定"


def ground(known: Known, row: Any) -> str:
    """Return in short why a duty has its day, and for what a unit asks why."""
    found, stored = [], known.dates.get(row.deadline_id)
    if row.kind is DutyKind.PROMISE:
        found.append("答复函没有写明日期，按季末催问" if undated(row) else "答复函承诺的日期")
    if stored is not None:
        found.append(_rule(stored))
    asked = known.returns.get(row.subject_id) if row.subject_type == "return_request" else None
    if asked is not None and not _foreign(row, known.person):
        found.append(f"理由：{asked.reason}（建议{asked.proposed_unit.short_name}）")
    longer = known.extensions.get(row.subject_id) if row.subject_type == EXTENSION else None
    if longer is not None and not _foreign(row, known.person):
        found.append(f"申请延至 {longer.due_on}，理由：{longer.reason}")
    return "；".join(found)


def how(stored: Deadline | None, book: Rulebook) -> list[str]:
    """Return how a date was counted, line by line, by the book of its case."""
    if stored is None:
        return []
    return [*explain(due_of(stored), book), *([OWN] if stored.own else [])]


def _foreign(row: Any, person: Viewer) -> bool:
    """Whether somebody is neither of the office nor of the unit that a duty is about."""
    return not person.is_one_of(*OFFICE) and row.unit_id != person.unit_id


def _rule(stored: Deadline) -> str:
    """Return in short how a date came about."""
    if stored.reason:
        return f"{'延期' if stored.extends else '改期'}：{stored.reason}"
    due = due_of(stored)
    if due.rule in FIXED_DAYS:
        return due.source
    said = counted(short(due.event_on), EVENTS.get(due.event, due.event), due.value, due.unit)
    return f"{said}，政府办自定" if stored.own else said
