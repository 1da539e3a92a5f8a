"""Finding the headings of a list in a sheet, whatever the list is of; pure.

Above the headings stand titles; a heading may take two rows, merged or not, carry hints in
brackets, and be written with blanks, line breaks or traditional characters. What headings mean
is the list's own: it counts what a row names, and says what belongs below what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from tracker.kernel.sheets import Cell, Sheet
from tracker.kernel.texts import comparable

LOOKED_AT = 15
FEWEST = 2
_HINT = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_BRACKETS = "()[]【】〔〕"
JOIN = "/"
T = TypeVar("T")
Rows = tuple[int, ...]
Below = Callable[[str, str], bool]


@dataclass(frozen=True)
class Heading:
    """The heading of one column; `parent` stands above it where the headings take two rows."""

    index: int
    parent: str
    own: str

    @property
    def text(self) -> str:
        """The heading as it is shown: 承办单位/主办."""
        if self.own == self.parent or not self.parent:
            return self.own
        return f"{self.parent}{JOIN}{self.own}" if self.own else self.parent


def tidy(heading: str) -> str:
    """Return a heading for comparing: NFKC, no blanks, no bracketed hints, no colon.

    Traditional characters count as simplified ones. A heading that is a hint alone stays.
    """
    plain = comparable(heading)
    text, shorter = plain, _HINT.sub("", plain)
    while shorter != text:
        text, shorter = shorter, _HINT.sub("", shorter)
    return (text or plain.strip(_BRACKETS)).strip(":*")


def meaning(aliases: Mapping[str, T], parent: str, heading: str) -> T | None:
    """Return what a heading under a parent means by a table of tidy headings, None for nothing."""
    over, own = tidy(parent), tidy(heading)
    joined = aliases.get(f"{over}{JOIN}{own}") if over and own and over != own else None
    return joined if joined is not None else aliases.get(own or over)


def is_below(aliases: Mapping[str, T], parent: str, heading: str) -> bool:
    """Whether a heading may stand under a parent: it is one, or both together are."""
    over, own = tidy(parent), tidy(heading)
    return own in aliases or f"{over}{JOIN}{own}" in aliases


def best_rows(sheet: Sheet, hits: Callable[[Rows], int], below: Below) -> tuple[Rows, int]:
    """Return the heading rows that name most, and how much; of equals two rows win, then the upper.

    :param hits: how many different things these rows name; 0 where they are no headings.
    """
    best: Rows = (0,)
    most = 0
    for row in range(min(LOOKED_AT, len(sheet.rows))):
        one, two = (
            hits(rows) if _may_be(sheet, rows, below) else 0 for rows in ((row,), (row, row + 1))
        )
        if max(one, two) > most:
            best, most = ((row, row + 1), two) if two >= one else ((row,), one)
    return best, most


def headings(sheet: Sheet, rows: Rows) -> list[Heading]:
    """Return the heading of each column that has one, from the left."""
    found = []
    for index in range(sheet.width):
        above = _parent(sheet, rows[0], rows[-1], index)
        two = len(rows) > 1
        own = filled(sheet, rows[-1], index).text if two else above
        if own or above:
            found.append(Heading(index, above if two else "", own))
    return found


def filled(sheet: Sheet, row: int, column: int) -> Cell:
    """Return a cell; inside a merged range the range's first cell."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right:
            return sheet.cell(top, left)
    return sheet.cell(row, column)


def _may_be(sheet: Sheet, rows: Rows, below: Below) -> bool:
    """Whether these rows exist, are no title, and the second belongs to the first."""
    if rows[-1] >= len(sheet.rows):
        return False
    if len({cell.text for cell in sheet.rows[rows[0]] if cell.text}) < FEWEST:
        return False
    return len(rows) == 1 or _is_second_row(sheet, rows[0], rows[1], below)


def _is_second_row(sheet: Sheet, first: int, second: int, below: Below) -> bool:
    """Whether the second row belongs to the heading.

    A merged range leads into it, or each of its texts is a heading below one of the first row.
    """
    cells = [(index, cell) for index, cell in enumerate(sheet.rows[second]) if cell.text]
    if any(cell.kind in ("number", "date") for _, cell in cells):
        return False
    if any(top == first < bottom for top, _, bottom, _ in sheet.merges):
        return True
    return bool(cells) and all(
        below(_parent(sheet, first, second, index), cell.text) for index, cell in cells
    )


def _parent(sheet: Sheet, first: int, second: int, column: int) -> str:
    """Return the heading above a cell; a blank one continues the one to its left."""
    own = filled(sheet, first, column).text
    while not own and column > 0 and sheet.cell(second, column).text:
        column -= 1
        own = filled(sheet, first, column).text
    return own
