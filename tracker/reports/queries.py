"""What lists are headed with: how many of the chosen cases are in each state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func

from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.terms import CaseState


def states_of(chosen: Select[Any]) -> dict[CaseState, int]:
    """Return how many of the chosen cases are in each state; those without any are left out."""
    counted = chosen.with_only_columns(Case.state, func.count()).group_by(Case.state)
    found = {CaseState(state): count for state, count in db.session.execute(counted)}
    return {state: found[state] for state in CaseState if state in found}
