"""Workbooks that an office hands in unchanged: title, cut-off date, borders, A4 landscape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from tracker.kernel.column import Column, Value, shown

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_000
HEADING_ROW = 3
LINE = 14.0
LAST_NARROW = 0x2E80
_SIDE = Side(style="thin", color="808080")
BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
TITLE = Font(name="宋体", size=16, bold=True)
HEAD = Font(name="宋体", size=10, bold=True)
BODY = Font(name="宋体", size=10)
SHADE = PatternFill("solid", fgColor="E7EEF5")
LEFT = Alignment(vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class Report:
    """What stands around a table: title, office, cut-off date, 件 or 件次."""

    title: str
    office: str
    as_of: date
    counted: str


def build(report: Report, columns: Sequence[Column], rows: Iterable[Any]) -> BytesIO:
    """Write a workbook row by row; numbers that are texts stay texts, nothing is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(report.title[:31])
    last = get_column_letter(len(columns))
    _set_page(sheet, columns, last)
    sheet.append([_plain(sheet, report.title, TITLE, MIDDLE), *[None] * (len(columns) - 1)])
    line = f"单位：{report.office}　　统计截止时间：{report.as_of}　　计数单位：{report.counted}"
    sheet.append([_plain(sheet, line, BODY, LEFT), *[None] * (len(columns) - 1)])
    sheet.append([_boxed(sheet, column.label, HEAD, MIDDLE, SHADE) for column in columns])
    sums: dict[str, int] = {column.key: 0 for column in columns if column.total}
    for place, row in enumerate(rows, HEADING_ROW + 1):
        values = [(column, column.value(row)) for column in columns]
        sheet.row_dimensions[place].height = LINE * max(lines_of(*pair) for pair in values) + 4
        sheet.append([_cell(sheet, column, value) for column, value in values])
        for column, value in values:
            if column.total and isinstance(value, int):
                sums[column.key] += value
    sheet.append(_totals(sheet, columns, sums, report.counted))
    for row in (1, 2):
        sheet.merged_cells.add(f"A{row}:{last}{row}")
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def lines_of(column: Column, value: Value) -> int:
    """Return how many lines a value takes in its column; a Chinese character is two wide."""
    wide = sum(2 if ord(char) > LAST_NARROW else 1 for char in shown(value))
    return max(1, ceil(wide / max(1, column.width - 1)))


def text_of(value: Value) -> str:
    """Return a text without characters that a workbook cannot hold."""
    return FORBIDDEN.sub("", shown(value))[:LONGEST]


def _set_page(sheet: Any, columns: Sequence[Column], last: str) -> None:
    """Set widths, frozen and repeated heading, A4 landscape fitted to the width."""
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[HEADING_ROW].height = 30
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.print_title_rows = f"1:{HEADING_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{last}{HEADING_ROW}"


def _totals(
    sheet: Any, columns: Sequence[Column], sums: dict[str, int], counted: str
) -> list[WriteOnlyCell]:
    """Return the last row."""
    cells = []
    for place, column in enumerate(columns):
        value: Value = sums.get(column.key, "合计" if place == 0 else "")
        cells.append(_boxed(sheet, value, HEAD, MIDDLE if place == 0 else RIGHT, SHADE))
    if not sums:
        cells[1] = _boxed(sheet, f"以上按{counted}列出", HEAD, LEFT, SHADE)
    return cells


def _cell(sheet: Any, column: Column, value: Value) -> WriteOnlyCell:
    """Return one cell of the table."""
    right = column.kind == "num"
    centre = column.kind == "nw"
    return _boxed(sheet, value, BODY, RIGHT if right else MIDDLE if centre else LEFT)


def _boxed(
    sheet: Any, value: Value, font: Font, alignment: Alignment, fill: PatternFill | None = None
) -> WriteOnlyCell:
    """Return a cell with a border."""
    cell = _plain(sheet, value, font, alignment)
    cell.border = BORDER
    if fill is not None:
        cell.fill = fill
    return cell


def _plain(sheet: Any, value: Value, font: Font, alignment: Alignment) -> WriteOnlyCell:
    """Return a cell; a text is marked as one, so that `=` begins no formula."""
    number = isinstance(value, int) and not isinstance(value, bool)
    cell = WriteOnlyCell(sheet, value=value if number else text_of(value))
    if not number:
        cell.data_type = "s"
    cell.font, cell.alignment = font, alignment
    return cell
