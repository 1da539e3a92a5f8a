"""The units of a row as an assignment, and beside those that a case has already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment
from tracker.intake.comparing.directory import Directory
from tracker.intake.reading.handed import Row
from tracker.terms import AssignRole
from tracker.units.names import unit_key

HOST, ASSISTING, SEPARATE = "主办", "会办", "分办"
EMPTY = "（空）"


def shares_of(entry: Row, among: Directory, part: str = "") -> list[ShareFacts]:
    """Return the units of a row as a proposed assignment; an unknown one leaves a gap.

    :param part: what a separate unit answers where the list does not say it.
    """
    if entry.separate:
        names = among.once((*entry.hosts, *entry.separate))
        roles = [(name, AssignRole.SEPARATE) for name in names]
    elif len(entry.hosts) == 1 and not entry.assisting:
        roles = [(entry.hosts[0], AssignRole.INDEPENDENT)]
    else:
        roles = [(name, AssignRole.HOST) for name in entry.hosts]
    roles += [(name, AssignRole.ASSISTING) for name in entry.assisting]
    return [
        ShareFacts(
            among.unit(name),
            role,
            (entry.parts.get(name) or part) if role is AssignRole.SEPARATE else "",
            name,
        )
        for name, role in roles
    ]


def joined(
    found: Iterable[ShareFacts], rows: Sequence[Assignment], among: Directory
) -> list[ShareFacts]:
    """Return shares with what only the proposal says: whom a name means, what is answered.

    :param rows: the proposal that the shares are to replace.
    """
    kept = []
    for share in found:
        row = next((row for row in rows if _is(row, share.unit_text, among)), None)
        part = row.part if row and share.role is AssignRole.SEPARATE else ""
        unit = share.unit or (row.unit if row else None)
        kept.append(replace(share, unit=unit, part=share.part or part))
    return kept


def said(entry: Row, among: Directory, rows: Sequence[Assignment] = ()) -> str:
    """Return the units of a row with their roles, full names where they are known.

    :param rows: the proposal that a revised list would replace.
    """
    found: dict[str, list[str]] = {}
    for share in joined(shares_of(entry, among), rows, among):
        name = share.unit.name if share.unit else share.unit_text
        stated = entry.parts.get(share.unit_text, "")
        found.setdefault(_word(share.role), []).append(_with_part(name, stated))
    return _in_words(found)


def registered(rows: Iterable[Assignment], entry: Row, among: Directory) -> str:
    """Return the units of a case in the same words, their parts only where the row has some."""
    parts = {unit_key(among.full(name)) for name, part in entry.parts.items() if part}
    found: dict[str, list[str]] = {}
    for row in rows:
        name = row.unit.name if row.unit else row.unit_text
        part = row.part if unit_key(name) in parts else ""
        found.setdefault(_word(AssignRole(row.role)), []).append(_with_part(name, part))
    return _in_words(found) or EMPTY


def are_same(entry: Row, rows: Sequence[Assignment], among: Directory) -> bool:
    """Whether the units of a row are those of a case, in any order, whatever their parts.

    A unit that was linked by hand is known by what the list called it, too.
    """
    wanted = [(_word(share.role), share.unit_text) for share in shares_of(entry, among)]
    return len(wanted) == len(rows) and all(
        any(_word(AssignRole(row.role)) == word and _is(row, name, among) for row in rows)
        for word, name in wanted
    )


def says_other_parts(entry: Row, rows: Sequence[Assignment], among: Directory) -> bool:
    """Whether a row gives a unit of a case something else to answer."""
    return any(
        share.part and unit_key(share.part) != unit_key(row.part)
        for share in shares_of(entry, among)
        for row in rows
        if _is(row, share.unit_text, among)
    )


def _is(row: Assignment, name: str, among: Directory) -> bool:
    """Whether a name means the unit of an assignment."""
    keys = {unit_key(row.unit_text), unit_key(row.unit.name) if row.unit else ""}
    return bool(keys & {unit_key(name), unit_key(among.full(name))})


def _word(role: AssignRole) -> str:
    """Return the role as lists know it: they do not tell 独办 from 主办."""
    return role.label if role in (AssignRole.ASSISTING, AssignRole.SEPARATE) else HOST


def _with_part(name: str, part: str) -> str:
    """Return a unit with what it answers."""
    return f"{name}（{part}）" if part else name


def _in_words(found: dict[str, list[str]]) -> str:
    """Return units by role: 主办 区教育局；会办 区财政局."""
    return "；".join(
        f"{word} {'、'.join(found[word])}" for word in (HOST, ASSISTING, SEPARATE) if word in found
    )
