"""Promises by the month in which they fall due, and the list of them (承诺兑现).

A figure counts by the same conditions that the list behind it is read by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as either

from tracker.assign.lifecycle import NOT_HELD
from tracker.assign.models import Assignment
from tracker.cases.core import core
from tracker.cases.models import Case
from tracker.cases.numbering import short_label
from tracker.cases.queries import visible
from tracker.desk.leader_reach import Reach
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.pages import PER_PAGE, Page, page_number
from tracker.reply.models import Commitment
from tracker.roles import UNIT
from tracker.terms import AssignRole, CommitmentState
from tracker.units.models import Unit

BACK = AHEAD = 6
KEPT, LATE, AWAITED = "kept", "late", "open"
LABELS = {KEPT: "已兑现", LATE: "逾期未兑现", AWAITED: "未到期"}
ALL = Reach()
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
C = Commitment
COUNTED: ColumnElement[bool] = C.state != CommitmentState.WRITTEN_OFF


@dataclass(frozen=True)
class Month:
    """The promises that fall due in one month, and what became of them."""

    first: date
    now: bool
    kept: int
    late: int
    awaited: int
    hrefs: Mapping[str, str]

    @property
    def due(self) -> int:
        """All that fall due in it; those that were given up are not counted."""
        return self.kept + self.late + self.awaited


def months_of(reach: Reach, today: date) -> list[Month]:
    """Return the promises of six months back and six ahead, by the month in which they fall due."""
    firsts = [month_at(today, step) for step in range(-BACK, AHEAD + 1)]
    end = month_at(today, AHEAD + 1) - timedelta(days=1)
    outcome = outcome_of(today).label("outcome")
    query = select(C.due_on, outcome, func.count())
    query = query.where(C.due_on.between(firsts[0], end), COUNTED, reach.holds(C.case_id))
    counted: Counter[tuple[date, str]] = Counter()
    for due_on, what, number in db.session.execute(query.group_by(C.due_on, "outcome")):
        counted[due_on.replace(day=1), what] += number
    return [_month(first, counted, reach, today) for first in firsts]


def _month(
    first: date, counted: Mapping[tuple[date, str], int], reach: Reach, today: date
) -> Month:
    """Return one month with the addresses of its lists."""
    named = f"{first:%Y-%m}"
    hrefs = {what: reach.promises(month=named, outcome=what) for what in LABELS}
    return Month(
        first=first,
        now=first == today.replace(day=1),
        kept=counted.get((first, KEPT), 0),
        late=counted.get((first, LATE), 0),
        awaited=counted.get((first, AWAITED), 0),
        hrefs={**hrefs, "due": reach.promises(month=named)},
    )


def month_at(day: date, step: int) -> date:
    """Return the first day of the month so many months from that of a day."""
    place = day.year * 12 + day.month - 1 + step
    return date(place // 12, place % 12 + 1, 1)


def outcome_of(today: date) -> Any:
    """Return what became of a promise: kept, late, or not due yet."""
    kept = C.state == CommitmentState.CLOSED
    return either((kept, KEPT), (C.due_on < today, LATE), else_=AWAITED)


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to: a month, what became of them, whose cases."""

    month: date | None = None
    outcome: str = ""
    reach: Reach = ALL

    @classmethod
    def of(cls, month: str, outcome: str, leader: int | None) -> Asked:
        """Read it from an address; what is not known is left out."""
        found = MONTH.fullmatch(month)
        first = date(int(found[1]), int(found[2]), 1) if found else None
        return cls(first, outcome if outcome in LABELS else "", Reach(leader))

    @property
    def address(self) -> dict[str, Any]:
        """It as an address says it."""
        said = {"month": f"{self.month:%Y-%m}" if self.month else "", "outcome": self.outcome}
        found: dict[str, Any] = {name: value for name, value in said.items() if value}
        return found if self.reach.leader is None else {**found, "leader": self.reach.leader}

    @property
    def words(self) -> str:
        """It in words."""
        month = f"{self.month.year}年{self.month.month}月到期" if self.month else ""
        led = "领办件" if self.reach.leader is not None else ""
        return "、".join(filter(None, (led, month, LABELS.get(self.outcome, ""))))


@dataclass(frozen=True)
class Promised:
    """One promise of the list."""

    number: str
    title: str
    url: str
    unit: str
    text: str
    due_on: date | None
    outcome: str
    ended_on: date | None


def page_of(person: Viewer, asked: Asked, today: date) -> Page:
    """Return the page of promises that the address asks for, the first due first.

    What names no day stands last.
    """
    where = [COUNTED, readable(person), asked.reach.holds(C.case_id)]
    if asked.month:
        last = month_at(asked.month, 1) - timedelta(days=1)
        where.append(C.due_on.between(asked.month, last))
    if asked.outcome:
        where.append(outcome_of(today) == asked.outcome)
    total = db.session.scalar(select(func.count()).select_from(C).where(*where)) or 0
    number = page_number(total, PER_PAGE)
    rows = db.session.execute(
        _listed(today).where(*where).offset((number - 1) * PER_PAGE).limit(PER_PAGE)
    )
    return Page([_promised(row) for row in rows], number, total)


def _listed(today: date) -> Any:
    """Select promises with their case and unit."""
    query = select(
        C.case_id,
        C.text,
        C.due_on,
        C.ended_on,
        outcome_of(today).label("outcome"),
        Case.kind,
        Case.period,
        Case.number,
        Case.title,
        Unit.short_name.label("unit"),
    )
    query = query.join(Case, Case.id == C.case_id)
    query = query.join(Assignment, Assignment.id == C.assignment_id)
    return query.outerjoin(Unit, Unit.id == Assignment.unit_id).order_by(
        C.due_on.is_(None), C.due_on, C.id
    )


def _promised(row: Any) -> Promised:
    """Return one line of the list."""
    return Promised(
        number=short_label(row.kind, row.period, row.number),
        title=core(row.title),
        url=url_for("reply.promises", case_id=row.case_id),
        unit=row.unit or "",
        text=row.text,
        due_on=row.due_on,
        outcome=row.outcome,
        ended_on=row.ended_on,
    )


def readable(person: Viewer) -> ColumnElement[bool]:
    """Return the promises that a person may read: those of visible cases.

    As one of a unit: those of cases that the unit answers now.
    """
    if not person.is_one_of(*UNIT) or not person.unit_id:
        return C.case_id.in_(select(Case.id).where(visible(person)))
    answers = [role for role in AssignRole if role.answers]
    own = select(Assignment.case_id).where(
        Assignment.unit_id == person.unit_id,
        Assignment.role.in_(answers),
        Assignment.state.not_in(NOT_HELD),
    )
    return C.case_id.in_(own)
