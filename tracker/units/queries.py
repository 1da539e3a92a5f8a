"""Reading handling units."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from tracker.kernel.db import db, remembered
from tracker.units.models import Unit, UnitAlias
from tracker.units.names import unit_key


def listing(text: str = "") -> Select[tuple[Unit]]:
    """Select units by name, short name or alias; those in use first."""
    query = select(Unit).options(selectinload(Unit.aliases))
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
    unit_id = remembered("units by key", _ids_by_key).get(unit_key(name))
    return db.session.get(Unit, unit_id) if unit_id else None


def _ids_by_key() -> dict[str, int]:
    """Return the number of every unit by its names for comparing; own names go before aliases."""
    own = db.session.execute(select(Unit.id, Unit.name, Unit.short_name).order_by(Unit.id))
    names = [(name, number) for number, *both in own for name in both]
    aliases = db.session.execute(select(UnitAlias.alias, UnitAlias.unit_id))
    names += [(alias, number) for alias, number in aliases]
    return {unit_key(name): number for name, number in reversed(names)}


def by_name() -> dict[str, Unit]:
    """Return every unit by its name, short name and aliases, as `named` would find it."""
    query = select(Unit).options(selectinload(Unit.aliases)).order_by(Unit.id)
    units = list(db.session.scalars(query))
    found: dict[str, Unit] = {}
    for unit in units:
        found.setdefault(unit.name, unit)
        found.setdefault(unit.short_name, unit)
    for unit in units:
        for row in unit.aliases:
            found.setdefault(row.alias, unit)
    return found


def active() -> list[Unit]:
    """Return the units in use, by name."""
    return list(db.session.scalars(select(Unit).where(Unit.active).order_by(Unit.name)))
