"""Linking names of lists to the registers, once the office knows whom they mean."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.assign.actions import link_unit
from tracker.cases import actions as cases
from tracker.deputies.models import Deputy
from tracker.intake.comparing.directory import directory
from tracker.intake.matching.unknown import unknown_people, unknown_units
from tracker.kernel.errors import Refused
from tracker.units import actions as units
from tracker.units.actions import UnitFacts
from tracker.units.models import Unit
from tracker.units.names import LONGEST_ALIAS


def link(unit_of: Mapping[str, Unit], deputy_of: Mapping[str, Deputy], remember: bool) -> int:
    """Link names to units and deputies; return how many places in cases were linked.

    :param unit_of: the unit by the key of an unknown unit.
    :param deputy_of: the deputy by the key of an unknown person.
    :param remember: the units' names become aliases, so that the next list finds them.
    :raises Refused: nothing was chosen, or all of it was linked meanwhile.
    """
    linked = _link_units(unit_of, remember) + _link_people(deputy_of)
    if not linked:
        raise Refused("没有选定要对应的名称，或者别人已经对应好了。请选定后再保存。")
    return linked


def _link_units(unit_of: Mapping[str, Unit], remember: bool) -> int:
    """Fill the gaps of proposals."""
    linked = 0
    for unknown in unknown_units():
        if unit := unit_of.get(unknown.key):
            for row in unknown.rows:
                link_unit(row, unit)
            linked += len(unknown.rows)
            if remember:
                _remember(unknown.text, unit)
    return linked


def _link_people(deputy_of: Mapping[str, Deputy]) -> int:
    """Link proposers."""
    linked = 0
    for person in unknown_people():
        if deputy := deputy_of.get(person.key):
            for case, submitter in person.rows:
                cases.link(case, submitter, deputy)
            linked += len(person.rows)
    return linked


def _remember(text: str, unit: Unit) -> None:
    """Make a name an alias of a unit, unless it leads to one already."""
    name = "".join(text.split())
    if len(name) > LONGEST_ALIAS or directory().unit(name) is not None:
        return
    aliases = [*(row.alias for row in unit.aliases), name]
    units.save(
        UnitFacts(unit.name, unit.short_name, unit.online, unit.active, unit.phone, aliases), unit
    )
