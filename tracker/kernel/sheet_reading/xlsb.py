"""Binary workbooks (.xlsb): values by calamine, the rest from the records of BIFF12.

The layout of a record is that of [MS-XLSB] 2.1.4; numbers in brackets are those of its records.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from typing import Any

from tracker.kernel.sheet_reading.cells import ERROR, FORMULA, RefusalError
from tracker.kernel.sheet_reading.grid import MOST_COLUMNS, Budget
from tracker.kernel.sheet_reading.xlsx import (
    empty_outline,
    refuse_wide,
    relations_of,
    sheets_of,
)

ROW, BLANK, ERROR_CELL, LAST_CELL, RICH_TEXT = 0, 1, 3, 11, 62
FORMULAS = range(8, 12)
ERRORS = (ERROR_CELL, 11)
COLUMN, MERGED, WORKBOOK, SHEET = 60, 176, 153, 156
FORMAT, STYLE, STYLES_BEGIN, STYLES_END = 44, 47, 617, 618
ROW_HIDDEN, COLUMN_HIDDEN, SINCE_1904 = 0x10, 1, 1
BUILT_IN_TEXT = {0: "General", 1: "0", 49: "@"}
NO_TEXT = 0xFFFFFFFF
Record = tuple[int, bytes]


def read(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return the sheets, and whether days count from 1904."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members, from_1904 = _workbook(archive)
        codes = _codes(archive)
        outlines, left = {}, budget.left
        for name, member in members.items():
            outlines[name] = _outline(archive.read(member), codes, left)
            left -= outlines[name]["count"]
    return sheets_of(data, outlines), from_1904


def records(data: bytes) -> Iterator[Record]:
    """Give kind and content of each record."""
    position = 0
    while position < len(data):
        kind, position = _number(data, position, 2)
        length, position = _number(data, position, 4)
        yield kind, data[position : position + length]
        position += length


def _number(data: bytes, position: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits in each byte, and where it ends."""
    value = 0
    for place in range(most):
        byte = data[position + place]
        value |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return value, position + place + 1
    return value, position + most


def _text(data: bytes, position: int) -> tuple[str, int]:
    """Return a text with its length before it, and where it ends."""
    (length,) = struct.unpack_from("<I", data, position)
    if length == NO_TEXT:
        return "", position + 4
    end = position + 4 + 2 * length
    return data[position + 4 : end].decode("utf-16-le"), end


def _workbook(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """Return the member of each worksheet by its name, and whether days count from 1904."""
    relations = relations_of(archive, "xl/_rels/workbook.bin.rels")
    members, from_1904 = {}, False
    for kind, data in records(archive.read("xl/workbook.bin")):
        if kind == WORKBOOK:
            from_1904 = bool(data[0] & SINCE_1904)
        elif kind == SHEET:
            relation, end = _text(data, 8)
            if (member := relations.get(relation)) in archive.namelist():
                members[_text(data, end)[0]] = member or ""
    return members, from_1904


def _codes(archive: zipfile.ZipFile) -> list[str]:
    """Return the number format of each cell style."""
    if "xl/styles.bin" not in archive.namelist():
        return []
    named, ids, inside = dict(BUILT_IN_TEXT), [], False
    for kind, data in records(archive.read("xl/styles.bin")):
        if kind == FORMAT:
            named[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
        elif kind in (STYLES_BEGIN, STYLES_END):
            inside = kind == STYLES_BEGIN
        elif kind == STYLE and inside:
            ids.append(struct.unpack_from("<H", data, 2)[0])
    return [named.get(number, "") for number in ids]


def _outline(data: bytes, codes: list[str], left: int) -> dict[str, Any]:
    """Walk through the records of a sheet."""
    out, row = empty_outline(), 0
    for kind, content in records(data):
        if kind == ROW:
            (row,) = struct.unpack_from("<I", content)
        if BLANK <= kind <= LAST_CELL or kind == RICH_TEXT:
            _note_cell(out, kind, row, content, codes)
            if out["count"] > left:
                raise RefusalError("too_large")
        else:
            _note_other(out, kind, row, content)
    refuse_wide(out, left)
    return out


def _note_other(out: dict[str, Any], kind: int, row: int, content: bytes) -> None:
    """Note a row or columns that are hidden, or a merged range."""
    if kind == ROW and content[11] & ROW_HIDDEN:
        out["hidden_rows"].append(row)
    elif kind == COLUMN and content[16] & COLUMN_HIDDEN:
        first, last = struct.unpack_from("<II", content)
        out["hidden_columns"] += range(first, min(last, MOST_COLUMNS) + 1)
    elif kind == MERGED:
        top, bottom, left, right = struct.unpack_from("<IIII", content)
        out["merges"].append([top, left, bottom, right])


def _note_cell(out: dict[str, Any], kind: int, row: int, content: bytes, codes: list[str]) -> None:
    """Note a cell that holds something: its format, whether it is a formula or an error."""
    out["count"] += 1
    if kind == BLANK:
        return
    column, style = struct.unpack_from("<II", content)
    style &= 0xFFFFFF
    out["bottom"], out["right"] = max(out["bottom"], row + 1), max(out["right"], column + 1)
    code = codes[style] if style < len(codes) else ""
    mark = ERROR if kind in ERRORS else FORMULA if kind in FORMULAS else ""
    if mark or code not in ("", "General"):
        out["cells"][(row, column)] = (code, mark)
