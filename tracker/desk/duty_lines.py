"""The lines of a desk: fifty kept duties with their case, their reason and the page of their act.

What a line says beside its row is read for all lines of the page at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for
from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from tracker.cases.core import core
from tracker.cases.models import Case, Submitter
from tracker.cases.numbering import case_label
from tracker.cases.search import number_in
from tracker.desk.duty_subjects import Told, told_of
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.pages import page_number
from tracker.kernel.texts import searchable
from tracker.plan.models import DutyRow
from tracker.plan.queries import urgency
from tracker.plan.words import ASSIGNMENT, LETTER, PROMISE, RATING, words_of
from tracker.plan_terms import UNASSIGNED, DutyKind, Party
from tracker.roles import OFFICE_AND_BODY
from tracker.units.models import Unit

PER_PAGE = 50
OFFICE = "政府办"


@dataclass(frozen=True)
class Line:
    """One line: a duty with what is said of it.

    `mine`: the viewer does it; `loud`: and it is due today or late; `waits`: said where the
    viewer has no act; `pick` and `key`: name and value of its tick box,
    None where no act is done for many.
    """

    duty: Any
    number: str
    title: str
    whole: str
    url: str
    key_item: bool
    due_on: date | None
    reason: str
    whose: str
    mine: bool
    loud: bool
    button: str
    href: str
    urged: str = ""
    waits: str = ""
    key: int | None = None
    pick: str = ""


@dataclass(frozen=True)
class Lines:
    """One page of lines; `total` is the number of rows behind it."""

    rows: list[Line]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def first(self) -> int:
        """The running number of the first line, 0 where there is none."""
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The running number of the last line."""
        return self.first + len(self.rows) - 1 if self.total else 0


def count(condition: ColumnElement[bool]) -> Any:
    """Return the number of duties under a condition, as a part of a query."""
    return select(func.count()).select_from(DutyRow).where(condition).scalar_subquery()


def matching(text: str) -> ColumnElement[bool]:
    """Return the condition under which a duty's number, title or unit has every word.

    A number is found as people say it and as the list prints it: 15, 第015号, 闭015.
    """
    found = []
    for word in text.split():
        told = [column.contains(word, autoescape=True) for column in (Case.title, Case.number)]
        if number := number_in(searchable(word)):
            told.append(Case.number_key == number)
        case = exists().where(Case.id == DutyRow.case_id, or_(*told))
        units = select(Unit.id).where(Unit.short_name.contains(word, autoescape=True))
        found.append(or_(case, DutyRow.unit_id.in_(units)))
    return and_(true(), *found)


def page_of(
    person: Viewer, condition: ColumnElement[bool], mine: Any, today: date, total: int | None = None
) -> Lines:
    """Return the page of duties that the address asks for, the most urgent first.

    `total`: how many there are, where that is known.
    """
    if total is None:
        total = db.session.scalar(select(count(condition))) or 0
    number = page_number(total, PER_PAGE)
    start = (number - 1) * PER_PAGE
    return Lines(part_of(person, condition, mine, today, start, PER_PAGE), number, total)


def part_of(
    person: Viewer, condition: ColumnElement[bool], mine: Any, today: date, start: int, most: int
) -> list[Line]:
    """Return some of the duties under a condition, the most urgent first.

    They are picked before anything is joined: what is not shown is not read.
    """
    picked = select(DutyRow.id).where(condition).order_by(*urgency()).offset(start).limit(most)
    shown = DutyRow.id.in_(select(picked.subquery("picked").c.id))
    rows = db.session.execute(_query(shown, mine).order_by(*urgency())).all()
    return lines_of(person, rows, today)


def of_case(case_id: int, mine: Any) -> Sequence[Any]:
    """Return everything that is owed on one case, by date; its page knows what subjects say."""
    query = _query(DutyRow.case_id == case_id, mine)
    return db.session.execute(query.order_by(*urgency())).all()


def _query(condition: ColumnElement[bool], mine: Any) -> Any:
    """Select duties with the columns of their case and unit; nothing is loaded behind them."""
    return (
        select(
            DutyRow.__table__,
            Case.kind.label("case_kind"),
            Case.period,
            Case.number,
            Case.title,
            Case.key_item,
            Case.confidential,
            Submitter.name.label("lead"),
            Unit.short_name.label("unit"),
            mine.label("mine"),
        )
        .join(Case, Case.id == DutyRow.case_id)
        .join(Submitter, (Submitter.case_id == Case.id) & (Submitter.position == 0))
        .outerjoin(Unit, Unit.id == DutyRow.unit_id)
        .where(condition)
    )


def lines_of(person: Viewer, rows: Sequence[Any], today: date) -> list[Line]:
    """Return rows as the viewer reads them."""
    told = told_of(rows)
    return [_line(person, row, told, today) for row in rows]


def _line(person: Viewer, row: Any, told: Told, today: date) -> Line:
    """Return one line."""
    words = words_of(row)
    endpoint = words.page(on_behalf=row.on_behalf)
    args = _args(row, words.arg, told)
    own = row.mine or (row.party is Party.UNIT and row.unit_id == person.unit_id)
    may = args is not None and own and person.may(_permission(endpoint))
    urged = told.urged.get((row.case_id, _assignment(row, told)))
    title = core(row.title)
    return Line(
        duty=row,
        number=case_label(row.case_kind, row.period, row.number),
        title=title,
        whole=row.title,
        url=url_for("desk.case", case_id=row.case_id),
        key_item=row.key_item,
        due_on=row.due_on,
        reason=_reason(row, words.lacks, told),
        whose="我" if row.mine else whose(row, person),
        mine=bool(row.mine),
        loud=bool(may and row.mine and row.due_on is not None and row.due_on <= today),
        button=words.button(on_behalf=row.on_behalf) if may else "",
        href=url_for(endpoint, case_id=row.case_id, **args) if may and args is not None else "",
        urged=f"{urged[0]} 次 {urged[1]:%m-%d}" if urged else "",
        key=row.case_id if _goes_on_together(row, told) else None,
        pick="case_id",
    )


def _reason(row: Any, lacks: str, told: Told) -> str:
    """Return why a line stands there, in words."""
    if row.kind in UNASSIGNED and row.case_id in told.proposed:
        wait = "，待报领导审批" if row.kind is DutyKind.PROPOSE else ""
        return f"拟由{told.proposed[row.case_id]}承办{wait}"
    if (row.subject_type, row.subject_id) in told.mended:
        return f"更正的{lacks}"
    said = told.said.get((row.subject_type, row.subject_id), "")
    return f"{lacks}：{said}" if said else lacks


def _goes_on_together(row: Any, told: Told) -> bool:
    """Whether this is submitted or approved for many cases at once."""
    ready = row.kind is DutyKind.PROPOSE and row.case_id in told.proposed
    return bool(row.mine) and (ready or row.kind is DutyKind.APPROVE)


def whose(row: Any, person: Viewer) -> str:
    """Return whose turn it is, in words: a party, never a named person of the staff."""
    inner = person.is_one_of(*OFFICE_AND_BODY)
    match row.party:
        case Party.UNIT:
            return str(row.unit)
        case Party.UNIT_LEADER:
            return f"{row.unit}负责人"
        case Party.OFFICE_LEADER:
            return f"{OFFICE}领导"
        case Party.SECOND:
            return "核对人"
        case Party.PROPOSER:
            return row.lead if inner or not row.confidential else "提出者"
    return f"{OFFICE}（代{row.unit}）" if row.on_behalf and row.unit else OFFICE


def _args(row: Any, arg: str, told: Told) -> dict[str, Any] | None:
    """Return what the page of the act wants to know, None where its subject is gone."""
    if not arg:
        return {}
    if arg == ASSIGNMENT:
        number = _assignment(row, told)
        return None if number is None else {arg: number}
    fitting = {LETTER: "reply", RATING: "rating", PROMISE: "commitment"}[arg]
    return {arg: row.subject_id} if row.subject_type == fitting else None


def _assignment(row: Any, told: Told) -> int | None:
    """Return the assignment that a duty is about."""
    if row.subject_type == "assignment":
        return int(row.subject_id)
    return told.assignment_of.get((row.subject_type, row.subject_id))


def _permission(endpoint: str) -> Any:
    """Return the permission that the page of an act asks for."""
    view: Any = current_app.view_functions[endpoint]
    return view.permission
