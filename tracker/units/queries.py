"""Reading handling units."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from tracker.kernel.db import db
from tracker.units.models import Unit, UnitAlias


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
    """Return the unit with this name, short name or alias, None if there is none."""
    tidy = "".join(name.split())
    own = select(Unit).where(or_(Unit.name == tidy, Unit.short_name == tidy)).order_by(Unit.id)
    unit: Unit | None = db.session.scalar(own.limit(1))
    if unit is None:
        unit = db.session.scalar(select(Unit).join(UnitAlias).where(UnitAlias.alias == tidy))
    return unit


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
