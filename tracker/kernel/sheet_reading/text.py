"""Lists of plain text: cells between commas, tabs, semicolons or vertical bars.

Every cell is text, as it stands there: a telephone keeps its digits and a number its zeros.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import Any

from tracker.kernel.sheet_reading.cells import RefusalError, cell_of
from tracker.kernel.sheet_reading.encodings import decoded
from tracker.kernel.sheet_reading.grid import Budget, Grid

SEPARATORS = ",\t;|"
LOOKED_AT, SAMPLE = 60, 200_000
LONGEST_CELL = 1_000_000
SAID = re.compile(r"sep=([^\r\n])\r?\n", re.I)  # the first line, as Excel reads it
AS_TEXT = re.compile(r'="((?:[^"]|"")*)"', re.S)  # how systems keep the zeros of a number
NAME = "文本"


def read(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return the one sheet of a text."""
    csv.field_size_limit(LONGEST_CELL)
    text = decoded(data)
    separator = _separator(text)
    said = SAID.match(text)
    grid = Grid(NAME, budget)
    for row, cells in enumerate(_rows(text[said.end() :] if said else text, separator)):
        for column, cell in enumerate(cells):
            kept = AS_TEXT.fullmatch(cell.strip())
            grid.put(row, column, cell_of(kept.group(1).replace('""', '"') if kept else cell))
    return [grid.as_sheet()], False


def _separator(text: str) -> str:
    """Return what stands between the cells; of a list of one column, a comma.

    :raises RefusalError: it is a single line without any.
    """
    if said := SAID.match(text):
        return said.group(1)
    fits = {one: _fit(text[:SAMPLE], one) for one in SEPARATORS}
    best = max(SEPARATORS, key=lambda one: fits[one])
    if fits[best] == (0, 0) and "\n" not in text.strip().replace("\r", "\n"):
        raise RefusalError("plain_text")
    return best


def _fit(text: str, separator: str) -> tuple[int, int]:
    """Return how many rows are equally wide, and how wide."""
    rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), LOOKED_AT)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count, width)


def _rows(text: str, separator: str) -> list[list[str]]:
    """Return the rows; where a quotation mark never closes, it is a character like any other."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        if "unexpected end" not in str(error):
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    lines = io.StringIO(text, newline="")
    return list(csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE))
