"""The row half of the one gate: a case that the viewer may not see does not exist."""

from __future__ import annotations

from flask import abort

from tracker.cases import queries
from tracker.cases.models import Case
from tracker.kernel.access import viewer


def visible_case(case_id: int) -> Case:
    """Return the case, or answer 404 where the viewer may not see it."""
    case = queries.get(case_id, viewer())
    if case is None:
        abort(404)
    return case
