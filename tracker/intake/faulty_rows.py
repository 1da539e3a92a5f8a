"""The rows of a list that cannot go in, as a workbook to be mended and uploaded again."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.utils import get_column_letter

from tracker.intake.reading.handed import ListRow, ListSheet, Preview
from tracker.kernel.unseen import without_unseen

HEADING, WIDTH, WIDE = "问题", 18, 60
LONGEST_NAME, LONGEST = 31, 32_000
NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\"))
HEAD = Font(name="宋体", size=11, bold=True)
BODY = Font(name="宋体", size=11)
SHADE = PatternFill("solid", fgColor="FCE4D6")
WRAPPED = Alignment(vertical="top", wrap_text=True)


def faulty(sheet: ListSheet) -> list[ListRow]:
    """Return the rows with errors, and those that are asked about."""
    return [entry for entry in sheet.rows if entry.errors or entry.asked]


def workbook(preview: Preview) -> BytesIO:
    """Write every sheet with its titles, its headings and its faulty rows, told what is wrong.

    The first column says what to mend; it is passed over when the file is uploaded again.
    """
    book = Workbook(write_only=True)
    for sheet in preview.sheets:
        if rows := faulty(sheet):
            _write(book, sheet, rows)
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def _write(book: Workbook, sheet: ListSheet, rows: list[ListRow]) -> None:
    """Write one sheet."""
    target = book.create_sheet(sheet.name.translate(NOT_IN_NAMES)[:LONGEST_NAME] or "清单")
    target.column_dimensions["A"].width = WIDE
    for at in range(2, len(sheet.columns) + 2):
        target.column_dimensions[get_column_letter(at)].width = WIDTH
    target.freeze_panes = "B3"
    target.append([_cell(target, sheet.above, HEAD)])
    target.append([_cell(target, text, HEAD) for text in (HEADING, *_headings(sheet))])
    for entry in rows:
        told = "\n".join(str(fault) for fault in (*entry.errors, *entry.asked))
        cells = [entry.cells.get(column.key, "") for column in sheet.columns]
        first = _cell(target, told, BODY)
        first.fill = SHADE
        target.append([first, *(_cell(target, text, BODY) for text in cells)])


def _headings(sheet: ListSheet) -> list[str]:
    """Return the headings as they stood: 提建议人/姓名 in one cell is read again."""
    return [column.key for column in sheet.columns]


def _cell(target: object, text: str, font: Font) -> WriteOnlyCell:
    """Return a cell with a text: `=` begins no formula, and a number keeps its zeros."""
    cell = WriteOnlyCell(target, value=without_unseen(text)[:LONGEST])
    cell.data_type, cell.number_format = "s", FORMAT_TEXT
    cell.font, cell.alignment = font, WRAPPED
    return cell
