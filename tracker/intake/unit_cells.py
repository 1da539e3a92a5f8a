"""The handling units that a cell names; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SEPARATORS = "、,;/\n"
_OPENING, _CLOSING = "(", ")"
_ROLE_HINT = re.compile(r"\((主办|牵头|承办|会办|协办|分办|独办|配合)\)")
_ROLE_WORD = re.compile(r"^(主办|牵头|承办|会办|协办|分办|独办|配合)(单位)?[::]")
_OPEN_END = re.compile(r"(等|等单位|等部门)$")
NONE = frozenset({"无", "-", "—", "/", "——", "暂无"})
SHORTEST = 3


@dataclass(frozen=True)
class Units:
    """Names in order; `open_list` where 等 says that there are more."""

    names: tuple[str, ...]
    open_list: bool = False


def units_of(cell: str) -> Units:
    """Split a cell into unit names; brackets are kept whole, role words dropped."""
    text = unicodedata.normalize("NFKC", cell).strip()
    names, open_list = [], False
    for part in _outside_brackets(text):
        name = "".join(_ROLE_HINT.sub("", part).split())
        name = _ROLE_WORD.sub("", name)
        if _OPEN_END.search(name):
            name, open_list = _OPEN_END.sub("", name), True
        if name and name not in NONE and name not in names:
            names.append(name)
    return Units(tuple(names), open_list)


def _outside_brackets(text: str) -> list[str]:
    """Split on separators outside brackets; on blanks where each piece can be a unit."""
    parts, depth = [""], 0
    for char in text:
        depth += (char == _OPENING) - (char == _CLOSING)
        if char in _SEPARATORS and depth <= 0:
            parts.append("")
        else:
            parts[-1] += char
    found: list[str] = []
    for part in parts:
        pieces = part.split()
        blank_means_more = len(pieces) > 1 and all(len(piece) >= SHORTEST for piece in pieces)
        found += pieces if blank_means_more else [part]
    return found
