"""Reading one workbook in a process of its own; prints JSON, imports nothing of the program.

Run as a script: `python -I sheet_reader.py FILE MAX_CELLS MAX_MIB MAX_SECONDS`. Values come
from calamine, which does not trust the declared size; number formats, formulas, hidden rows
and merged cells from the sheets' own XML. Whatever goes wrong ends as {"refused": code}.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from lxml import etree
from python_calamine import CalamineWorkbook, SheetVisibleEnum

MAIN = "{*}"  # the usual namespace, or the one of a strict workbook
RELATIONS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
TWO_ENDS = 2
MIB = 1024 * 1024
MOST_UNPACKED = 400 * MIB
MOST_COLUMNS = 2000
FEWER_DIGITS = 1e15
ZEROS = re.compile(r"^([^0#?.,%/@]*)(0+)([^0#?.,%/@]*)$")
LAYOUT = re.compile(r"_.|\*.|\[[^\]]*\]")  # widths, fillers, colours of a number format
UNSEEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0x200B, 0x2010), 0x2060, 0xFEFF])
PLACE = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
BUILT_IN_TEXT = {"0": "General", "1": "0", "49": "@"}


class RefusalError(Exception):
    """A workbook that is not read; the code names why."""


def main() -> None:
    """Read the file named on the command line and print what is in it."""
    path, cells, mib, seconds = sys.argv[1], *(int(text) for text in sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_AS, (mib * MIB, mib * MIB))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        found: dict[str, Any] = read(path, cells)
    except RefusalError as refusal:
        found = {"refused": str(refusal)}
    except MemoryError:
        found = {"refused": "too_large"}
    except Exception as error:  # whatever a broken file makes a parser raise
        found = {"refused": "broken", "detail": type(error).__name__}
    json.dump(found, sys.stdout, ensure_ascii=False)


def read(path: str, most_cells: int) -> dict[str, Any]:
    """Return every sheet with its cells."""
    sniff(path)
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise RefusalError("too_large")
        if "xl/workbook.xml" not in archive.namelist():
            raise RefusalError("not_excel")
        outlines = outlines_of(archive, most_cells)
        from_1904 = counts_from_1904(archive)
    book = CalamineWorkbook.from_path(path)
    states = {meta.name: meta.visible for meta in book.sheets_metadata}
    sheets = []
    for name in book.sheet_names:
        outline = outlines.get(name)
        if outline is None:  # a chart sheet holds no cells
            continue
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        hidden = states.get(name) != SheetVisibleEnum.Visible
        sheets.append(sheet_of(name, hidden, values, outline))
    return {"refused": None, "sheets": sheets, "from_1904": from_1904}


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook counts days from 1904, as old Macintosh ones do."""
    node = xml(archive.read("xl/workbook.xml")).find(f"{MAIN}workbookPr")
    return node is not None and node.get("date1904") in ("1", "true")


def sniff(path: str) -> None:
    """Refuse what is no .xlsx by its first bytes, whatever its name says."""
    with open(path, "rb") as file:
        head = file.read(8192)
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            rest = head + file.read(4 * MIB)
            locked = "EncryptedPackage".encode("utf-16-le") in rest
            raise RefusalError("password" if locked else "old_format")
    if not head:
        raise RefusalError("empty_file")
    if head.startswith(b"PK\x03\x04"):
        return
    text = head.decode("utf-8", "ignore").lower()
    if "<html" in text or "<table" in text or "<!doctype" in text:
        raise RefusalError("html")
    raise RefusalError("not_excel")


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
    relations = {}
    if "xl/_rels/workbook.xml.rels" in archive.namelist():
        tree = xml(archive.read("xl/_rels/workbook.xml.rels"))
        relations = {
            node.get("Id"): node.get("Target", "")
            for node in tree
            if node.get("Type", "").endswith("/worksheet")
        }
    found = {}
    for node in xml(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        target = next((relations.get(node.get(name)) for name in RELATIONS if node.get(name)), None)
        if target:
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if member in archive.namelist():
                found[node.get("name", "")] = member
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


def xml(data: bytes) -> Any:
    """Parse XML without entities or network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def outline_of(file: Any, formats: list[str], left: int) -> dict[str, Any]:
    """Walk one sheet's XML: formats and formulas by cell, hidden rows and columns, merges."""
    out: dict[str, Any] = {
        "cells": {}, "hidden_rows": [], "hidden_columns": [], "merges": [], "count": 0,
        "bottom": 0, "right": 0,
    }  # fmt: skip
    tags = [f"{MAIN}{name}" for name in ("row", "c", "col", "mergeCell")]
    for _, node in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True):
        if local(node) == "c":
            note_cell(out, node, formats, left)
        else:
            note_other(out, node)
    if out["bottom"] * out["right"] > 3 * left:
        raise RefusalError("too_large")
    return out


def local(node: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


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
        out["cells"][at] = (code, formula, missing, kind == "e")


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
    """Return a sheet: each cell null, a text, or [text, kind, mark]."""
    marks = outline["cells"]
    rows = [
        [cell_of(value, marks.get((top, left))) for left, value in enumerate(row)]
        for top, row in enumerate(values)
    ]
    kept = {key: outline[key] for key in ("hidden_rows", "hidden_columns", "merges")}
    return {"name": name, "hidden": hidden, "rows": rows, **kept}


def cell_of(value: Any, mark: tuple[str, bool, bool, bool] | None) -> Any:
    """Return one cell; mark "f": formula, "x": formula without a value, "e": an error."""
    code, formula, missing, error = mark or ("", False, False, False)
    sign = "x" if missing else "e" if error else "f" if formula else ""
    text, kind = shown(value, code)
    if not text and not sign:
        return None
    return text if kind == "text" and not sign else [text, kind, sign]


def shown(value: Any, code: str) -> tuple[str, str]:
    """Return what a cell shows, and text | number | date | bool."""
    if isinstance(value, bool):
        return ("是" if value else "否"), "bool"
    if isinstance(value, (int, float)):
        return number_shown(value, code), "number"
    if isinstance(value, datetime):
        return value.date().isoformat(), "date"
    if isinstance(value, date):
        return value.isoformat(), "date"
    if isinstance(value, (time, timedelta)):
        return str(value), "text"
    return str(value or "").replace("_x000D_", "").translate(UNSEEN).strip(), "text"


def number_shown(value: float, code: str) -> str:
    """Return a number as the sheet shows it: a format of zeros keeps its zeros."""
    if abs(value) >= FEWER_DIGITS or value != int(value):
        return format(value, ".15g")
    found = ZEROS.match(LAYOUT.sub("", code.partition(";")[0]))
    if not found:
        return str(int(value))
    before, zeros, after = (re.sub(r'["\\]', "", part) for part in found.groups())
    return f"{before}{int(value):0{len(zeros)}d}{after}".strip()


if __name__ == "__main__":
    main()
