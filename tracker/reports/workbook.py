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
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.utils import get_column_letter

from tracker.kernel.column import Column, Value, shown

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_000
HALF = LONGEST // 2
HEADING_ROW = 3
LINE = 14.0
LAST_NARROW = 0x2E80
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
_SIDE = Side(style="thin", color="808080")
BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
TITLE = Font(name="宋体", size=16, bold=True)
HEAD = Font(name="宋体", size=10, bold=True)
BODY = Font(name="宋体", size=10)
SHADE = PatternFill("solid", fgColor="E7EEF5")
LEFT = Alignment(vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center", indent=1)
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class Look:
    """How a cell looks."""

    font: Font
    alignment: Alignment
    border: Border | None = BORDER
    fill: PatternFill | None = None


TITLE_LOOK, LINE_LOOK = Look(TITLE, MIDDLE, None), Look(BODY, LEFT, None)
HEAD_LOOK = Look(HEAD, MIDDLE, fill=SHADE)
TEXT_LOOK, LOOKS = Look(BODY, LEFT), {"num": Look(BODY, RIGHT), "nw": Look(BODY, MIDDLE)}
SUM_TEXT_LOOK = Look(HEAD, LEFT, fill=SHADE)
SUM_LOOKS = {"num": Look(HEAD, RIGHT, fill=SHADE), "nw": Look(HEAD, MIDDLE, fill=SHADE)}


@dataclass(frozen=True)
class Report:
    """What stands around a table: title, office, cut-off date, 件 or 件次, filter in words."""

    title: str
    office: str
    as_of: date
    counted: str
    scope: str = ""

    @property
    def line(self) -> str:
        """The line under the title."""
        parts = [
            f"单位：{self.office}",
            f"统计截止时间：{self.as_of}",
            f"计数单位：{self.counted}",
            f"范围：{self.scope}" if self.scope else "",
        ]
        return "　　".join(part for part in parts if part)


def build(
    report: Report, columns: Sequence[Column], rows: Iterable[Any], last: Sequence[Value]
) -> BytesIO:
    """Write a workbook row by row; numbers that are texts stay texts, nothing is a formula."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = text_of(report.office), text_of(report.title)
    sheet = book.create_sheet(sheet_name(report.title))
    end = get_column_letter(len(columns))
    _set_page(sheet, columns, end)
    empty = [None] * (len(columns) - 1)
    sheet.append([_cell(sheet, report.title, TITLE_LOOK), *empty])
    sheet.append([_cell(sheet, report.line, LINE_LOOK), *empty])
    sheet.append([_cell(sheet, column.label, HEAD_LOOK) for column in columns])
    looks = [LOOKS.get(column.kind, TEXT_LOOK) for column in columns]
    for place, row in enumerate(rows, HEADING_ROW + 1):
        values = [column.value(row) for column in columns]
        high = max(map(lines_of, columns, values))
        sheet.row_dimensions[place].height = LINE * high + 4
        sheet.append([_cell(sheet, *pair) for pair in zip(values, looks, strict=True)])
    sheet.append([_cell(sheet, *pair) for pair in zip(last, _last_looks(columns), strict=True)])
    for number in (1, 2):
        sheet.merged_cells.add(f"A{number}:{end}{number}")
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def sheet_name(title: str) -> str:
    """Return a name that a sheet may have: no sign that Excel forbids, at most 31 characters."""
    return NOT_IN_NAMES.sub("", text_of(title)).strip("'")[:LONGEST_NAME] or "表"


def lines_of(column: Column, value: Value) -> int:
    """Return how many lines a value takes in its column; a Chinese character is two wide."""
    room = max(1, column.width - 1)
    return sum(max(1, ceil(_wide(text) / room)) for text in shown(value).split("\n"))


def _wide(text: str) -> int:
    """Return how wide a text is in characters of the sheet."""
    return len(text) if text.isascii() else sum(2 if ord(c) > LAST_NARROW else 1 for c in text)


def text_of(value: Value) -> str:
    """Return a text without characters that a workbook cannot hold."""
    text = FORBIDDEN.sub("", shown(value))
    if len(text) > HALF:  # a character beyond the first plane counts twice for Excel
        text = text.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", "ignore")
    return text


def _set_page(sheet: Any, columns: Sequence[Column], end: str) -> None:
    """Set widths, frozen and repeated heading, A4 landscape fitted to the width."""
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[2].height = 20
    high = max(lines_of(column, column.label) for column in columns)
    sheet.row_dimensions[HEADING_ROW].height = max(30, LINE * high + 4)
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.print_title_rows = f"1:{HEADING_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{end}{HEADING_ROW}"


def _last_looks(columns: Sequence[Column]) -> list[Look]:
    """Return the looks of the last row; figures stand as in the rows above."""
    return [SUM_LOOKS.get(column.kind, SUM_TEXT_LOOK) for column in columns]


def _cell(sheet: Any, value: Value, look: Look) -> WriteOnlyCell:
    """Return a cell; a text is marked as one, so that `=` begins no formula."""
    number = isinstance(value, int) and not isinstance(value, bool)
    cell = WriteOnlyCell(sheet, value=value if number else text_of(value))
    if not number:
        cell.data_type, cell.number_format = "s", FORMAT_TEXT
    cell.font, cell.alignment = look.font, look.alignment
    if look.border is not None:
        cell.border = look.border
    if look.fill is not None:
        cell.fill = look.fill
    return cell
