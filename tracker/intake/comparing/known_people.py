"""What the registers know of the proposers of a row: deputies, delegations, sectors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.bodies.models import CongressSession
from tracker.cases import linking
from tracker.deputies.likeness import like
from tracker.deputies.names import name_key
from tracker.intake.comparing.unit_notes import likely_words
from tracker.intake.reading import lead_types
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.intake.reading.table import Column
from tracker.terms import GroupType, LeadType

_OF_SECTOR = re.compile(r"界别(小组|活动组|组)?$")
Groups = Mapping[str, GroupType]
LEAD_TYPES = {GroupType.DELEGATION: LeadType.DELEGATION, GroupType.SECTOR: LeadType.ORGANISATION}


class Likely:
    """Whom names mean that nobody of a term bears; found once for each name of a list."""

    def __init__(self, holders: linking.Holders) -> None:
        """Keep the names of the term with their groups."""
        self._holders = holders
        self._people = people_of(holders)
        self._found: dict[tuple[str, str], str] = {}

    def name(self, name: str, group: str = "") -> str:
        """Return the name that is most like one, empty where none is or somebody bears it."""
        key = name_key(name), group
        if key not in self._found:
            found = [] if key[0] in self._holders else like(*key, self._people)
            self._found[key] = self._holders[found[0][0]][0][0].name if found else ""
        return self._found[key]


def people_of(holders: linking.Holders) -> list[tuple[str, str]]:
    """Return who holds a mandate, by name to compare and group."""
    return [(key, group or "") for key, rows in holders.items() for _, group in rows]


def groups_of(session: CongressSession) -> Groups:
    """Return what each delegation or sector of the session's body is, by name to compare."""
    return {_group_key(group.name): GroupType(group.type) for group in session.body.groups}


def note(
    entry: Entry, sheet: SheetPreview, holders: linking.Holders, groups: Groups, likely: Likely
) -> None:
    """Settle what the lead is by the registers, and note who is not in them, once a column."""
    if not entry.lead:
        return
    _settle_type(entry, sheet, holders, groups)
    asked = {fault.index for fault in entry.asked}
    for column, names in _unknown(entry, sheet, holders).items():
        if column and column.index in asked:
            continue  # the name is to be corrected first
        said = {name: likely.name(name, _group(entry, name)) for name in names}
        sentence = f"在名册中没有或有重名{likely_words(said)}，先登记，以后在“名册对应”里选定。"
        entry.doubt(column, f"“{'、'.join(names)}”{sentence}")


def _unknown(
    entry: Entry, sheet: SheetPreview, holders: linking.Holders
) -> dict[Column | None, list[str]]:
    """Return the people of a row of whom it is not certain who they are, by their column."""
    lead, apart = sheet.column(Field.LEAD), sheet.column(Field.CO_SIGNERS)
    unknown: dict[Column | None, list[str]] = {}
    if entry.lead_type is LeadType.PERSON and not linking.certain(holders, entry.lead, entry.group):
        unknown[lead] = [entry.lead]
    for name in filter(lead_types.may_be_person, entry.co_signers):
        if not linking.certain(holders, name):
            unknown.setdefault(apart or lead, []).append(name)
    return unknown


def _group(entry: Entry, name: str) -> str:
    """Return the group that a row gives for a name: it is the lead's."""
    return entry.group if name == entry.lead else ""


def _settle_type(
    entry: Entry, sheet: SheetPreview, holders: linking.Holders, groups: Groups
) -> None:
    """Take a delegation or sector by the register; say where only the name tells what it is."""
    group = groups.get(_group_key(entry.lead))
    if group is not None:
        entry.lead_type = LEAD_TYPES[group]
    elif name_key(entry.lead) in holders:
        entry.lead_type = LeadType.PERSON
    elif lead_types.is_doubtful(entry.lead) or (groups and lead_types.names_group(entry.lead)):
        sentence = f"不在登记的代表团、界别中，按名称看作{entry.lead_type.label}，请核对。"
        entry.doubt(sheet.column(Field.LEAD), f"“{entry.lead}”{sentence}")


def _group_key(name: str) -> str:
    """Return the name of a group for comparing: 教育界别小组 is 教育界."""
    return _OF_SECTOR.sub("界", name_key(name))
