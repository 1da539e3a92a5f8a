"""The to-do list of each role: what waits for this person, the most urgent first."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.desk import after_letters
from tracker.desk.office_list import confirmations, of_office
from tracker.desk.unit_list import of_unit
from tracker.desk.waiting import AT_WORK, Item, unit_names
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.rating import queries as rating
from tracker.roles import Role
from tracker.terms import AssignmentState

A = AssignmentState
OFFICE, UNIT = (Role.OH, Role.OL), (Role.UH, Role.UL)


def items_for(person: Viewer, today: date, soon: int) -> list[Item]:
    """Return everything that waits for a person, the most urgent first."""
    found: list[Item] = []
    if person.is_one_of(*OFFICE):
        found += of_office(person)
    if person.is_one_of(*UNIT) and person.unit_id:
        found += of_unit(person)
    if person.is_one_of(Role.OBS):
        found += confirmations(person) + after_letters.awaited(person, rating.awaited_everywhere())
    if person.is_one_of(Role.DL, Role.OBS):
        found += _watched(person, today, soon)
    return sorted(found, key=lambda item: (item.due_on or date.max, item.case.id))


def _watched(person: Viewer, today: date, soon: int) -> list[Item]:
    """Return late and soon due cases for those who look on."""
    query = select(Case).where(
        visible(person), Case.due_on.is_not(None), Case.due_on <= today + timedelta(days=soon)
    )
    names = unit_names(*AT_WORK, A.ASSIGNED)
    return [
        Item(
            "已逾期" if case.due_on and case.due_on < today else "即将到期",
            case,
            "尚未全部答复",
            "看进度",
            "desk.case",
            {},
            names.get(case.id, ""),
            case.due_on,
        )
        for case in db.session.scalars(query)
    ]
