"""The assignments of a case as one viewer may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.assign import queries
from tracker.assign.deadlines import explain
from tracker.assign.limits import due_of
from tracker.assign.models import Assignment, Opinion, ReturnRequest
from tracker.cases.models import Case
from tracker.kernel.access import Viewer
from tracker.roles import Role
from tracker.terms import AssignmentState, AssignRole, DeadlineKind

DONE = frozenset({AssignmentState.REPLIED, AssignmentState.OPINION_ACCEPTED})


@dataclass(frozen=True)
class Line:
    """One assignment: unit, role, state, handler, the date it works towards."""

    row: Assignment
    role: str
    state: str
    due_on: date | None
    due_label: str
    how: list[str]
    provisional: bool
    done: bool


@dataclass(frozen=True)
class Section:
    """What the page shows of the assignments."""

    lines: list[Line]
    proposed: list[Line]
    returns: list[ReturnRequest]
    opinions: list[Opinion]


def section(case: Case, person: Viewer) -> Section:
    """Return assignments, requests to return and opinions for one viewer."""
    rows = queries.all_of(case.id)
    office = person.is_one_of(Role.OH, Role.OL)
    live = [row for row in rows if row.state != AssignmentState.PROPOSED]
    proposed = [row for row in rows if row.state == AssignmentState.PROPOSED]
    return Section(
        lines=[_line(row) for row in live],
        proposed=[_line(row) for row in proposed] if office else [],
        returns=[
            row
            for row in queries.returns(case.id)
            if office or (person.unit_id and row.assignment.unit_id == person.unit_id)
        ],
        opinions=[
            row
            for row in queries.opinions(case.id)
            if queries.may_read_opinion(row.assignment, person)
        ],
    )


def _line(row: Assignment) -> Line:
    """Return one assignment with the date it works towards."""
    kind = _works_towards(row)
    stored = row.deadline(kind)
    return Line(
        row=row,
        role=AssignRole(row.role).label,
        state=AssignmentState(row.state).label,
        due_on=stored.due_on if stored else None,
        due_label=kind.label,
        how=explain(due_of(stored)) if stored else [],
        provisional=bool(stored and stored.provisional),
        done=row.state in DONE,
    )


def _works_towards(row: Assignment) -> DeadlineKind:
    """Return which date counts next for this assignment."""
    if row.state == AssignmentState.ASSIGNED:
        return DeadlineKind.SIGN
    if AssignRole(row.role) is AssignRole.ASSISTING:
        return DeadlineKind.ASSIST
    return DeadlineKind.REPLY
