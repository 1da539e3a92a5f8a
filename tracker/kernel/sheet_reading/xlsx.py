"""Workbooks of XML (.xlsx, .xlsm): values by calamine, which does not trust the declared size.

Number formats, formulas, hidden rows and merged cells come from the sheets' own XML. Of a
workbook with macros only the values are read.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, NamedTuple

from lxml import etree
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from tracker.kernel.sheet_reading.cells import (
    ERROR,
    FORMULA,
    MISSING,
    RefusalError,
    cell_of,
    plain_cell,
)
from tracker.kernel.sheet_reading.grid import ROOM, Budget
from tracker.kernel.sheet_reading.markup import local, xml
from tracker.kernel.sheet_reading.xlsx_fit import blank_strings, fitted, is_blank
from tracker.kernel.sheet_reading.xlsx_rows import (
    Content,
    Noting,
    column_index,
    cut,
    is_hidden,
    telling,
)

MAIN = "{*}"  # the usual namespace, or the one of a strict workbook
RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
TWO_ENDS = 2
MOST_COLUMNS = 2000
PLACE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
BUILT_IN_TEXT = {"0": "General", "1": "0", "49": "@"}
KEPT = ("hidden_rows", "hidden_columns", "merges", "struck_rows")


class Style(NamedTuple):
    """What matters of a cell style: its number format, and whether its text is struck through."""

    code: str
    struck: bool


PLAIN = Style("", False)


def read(data: bytes, budget: Budget) -> tuple[list[dict[str, Any]], bool]:
    """Return the sheets, and whether days count from 1904."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = sheet_members(archive)
        outlines = outlines_of(archive, members, budget.left)
        from_1904 = counts_from_1904(archive)
    unfit = {members[name]: out for name, out in outlines.items() if out["unfit"]}
    return sheets_of(fitted(data, unfit) if unfit else data, outlines), from_1904


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


def outlines_of(
    archive: zipfile.ZipFile, members: dict[str, str], most_cells: int
) -> dict[str, dict[str, Any]]:
    """Return what the XML says beside the values, by sheet name."""
    styles = styles_of(archive)
    blanks = blank_strings(archive)
    found: dict[str, dict[str, Any]] = {}
    left = most_cells
    for name, member in members.items():
        with archive.open(member) as file:
            found[name] = outline_of(file, styles, blanks, left)
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


def styles_of(archive: zipfile.ZipFile) -> list[Style]:
    """Return number format and strike of each cell style."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    tree = xml(archive.read("xl/styles.xml"))
    named = {
        node.get("numFmtId"): node.get("formatCode", "") for node in tree.iter(f"{MAIN}numFmt")
    }
    fonts = tree.find(f"{MAIN}fonts")
    struck = [_is_struck(font) for font in fonts] if fonts is not None else []
    styles = tree.find(f"{MAIN}cellXfs")
    found = []
    for node in styles if styles is not None else ():
        code, font = node.get("numFmtId", "0"), node.get("fontId", "")
        known = font.isdigit() and int(font) < len(struck)
        text = named.get(code, BUILT_IN_TEXT.get(code, ""))
        found.append(Style(text, known and struck[int(font)]))
    return found


def _is_struck(font: Any) -> bool:
    """Whether a font strikes its text through."""
    strike = font.find(f"{MAIN}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def empty_outline() -> dict[str, Any]:
    """Return the outline of a sheet without cells."""
    return {
        "cells": {}, "hidden_rows": [], "hidden_columns": [], "merges": [], "struck_rows": [],
        "count": 0, "bottom": 0, "right": 0, "unfit": False, "blanks": frozenset(),
        "row": (0, 0), "far": (0, 0),
    }  # fmt: skip


def outline_of(file: Any, styles: list[Style], blanks: frozenset[str], left: int) -> dict[str, Any]:
    """Note one sheet's XML: formats and formulas by cell, hidden rows and columns, merges."""
    out, noting = empty_outline() | {"blanks": blanks}, noting_of(styles, blanks, left)
    remains = cut(file, out, noting)
    if remains is None:
        file.seek(0)
    walk_tree(file if remains is None else io.BytesIO(remains), out, noting)
    refuse_wide(out, left)
    far = out["far"]
    out["unfit"] = out["unfit"] or far[0] * far[1] > 2 * max(1, out["bottom"] * out["right"])
    return out


def noting_of(styles: list[Style], blanks: frozenset[str], left: int) -> Noting:
    """Return how the rows of a workbook with these styles are noted."""

    def note(
        out: dict[str, Any], at: tuple[int, int], style: int, kind: str, content: Content
    ) -> None:
        note_content(out, at, styles[style] if style < len(styles) else PLAIN, kind, content)

    shown = [at for at, style in enumerate(styles) if style.code not in ("", "General")]
    struck = [at for at, style in enumerate(styles) if style.struck]
    return Noting(note, note_row, telling(shown, struck), blanks, left)


def walk_tree(file: Any, out: dict[str, Any], noting: Noting) -> None:
    """Note what the quick way left: all but plain rows, and rows that are not."""
    tags = [f"{MAIN}{name}" for name in ("dimension", "row", "c", "col", "mergeCell")]
    for _, node in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True):
        if local(node) == "c":
            note_cell(out, node, noting)
        else:
            note_other(out, node)


def refuse_wide(out: dict[str, Any], left: int) -> None:
    """Refuse a sheet with a cell far away."""
    if out["bottom"] * out["right"] > ROOM * left:
        raise RefusalError("too_large")


def note_other(out: dict[str, Any], node: Any) -> None:
    """Note a row or column that is hidden, or a merged range."""
    hidden, name = is_hidden(node), local(node)
    if name == "row":
        note_row(out, node.get("r"), hidden)
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]
    elif name == "dimension":
        out["unfit"] = not _is_size(node.get("ref", ""))
    elif name == "col" and hidden:
        last = min(int(node.get("max", "1")), MOST_COLUMNS)
        out["hidden_columns"] += range(int(node.get("min", "1")) - 1, last)
    elif name == "mergeCell" and (ref := span(node.get("ref", ""))):
        out["merges"].append(ref)


def note_row(out: dict[str, Any], number: str | None, hidden: bool) -> None:
    """Note a row that is hidden, or struck through as a whole."""
    (filled, struck), out["row"] = out["row"], (0, 0)
    if not number:
        return
    if hidden:
        out["hidden_rows"].append(int(number) - 1)
    if filled and filled == struck:
        out["struck_rows"].append(int(number) - 1)


def _is_size(ref: str) -> bool:
    """Whether a declared size can be one: A1:C9, no row 0."""
    ends = [PLACE.match(part) for part in ref.split(":")]
    return all(end and int(end.group(2)) > 0 for end in ends)


def note_cell(out: dict[str, Any], node: Any, noting: Noting) -> None:
    """Note a cell of the tree, if anything stands in it."""
    out["count"] += 1
    if out["count"] > noting.left:
        raise RefusalError("too_large")
    place = PLACE.match(node.get("r", "")) if len(node) else None
    if not place:
        return
    value = node.find(f"{MAIN}v")
    content = Content(
        formula=node.find(f"{MAIN}f") is not None,
        value=None if value is None else value.text or "",
        blank=is_blank(node, noting.blanks),
    )
    at = (int(place.group(2)) - 1, column_index(place.group(1)))
    noting.cell(out, at, int(node.get("s", "0")), node.get("t", "n"), content)


def note_content(
    out: dict[str, Any], at: tuple[int, int], style: Style, kind: str, content: Content
) -> None:
    """Note where a cell holds something: its format, whether it is a formula or an error."""
    below, beside = at[0] + 1, at[1] + 1
    far = out["far"]
    if below > far[0] or beside > far[1]:
        out["far"] = (max(far[0], below), max(far[1], beside))
    if content.blank:
        return
    if below > out["bottom"] or beside > out["right"]:
        out["bottom"], out["right"] = max(out["bottom"], below), max(out["right"], beside)
    filled, struck = out["row"]
    out["row"] = (filled + 1, struck + style.struck)
    formula = content.formula
    if formula or kind == "e" or (kind == "n" and style.code not in ("", "General")):
        missing = formula and not content.value and (content.value is None or kind != "str")
        mark = MISSING if missing else ERROR if kind == "e" else FORMULA if formula else ""
        out["cells"][at] = (style.code, mark)


def span(ref: str) -> list[int] | None:
    """Return [top, left, bottom, right] of a merged range, zero-based."""
    ends = [PLACE.match(part) for part in ref.split(":")]
    found = [(int(end.group(2)) - 1, column_index(end.group(1))) for end in ends if end]
    return [*found[0], *found[1]] if len(ends) == len(found) == TWO_ENDS else None


def sheet_of(
    name: str, hidden: bool, values: list[list[Any]], outline: dict[str, Any]
) -> dict[str, Any]:
    """Return a sheet with its cells; the outline keeps number format and mark of some."""
    rows = [[plain_cell(value) for value in row] for row in values]
    for (top, left), noted in outline["cells"].items():
        if top < len(rows) and left < len(rows[top]):
            rows[top][left] = cell_of(values[top][left], *noted)
    return {"name": name, "hidden": hidden, "rows": rows, **{key: outline[key] for key in KEPT}}
