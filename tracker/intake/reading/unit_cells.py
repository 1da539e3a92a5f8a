"""The handling units that a cell names, with the role that it gives them; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.kernel.simplified import fold
from tracker.terms import AssignRole
from tracker.units.names import unit_key

_SEPARATORS = frozenset("、,，;；/／\n")
_CLAUSE_ENDS = frozenset(",，;；\n")
_OPENING, _CLOSING = frozenset("(（"), frozenset(")）")
_ROLES = {
    **dict.fromkeys(("主办", "牵头", "承办", "独办"), AssignRole.HOST),
    **dict.fromkeys(("会办", "协办", "配合", "汇办"), AssignRole.ASSISTING),
    "分办": AssignRole.SEPARATE,
}
_WORDS = "|".join(_ROLES)
_HINT = re.compile(rf"[(（]({_WORDS})(?:单位)?[)）]")
_BEFORE = re.compile(rf"^({_WORDS})(?:单位|部门)?[:：]")
_AFTER = re.compile(rf"({_WORDS})(?:单位|办理)?$")
_OPEN_END = re.compile(r"等(?:单位|部门|\d+个?(?:单位|部门)|\d+家(?:单位|部门)?)?$")
_NUMBERED = re.compile(r"[①-⑳]|(?<![0-9A-Za-z])[0-9]{1,2}[.．、](?![0-9])|[(（][0-9]{1,2}[)）]")
_WITH = re.compile(r"会同|會同")
_HINT_INSIDE = re.compile(rf"([(（](?:{_WORDS})(?:单位|單位)?[)）])(?=[^\s、,，;；/／\n])")
NONE = frozenset({"无", "暂无", "没有"})
UNDECIDED = re.compile(
    r"^[(（]?(?:待(?:定|明确|研究|确定|分配|交办)|未定|另行确定|暂未确定|暂不明确)[)）]?$"
)
SHORTEST = 3


@dataclass(frozen=True)
class Units:
    """Names as written without blanks, by role; `names` are those that the cell gives no role.

    `open_list` where 等 says that there are more, `undecided` where the cell says 待定.
    """

    names: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    separate: tuple[str, ...] = ()
    open_list: bool = False
    undecided: bool = False


@dataclass
class _Part:
    """One name with the role in words that stands at it; `ends` where a clause ends."""

    name: str
    role: AssignRole | None
    ends: bool
    before: bool = False


@lru_cache(maxsize=4096)
def units_of(cell: str) -> Units:
    """Split a cell into unit names; brackets are kept whole, role words set the role.

    区教育局（主办）、区财政局（会办）; 主办：区教育局；会办：区财政局、区人社局;
    区教育局牵头，区财政局、区人社局配合; 由我局主办; 1.区教育局 2.区财政局; ①区教育局②区财政局;
    区教育局（主办）区财政局（会办）; 区教育局会同区财政局.
    """
    parts, open_list, undecided = [], False, False
    for text, ends in _outside_brackets(_laid_apart(cell.strip())):
        part = _part(text, ends)
        if _OPEN_END.search(part.name):
            part.name, open_list = _OPEN_END.sub("", part.name), True
        undecided = undecided or UNDECIDED.match(part.name) is not None
        if _names_unit(part.name):
            parts.append(part)
    _spread(parts)
    seen: set[str] = set()
    by_role: dict[AssignRole | None, list[str]] = {}
    for part in parts:
        if unit_key(part.name) not in seen:
            by_role.setdefault(part.role, []).append(part.name)
        seen.add(unit_key(part.name))
    return Units(
        names=tuple(by_role.get(None, ())),
        hosts=tuple(by_role.get(AssignRole.HOST, ())),
        assisting=tuple(by_role.get(AssignRole.ASSISTING, ())),
        separate=tuple(by_role.get(AssignRole.SEPARATE, ())),
        open_list=open_list,
        undecided=undecided,
    )


def _laid_apart(text: str) -> str:
    """Return a cell with a comma where figures before names, brackets or 会同 part its units."""
    if len(_NUMBERED.findall(text)) > 1 or _NUMBERED.match(text):
        text = _NUMBERED.sub("、", text).strip("、 ")
    if found := _WITH.search(text):
        before, behind = text[: found.start()], text[found.end() :]
        if before and behind and not _SEPARATORS & set(before):
            text = f"{before}（主办）、会办：{behind}"
    return _HINT_INSIDE.sub(r"\1、", text)


def parts_of(cell: str, names: Sequence[str]) -> dict[str, str]:
    """Return what each unit answers: 区教育局：学位；区财政局：经费, else the whole cell for each.

    :param names: the units of the row as the list writes them.
    """
    text = cell.strip()
    if not text:
        return {}
    known = {unit_key(name): name for name in names}
    said = {}
    for piece in filter(None, re.split(r"[;；\n]", text)):
        name, _, part = piece.replace("：", ":").partition(":")
        said[known.get(unit_key(name), "")] = part.strip()
    if "" in said or not all(said.values()):
        return dict.fromkeys(names, text)
    return said


def _part(text: str, ends: bool) -> _Part:
    """Return one name without the words of its role."""
    name, role, before = "".join(text.split()), None, False
    if found := _HINT.search(fold(name)):
        role, name = _ROLES[found.group(1)], name[: found.start()] + name[found.end() :]
    if found := _BEFORE.match(fold(name)):
        role, name, before = _ROLES[found.group(1)], name[found.end() :], True
    if (found := _AFTER.search(fold(name))) and found.start() >= SHORTEST - 1:
        role, name = role or _ROLES[found.group(1)], name[: found.start()].removeprefix("由")
    return _Part(name, role, ends, before)


def _names_unit(name: str) -> bool:
    """Whether a piece names a unit: not 无, no stroke."""
    said = any(char.isalnum() for char in name) and name.strip("。.()（）") not in NONE
    return said and not UNDECIDED.match(name)


def _spread(parts: list[_Part]) -> None:
    """Let 会办： hold until the next role, and a role behind a name hold for its clause."""
    held: AssignRole | None = None
    for part in parts:
        if part.before:
            held = part.role
        part.role = part.role or held
    clause: list[_Part] = []
    for part in parts:
        clause.append(part)
        if part.ends:
            last = clause[-1].role
            if last is AssignRole.ASSISTING and len(parts) > len(clause):
                for other in clause:
                    other.role = other.role or last
            clause = []


def _outside_brackets(text: str) -> list[tuple[str, bool]]:
    """Split on separators outside brackets; on blanks where each piece can be a unit.

    Each piece comes with whether a clause ends behind it.
    """
    parts, depth = [""], 0
    ends = [False]
    for char in text:
        depth += (char in _OPENING) - (char in _CLOSING)
        if char in _SEPARATORS and depth <= 0:
            ends[-1] = char in _CLAUSE_ENDS
            parts.append("")
            ends.append(False)
        else:
            parts[-1] += char
    ends[-1] = True
    found: list[tuple[str, bool]] = []
    for part, end in zip(parts, ends, strict=True):
        pieces = part.split()
        if len(pieces) > 1 and all(len(piece) >= SHORTEST for piece in pieces):
            found += [(piece, False) for piece in pieces[:-1]]
            found.append((pieces[-1], end))
        else:
            found.append((part, end))
    return found
