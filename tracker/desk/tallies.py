"""The strip of counts on the landing page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import ColumnElement, func, select

from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.desk.waiting import Item
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.notices.queries import open_calls
from tracker.roles import Role
from tracker.settings.in_force import rulebook

OFFICE = (
    "待交办",
    "待批交办",
    "待签收",
    "待答复",
    "待定退办",
    "待审核",
    "待会办",
    "待用会办意见",
    "待评价",
    "待确认评价",
    "待定重办",
    "待办结",
    "待核承诺",
)
ALWAYS = ("待交办", "待签收", "待答复", "待评价", "待定重办")
UNIT = (
    "待签收",
    "待确认退办",
    "待答复",
    "待签发",
    "待印发",
    "待送达",
    "待会办",
    "待用会办意见",
    "承诺跟踪",
)
LINE = tuple[str, int, str, str]


def tally_for(person: Viewer, items: Sequence[Item], today: date) -> list[LINE]:
    """Return label, count, address and tone of what is late, soon due, waiting."""
    if not person.is_one_of(Role.OH, Role.OL, Role.UH, Role.UL, Role.DL, Role.OBS):
        return []
    soon = today + timedelta(days=rulebook().reminders.soon)
    late = _cases(person, Case.due_on < today)
    near = _cases(person, Case.due_on.between(today, soon))
    found: list[LINE] = [
        ("已逾期", late, url_for("reports.ledger", due="late"), "late"),
        ("即将到期", near, url_for("reports.ledger", due="soon"), "soon"),
    ]
    counts = Counter(item.category for item in items)
    found += [
        (name, counts[name], url_for("desk.home", only=name), "")
        for name in _categories(person)
        if counts[name] or name in ALWAYS
    ]
    if person.is_one_of(Role.OH, Role.OL):
        found.append(("电话提醒", len(open_calls()), url_for("desk.calls"), ""))
    return found


def _categories(person: Viewer) -> tuple[str, ...]:
    """Return the categories of a role in the order of the work."""
    if person.is_one_of(Role.OH, Role.OL):
        return OFFICE
    if person.is_one_of(Role.UH, Role.UL):
        return UNIT
    return ("待评价", "待确认评价") if person.is_one_of(Role.OBS) else ()


def _cases(person: Viewer, condition: ColumnElement[bool]) -> int:
    """Count the cases that a person sees under a condition."""
    query = select(func.count()).select_from(Case).where(visible(person), condition)
    return db.session.scalar(query) or 0
