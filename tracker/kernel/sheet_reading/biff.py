"""Workbooks of Excel 5 to 2003 (.xls) and of WPS (.et): records of BIFF, read by xlrd.

xlrd tells everything but which cells are formulas; those are found by their records.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from datetime import time
from typing import Any

import xlrd
from xlrd.xldate import xldate_as_datetime

from tracker.kernel.sheet_reading.cells import ERROR, FORMULA, RefusalError, cell_of
from tracker.kernel.sheet_reading.grid import Budget, Grid

CHINESE = "gb18030"  # of texts before Unicode, whatever code page a foreign program has written
FORMULAS = (0x0006, 0x0206, 0x0406)
START, END = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A
PLACE = struct.Struct("<HHHH")  # kind and length of a record; row and column of its cell


def read(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return the sheets, and whether days count from 1904."""
    with open(os.devnull, "w") as silent:
        try:
            book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True,
                logfile=silent, encoding_override=CHINESE, ignore_workbook_corruption=True,
            )  # fmt: skip
        except xlrd.XLRDError as error:
            raise RefusalError("password" if "encrypted" in str(error) else "broken") from error
        codes = [book.format_map[xf.format_key].format_str for xf in book.xf_list]
        return [_sheet(book, at, codes, budget) for at in range(book.nsheets)], book.datemode == 1


def _sheet(book: Any, at: int, codes: list[str], budget: Budget) -> dict[str, Any]:
    """Return one sheet."""
    formulas = set(_formulas(book.mem or b"", book._sh_abs_posn[at]))
    sheet = book.sheet_by_index(at)
    grid = Grid(sheet.name, budget, hidden=sheet.visibility != 0)
    for row in range(sheet.nrows):
        struck = [
            _is_struck(book, cell.xf_index) for cell in sheet.row(row) if str(cell.value).strip()
        ]
        if struck and all(struck):
            grid.struck_rows.add(row)
        for column, cell in enumerate(sheet.row(row)):
            known = cell.xf_index is not None and cell.xf_index < len(codes)
            code = codes[cell.xf_index] if known else ""
            mark = FORMULA if (row, column) in formulas else ""
            grid.put(row, column, _cell(cell, code, mark, book.datemode))
    for top, below, left, beyond in sheet.merged_cells:
        grid.merge(top, left, below - 1, beyond - 1)
    grid.hidden_rows.update(
        row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0
    )
    for column, info in sheet.colinfo_map.items():
        if info.hidden:
            grid.hide_columns(column, column)
    book.unload_sheet(at)
    return grid.as_sheet()


def _is_struck(book: Any, style: int | None) -> bool:
    """Whether a cell style strikes its text through."""
    if style is None or style >= len(book.xf_list):
        return False
    font = book.xf_list[style].font_index
    return font < len(book.font_list) and bool(book.font_list[font].struck_out)


def _cell(cell: Any, code: str, mark: str, datemode: int) -> Any:
    """Return one cell from what xlrd read."""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return cell_of(xlrd.error_text_from_code.get(cell.value, "#N/A"), code, ERROR)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_of(bool(cell.value), code, mark)
    if cell.ctype == xlrd.XL_CELL_DATE:
        return cell_of(_moment(cell.value, datemode), code, mark)
    return cell_of(cell.value, code, mark)


def _moment(value: float, datemode: int) -> Any:
    """Return a date, a time of the day, or the number where there is no such day."""
    try:
        found = xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    return time(found.hour, found.minute, found.second) if 0 <= value < 1 else found


def _formulas(records: Any, position: int) -> Iterator[tuple[int, int]]:
    """Give the place of each formula in the records of a sheet, down to its end."""
    depth = 0  # a chart within a sheet begins and ends, too
    while position + PLACE.size <= len(records):
        kind, length, row, column = PLACE.unpack_from(records, position)
        if kind in FORMULAS and depth == 1:
            yield row, column
        depth += (kind in START) - (kind == END)
        if depth <= 0:
            return
        position += 4 + length
