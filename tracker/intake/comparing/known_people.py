"""What the registers know of the proposers of a row: deputies, delegations, sectors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.bodies.models import CongressSession
from tracker.cases import linking
from tracker.deputies.names import name_key
from tracker.intake.reading import lead_types
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.intake.reading.table import Column
from tracker.terms import GroupType, LeadType

_OF_SECTOR = re.compile(r"界别(小组|活动组|组)?$")
Groups = Mapping[str, GroupType]
LEAD_TYPES = {GroupType.DELEGATION: LeadType.DELEGATION, GroupType.SECTOR: LeadType.ORGANISATION}


def groups_of(session: CongressSession) -> Groups:
    """Return what each delegation or sector of the session's body is, by name to compare."""
    return {_group_key(group.name): GroupType(group.type) for group in session.body.groups}


def note(entry: Entry, sheet: SheetPreview, holders: linking.Holders, groups: Groups) -> None:
    """Settle what the lead is by the registers, and note who is not in them, once a column."""
    if not entry.lead:
        return
    _settle_type(entry, sheet, holders, groups)
    lead, apart = sheet.column(Field.LEAD), sheet.column(Field.CO_SIGNERS)
    unknown: dict[Column | None, list[str]] = {}
    if entry.lead_type is LeadType.PERSON and not linking.certain(holders, entry.lead, entry.group):
        unknown[lead] = [entry.lead]
    for name in filter(lead_types.may_be_person, entry.co_signers):
        if not linking.certain(holders, name):
            unknown.setdefault(apart or lead, []).append(name)
    asked = {fault.index for fault in entry.asked}
    for column, names in unknown.items():
        if column and column.index in asked:
            continue  # the name is to be corrected first
        sentence = "在名册中没有或有重名，先登记，以后在“名册对应”里选定。"
        entry.doubt(column, f"“{'、'.join(names)}”{sentence}")


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
