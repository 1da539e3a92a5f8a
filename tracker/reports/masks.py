"""What a unit may read of a case that other units handle too; pure. Source: role matrix."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.standing.facts import CaseFacts, Part
from tracker.terms import AssignRole


def for_unit(case: CaseFacts, unit_id: int, today: date, sees_ratings: bool) -> CaseFacts:
    """Return a case as a unit sees it in a list, a former unit only that it had it.

    Ratings are those of its own letters, and only where the rulebook lets units see them;
    contacts are its own and the host's.
    """
    if not any(part.unit_id == unit_id and part.held(today) for part in case.parts):
        own = [part for part in case.parts if part.unit_id == unit_id]
        return replace(case, parts=own, due_on=None, followed=False, changes=[])
    return replace(case, parts=[_part(part, unit_id, sees_ratings) for part in case.parts])


def _part(part: Part, unit_id: int, sees_ratings: bool) -> Part:
    """Return an assignment without what the unit may not read of it."""
    own = part.unit_id == unit_id
    talks = part.talks if own or part.role is AssignRole.HOST else []
    return replace(part, talks=talks, ratings=part.ratings if own and sees_ratings else [])
