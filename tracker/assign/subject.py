"""What the pages of one unit's assignment are about, and who may see it."""

from __future__ import annotations

from flask import abort

from tracker.assign import queries
from tracker.assign.models import Assignment
from tracker.cases.gate import visible_case
from tracker.kernel.access import viewer
from tracker.kernel.fields import pair_choices
from tracker.kernel.files import StoredFile, keep
from tracker.roles import OFFICE
from tracker.units import queries as units


def row_of(case_id: int, assignment_id: int) -> Assignment:
    """Return the assignment of a case that the viewer sees, or answer 404."""
    case = visible_case(case_id)
    row = queries.one(case, assignment_id)
    if row is None:
        abort(404)
    return row


def own(case_id: int, assignment_id: int) -> Assignment:
    """Return the viewer's own unit's assignment, or answer 404."""
    row = row_of(case_id, assignment_id)
    if row.unit_id != viewer().unit_id:
        abort(404)
    return row


def keeps(row: Assignment) -> bool:
    """Whether the viewer is the office or of the unit, who keep the paper."""
    person = viewer()
    mine = person.unit_id is not None and person.unit_id == row.unit_id
    return mine or person.is_one_of(*OFFICE)


def scan(upload: object) -> StoredFile | None:
    """Store an upload, None where none was chosen."""
    return keep(upload, viewer().account_id) if upload else None  # type: ignore[arg-type]


def other_units(row: Assignment) -> list[object]:
    """Return the other units to choose from."""
    named = [(unit.id, unit.name) for unit in units.active() if unit.id != row.unit_id]
    return pair_choices([(0, "（请选择）"), *named])
