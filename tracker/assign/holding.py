"""Who handles the parts of a unit, and which name a person who is gone; reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from tracker.accounts.models import Account, AccountRole
from tracker.assign import seats
from tracker.assign.lifecycle import NOT_HELD
from tracker.assign.models import Assignment
from tracker.assign.seats import Vacancy
from tracker.cases.lifecycle import IN_HAND, LIVE
from tracker.cases.models import Case
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.lookups import each, first
from tracker.notices.actions import of_unit
from tracker.permissions import Permission
from tracker.roles import UNIT, AccountState

BY_NAME = "~"
MOST = 100  # so many parts on a page, and in one act
_IN_ROLE = exists().where(AccountRole.account_id == Account.id, AccountRole.role.in_(UNIT))
VACANCY: ColumnElement[str | None] = case(
    (Account.state == AccountState.DISABLED, Vacancy.STOPPED.value),
    (Account.unit_id.is_distinct_from(Assignment.unit_id), Vacancy.MOVED.value),
    (~_IN_ROLE, Vacancy.RELEASED.value),
    else_=None,
)
HELD = Assignment.state.not_in(NOT_HELD)


@dataclass(frozen=True)
class Holder:
    """A person whom open parts of a unit name; the key is the account's number, or the name."""

    key: str
    name: str
    count: int
    vacancy: Vacancy | None

    @property
    def label(self) -> str:
        """Name, why gone, and how many."""
        return f"{seats.named(self.name, self.vacancy, is_open=False)}，{self.count} 件"


@dataclass(frozen=True)
class Absent:
    """The handler of a part who is gone."""

    name: str
    vacancy: Vacancy


def vacancies(rows: Iterable[Assignment]) -> dict[int, Vacancy]:
    """Return which of these parts name a person who is gone, and why; one query."""
    numbers = [row.id for row in rows if row.handler_id is not None]
    if not numbers:
        return {}
    query = select(Assignment.id, VACANCY).join(Account, Account.id == Assignment.handler_id)
    query = query.where(Assignment.id.in_(numbers), VACANCY.is_not(None))
    return {number: Vacancy(str(code)) for number, code in db.session.execute(query)}


def absent_of(cases: Iterable[int]) -> dict[tuple[int, int], Absent]:
    """Return the handlers of parts in force who are gone, by case and unit; one query."""
    query = (
        select(Assignment.case_id, Assignment.unit_id, Assignment.handler_name, VACANCY)
        .join(Account, Account.id == Assignment.handler_id)
        .where(Assignment.case_id.in_(list(cases)), HELD, VACANCY.is_not(None))
    )
    return {
        (case_id, unit_id): Absent(name, Vacancy(str(code)))
        for case_id, unit_id, name, code in db.session.execute(query)
        if unit_id is not None
    }


def holders(unit_id: int, *conditions: Any, closed: bool = False) -> list[Holder]:
    """Return whom the unit's open parts name, those who are gone first."""
    query = (
        select(Assignment.handler_id, Assignment.handler_name, func.count(), VACANCY)
        .join(Case, Case.id == Assignment.case_id)
        .outerjoin(Account, Account.id == Assignment.handler_id)
        .where(_open(unit_id, closed=closed), Assignment.handler_name != "", *conditions)
        .group_by(Assignment.handler_id, Assignment.handler_name, VACANCY)
        .order_by(Assignment.handler_name, Assignment.handler_id)
    )
    found = [
        Holder(
            key=str(number) if number else BY_NAME + name,
            name=name,
            count=count,
            vacancy=Vacancy(code) if number and code else None,
        )
        for number, name, count, code in db.session.execute(query)
    ]
    return sorted(found, key=lambda one: one.vacancy is None)


def to_hand_over(person: Viewer) -> list[Holder]:
    """Return the people who are gone whom open parts of the unit name, for its leader."""
    if person.unit_id is None or not person.may(Permission.HAND_OVER):
        return []
    gone = _gone_from(person.unit_id)
    return holders(person.unit_id, Assignment.handler_id.in_(gone)) if gone else []


def _gone_from(unit_id: int) -> list[int]:
    """Return the people who are gone whom any part of the unit ever named: few."""
    named = each("holder", Assignment.handler_id, Assignment.unit_id == unit_id)
    one = aliased(Assignment)
    any_part = select(one.id).where(one.unit_id == unit_id, one.handler_id == Account.id)
    query = select(Account.id).join(Assignment, Assignment.id == first(any_part))
    query = query.where(Account.id.in_(select(named.c.word)), VACANCY.is_not(None))
    return list(db.session.scalars(query))


def parts(unit_id: int, key: str, *, closed: bool = False) -> Select[Assignment]:
    """Select the unit's open parts of one holder, or of all who are gone where none is named."""
    query = (
        select(Assignment)
        .join(Case, Case.id == Assignment.case_id)
        .outerjoin(Account, Account.id == Assignment.handler_id)
        .where(_open(unit_id, closed=closed), _held_by(key))
        .options(
            contains_eager(Assignment.case),
            joinedload(Assignment.unit),
            selectinload(Assignment.deadlines),
        )
    )
    return query.order_by(Assignment.assigned_on, Assignment.id)


def are_of(unit_id: int, numbers: Collection[int]) -> bool:
    """Whether all of these parts are the unit's."""
    query = select(func.count()).select_from(Assignment)
    query = query.where(Assignment.id.in_(numbers), Assignment.unit_id == unit_id)
    return db.session.scalar(query) == len(set(numbers))


def people(unit_id: int) -> list[Account]:
    """Return who of the unit can handle a case: handlers and leaders whose log-in is in use."""
    return of_unit(unit_id, UNIT)


def of_account(account_id: int, *conditions: ColumnElement[bool]) -> list[tuple[int, int, str]]:
    """Return of which units open parts name an account: unit, how many, why gone or empty."""
    query = (
        select(Assignment.unit_id, func.count(), func.coalesce(VACANCY, ""))
        .join(Case, Case.id == Assignment.case_id)
        .join(Account, Account.id == Assignment.handler_id)
        .where(Account.id == account_id, HELD, Case.state.in_(IN_HAND), *conditions)
        .group_by(Assignment.unit_id, VACANCY)
        .order_by(Assignment.unit_id)
    )
    return [(unit_id or 0, count, code or "") for unit_id, count, code in db.session.execute(query)]


def _open(unit_id: int, *, closed: bool) -> ColumnElement[bool]:
    """Ask for the unit's parts that still ask for a handler; closed cases where wanted."""
    states: Any = LIVE if closed else IN_HAND
    return and_(Assignment.unit_id == unit_id, HELD, Case.state.in_(states))


def _held_by(key: str) -> ColumnElement[bool]:
    """Ask for the parts of one holder, or of everybody who is gone."""
    if key.startswith(BY_NAME):
        return and_(Assignment.handler_id.is_(None), Assignment.handler_name == key[1:])
    if key:
        return Assignment.handler_id == (int(key) if key.isdecimal() and len(key) < 10 else 0)
    return and_(Assignment.handler_id.is_not(None), VACANCY.is_not(None))
