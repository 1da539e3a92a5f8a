"""Whether somebody reads a case for a unit that handed it over while it went on elsewhere."""

from __future__ import annotations

from tracker.assign import queries
from tracker.cases import queries as cases
from tracker.cases.models import Case
from tracker.kernel.access import Viewer
from tracker.terms import CaseState
from tracker.timeline import queries as timeline
from tracker.timeline.events import Event

ENDED_BY = {
    CaseState.WITHDRAWN: Event.CASE_WITHDRAWN,
    CaseState.HANDED_OUT: Event.CASE_HANDED_OUT,
}
WITH_IT = frozenset({Event.ASSIGNMENT_ENDED, Event.RETURN_RECALLED, Event.EXTENSION_RECALLED})


def handed_over(case: Case, person: Viewer) -> bool:
    """Whether what came after the person's unit had the case is not the person's to read.

    Who had it until it was withdrawn or handed out reads that it was.
    """
    if queries.own(case, person) is not None or not cases.is_former(case, person):
        return False
    event = ENDED_BY.get(CaseState(case.state))
    ended = timeline.last(case.id, event) if event else None
    taken = timeline.written_with(ended, WITH_IT) if ended else []
    return all(one.unit_id != person.unit_id for one in taken)
