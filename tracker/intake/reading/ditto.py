"""Cells that repeat the one above: 〃, 同上; pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.kernel.sheets import NOTHING, Cell

_DITTO = re.compile(r"^(?:[〃″〞”“\"]{1,2}|'{2}|同上|同前|同上行|[（(]同上[)）])$")
_BEGINS = frozenset("〃″〞”“\"'同（(")
Read = Callable[[int, int], Cell]


def repeats(text: str) -> bool:
    """Whether a cell only repeats the one above it."""
    first = text[:1]
    if first not in _BEGINS and not first.isspace():
        return False
    return _DITTO.match("".join(text.split())) is not None


def above(read: Read, row: int, column: int, first_row: int) -> Cell:
    """Return the cell that a ditto mark stands for: the next one above that says something."""
    for upper in range(row - 1, first_row - 1, -1):
        cell = read(upper, column)
        if cell.text.strip() and not repeats(cell.text):
            return cell
    return NOTHING
