"""Units as lists call them, found by any of their names; read once for a whole list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.intake.preview import Entry
from tracker.intake.unit_cells import unit_key
from tracker.units import queries as units
from tracker.units.models import Unit

_AND = re.compile("以及|[和与及]")


@dataclass(frozen=True)
class Directory:
    """The units by their names for comparing."""

    units: dict[str, Unit]

    def unit(self, name: str) -> Unit | None:
        """Return the unit of this name, short name or alias."""
        return self.units.get(unit_key(name))

    def full(self, name: str) -> str:
        """Return the full name of a unit, or the name as the list writes it."""
        unit = self.unit(name)
        return unit.name if unit else name

    def apart(self, name: str) -> tuple[str, ...]:
        """Return the two units that 和 joins, only where both are known; else the one name."""
        if self.unit(name) is None:
            for found in _AND.finditer(name):
                halves = (name[: found.start()], name[found.end() :])
                if all(self.unit(half) for half in halves):
                    return halves
        return (name,)


def directory() -> Directory:
    """Return the units that are registered."""
    found: dict[str, Unit] = {}
    for name, unit in units.by_name().items():
        found.setdefault(unit_key(name), unit)
    return Directory(found)


def split_joined(entry: Entry, among: Directory) -> None:
    """Take apart the names of a row that 和 joins."""
    entry.hosts = _apart(entry.hosts, among)
    entry.assisting = _apart(entry.assisting, among)
    entry.separate = _apart(entry.separate, among)


def _apart(names: Iterable[str], among: Directory) -> tuple[str, ...]:
    """Return names once each, those that 和 joins apart."""
    return tuple(dict.fromkeys(part for name in names for part in among.apart(name)))
