"""Reading handling units."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from tracker.kernel.db import Needs, db, remembered
from tracker.units.models import Unit, UnitAlias
from tracker.units.names import unit_key


@cache
def whole() -> Needs:
    """Return what a unit is asked with where its names matter: its aliases."""
    return (selectinload(Unit.aliases),)


def listing(text: str = "") -> Select[Unit]:
    """Select units by name, short name or alias; those in use first."""
    query = select(Unit).options(*whole())
    query = query.order_by(Unit.active.desc(), Unit.name)
    if not text:
        return query
    by_alias = select(UnitAlias.unit_id).where(UnitAlias.alias.contains(text, autoescape=True))
    return query.where(
        or_(
            Unit.name.contains(text, autoescape=True),
            Unit.short_name.contains(text, autoescape=True),
            Unit.id.in_(by_alias),
        )
    )


def named(name: str) -> Unit | None:
    """Return the unit with this name, short name or alias, None if there is none.

    Names are compared, not spellings: （一） is (一).
    """
    return by_key().get(unit_key(name))


def by_key() -> dict[str, Unit]:
    """Return every unit by its names for comparing, read once in a session.

    Own names go before aliases.
    """
    return remembered("units by key", _by_key)


def _by_key() -> dict[str, Unit]:
    """Read the units with all their names."""
    query = select(Unit).options(*whole()).order_by(Unit.id)
    units = list(db.session.scalars(query))
    own = [(name, unit) for unit in units for name in (unit.name, unit.short_name)]
    aliases = [(row.alias, unit) for unit in units for row in unit.aliases]
    return {unit_key(name): unit for name, unit in reversed(own + aliases)}


def active() -> list[Unit]:
    """Return the units in use, by name."""
    return list(db.session.scalars(select(Unit).where(Unit.active).order_by(Unit.name)))


def names() -> dict[int, tuple[str, str]]:
    """Return the short and the full name of every unit, by its number."""
    rows = db.session.execute(select(Unit.id, Unit.short_name, Unit.name))
    return {row.id: (row.short_name, row.name) for row in rows}
