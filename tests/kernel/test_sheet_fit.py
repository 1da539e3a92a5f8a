"""What a sheet declares of itself is not believed, and what it puts aside is told."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.kernel.binary_books import zipped
from tracker.intake.opening import parse_book
from tracker.kernel.sheets import read_book
from tracker.kernel.unseen import without_unseen

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>建议编号</t></is></c></row>'
FAR = '<row r="1048576"><c r="N1048576" '
BLANK = f'{FAR}t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
SHARED = f'{FAR}t="s"><v>1</v></c></row>'
FLAT = '<row r="2" ht="0" customHeight="1"><c r="A2" t="inlineStr"><is><t>015</t></is></c></row>'


def book(path: Path, head: str, rows: str) -> Path:
    """A workbook of one sheet, its XML written by hand."""
    path.write_bytes(
        zipped(
            {
                "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
                "_rels/.rels": relations("officeDocument", "xl/workbook.xml"),
                "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATIONS}"><sheets>'
                '<sheet name="清单" sheetId="1" r:id="rId1"/></sheets></workbook>',
                "xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml"),
                "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>甲</t></si><si><t> </t></si></sst>",
                "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>{head}<sheetData>{rows}"
                "</sheetData></worksheet>",
            }
        )
    )
    return path


def relations(kind: str, target: str) -> str:
    """The one relation of a part."""
    one = f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ('<dimension ref="A0:AZ3"/>', ROW),
        ('<dimension ref="nothing"/>', ROW),
        ("", ROW + BLANK),
        ("", ROW + SHARED),
        ('<dimension ref="A1:XFD1048576"/>', ROW),
    ],
)
def test_a_false_size_and_a_far_blank_are_passed_over(tmp_path, head, rows):
    (sheet,) = read_book(book(tmp_path / "a.xlsx", head, rows)).sheets
    assert [[cell.text for cell in row] for row in sheet.rows] == [["建议编号"]]


def test_rows_struck_through_as_a_whole_are_told(tmp_path):
    made = openpyxl.Workbook()
    for row in (["甲", "乙"], ["丙", "丁"], ["戊", "己"], ["庚", "辛"]):
        made.active.append(row)
    for cell in made.active[2]:
        cell.font = Font(strike=True)
    made.active["A3"].font = Font(strike=True)
    made.save(tmp_path / "s.xlsx")
    (sheet,) = read_book(tmp_path / "s.xlsx").sheets
    assert (sheet.struck_rows, sheet.hidden_rows) == ({1}, set())


def test_a_row_without_height_is_hidden(tmp_path):
    (sheet,) = read_book(book(tmp_path / "a.xlsx", "", ROW + FLAT)).sheets
    assert sheet.hidden_rows == {1}


def test_a_row_that_the_sheet_puts_aside_is_not_ticked_by_itself(tmp_path):
    made = openpyxl.Workbook()
    for row in (["建议编号", "标题", "领衔代表"], ["1", "甲", "刘桂兰"], ["2", "乙", "王守田"]):
        made.active.append(row)
    for cell in made.active[3]:
        cell.font = Font(strike=True)
    made.save(tmp_path / "s.xlsx")
    (sheet,) = parse_book(tmp_path / "s.xlsx", "s.xlsx").sheets
    assert [entry.aside for entry in sheet.rows] == [False, True]
    assert "整行划掉" in str(sheet.rows[1].warnings[0])


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200e", "\u202d", "\u2066", "\u00ad", "\ufe0f", "\u061c", "\ufeff", "\x00"]
)
def test_what_prints_nothing_tells_no_two_texts_apart(mark):
    assert without_unseen(f"11{mark}09") == "1109"


def test_blanks_and_line_ends_stay():
    assert without_unseen("甲\u3000乙\n丙\t丁") == "甲\u3000乙\n丙\t丁"


# number, lead, telephone, hosts, assisting, ticked by itself
PUBLISHED = {
    "dim0": [("963", "刘桂兰", "13800000000", ("区教育局",), (), True)],
    "stray_space": [("992", "刘桂兰", "13800000000", ("区教育局",), (), True)],
    "strike_row": [
        ("1201", "刘桂兰", "13800000000", ("区教育局",), (), True),
        ("1202", "刘桂兰", "", (), (), False),
    ],
    "unit_per_row": [("1106", "刘桂兰", "", ("区教育局",), ("区财政局", "区民政局"), True)],
    "unit_per_row_blank": [("1107", "刘桂兰", "", ("区教育局",), ("区财政局", "区民政局"), True)],
}


def test_the_small_lists_that_were_read_wrongly(capsys):
    folder = os.environ.get("TRACKER_SAMPLES")
    names = sorted(PUBLISHED) if folder and Path(folder, "lists").is_dir() else []
    for name in names:
        (sheet,) = parse_book(Path(folder or "", "lists", f"{name}.xlsx"), name).sheets
        assert [
            (e.number, e.lead, e.phone, e.hosts, e.assisting, not (e.aside or e.errors))
            for e in sheet.rows
        ] == PUBLISHED[name]
    with capsys.disabled():
        sys.stdout.write(f"[{len(names)} of {len(PUBLISHED)} small lists read] ")


def test_a_damaged_part_beside_the_sheet_is_a_broken_file(tmp_path):
    path = book(tmp_path / "a.xlsx", '<dimension ref="A0"/>', ROW)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("docProps/core.xml", "<")
    (sheet,) = read_book(path).sheets
    assert sheet.rows[0][0].text == "建议编号"
