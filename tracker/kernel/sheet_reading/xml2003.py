"""Workbooks of "XML Spreadsheet 2003" (SpreadsheetML)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker.kernel.sheet_reading.cells import ERROR, FORMULA, MISSING, RefusalError, cell_of
from tracker.kernel.sheet_reading.grid import MOST_COLUMNS, MOST_ROWS, Budget, Grid
from tracker.kernel.sheet_reading.markup import as_file, attribute, drop, local, walk

TAGS = ["Style", "Worksheet", "Column", "Row", "Visible", "Date1904"]
SINCE_1899 = "1899-12-3"  # a date of which only the hour is meant


def read(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return the sheets, and whether days count from 1904."""
    book = Book(budget)
    tags = [f"{{*}}{name}" for name in TAGS]
    for event, node in walk(as_file(data), ("start", "end"), tags):
        if event == "end":
            book.end(local(node), node)
        elif local(node) == "Worksheet":
            book.begin_sheet(node)
    if not book.grids:
        raise RefusalError("no_table")
    return [grid.as_sheet() for grid in book.grids], book.from_1904


class Book:
    """A workbook while it is read."""

    def __init__(self, budget: Budget) -> None:
        """Begin before the first sheet."""
        self._budget = budget
        self.grids: list[Grid] = []
        self.from_1904 = False
        self._codes: dict[str, str] = {}
        self._row = self._column = 0

    def begin_sheet(self, node: Any) -> None:
        """Begin a sheet."""
        name = attribute(node, "Name") or f"Sheet{len(self.grids) + 1}"
        self.grids.append(Grid(name, self._budget))
        self._row = self._column = 0

    def end(self, name: str, node: Any) -> None:
        """Take an element that was read to its end."""
        if name == "Style":
            code = node.find("{*}NumberFormat")
            self._codes[attribute(node, "ID") or ""] = _format(code)
        elif name == "Date1904":
            self.from_1904 = True
        elif not self.grids:
            raise RefusalError("broken")
        elif name == "Visible":
            self.grids[-1].hidden = (node.text or "").strip().startswith("Sheet")
        elif name == "Column":
            self._end_column(self.grids[-1], node)
        elif name == "Row":
            self._end_row(self.grids[-1], node)
            drop(node)

    def _end_column(self, grid: Grid, node: Any) -> None:
        """Note whether a column is hidden."""
        first = _number(node, "Index", self._column + 1) - 1
        last = first + _number(node, "Span", 0)
        if attribute(node, "Hidden") == "1":
            grid.hide_columns(first, last)
        self._column = last + 1

    def _end_row(self, grid: Grid, node: Any) -> None:
        """Read a row."""
        row = _number(node, "Index", self._row + 1) - 1
        last = min(row + _number(node, "Span", 0), MOST_ROWS)
        if attribute(node, "Hidden") == "1":
            grid.hidden_rows.update(range(row, last + 1))
        column = 0
        for cell in node.iterchildren("{*}Cell"):
            column = _number(cell, "Index", column + 1) - 1
            code = self._codes.get(attribute(cell, "StyleID") or "", "")
            grid.put(row, column, _cell(cell, code))
            right = min(column + _number(cell, "MergeAcross", 0), MOST_COLUMNS)
            grid.merge(row, column, row + _number(cell, "MergeDown", 0), right)
            column = right + 1
        self._row = last + 1


def _format(node: Any) -> str:
    """Return a number format; the named ones hold no zeros to keep."""
    return (attribute(node, "Format") or "") if node is not None else ""


def _number(node: Any, name: str, otherwise: int) -> int:
    """Return a number that an element names."""
    text = attribute(node, name)
    return int(text) if text else otherwise


def _cell(node: Any, code: str) -> Any:
    """Return one cell."""
    data = node.find("{*}Data")
    formula = attribute(node, "Formula") is not None
    if data is None:
        return cell_of("", mark=MISSING if formula else "")
    kind, text = attribute(data, "Type") or "String", "".join(data.itertext())
    mark = ERROR if kind == "Error" else FORMULA if formula else ""
    return cell_of(_value(kind, text), code, mark)


def _value(kind: str, text: str) -> Any:
    """Return what a cell holds."""
    if kind == "Number" and text.strip():
        return float(text)
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        moment = datetime.fromisoformat(text.strip())
        return moment.time() if text.strip().startswith(SINCE_1899) else moment
    return text
