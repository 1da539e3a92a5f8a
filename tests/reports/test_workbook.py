"""How a workbook looks, and that no text of a case becomes anything but text."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tracker.kernel.column import Column
from tracker.reports.workbook import Report, build

REPORT = Report("各单位办理情况汇总表", "区人民政府办公室", date(2026, 6, 30), "件次")
COLUMNS = (
    Column("index", "序号", lambda row: row[0], "num", 6),
    Column("unit", "承办单位", lambda row: row[1], "text", 24),
    Column("number", "编号", lambda row: row[2], "nw", 8),
    Column("cases", "应答复", lambda row: row[3], "num", 10),
    Column("due_on", "答复期限", lambda row: row[4], "nw", 11),
)
ROWS = [
    (1, "区教育局", "015", 12, date(2026, 6, 18)),
    (2, "区城市管理局", "007", 30, None),
]


LAST = ("合计", "2 个单位", "", 42, "")


def sheet_of(rows=ROWS, report=REPORT):
    """The sheet as it is read back."""
    return load_workbook(build(report, COLUMNS, rows, LAST)).active


def test_title_office_cut_off_date_heading_rows_and_totals_stand_in_their_cells():
    rows = [list(row) for row in sheet_of().iter_rows(values_only=True)]
    assert rows == [
        ["各单位办理情况汇总表", None, None, None, None],
        [
            "单位：区人民政府办公室　　统计截止时间：2026-06-30　　计数单位：件次",
            *[None] * 4,
        ],
        ["序号", "承办单位", "编号", "应答复", "答复期限"],
        [1, "区教育局", "015", 12, "2026-06-18"],
        [2, "区城市管理局", "007", 30, None],
        ["合计", "2 个单位", None, 42, None],
    ]


def test_it_prints_on_a4_landscape_fitted_to_the_width_with_its_heading_on_each_page():
    sheet = sheet_of()
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:E1", "A2:E2"}
    assert sheet.auto_filter.ref == "A3:E3"
    assert [sheet.column_dimensions[letter].width for letter in "ABCDE"] == [6, 24, 8, 10, 11]


def test_every_cell_of_the_table_has_a_border_and_the_heading_is_bold():
    sheet = sheet_of()
    for row in sheet["A3:E6"]:
        for cell in row:
            sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            assert {side.style for side in sides} == {"thin"}, cell.coordinate
    assert (sheet["A1"].font.size, sheet["A1"].font.bold) == (16, True)
    assert sheet["B3"].font.bold
    assert sheet["B6"].font.bold
    assert not sheet["B4"].font.bold
    assert sheet["D4"].alignment.horizontal == "right"


def test_numbers_that_are_names_stay_texts_and_counts_are_numbers():
    sheet = sheet_of()
    assert (sheet["C4"].data_type, sheet["C4"].value) == ("s", "015")
    assert (sheet["E4"].data_type, sheet["E4"].value) == ("s", "2026-06-18")
    assert (sheet["D4"].data_type, sheet["D4"].value) == ("n", 12)
    assert [sheet[place].number_format for place in ("C4", "E4", "D4")] == ["@", "@", "General"]


def test_the_book_says_who_made_it():
    book = load_workbook(build(REPORT, COLUMNS, ROWS, LAST))
    assert (book.properties.creator, book.properties.title) == (
        "区人民政府办公室",
        "各单位办理情况汇总表",
    )


INJECTED = [
    "=1+1",
    '=HYPERLINK("http://x","看")',
    "=cmd|' /C calc'!A0",
    "+86 10",
    "-1",
    "@SUM(1)",
    "#N/A",
    "#REF!",
    "1e5",
    "TRUE",
    "\t=1+1",
]


@pytest.mark.parametrize("text", INJECTED)
def test_a_text_that_looks_like_a_formula_stays_a_text(text):
    out = build(REPORT, COLUMNS, [(1, text, text, 1, None)], ("合计", text, "", 1, ""))
    sheet = load_workbook(out).active
    assert (sheet["B4"].data_type, sheet["B4"].value) == ("s", text)
    assert (sheet["B5"].data_type, sheet["B5"].value) == ("s", text)
    xml = zipfile.ZipFile(BytesIO(out.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert re.search(r'<c r="B4"[^>]* t="(s|inlineStr)"', xml)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("甲\x00乙\x1f丙", "甲乙丙", id="control characters"),
        pytest.param("甲\ufffe乙\uffff", "甲乙", id="not characters"),
        pytest.param("甲\ud800乙", "甲乙", id="half a character"),
        pytest.param("甲\n乙\t丙", "甲\n乙\t丙", id="line and tab stay"),
        pytest.param("长" * 40_000, "长" * 32_000, id="longer than a cell holds"),
        pytest.param("𠮷😀", "𠮷😀", id="beyond the first plane"),
        pytest.param("😀" * 20_000, "😀" * 16_000, id="two units for each character"),
    ],
)
def test_what_a_cell_cannot_hold_is_left_out(text, kept):
    assert sheet_of([(1, text, "1", 1, None)])["B4"].value == kept


def test_an_empty_table_still_has_its_heading_and_last_row():
    rows = [list(row) for row in sheet_of([]).iter_rows(values_only=True)]
    assert rows[2:] == [
        ["序号", "承办单位", "编号", "应答复", "答复期限"],
        ["合计", "2 个单位", None, 42, None],
    ]


def test_a_limited_table_says_to_what_it_is_limited():
    report = Report("台账", "区人民政府办公室", date(2026, 6, 30), "件", "代表建议、已逾期")
    assert sheet_of(report=report)["A2"].value == (
        "单位：区人民政府办公室　　统计截止时间：2026-06-30　　计数单位：件"
        "　　范围：代表建议、已逾期"
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("汇总[2026]/第1页:*?\\", "汇总2026第1页", id="signs that Excel forbids"),
        pytest.param("'汇总'", "汇总", id="quotes at its ends"),
        pytest.param("汇" * 40, "汇" * 31, id="longer than 31"),
        pytest.param("///", "表", id="nothing left"),
    ],
)
def test_a_sheet_has_a_name_that_excel_opens(title, name):
    report = Report(title, "区人民政府办公室", date(2026, 6, 30), "件")
    assert sheet_of(report=report).title == name


def test_a_value_of_several_lines_makes_its_row_higher():
    sheet = sheet_of([(1, "区教育局", "1", 1, "2026-06-18\n2026-07-01")])
    assert sheet.row_dimensions[4].height == 32


def test_rows_are_as_high_as_their_longest_text():
    sheet = sheet_of([(1, "区" * 60, "1", 1, None), (2, "区教育局", "2", 1, None)])
    assert (sheet.row_dimensions[4].height, sheet.row_dimensions[5].height) == (88, 18)
