"""The ratings of a case with those that are still owed: what waits is read of the duties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from tracker.cases.models import Case
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.plan.models import DutyRow
from tracker.plan_terms import DutyKind
from tracker.rating import queries as rating
from tracker.rating.queries import Line, Section
from tracker.reply import queries as reply
from tracker.reply.models import Reply

OWED = (DutyKind.DELIVER, DutyKind.RATE)


def section_of(case: Case, person: Viewer, rows: Sequence[Any] | None = None) -> Section:
    """Return the ratings that came and those that are owed, as a person may see them.

    :param rows: what is owed on the case, where it was read already.
    """
    letters = {row.id: row for row in reply.letters(case.id)}
    owed = [
        (row, letters[row.subject_id])
        for row in (_owed(case.id) if rows is None else rows)
        if row.kind in OWED and row.subject_id in letters
    ]
    waits = [
        _line(row, letter)
        for row, letter in sorted(owed, key=lambda pair: pair[1].id)
        if rating.may_see(case, letter.assignment, person)
        # a correction that is on its way was rated already
        and rating.of_letter(letter.case_id, letter.assignment_id, letter.round) is None
    ]
    return Section(case.id, (*rating.section(case, person).lines, *waits))


def _owed(case_id: int) -> Sequence[Any]:
    """Return what is owed about the ratings of a case."""
    query = select(DutyRow.kind, DutyRow.subject_id, DutyRow.due_on)
    return db.session.execute(query.where(DutyRow.case_id == case_id, DutyRow.kind.in_(OWED))).all()


def _line(row: Any, letter: Reply) -> Line:
    """Return one letter that waits: for its delivery, or for its rating until a day."""
    return Line(
        unit=letter.assignment.unit_name,
        round=letter.round,
        state=row.kind.label,
        value="",
        tone="soon",
        reason="",
        filled_on=None,
        due_on=row.due_on if row.kind is DutyKind.RATE else None,
        on_behalf=False,
        rating_id=None,
        has_scan=False,
    )
