"""The empty lists that an office downloads, fills in and uploads."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tracker.directory.roster import HEADINGS, MOST_ROWS, ListKind
from tracker.roles import Role

TEXT = "@"
WIDTH, WIDE = 18, 48
TYPED_ROWS = 300


def template_book(kind: ListKind) -> bytes:
    """Return the workbook of a list: headings on the first sheet, how to fill it on the second."""
    book = Workbook()
    sheet = book.active
    sheet.title = kind.label
    for column, heading in enumerate(HEADINGS[kind], start=1):
        cell = sheet.cell(1, column, heading.label)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8EEF7" if heading.needed else "FFF2F2F2")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
        for row in range(2, TYPED_ROWS + 2):
            sheet.cell(row, column).number_format = TEXT
    sheet.freeze_panes = "A2"
    _explain(book, kind)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _explain(book: Workbook, kind: ListKind) -> None:
    """Add the sheet that says how the list is filled in."""
    sheet = book.create_sheet("填写说明")
    sheet.append(["列", "是否必填", "怎样填"])
    for heading in HEADINGS[kind]:
        sheet.append([heading.label, "必填" if heading.needed else "可不填", heading.hint])
    if kind is ListKind.ACCOUNTS:
        sheet.append(["角色的叫法", "", "、".join(role.label for role in Role)])
    sheet.append(["说明", "", f"从第 2 行起每行一条，一次最多 {MOST_ROWS} 行；已有的不会改动。"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = WIDTH
    sheet.column_dimensions["C"].width = WIDE
    for cell in sheet["C"]:
        cell.alignment = Alignment(wrap_text=True)
