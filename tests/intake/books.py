"""Workbooks as offices send them, built for tests."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl

HEADING = ["建议编号", "提建议人", "", "建议标题", "拟主办单位", "会办单位", "备注"]
SECOND = ["", "单位", "姓名", "", "", "", ""]


def catalogue(path: Path, rows: list[list[object]], title: str = "") -> Path:
    """The catalogue L1: title row, two-row merged heading, then rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "目录"
    sheet.append([title or "云岭区第十八届人民代表大会第三次会议代表建议目录"])
    sheet.append(HEADING)
    sheet.append(SECOND)
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("B2:C2")
    for letter in "ADEFG":
        sheet.merge_cells(f"{letter}2:{letter}3")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def plain(path: Path, heading: list[str], rows: list[list[object]], *above: str) -> Path:
    """Title rows, one heading row, then rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    for text in above:
        sheet.append([text])
    sheet.append(heading)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def data(path: Path) -> tuple[BytesIO, str]:
    """The file as a form uploads it."""
    return BytesIO(path.read_bytes()), path.name
