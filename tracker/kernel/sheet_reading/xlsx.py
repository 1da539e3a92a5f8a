"""Workbooks of XML (.xlsx, .xlsm): values by calamine, which does not trust the declared size.

Number formats, formulas, hidden rows and merged cells come from the sheets' own XML. Of a
workbook with macros only the values are read.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from lxml import etree
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from tracker.kernel.sheet_reading.cells import ERROR, FORMULA, MISSING, RefusalError, cell_of
from tracker.kernel.sheet_reading.grid import ROOM, Budget
from tracker.kernel.sheet_reading.markup import local, xml

MAIN = "{*}"  # the usual namespace, or the one of a strict workbook
RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
TWO_ENDS = 2
MOST_COLUMNS = 2000
PLACE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
BUILT_IN_TEXT = {"0": "General", "1": "0", "49": "@"}
KEPT = ("hidden_rows", "hidden_columns", "merges")


def read(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return the sheets, and whether days count from 1904."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        outlines = outlines_of(archive, budget.left)
        from_1904 = counts_from_1904(archive)
    return sheets_of(data, outlines), from_1904


def sheets_of(data: bytes, outlines: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sheets, of calamine's values and of the outlines."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    states = {meta.name: meta.visible for meta in book.sheets_metadata}
    sheets = []
    for name in book.sheet_names:
        outline = outlines.get(name)
        if outline is None:  # a chart sheet holds no cells
            continue
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        hidden = states.get(name) != SheetVisibleEnum.Visible
        sheets.append(sheet_of(name, hidden, values, outline))
    return sheets


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook counts days from 1904, as old Macintosh ones do."""
    node = xml(archive.read("xl/workbook.xml")).find(f"{MAIN}workbookPr")
    return node is not None and node.get("date1904") in ("1", "true")


def outlines_of(archive: zipfile.ZipFile, most_cells: int) -> dict[str, dict[str, Any]]:
    """Return what the XML says beside the values, by sheet name."""
    formats = formats_of(archive)
    found: dict[str, dict[str, Any]] = {}
    left = most_cells
    for name, member in sheet_members(archive).items():
        with archive.open(member) as file:
            found[name] = outline_of(file, formats, left)
        left -= found[name]["count"]
    return found


def sheet_members(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the member of each worksheet by the sheet's name."""
    relations = relations_of(archive, "xl/_rels/workbook.xml.rels")
    found = {}
    for node in xml(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        member = next((relations.get(node.get(name)) for name in RELATIONS if node.get(name)), None)
        if member in archive.namelist():
            found[node.get("name", "")] = member
    return found


def relations_of(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the member of each worksheet by the number of its relation."""
    if name not in archive.namelist():
        return {}
    found = {}
    for node in xml(archive.read(name)):
        if node.get("Type", "").endswith("/worksheet"):
            target = node.get("Target", "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[node.get("Id")] = member
    return found


def formats_of(archive: zipfile.ZipFile) -> list[str]:
    """Return the number format of each cell style."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    tree = xml(archive.read("xl/styles.xml"))
    named = {
        node.get("numFmtId"): node.get("formatCode", "") for node in tree.iter(f"{MAIN}numFmt")
    }
    styles = tree.find(f"{MAIN}cellXfs")
    ids = [node.get("numFmtId", "0") for node in styles] if styles is not None else []
    return [named.get(text, BUILT_IN_TEXT.get(text, "")) for text in ids]


def empty_outline() -> dict[str, Any]:
    """Return the outline of a sheet without cells."""
    return {
        "cells": {}, "hidden_rows": [], "hidden_columns": [], "merges": [], "count": 0,
        "bottom": 0, "right": 0,
    }  # fmt: skip


def outline_of(file: Any, formats: list[str], left: int) -> dict[str, Any]:
    """Walk one sheet's XML: formats and formulas by cell, hidden rows and columns, merges."""
    out = empty_outline()
    tags = [f"{MAIN}{name}" for name in ("row", "c", "col", "mergeCell")]
    for _, node in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True):
        if local(node) == "c":
            note_cell(out, node, formats, left)
        else:
            note_other(out, node)
    refuse_wide(out, left)
    return out


def refuse_wide(out: dict[str, Any], left: int) -> None:
    """Refuse a sheet with a cell far away."""
    if out["bottom"] * out["right"] > ROOM * left:
        raise RefusalError("too_large")


def note_other(out: dict[str, Any], node: Any) -> None:
    """Note a row or column that is hidden, or a merged range."""
    hidden = node.get("hidden") in ("1", "true")
    name = local(node)
    if name == "row":
        if hidden and node.get("r"):
            out["hidden_rows"].append(int(node.get("r")) - 1)
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]
    elif name == "col" and hidden:
        last = min(int(node.get("max", "1")), MOST_COLUMNS)
        out["hidden_columns"] += range(int(node.get("min", "1")) - 1, last)
    elif name == "mergeCell" and (ref := span(node.get("ref", ""))):
        out["merges"].append(ref)


def note_cell(out: dict[str, Any], node: Any, formats: list[str], left: int) -> None:
    """Note a cell that holds something: its format, whether it is a formula or an error."""
    out["count"] += 1
    if out["count"] > left:
        raise RefusalError("too_large")
    if not len(node):
        return
    place = PLACE.match(node.get("r", ""))
    if not place:
        return
    at = (int(place.group(2)) - 1, column_index(place.group(1)))
    out["bottom"], out["right"] = max(out["bottom"], at[0] + 1), max(out["right"], at[1] + 1)
    formula, kind = node.find(f"{MAIN}f") is not None, node.get("t", "n")
    if not formula and kind not in ("n", "e"):
        return
    style = int(node.get("s", "0"))
    code = formats[style] if style < len(formats) else ""
    if formula or kind == "e" or code not in ("", "General"):
        value = node.find(f"{MAIN}v")
        empty = value is None or not (value.text or "")
        missing = formula and empty and (value is None or kind != "str")
        mark = MISSING if missing else ERROR if kind == "e" else FORMULA if formula else ""
        out["cells"][at] = (code, mark)


def column_index(letters: str) -> int:
    """Return the zero-based index of a column's letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def span(ref: str) -> list[int] | None:
    """Return [top, left, bottom, right] of a merged range, zero-based."""
    ends = [PLACE.match(part) for part in ref.split(":")]
    found = [(int(end.group(2)) - 1, column_index(end.group(1))) for end in ends if end]
    return [*found[0], *found[1]] if len(ends) == len(found) == TWO_ENDS else None


def sheet_of(
    name: str, hidden: bool, values: list[list[Any]], outline: dict[str, Any]
) -> dict[str, Any]:
    """Return a sheet with its cells; the outline keeps number format and mark of some."""
    noted = outline["cells"]
    rows = [
        [cell_of(value, *noted.get((top, left), ())) for left, value in enumerate(row)]
        for top, row in enumerate(values)
    ]
    return {"name": name, "hidden": hidden, "rows": rows, **{key: outline[key] for key in KEPT}}
