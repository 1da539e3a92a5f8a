"""Rows of a workbook's XML are noted alike by the quick way and by the walk through the tree."""

from __future__ import annotations

import random
from io import BytesIO
from xml.parsers.expat import ExpatError

import pytest
from lxml import etree

from tracker.kernel.sheet_reading import xlsx, xlsx_rows
from tracker.kernel.sheet_reading.cells import RefusalError

STYLES = [xlsx.PLAIN, xlsx.Style("000", False), xlsx.Style("", True), xlsx.Style("General", False)]
BLANKS = frozenset({"3"})
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROWS = {
    "texts and numbers": '<c r="A1" t="s"><v>0</v></c><c r="B1" s="3"><v>12</v></c>',
    "a number of zeros": '<c r="A1" s="1"><v>15</v></c><c r="B1" t="s" s="1"><v>2</v></c>',
    "a blank at the end": '<c r="A1" t="s"><v>1</v></c><c r="C1" t="s"><v>3</v></c><c r="D1"/>',
    "only a blank": '<c r="D1" t="s"><v>3</v></c>',
    "a text of blanks": '<c r="A1" t="inlineStr"><is><t>&#12288;&#32; </t></is></c>',
    "an inline text": '<c r="A1" t="inlineStr"><is><r><t>&#22478;</t></r><r><t> </t></r></is></c>',
    "struck through": '<c r="A1" s="2" t="s"><v>1</v></c><c r="B1" s="2"><v>2</v></c>',
    "struck in part": '<c r="A1" s="2" t="s"><v>1</v></c><c r="B1"><v>2</v></c>',
    "a formula": '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1</f></c>',
    "an empty formula": '<c r="A1" t="str"><f t="shared" si="0"/><v/></c><c r="B1"><f/><v/></c>',
    "an error": '<c r="A1" t="e"><v>#N/A</v></c>',
    "an unknown style": '<c r="A1" s="77"><v>2</v></c>',
    "cells without a place": "<c><v>1</v></c><c><v>2</v></c>",
    "other attributes": '<c cm="1" r="A1" s="1"><v>4</v></c>',
    "a comment": '<c r="A1" t="s"><v>1</v></c><!-- <c r="Z9"><v>1</v></c> -->',
    "a CDATA section": '<c r="A1" t="str"><v><![CDATA[<c r="Z1"><v>1</v></c>]]></v></c>',
    "a prefix": '<x:c r="A1" xmlns:x="urn:x"><x:v>1</x:v></x:c>',
    "line ends between": '<c r="A1">\n <v>1</v>\n</c>\n<c r="B1" s="1">\n<v>7</v></c>',
    "what extensions write": '<c r="A1"><v>1</v><extLst><ext uri="x"/></extLst></c>',
    "far away": '<c r="A1"><v>1</v></c><c r="XFD1" s="1"><v> </v></c>',
}
HEADS = {
    "plain": '<row r="1">',
    "hidden": '<row r="1" hidden="1" spans="1:2">',
    "without height": '<row r="1" ht="0.0">',
    "unnumbered": "<row>",
    "odd": "<row r='1' hidden='true'>",
}


def sheet(rows: str) -> bytes:
    """Return a sheet of rows, with a hidden column, an empty row and a merged range."""
    return (
        f'<worksheet {MAIN}><dimension ref="A1:C9"/><cols><col min="2" max="3" hidden="1"/></cols>'
        f'<sheetData>{rows}<row r="8"/><row r="9"><c r="A9" t="s"><v>0</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
    ).encode()


def outline(data: bytes) -> object:
    """Return what a sheet says, or that it is refused or broken."""
    try:
        found = xlsx.outline_of(BytesIO(data), STYLES, BLANKS, 1000)
    except RefusalError as error:
        return str(error)
    except (etree.LxmlError, ExpatError, ValueError):
        return "broken"
    kept = {key: found[key] for key in ("cells", "count", "bottom", "right", "unfit", "merges")}
    return kept | {key: sorted(found[key]) for key in xlsx.KEPT if key != "merges"}


def both(data: bytes, monkeypatch) -> tuple[object, object]:
    """Return what the quick way and the tree alone find."""
    quick = outline(data)
    with monkeypatch.context() as patch:
        patch.setattr(xlsx, "cut", lambda *_: None)
        return quick, outline(data)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("cells", ROWS)
def test_a_row_is_noted_alike_by_both_ways(head, cells, monkeypatch):
    quick, tree = both(sheet(f"{HEADS[head]}{ROWS[cells]}</row>"), monkeypatch)
    assert quick == tree


def test_the_rows_that_most_programs_write_need_no_tree():
    rows = sheet(f"{HEADS['hidden']}{ROWS['a number of zeros']}</row>")
    out = xlsx.empty_outline()
    noting = xlsx.noting_of(STYLES, BLANKS, 1000)
    assert b"<c " not in xlsx_rows.cut(BytesIO(rows), out, noting)
    assert (out["cells"], out["hidden_rows"]) == ({(0, 0): ("000", "")}, [0])


def test_mutants_are_noted_alike(monkeypatch):
    whole = sheet(
        "".join(f"{head}{cells}</row>" for head in HEADS.values() for cells in ROWS.values())
    )
    draw = random.Random(20261201)
    for _turn in range(250):
        data = bytearray(whole)
        for _change in range(draw.randrange(1, 4)):
            at = draw.randrange(len(data))
            data[at : at + draw.randrange(3)] = draw.choice(
                (b"<", b">", b"", b"&", b'"', b"/", b"9", b"\xff")
            )
        quick, tree = both(bytes(data), monkeypatch)
        assert quick == tree, bytes(data)


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_another_encoding_is_left_to_the_tree(encoding, monkeypatch):
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + sheet("").decode()
    quick, tree = both(text.encode(encoding), monkeypatch)
    assert quick == tree
    assert quick["bottom"] == 9


def test_blank_shared_strings_are_told_by_their_number():
    texts = "<si><t>一</t></si><si><t> &#12288;</t></si><si><r><t>二</t></r></si><si></si>"
    found = xlsx_rows.blank_texts(BytesIO(f"<sst {MAIN}>{texts}</sst>".encode()))
    assert found == {"1", "3"}
    odd = f"<sst {MAIN}>{texts}<si/><si><t>三</t></si></sst>".encode()
    assert xlsx_rows.blank_texts(BytesIO(odd)) is None
