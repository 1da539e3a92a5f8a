"""The supervision list (盯到底): its figures and its rows, by the month and by the day.

A chip counts by the condition that the list behind it is read by (`desk/watched.py`).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy import case as either

from tracker.cases.core import core
from tracker.cases.models import Case
from tracker.cases.numbering import short_label
from tracker.desk.duty_lines import OFFICE, PER_PAGE, Line, Lines, part_of
from tracker.desk.scopes import Days, scope_of
from tracker.desk.watched import Chip, Narrow, duties_of, idle_of, late_before
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.pages import page_number
from tracker.permissions import Permission
from tracker.plan.models import DutyRow
from tracker.plan.words import WORDS
from tracker.plan_terms import DutyKind

K, D = DutyKind, DutyRow
Condition = ColumnElement[bool]
OF_DAY = 20


@dataclass(frozen=True)
class Figures:
    """What the page counts.

    `behind`: the rows behind each chip; `owed` and `idle`: those that are asked for; `earlier`:
    what is late since before the month that is shown.
    """

    behind: Mapping[str, int]
    owed: int
    idle: int
    cases: int
    earlier: int


def figures(
    person: Viewer, days: Days, chips: Sequence[Chip], asked: tuple[Chip, Narrow], first: date
) -> Figures:
    """Count all that the page says, in two statements; `first` begins the month."""
    chip, narrow = asked
    late = late_before(first, days.today)
    more = (chip.duties & narrow.condition, chip.duties & late)
    of_duties = _sums([*(one.duties for one in chips), *more])
    of_duties = of_duties.add_columns(func.count(D.case_id.distinct()))
    *duties, owed, earlier, cases = _row(of_duties.select_from(D).where(duties_of(person, days)))
    idle = _row(_sums([one.idle for one in chips]).select_from(Case).where(idle_of(person)))
    rest = {one.code: count or 0 for one, count in zip(chips, idle, strict=True)}
    return Figures(
        behind={
            one.code: (count or 0) + rest[one.code]
            for one, count in zip(chips, duties, strict=True)
        },
        owed=owed or 0,
        idle=0 if narrow.any else rest[chip.code],
        cases=cases + rest[""],
        earlier=earlier or 0,
    )


def page_of(person: Viewer, days: Days, asked: tuple[Chip, Narrow], found: Figures) -> Lines:
    """Return the page that the address asks for: by date, what has none and owes nothing last."""
    chip, narrow = asked
    owed, rest = found.owed, found.idle
    number = page_number(owed + rest, PER_PAGE)
    start = (number - 1) * PER_PAGE
    mine = scope_of(person, days).mine
    condition = and_(duties_of(person, days, few=True), chip.duties, narrow.condition)
    rows = _stepped(part_of(person, condition, mine, days.today, start, PER_PAGE))
    if rest and len(rows) < PER_PAGE:
        idle = and_(idle_of(person), chip.idle)
        rows += _idle_lines(person, idle, max(0, start - owed), PER_PAGE - len(rows))
    return Lines(rows, number, owed + rest)


def count_on(person: Viewer, days: Days, chip: Chip, day: date) -> int:
    """Return how many duties are due on one day."""
    asked = and_(duties_of(person, days), chip.duties, D.due_on == day)
    return db.session.scalar(select(func.count()).select_from(D).where(asked)) or 0


def lines_on(person: Viewer, days: Days, chip: Chip, day: date) -> list[Line]:
    """Return the first duties of one day, for the list under the calendar."""
    asked = and_(duties_of(person, days), chip.duties, D.due_on == day)
    mine = scope_of(person, days).mine
    return _stepped(part_of(person, asked, mine, days.today, 0, OF_DAY))


def by_day(person: Viewer, days: Days, chip: Chip, first: date, last: date) -> Mapping[date, int]:
    """Return how many duties are due on each day of some weeks."""
    asked = and_(duties_of(person, days), chip.duties, D.due_on.between(first, last))
    query = select(D.due_on, func.count()).where(asked).group_by(D.due_on)
    return {day: often for day, often in db.session.execute(query) if day is not None}


def weeks_of(first: date) -> list[list[date]]:
    """Return the weeks that show a month, Monday first."""
    start = first - timedelta(days=first.weekday())
    last = first.replace(day=monthrange(first.year, first.month)[1])
    number = (last - start).days // 7 + 1
    return [[start + timedelta(days=7 * week + day) for day in range(7)] for week in range(number)]


def step_of(line: Line) -> str:
    """Return the next step in words: the act that settles a duty, done by whoever's turn it is."""
    row = line.duty
    if row.kind is K.VISIT:
        return f"第 {row.ordinal} 次回访"
    return WORDS[row.kind].button(on_behalf=row.on_behalf and line.mine)


def _stepped(lines: Sequence[Line]) -> list[Line]:
    """Return lines that say the next step; the button of one's own only leads there."""
    return [
        replace(
            line,
            number=short_label(line.duty.case_kind, line.duty.period, line.duty.number),
            reason=step_of(line),
            button="去办" if line.button else "",
            loud=False,
            key=None,
            pick="",
        )
        for line in lines
    ]


def _sums(conditions: Sequence[Condition]) -> Any:
    """Return a query that counts rows under each of some conditions at once."""
    return select(*(func.sum(either((condition, 1), else_=0)) for condition in conditions))


def _row(query: Any) -> Any:
    """Return the one row of a query."""
    return db.session.execute(query).one()


def _idle_lines(person: Viewer, condition: Condition, start: int, most: int) -> list[Line]:
    """Return followed cases that owe nothing: the next step is the office's, to end it."""
    query = select(Case.id, Case.kind, Case.period, Case.number, Case.title, Case.key_item)
    rows = db.session.execute(query.where(condition).order_by(Case.id).offset(start).limit(most))
    may = person.may(Permission.FOLLOW_UP_END)
    return [
        Line(
            duty=SimpleNamespace(case_id=row.id),
            number=short_label(row.kind, row.period, row.number),
            title=core(row.title),
            whole=row.title,
            url=url_for("desk.case", case_id=row.id),
            key_item=row.key_item,
            due_on=None,
            reason="跟踪中，可结束",
            whose="我" if may else OFFICE,
            mine=may,
            loud=False,
            button="结束跟踪" if may else "",
            href=url_for("supervise.end", case_id=row.id) if may else "",
        )
        for row in rows
    ]
