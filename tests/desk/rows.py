"""What stands on a person's desk, as the tests of other features ask for it."""

from __future__ import annotations

from datetime import date

from flask import current_app
from sqlalchemy import select

from tracker.desk import duty_lines
from tracker.desk.duty_lines import Line
from tracker.desk.scopes import Days, scope_of
from tracker.kernel.access import Viewer, acting
from tracker.kernel.db import db
from tracker.plan.models import DutyRow
from tracker.plan.queries import ANSWER_OWED
from tracker.reports import ledger
from tracker.reports.asked import Filter


def lines_for(person: Viewer, today: date, soon: int = 5) -> list[Line]:
    """Return the first page of a person's desk."""
    scope = scope_of(person, Days.of(today, soon))
    with current_app.test_request_context(), acting(person):
        return duty_lines.page_of(person, scope.all, scope.mine, today).rows


def mine_of(person: Viewer, today: date) -> list[Line]:
    """Return what a person is to do."""
    return [line for line in lines_for(person, today) if line.mine]


def kinds_of(person: Viewer, today: date) -> set[str]:
    """Return the kinds of duty that a person is to do, by their label; of every page."""
    mine = scope_of(person, Days.of(today, 5)).mine
    return {kind.label for kind in db.session.scalars(select(DutyRow.kind).where(mine))}


def late_replies(person: Viewer, today: date) -> set[int]:
    """Return the cases whose late letters stand on a person's desk, of every page."""
    scope = scope_of(person, Days.of(today, 5))
    _label, late = scope.chosen("late")
    return set(db.session.scalars(select(DutyRow.case_id).where(late, ANSWER_OWED)))


def late_in_the_ledger(person: Viewer, today: date) -> set[int]:
    """Return the cases that the ledger lists as late."""
    with acting(person):
        return set(db.session.scalars(ledger.chosen(Filter({"due": "late"}), person, today, 5)))
