"""What is done to handling units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.audit.actions import record
from tracker.kernel.db import db, mark
from tracker.kernel.errors import Invalid
from tracker.units import queries
from tracker.units.models import Unit, UnitAlias
from tracker.units.names import names_to_search, too_long


@dataclass(frozen=True)
class UnitFacts:
    """What is entered about a unit; blanks inside names are dropped."""

    name: str
    short_name: str = ""
    online: bool = True
    active: bool = True
    phone: str = ""
    aliases: Iterable[str] = ()


def save(facts: UnitFacts, unit: Unit | None = None) -> Unit:
    """Enter a unit, or correct one.

    :raises Invalid: a name is too long, or taken by another unit.
    """
    name, short = "".join(facts.name.split()), "".join(facts.short_name.split())
    aliases = {"".join(alias.split()) for alias in facts.aliases} - {"", name, short}
    for field, sentence in too_long(name, short, sorted(aliases)):
        raise Invalid(field, sentence)
    _check_names(unit, name, short or name, aliases)
    created = unit is None
    unit = unit or Unit(aliases=[])
    logged_in = unit.online
    unit.name, unit.short_name, unit.phone = name, short or name, facts.phone.strip()
    unit.online, unit.active = facts.online, facts.active
    unit.aliases = [row for row in unit.aliases if row.alias in aliases]
    kept = {row.alias for row in unit.aliases}
    unit.aliases += [UnitAlias(alias=alias) for alias in sorted(aliases - kept)]
    unit.names = names_to_search(name, unit.short_name, aliases)
    db.session.add(unit)
    db.session.flush()
    if unit.online != logged_in:
        mark("unit", unit.id)
    detail: dict[str, object] = {"name": name, "online": unit.online, "active": unit.active}
    record("unit.created" if created else "unit.changed", "unit", unit.id, detail)
    return unit


def _check_names(unit: Unit | None, name: str, short: str, aliases: Iterable[str]) -> None:
    """Refuse a name that leads to another unit."""
    own = unit.id if unit else None
    asked = [("name", name), ("short_name", short), *(("aliases", alias) for alias in aliases)]
    for field, text in asked:
        other = queries.named(text)
        if other and other.id != own:
            raise Invalid(field, f"“{text}”已是“{other.name}”的名称或别名，请换一个。")
