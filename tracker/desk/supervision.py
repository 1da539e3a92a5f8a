"""The supervision list (盯到底): its conditions on the kept duties, its chips, its figures.

It holds every open duty of a case that is followed, late or soon. A case that is followed and
owes nothing is a row of its own, which says that follow-up may be ended. A chip counts by the
condition that the list behind it is read by.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true
from sqlalchemy import case as either

from tracker.cases.core import core
from tracker.cases.models import Case
from tracker.cases.numbering import short_label
from tracker.cases.queries import visible
from tracker.desk.duty_lines import OFFICE, PER_PAGE, Line, Lines, part_of
from tracker.desk.scopes import UNITS, Days, scope_of, visible_duty
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.pages import page_number
from tracker.permissions import Permission
from tracker.plan.models import DutyRow
from tracker.plan.words import WORDS
from tracker.plan_terms import DutyKind, Party
from tracker.roles import Role
from tracker.supervise.queries import followed_cases

K, D = DutyKind, DutyRow
Condition = ColumnElement[bool]
# what a unit is shown of its own part: how it was rated, and what the office plans, are not
OF_UNIT = (
    K.SIGN,
    K.RETURN_CONFIRM,
    K.RETURN_DECIDE,
    K.CONTACT,
    K.OPINION,
    K.OPINION_DECIDE,
    K.REPLY,
    K.SIGN_OFF,
    K.CHECK,
    K.ISSUE,
    K.DELIVER,
    K.PROMISE,
    K.CHECK_POINT,
    K.VERIFY,
)
PROMISES = (K.PROMISE, K.CHECK_POINT, K.VERIFY)
AT_OFFICE = (Party.OFFICE, Party.OFFICE_LEADER, Party.SECOND)
OF_DAY = 20


@dataclass(frozen=True)
class Chip:
    """One narrowing of the list: its duties, and its followed cases that owe nothing."""

    code: str
    label: str
    duties: Condition
    idle: Condition
    tone: str = ""


@dataclass(frozen=True)
class Narrow:
    """What the address asks for beside the chip: one day, or what was due before a day."""

    on: date | None = None
    before: date | None = None

    @property
    def condition(self) -> Condition:
        """The duties that are asked for."""
        asked = [D.due_on == self.on] if self.on else []
        asked += [D.due_on < self.before] if self.before else []
        return and_(true(), *asked)

    @property
    def any(self) -> bool:
        """Whether something is asked for."""
        return bool(self.on or self.before)


def duties_of(person: Viewer, days: Days) -> Condition:
    """Return the duties on a person's list: all of the cases followed, late or soon.

    Of several visits that are late the next one alone stands there.
    """
    followed = followed_cases()
    pressing = select(D.case_id).where(days.pressing)
    watched = or_(D.case_id.in_(followed), D.case_id.in_(pressing))
    covered = and_(D.kind == K.VISIT, ~D.ready, days.late)
    return and_(_seen(person), watched, ~covered)


def idle_of(person: Viewer) -> Condition:
    """Return the cases on a person's list that are followed and owe nothing."""
    if not _watches(person):
        return false()
    owes = exists().where(D.case_id == Case.id)
    return and_(visible(person), Case.id.in_(followed_cases()), ~owes)


def chips_of(days: Days) -> tuple[Chip, ...]:
    """Return the chips, the whole list first."""
    today = days.today
    last = today.replace(day=monthrange(today.year, today.month)[1])
    key = Case.key_item.is_(True)
    of_key = exists().where(Case.id == D.case_id, key)
    near = f"{(days.soon - today).days} 日内"
    return (
        Chip("", "全部", true(), true()),
        Chip("late", "逾期", days.late, false(), "late"),
        Chip("soon", near, days.near, false(), "soon"),
        Chip("month", "本月", D.due_on.between(today.replace(day=1), last), false()),
        Chip("units", "等单位", D.party.in_(UNITS), false()),
        Chip("proposers", "等代表委员", D.party == Party.PROPOSER, false()),
        Chip("office", "等政府办", D.party.in_(AT_OFFICE), true()),
        Chip("promises", "承诺", D.kind.in_(PROMISES), false()),
        Chip("key", "重点件", of_key, key),
    )


def chosen(chips: Sequence[Chip], code: str) -> Chip:
    """Return the chip that the address names, the whole list where it names none."""
    return next((chip for chip in chips if chip.code == code), chips[0])


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
    condition = and_(duties_of(person, days), chip.duties, narrow.condition)
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


def late_before(day: date, today: date) -> Condition:
    """Return the condition of what is late since before a day."""
    return D.due_on < min(day, today)


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


def _watches(person: Viewer) -> bool:
    """Whether a person watches whole cases, and not the part of a unit alone."""
    return person.is_one_of(Role.OH, Role.OL, Role.OBS, Role.DL)


def _seen(person: Viewer) -> Condition:
    """Return the duties that a person may read of: those of a unit are its own part's."""
    found = [visible_duty(person)] if _watches(person) else []
    if person.is_one_of(Role.UH, Role.UL) and person.unit_id and not found:
        own = and_(D.unit_id == person.unit_id, D.kind.in_(OF_UNIT), visible_duty(person))
        found.append(own)
    return or_(false(), *found)


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
