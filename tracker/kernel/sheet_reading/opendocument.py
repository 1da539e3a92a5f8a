"""Spreadsheets of OpenDocument: .ods of LibreOffice, WPS and Excel, and its flat XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from tracker.kernel.sheet_reading.cells import ERROR, FORMULA, MISSING, cell_of
from tracker.kernel.sheet_reading.grid import MOST_COLUMNS, MOST_ROWS, Budget, Grid
from tracker.kernel.sheet_reading.markup import as_file, drop, local, walk

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TAGS = [
    f"{STYLE}style", f"{TABLE}null-date", f"{TABLE}table", f"{TABLE}table-column",
    f"{TABLE}table-row",
]  # fmt: skip
CELL, COVERED = f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
REPEATED, ROWS_REPEATED = f"{TABLE}number-columns-repeated", f"{TABLE}number-rows-repeated"
COLUMNS_SPANNED, ROWS_SPANNED = f"{TABLE}number-columns-spanned", f"{TABLE}number-rows-spanned"
KIND, FORMULA_OF, PARAGRAPH = f"{OFFICE}value-type", f"{TABLE}formula", f"{TEXT}p"
NOT_SHOWN = ("collapse", "filter")
NUMBERS = ("float", "percentage", "currency")
INSTEAD = {"s": " ", "tab": " ", "line-break": "\n"}
WHOLE = re.compile(r"[^\d.,%/-]*(\d+)[^\d.,%/-]*")  # a whole number, with words around it


def read(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return the sheets, and whether days count from 1904."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as file:
        return _read(file, budget)


def read_flat(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return the same of a document that is one XML file."""
    return _read(as_file(data), budget)


def _read(file: Any, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Walk through the content."""
    book = Book(budget)
    for event, node in walk(file, ("start", "end"), TAGS):
        if event == "start" and local(node) == "table":
            book.begin_sheet(node)
        elif event == "end":
            book.end(local(node), node)
    return [grid.as_sheet() for grid in book.grids], book.from_1904


class Book:
    """A workbook while it is read."""

    def __init__(self, budget: Budget) -> None:
        """Begin before the first sheet."""
        self._budget = budget
        self.grids: list[Grid] = []
        self.from_1904 = False
        self._hidden: set[str] = set()  # styles of sheets that are not shown
        self._row = self._column = 0

    def begin_sheet(self, node: Any) -> None:
        """Begin a sheet."""
        name = node.get(f"{TABLE}name", f"Sheet{len(self.grids) + 1}")
        hidden = node.get(f"{TABLE}style-name") in self._hidden
        self.grids.append(Grid(name, self._budget, hidden))
        self._row = self._column = 0

    def end(self, name: str, node: Any) -> None:
        """Take an element that was read to its end."""
        if name == "style":
            shown = node.find(f"{STYLE}table-properties")
            if shown is not None and shown.get(f"{TABLE}display") == "false":
                self._hidden.add(node.get(f"{STYLE}name"))
        elif name == "null-date":
            self.from_1904 = node.get(f"{TABLE}date-value", "").startswith("1904")
        elif name == "table-column":
            self._end_column(node)
        elif name == "table-row":
            self._end_row(node)
            drop(node)

    def _end_column(self, node: Any) -> None:
        """Note whether a column, or several alike, is hidden."""
        last = self._column + _count(node, REPEATED) - 1
        if node.get(f"{TABLE}visibility") in NOT_SHOWN:
            self.grids[-1].hide_columns(self._column, last)
        self._column = last + 1

    def _end_row(self, node: Any) -> None:
        """Read a row, or several alike; empty ones count as nothing."""
        grid, first = self.grids[-1], self._row
        self._row += _count(node, ROWS_REPEATED)
        last = min(self._row, MOST_ROWS)
        cells = list(_cells(node))
        if node.get(f"{TABLE}visibility") in NOT_SHOWN:
            grid.hidden_rows.update(range(first, last))
        cells = list(_cells(node))
        for row in range(first, last if cells else first):
            for column, cell, long, wide in cells:
                grid.put(row, column, cell)
                grid.merge(row, column, row + long - 1, column + wide - 1)


def _cells(row: Any) -> Iterator[tuple[int, Any, int, int]]:
    """Give column, cell and reach of each cell that holds something or reaches further."""
    column = 0
    for node in row.iterchildren(CELL, COVERED):
        times, cell, long, wide = _count(node, REPEATED), None, 1, 1
        if node.tag == CELL and node.attrib:
            cell = _cell(node)
            long, wide = _count(node, ROWS_SPANNED), _count(node, COLUMNS_SPANNED)
        if cell is not None or long > 1 or wide > 1:
            for at in range(column, min(column + times, MOST_COLUMNS + 1)):
                yield at, cell, long, wide
        column += times


def _count(node: Any, name: str) -> int:
    """Return how many times something counts."""
    text = node.get(name)
    return max(int(text), 1) if text else 1


def _cell(node: Any) -> Any:
    """Return one cell."""
    kind, formula = node.get(KIND, ""), node.get(FORMULA_OF) is not None
    text = "\n".join([_text_of(line) for line in node.iterchildren(PARAGRAPH)])
    if kind == "string" and not formula:
        return cell_of(text or node.get(f"{OFFICE}string-value", ""))
    mark = FORMULA if formula else ""
    if formula and "error" in _kinds(node):
        mark = ERROR
    elif formula and not kind:
        mark = MISSING
    return cell_of(_value(kind, node, text), _format(kind, text, node), mark)


def _kinds(node: Any) -> list[str]:
    """Return the kinds of value that an element names, the one of LibreOffice as well."""
    return [str(text) for key, text in node.attrib.items() if key.endswith("}value-type")]


def _value(kind: str, node: Any, text: str) -> Any:
    """Return what a cell holds; what it shows, where that is more."""
    if kind in NUMBERS:
        return float(node.get(f"{OFFICE}value", ""))
    if kind == "date":
        return date.fromisoformat(node.get(f"{OFFICE}date-value", "")[:10])
    if kind == "boolean":
        return node.get(f"{OFFICE}boolean-value") == "true"
    return text or node.get(f"{OFFICE}string-value", "")


def _format(kind: str, text: str, node: Any) -> str:
    """Return a format with the zeros and the words that a whole number is shown with."""
    found = WHOLE.fullmatch(text.strip()) if kind == "float" else None
    if not found or int(found.group(1)) != float(node.get(f"{OFFICE}value", "")):
        return ""
    before, after = text.strip()[: found.start(1)], text.strip()[found.end(1) :]
    return f"{_quoted(before)}{'0' * len(found.group(1))}{_quoted(after)}"


def _quoted(text: str) -> str:
    """Return words as a number format holds them."""
    return f'"{text}"' if text else ""


def _text_of(line: Any) -> str:
    """Return the text of a paragraph, or of a part of it, with its spaces and breaks."""
    if not len(line) and line.tag == PARAGRAPH:
        return line.text or ""
    name = local(line)
    if name in INSTEAD:
        return INSTEAD[name] * max(int(line.get(f"{TEXT}c", "1")), 1)
    inner = (_text_of(node) + (node.tail or "") for node in line.iterchildren(etree.Element))
    return (line.text or "") + "".join(inner)
