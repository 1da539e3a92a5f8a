"""Whether the last act on something was a person's own, so that he or she may take it back."""

from __future__ import annotations

from tracker.assign.models import Assignment
from tracker.kernel.access import Viewer
from tracker.timeline import queries as timeline
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry


def was_last(person: Viewer, case_id: int, event: Event, subject_id: int) -> bool:
    """Whether the last act of this event on a subject was the person's."""
    entry = _last(case_id, event, subject_id)
    return entry is not None and entry.actor_id == person.account_id


def signed_and_untouched(person: Viewer, row: Assignment) -> bool:
    """Whether the person signed for it, and the unit's part has seen no act since."""
    entry = _last(row.case_id, Event.ASSIGNMENT_SIGNED, row.id)
    if entry is None or entry.actor_id != person.account_id:
        return False
    entries = timeline.of_case(row.case_id)
    return not any(one.unit_id == row.unit_id and one.id > entry.id for one in entries)


def _last(case_id: int, event: Event, subject_id: int) -> HistoryEntry | None:
    """Return the last entry of this event on a subject of the case."""
    entries = timeline.of_case(case_id)
    found = [row for row in entries if row.act == event and row.subject_id == subject_id]
    return max(found, key=lambda row: row.id, default=None)
