"""Reading an uploaded list into plain texts, as far as a list can reach."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tracker.accounts.roster import HEAD_ROWS, MOST_ROWS, ListError

LAST_ROW = MOST_ROWS + HEAD_ROWS + 1
LAST_COLUMN = 40
UNREADABLE = "这不是能读的 Excel 文件，请用 Excel 或 WPS 另存为 .xlsx 后再传。"


@dataclass(frozen=True)
class Cell:
    """One cell as text; an empty one is an empty text."""

    text: str


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    rows: list[list[Cell]]


@dataclass(frozen=True)
class Book:
    """A workbook."""

    sheets: list[Sheet]


class Unreadable(ListError):  # noqa: N818 - named like the reader of case lists
    """The file is no workbook; the message says what to do."""


def read_book(path: Path) -> Book:
    """Return the texts of a workbook, no further than a list can reach.

    :raises Unreadable: it is no workbook; the library answers damage with many exceptions.
    """
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return Book([Sheet(_rows(sheet)) for sheet in book.worksheets])
        finally:
            book.close()
    except Exception as error:
        raise Unreadable(UNREADABLE) from error


def _rows(sheet: Any) -> list[list[Cell]]:
    """Return the rows; what the sheet says about its own size is not believed (WPS)."""
    sheet.reset_dimensions()
    reach = sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN, values_only=True)
    return [[Cell("" if value is None else str(value)) for value in row] for row in reach]
