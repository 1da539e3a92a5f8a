"""Making a workbook of XML fit to be read: no declared size is believed, no far blank counts.

Programs write a `dimension` that begins at row 0, or leave one blank in the last row of the sheet;
calamine takes both at their word.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from lxml import etree

from tracker.kernel.sheet_reading.markup import drop, local, xml
from tracker.kernel.sheet_reading.xlsx_rows import blank_texts

BLANKS = "xl/sharedStrings.xml"


def blank_strings(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of shared strings that hold nothing but blanks, as cells write them."""
    if BLANKS not in archive.namelist():
        return frozenset()
    with archive.open(BLANKS) as file:
        quick = blank_texts(file)
    if quick is not None:
        return quick
    found, number = set(), 0
    with archive.open(BLANKS) as file:
        for _, node in etree.iterparse(file, tag="{*}si", resolve_entities=False, no_network=True):
            if not any(part.text and part.text.strip() for part in node.iter("{*}t")):
                found.add(str(number))
            number += 1
            drop(node)
    return frozenset(found)


def is_blank(node: Any, blanks: frozenset[str]) -> bool:
    """Whether a cell holds nothing but blanks; a formula or a value is something."""
    kind = node.get("t", "n")
    if kind == "inlineStr":
        return not any(part.text and part.text.strip() for part in node.iter("{*}t"))
    value = node.find("{*}v")
    text = value.text if value is not None else None
    if node.find("{*}f") is not None:
        return False
    return not (text or "").strip() or (kind == "s" and text in blanks)


def fitted(data: bytes, outlines: Mapping[str, dict[str, Any]]) -> bytes:
    """Return the workbook without declared sizes, and without what lies behind the last content.

    :param outlines: by member; those without `unfit` are left as they are.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            outline = outlines.get(name)
            new.writestr(name, _cut(content, outline) if outline else content)
    return out.getvalue()


def _cut(content: bytes, outline: dict[str, Any]) -> bytes:
    """Return a sheet without its declared size and what lies behind its last content."""
    tree = xml(content)
    for node in list(tree):
        if local(node) == "dimension":
            tree.remove(node)
    for row in list(tree.iter("{*}row")):
        number = row.get("r", "")
        if number.isdigit() and int(number) > outline["bottom"]:
            row.getparent().remove(row)
        else:
            for cell in [cell for cell in row if is_blank(cell, outline["blanks"])]:
                row.remove(cell)
    return bytes(etree.tostring(tree))
