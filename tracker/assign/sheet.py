"""The assignments of a case as one viewer may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.assign import extended, holding, queries, seats
from tracker.assign.left import handed_over
from tracker.assign.lifecycle import DONE
from tracker.assign.limits import decide_by
from tracker.assign.models import Assignment, ExtensionRequest, Opinion, ReturnRequest
from tracker.assign.seats import Vacancy
from tracker.cases.models import Case
from tracker.deadlines.counting import explain
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import due_of
from tracker.kernel.access import Viewer
from tracker.roles import OFFICE
from tracker.rulebook.book import Rulebook
from tracker.settings.in_force import book_of
from tracker.terms import AssignmentState, AssignRole, CaseState, DeadlineKind


@dataclass(frozen=True)
class Line:
    """One assignment: unit, role, state, handler, the date it works towards."""

    row: Assignment
    role: str
    state: str
    due_on: date | None
    due_label: str
    provisional: bool
    extended: bool
    done: bool
    dates: list[DateLine]
    handler: str
    vacancy: Vacancy | None


@dataclass(frozen=True)
class DateLine:
    """One date that an assignment has or had, and how it came about."""

    kind: str
    round: int
    due_on: date
    how: str
    reason: str
    in_force: bool
    provisional: bool


@dataclass(frozen=True)
class Section:
    """What the page shows of the assignments."""

    lines: list[Line]
    proposed: list[Line]
    returns: list[tuple[ReturnRequest, date | None]]
    extensions: list[tuple[ExtensionRequest, date | None]]
    opinions: list[Opinion]


def section(case: Case, person: Viewer) -> Section:
    """Return assignments, units' requests and opinions for one viewer."""
    rows = _read_by(queries.all_of(case.id), case, person)
    office = person.is_one_of(*OFFICE)
    live = [row for row in rows if row.state != AssignmentState.PROPOSED]
    proposed = [row for row in rows if row.state == AssignmentState.PROPOSED]
    return Section(
        lines=lines_of(live),
        proposed=lines_of(proposed) if office else [],
        returns=[
            (row, decide_by(row))
            for row in queries.returns(case.id)
            if office or (person.unit_id and row.assignment.unit_id == person.unit_id)
        ],
        extensions=[(row, decide_by(row)) for row in extended.read_by(case, person)],
        opinions=[
            row for row in queries.opinions(case.id) if queries.may_read_opinion(row, person)
        ],
    )


def _read_by(rows: list[Assignment], case: Case, person: Viewer) -> list[Assignment]:
    """Return the assignments that a person reads: a unit that handed the case over its own."""
    if not handed_over(case, person):
        return rows
    return [row for row in rows if row.unit_id == person.unit_id]


def lines_of(rows: Sequence[Assignment]) -> list[Line]:
    """Return assignments with the date each works towards, and whose handler is gone."""
    vacancies = holding.vacancies(rows)
    return [_line(row, vacancies.get(row.id)) for row in rows]


def _line(row: Assignment, vacancy: Vacancy | None) -> Line:
    """Return one assignment with the date it works towards."""
    kind = _works_towards(row)
    stored = row.deadline(kind)
    waits = seats.is_open(AssignmentState(row.state), CaseState(row.case.state))
    return Line(
        row=row,
        role=AssignRole(row.role).label,
        state=AssignmentState(row.state).label,
        due_on=stored.due_on if stored else None,
        due_label=kind.label,
        provisional=bool(stored and stored.provisional),
        extended=bool(stored and stored.extends),
        done=row.state in DONE,
        dates=[_date_line(stored, book_of(row.case)) for stored in row.deadlines],
        handler=seats.named(row.handler_name, vacancy, is_open=waits),
        vacancy=vacancy,
    )


def _date_line(stored: Deadline, book: Rulebook) -> DateLine:
    """Return one date with its rule, event and source in words."""
    return DateLine(
        kind=DeadlineKind(stored.kind).label,
        round=stored.ordinal,
        due_on=stored.due_on,
        how="；".join(explain(due_of(stored), book)),
        reason=stored.reason,
        in_force=stored.superseded_at is None,
        provisional=stored.provisional,
    )


def _works_towards(row: Assignment) -> DeadlineKind:
    """Return which date counts next for this assignment."""
    if row.state == AssignmentState.ASSIGNED:
        return DeadlineKind.SIGN
    if AssignRole(row.role) is AssignRole.ASSISTING:
        return DeadlineKind.ASSIST
    return DeadlineKind.REPLY
