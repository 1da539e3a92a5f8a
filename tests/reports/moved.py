"""Reply dates as an earlier version of the program moved them: more than once to a later day."""

from __future__ import annotations

from datetime import date

from tracker.assign import limits
from tracker.assign.models import Assignment
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event


def moved(row: Assignment, on: date, approved: date | None = None) -> None:
    """Set another reply date, approved on a day; None is today."""
    stored = limits.set_by_office(row, on, "方案需要论证", approved)
    event, day = Event.ASSIGNMENT_DEADLINE_SET, stored.set_on
    note(row, Act(row.case_id, event, "调整期限。", day, unit_id=row.unit_id))
