"""Whether anything happened to what the last approval put in force."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.terms import AssignmentState, CaseState
from tracker.timeline import queries as timeline
from tracker.timeline.events import Event


def is_untouched(case: Case, live: Sequence[Assignment]) -> bool:
    """Whether every assignment approved last waits to be signed for: none was signed or left."""
    if case.state != CaseState.ASSIGNED:
        return False
    entry = timeline.last(case.id, Event.CASE_ASSIGNED)
    placed = timeline.written_with(entry, {Event.ASSIGNMENT_ASSIGNED}) if entry else []
    waiting = {row.id for row in live if row.state == AssignmentState.ASSIGNED}
    return waiting == {one.subject_id for one in placed}
