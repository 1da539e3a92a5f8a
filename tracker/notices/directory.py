"""Who may be told, read once for many messages: plain data, no rows of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from tracker.accounts.models import Account, AccountRole
from tracker.kernel.db import db
from tracker.roles import AccountState, Role


@dataclass(frozen=True)
class Person:
    """An active account: its roles, its unit, the deputy whose it is."""

    account_id: int
    roles: frozenset[Role]
    unit_id: int | None
    deputy_id: int | None


class Directory:
    """The active accounts by role, unit and deputy, always in the order of their numbers."""

    def __init__(self, people: Iterable[Person]) -> None:
        """Sort people by where they belong."""
        self.people = sorted(people, key=lambda person: person.account_id)
        self._units: dict[int, list[Person]] = defaultdict(list)
        self._deputies: dict[int, list[int]] = defaultdict(list)
        for person in self.people:
            if person.unit_id is not None:
                self._units[person.unit_id].append(person)
            if person.deputy_id is not None and Role.DEP in person.roles:
                self._deputies[person.deputy_id].append(person.account_id)

    def with_roles(self, roles: Iterable[Role]) -> list[int]:
        """Return the accounts that have one of the roles."""
        return _holding(self.people, roles)

    def of_unit(self, unit_id: int | None, roles: Iterable[Role]) -> list[int]:
        """Return a unit's accounts that have one of the roles."""
        return _holding(self._units.get(unit_id or 0, ()), roles)

    def of_deputy(self, deputy_id: int | None) -> list[int]:
        """Return the accounts of a deputy or member."""
        return self._deputies.get(deputy_id or 0, [])


def read() -> Directory:
    """Read the directory, in one statement."""
    query = (
        select(Account.id, Account.unit_id, Account.deputy_id, AccountRole.role)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(Account.state == AccountState.ACTIVE)
    )
    roles: dict[tuple[int, int | None, int | None], set[Role]] = defaultdict(set)
    for number, unit_id, deputy_id, role in db.session.execute(query):
        roles[number, unit_id, deputy_id].add(Role(role))
    return Directory(Person(key[0], frozenset(held), *key[1:]) for key, held in roles.items())


def _holding(people: Iterable[Person], roles: Iterable[Role]) -> list[int]:
    """Return who of some people has one of the roles."""
    asked = frozenset(roles)
    return [person.account_id for person in people if not asked.isdisjoint(person.roles)]
