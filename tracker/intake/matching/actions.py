"""Linking names of lists to the registers, once the office knows whom they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.assign.paper import link_unit
from tracker.bodies.models import Body, Group
from tracker.cases import actions as cases
from tracker.deputies import actions as deputies
from tracker.deputies.models import Deputy
from tracker.deputies.queries import named
from tracker.intake.comparing.directory import directory
from tracker.intake.matching.unknown import (
    UnknownPerson,
    UnknownUnit,
    unknown_people,
    unknown_units,
)
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.units import actions as units
from tracker.units.actions import UnitFacts
from tracker.units.models import Unit
from tracker.units.names import LONGEST_ALIAS


@dataclass(frozen=True)
class NewPerson:
    """A deputy or member to be entered in the term of the cases; `group_id` 0: in no group."""

    name: str
    group_id: int = 0


class InvalidName(Invalid):
    """What was typed to enter a unit or a person cannot be used; `key` names the row."""

    def __init__(self, key: str, error: Invalid) -> None:
        """Keep the row beside field and sentence."""
        super().__init__(error.field, str(error))
        self.key = key


def link(
    unit_of: Mapping[str, Unit | UnitFacts],
    deputy_of: Mapping[str, Deputy | NewPerson],
    remember: bool,
) -> int:
    """Link names to units and deputies; return how many places in cases were linked.

    :param unit_of: the unit by the key of an unknown unit, or what to enter it with.
    :param deputy_of: the deputy by the key of an unknown person, or what to enter him or her with.
    :param remember: the units' names become aliases, so that the next list finds them.
    :raises InvalidName: a unit or person cannot be entered like this.
    :raises Refused: nothing was chosen, or all of it was linked meanwhile.
    """
    linked = _link_units(unit_of, remember) + _link_people(deputy_of)
    if not linked:
        raise Refused("没有选定要对应的名称，或者别人已经对应好了。请选定后再保存。")
    return linked


def _link_units(unit_of: Mapping[str, Unit | UnitFacts], remember: bool) -> int:
    """Fill the gaps of proposals."""
    linked = 0
    for unknown in unknown_units():
        if meant := unit_of.get(unknown.key):
            unit = meant if isinstance(meant, Unit) else _enter_unit(unknown, meant)
            for row in unknown.rows:
                link_unit(row, unit)
            linked += len(unknown.rows)
            if remember:
                _remember(unknown.text, unit)
    return linked


def _link_people(deputy_of: Mapping[str, Deputy | NewPerson]) -> int:
    """Link proposers."""
    linked = 0
    for person in unknown_people():
        if meant := deputy_of.get(person.key):
            deputy = meant if isinstance(meant, Deputy) else _enter_person(person, meant)
            for case, submitter in person.rows:
                cases.link(case, submitter, deputy)
            linked += len(person.rows)
    return linked


def _enter_unit(unknown: UnknownUnit, facts: UnitFacts) -> Unit:
    """Enter a unit by the rules of its own page."""
    try:
        return units.save(facts)
    except Invalid as error:
        raise InvalidName(unknown.key, error) from error


def _enter_person(unknown: UnknownPerson, new: NewPerson) -> Deputy:
    """Enter a person with the mandate of the cases' term.

    Who is called the same may be the same person: whoever knows both decides on their own page.
    """
    if named(new.name):
        sentence = (
            f"名册中已有“{new.name}”。是同一人的，到“代表与委员”给他登记这一届；"
            "不是同一人的，在那里新增，再回来选定。"
        )
        raise InvalidName(unknown.key, Invalid("name", sentence))
    deputy = deputies.save(new.name, "", "")
    body = db.session.get_one(Body, unknown.session.body_id)
    group = db.session.get(Group, new.group_id)
    try:
        deputies.add_mandate(deputy, body, unknown.session.term, group)
    except Invalid as error:
        raise InvalidName(unknown.key, error) from error
    return deputy


def _remember(text: str, unit: Unit) -> None:
    """Make a name an alias of a unit, unless it leads to one already."""
    name = "".join(text.split())
    if len(name) > LONGEST_ALIAS or directory().unit(name) is not None:
        return
    aliases = [*(row.alias for row in unit.aliases), name]
    units.save(
        UnitFacts(unit.name, unit.short_name, unit.online, unit.active, unit.phone, aliases), unit
    )
