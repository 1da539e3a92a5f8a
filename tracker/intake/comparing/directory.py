"""Units as lists call them, found by any of their names; read once for a whole list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from tracker.intake.reading.preview import Entry
from tracker.units import queries as units
from tracker.units.likeness import Likeness
from tracker.units.models import Unit
from tracker.units.names import unit_key

_AND = re.compile("以及|[和与及]")
_OPENING, _CLOSING = re.compile("[(（]"), (")", "）")
LONGEST_PART = 500


@dataclass(frozen=True)
class Directory:
    """The units by their names for comparing."""

    units: dict[str, Unit]

    def unit(self, name: str) -> Unit | None:
        """Return the unit of this name, short name or alias."""
        return self.units.get(unit_key(name))

    @cached_property
    def _likeness(self) -> Likeness:
        """The names of the units in use, taken apart once."""
        names: dict[int, list[str]] = defaultdict(list)
        for key, unit in self.units.items():
            if unit.active:
                names[unit.id].append(key)
        return Likeness(names)

    def like(self, name: str) -> list[Unit]:
        """Return up to three units in use that a name may mean, the likeliest first."""
        units = {unit.id: unit for unit in self.units.values()}
        return [units[number] for number in self._likeness.like(name)]

    def likely_name(self, name: str) -> str:
        """Return the full name of the unit that a name means most likely, empty where none."""
        return next((unit.name for unit in self.like(name)), "")

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

    def part(self, name: str) -> tuple[str, str]:
        """Take the brackets behind a known unit for its part: 区教育局（学位） → 区教育局, 学位.

        Brackets that belong to the name of a unit stay with it.
        """
        if self.unit(name) is None and name.endswith(_CLOSING):
            for found in _OPENING.finditer(name):
                if self.unit(name[: found.start()]):
                    return name[: found.start()], name[found.end() : -1]
        return name, ""

    def once(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return names once each; two names of one unit are the same."""
        found: dict[str, str] = {}
        for name in names:
            found.setdefault(unit_key(self.full(name)), name)
        return tuple(found.values())


def directory() -> Directory:
    """Return the units that are registered."""
    return Directory(units.by_key())


def split_joined(entry: Entry, among: Directory) -> None:
    """Take apart the names of a row that 和 joins, and a separate unit from its part."""
    if entry.separate:
        entry.parts = _parts(entry, among)
        entry.hosts = tuple(among.part(name)[0] for name in entry.hosts)
        entry.separate = tuple(among.part(name)[0] for name in entry.separate)
    entry.hosts = _apart(entry.hosts, among)
    entry.assisting = _apart(entry.assisting, among)
    entry.separate = _apart(entry.separate, among)


def _parts(entry: Entry, among: Directory) -> dict[str, str]:
    """Return what each answering unit answers, by the name that stays of a unit."""
    found: dict[str, str] = {}
    kept: dict[str, str] = {}
    for written in (*entry.hosts, *entry.separate):
        name, part = among.part(written)
        for one in among.apart(name):
            stays = kept.setdefault(unit_key(among.full(one)), one)
            said = (found.get(stays, ""), part or entry.parts.get(written, ""))
            found[stays] = "；".join(filter(None, dict.fromkeys(said)))[:LONGEST_PART]
    return found


def _apart(names: Iterable[str], among: Directory) -> tuple[str, ...]:
    """Return names once each, those that 和 joins apart."""
    return among.once(part for name in names for part in among.apart(name))
