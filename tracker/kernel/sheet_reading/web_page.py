"""Tables of web pages, which many systems export under the name .xls, and of "single file" pages.

Each table is a sheet. What a browser shows is the text of a cell; nothing is fetched.
"""

from __future__ import annotations

import email
import email.policy
import re
from typing import Any

from lxml import etree

from tracker.kernel.sheet_reading.cells import RefusalError, cell_of, number_shown
from tracker.kernel.sheet_reading.encodings import decoded
from tracker.kernel.sheet_reading.grid import MOST_COLUMNS, Budget, Grid

MOST_TABLES = 1000
WIDEST_SPAN, LONGEST_SPAN = 1000, 65534  # as browsers limit them
SILENT = {"script", "style", "title", "noscript", "template"}
BREAKS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4"}
SPACE = re.compile(r"[ \t\r\n\f]+")
HIDDEN = re.compile(r"display\s*:\s*none", re.I)
FORMAT = re.compile(r"mso-number-format\s*:\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^;]+)", re.I)
ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
WHOLE = re.compile(r"\d{1,15}")


def read(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return a sheet for each table of a page."""
    return _kept(_tables(decoded(data), budget)), False


def read_archive(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return a sheet for each table in the pages of a single-file web page (MHTML)."""
    grids = []
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            said = part.get_content_charset() or ""
            grids += _tables(decoded(page, said), budget) if isinstance(page, bytes) else []
    return _kept(grids), False


def _tables(text: str, budget: Budget) -> list[Grid]:
    """Return the tables of a page."""
    page = Page(budget)
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=False)
    parser.feed(text.encode("utf-8", "replace"))
    parser.close()
    return [table.grid for table in page.tables]


def _kept(grids: list[Grid]) -> list[dict[str, Any]]:
    """Return the tables that hold something, numbered."""
    kept = [grid for grid in grids if grid.rows]
    if not kept:
        raise RefusalError("no_table")
    for number, grid in enumerate(kept, 1):
        grid.name = f"表{number}"
    return [grid.as_sheet() for grid in kept]


class Table:
    """One table while it is read: its rows, and which columns reach down from above."""

    def __init__(self, budget: Budget, hidden: bool) -> None:
        """Begin before the first row."""
        self.grid = Grid("", budget, hidden)
        self.row, self.column, self.next_width = -1, 0, 0
        self.taken: dict[int, int] = {}  # the last row that each column is taken by a cell above
        self.parts: list[str] | None = None
        self._cell: tuple[int, int, int, int] = (0, 0, 0, 0)
        self._code = ""
        self._long: list[tuple[int, int, int, int]] = []

    def begin_row(self, hidden: bool) -> None:
        """Go to the next row."""
        self.end_cell()
        self.row, self.column = self.row + 1, 0
        if hidden:
            self.grid.hidden_rows.add(self.row)

    def begin_cell(self, given: dict[str, str]) -> None:
        """Begin a cell at the next column that is free."""
        self.end_cell()
        if self.row < 0:
            self.begin_row(hidden=False)
        while self.taken.get(self.column, -1) >= self.row:
            self.column += 1
        wide = _span(given.get("colspan"), WIDEST_SPAN) or 1
        long = _span(given.get("rowspan"), LONGEST_SPAN) or LONGEST_SPAN
        if self.column + wide > MOST_COLUMNS:
            raise RefusalError("too_large")
        bottom, right = self.row + long - 1, self.column + wide - 1
        for column in range(self.column, right + 1):
            self.taken[column] = bottom
        self._cell, self._code = (self.row, self.column, bottom, right), _format(given)
        self.column, self.parts = right + 1, []

    def end_cell(self) -> None:
        """Put the cell that is open."""
        if self.parts is None:
            return
        text = "\n".join(SPACE.sub(" ", line).strip() for line in "".join(self.parts).split("\n"))
        top, left, bottom, right = self._cell
        if self._code and WHOLE.fullmatch(text):
            text = number_shown(int(text), self._code)
        self.grid.put(top, left, cell_of(text))
        if (top, left) != (bottom, right):
            self._long.append(self._cell)
        self.parts = None

    def hide_columns(self, given: dict[str, str]) -> None:
        """Note a column that the page says is hidden, or shown."""
        wide = _span(given.get("span"), WIDEST_SPAN) or 1
        if _hidden(given):
            self.grid.hide_columns(self.next_width, self.next_width + wide - 1)
        self.next_width += wide

    def end(self) -> None:
        """Close the table: no cell reaches below its last row."""
        self.end_cell()
        for top, left, bottom, right in self._long:
            self.grid.merge(top, left, min(bottom, self.row), right)
        self._long = []


class Page:
    """What the parser tells of a page; a table within a cell is one of its own."""

    def __init__(self, budget: Budget) -> None:
        """Begin without a table."""
        self._budget = budget
        self.tables: list[Table] = []
        self._open: list[Table] = []
        self._silent = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if tag in SILENT:
            self._silent += 1
        elif tag == "table":
            self._begin_table(given)
        elif self._open:
            self._begin_inside(self._open[-1], tag, given)

    def _begin_table(self, given: dict[str, str]) -> None:
        """Begin a table."""
        if len(self.tables) >= MOST_TABLES:
            raise RefusalError("too_large")
        self._open.append(Table(self._budget, _hidden(given)))
        self.tables.append(self._open[-1])

    def _begin_inside(self, table: Table, tag: str, given: dict[str, str]) -> None:
        """Begin something in a table."""
        if tag == "tr":
            table.begin_row(_hidden(given))
        elif tag in ("td", "th"):
            table.begin_cell(given)
        elif tag == "caption":
            table.begin_row(_hidden(given))
            table.begin_cell({})
        elif tag == "col":
            table.hide_columns(given)
        elif tag in BREAKS and table.parts:
            table.parts.append("\n")

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._open and tag == "table":
            self._open.pop().end()
        elif self._open and tag in ("td", "th", "tr", "caption"):
            self._open[-1].end_cell()

    def data(self, text: str) -> None:
        """Take a text: in a cell, lines of the source are no lines of the page."""
        if self._open and not self._silent and self._open[-1].parts is not None:
            self._open[-1].parts.append(SPACE.sub(" ", text).replace("\xa0", " "))

    def comment(self, text: str) -> None:
        """Pass over a comment."""

    def close(self) -> None:
        """Close what the page left open."""
        while self._open:
            self._open.pop().end()


def _span(text: str | None, most: int) -> int:
    """Return over how many rows or columns a cell reaches; what is no number is one."""
    return min(int(text), most) if text and text.strip().isdecimal() else 1


def _hidden(given: dict[str, str]) -> bool:
    """Whether an element is not shown."""
    return "hidden" in given or bool(HIDDEN.search(given.get("style", "")))


def _format(given: dict[str, str]) -> str:
    """Return the number format that a cell's style names for Excel."""
    found = FORMAT.search(given.get("style", ""))
    return ESCAPED.sub(_unescaped, found.group(1).strip().strip("\"'")) if found else ""


def _unescaped(found: re.Match[str]) -> str:
    """Return the character that a style sheet escapes."""
    code = int(found.group(1), 16) if found.group(1) else 0
    return found.group(2) or (chr(code) if 0 < code < 0xD800 else "")
