"""The formats of Excel, WPS and LibreOffice beside .xlsx: the same rows come out of each."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.kernel import binary_books as binary
from tests.kernel import written_books as written
from tracker.kernel.sheets import SENTENCES, Sheet, UnreadableError, read_book

SAMPLES = Path(__file__).with_name("samples")


def sheets_of(folder: Path, content: bytes, name: str = "list.xlsx") -> list[Sheet]:
    """Read bytes under a name that says nothing of them."""
    path = folder / name
    path.write_bytes(content)
    return read_book(path).sheets


def shown(sheet: Sheet, row: int) -> list[str]:
    """Return the texts of a row."""
    return [cell.text for cell in sheet.rows[row]]


@pytest.mark.parametrize("name", ["list.xls", "list.ods"])
@pytest.mark.parametrize("called", ["清单.et", "清单.xlsx"])
def test_what_libreoffice_saved_is_read_whatever_it_is_called(tmp_path, name, called):
    shutil.copy(SAMPLES / name, tmp_path / called)
    one, two = read_book(tmp_path / called).sheets
    assert shown(one, 1) == ["建议编号", "建议标题", "领衔代表", "交办日期", "比例", "电话"]
    assert shown(one, 2)[:6] == [
        "015",
        "关于学位的建议",
        "何平",
        "2026-02-24",
        "0.5",
        "13800006021",
    ]
    kinds = [cell.kind for cell in one.rows[2][:6]]
    assert kinds == ["number", "text", "text", "date", "number", "number"]
    assert (one.cell(2, 6).broken, one.cell(3, 5).formula) == (True, True)
    assert one.cell(3, 5).text == "刘桂芝x"
    assert one.cell(4, 6).text == "2026-03-01"
    assert one.cell(5, 1).text == "合并\n换行"
    assert sorted(one.merges) == [(0, 0, 0, 4), (5, 1, 6, 1)]
    assert (one.hidden_rows, one.hidden_columns) == (frozenset({4}), frozenset({4}))
    assert (two.name, two.hidden, two.cell(0, 0).text) == ("旧表", True, "隐藏")


@pytest.mark.parametrize(
    "content",
    [binary.biff5(), binary.biff5(code_page=1252), binary.ole2(Book=binary.biff5())],
    ids=["bare records", "another code page", "in OLE2"],
)
def test_a_workbook_of_excel_5_is_read(tmp_path, content):
    (sheet,) = sheets_of(tmp_path, content)
    assert sheet.name == "目录"
    assert shown(sheet, 1) == binary.HEADS
    assert shown(sheet, 2) == ["015", "关于学位的建议", "何平", "2026-02-24"]
    assert (sheet.cell(3, 0).formula, sheet.hidden_rows) == (True, frozenset({3}))


def test_the_records_that_delphi_programs_write_are_read(tmp_path):
    (sheet,) = sheets_of(tmp_path, binary.homemade(), "导出.xls")
    assert shown(sheet, 0) == [binary.TITLE]
    assert shown(sheet, 2) == ["15", "关于学位的建议"]


def test_a_binary_workbook_is_read(tmp_path):
    one, two = sheets_of(tmp_path, binary.xlsb())
    assert (one.name, two.name, two.hidden) == ("目录", "旧表", True)
    assert shown(one, 0)[0] == binary.TITLE
    assert shown(one, 2) == ["015", "关于学位的建议", "何平", "2026-02-24", "是"]
    assert one.cell(2, 3).kind == "date"
    assert (one.cell(3, 0).formula, one.cell(3, 0).text, one.cell(3, 1).broken) == (
        True,
        "016",
        True,
    )
    assert (one.merges, one.hidden_rows) == (((0, 0, 0, 3),), frozenset({3}))
    assert (one.hidden_columns, one.from_1904) == (frozenset({4}), False)


def test_where_the_library_panics_the_file_is_broken(tmp_path):
    with zipfile.ZipFile(BytesIO(binary.xlsb())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = parts["xl/workbook.bin"].replace("rId1".encode("utf-16-le"), "rId9".encode("utf-16-le"))
    with pytest.raises(UnreadableError) as refused:
        sheets_of(tmp_path, binary.zipped({**parts, "xl/workbook.bin": book}))
    assert str(refused.value) == SENTENCES["broken"]


def test_a_binary_workbook_that_counts_from_1904_says_so(tmp_path):
    assert sheets_of(tmp_path, binary.xlsb(since_1904=True))[0].from_1904


@pytest.mark.parametrize(
    "content",
    [written.ods(), written.ods_content(root="document").encode()],
    ids=["zip", "flat"],
)
def test_an_opendocument_sheet_is_read(tmp_path, content):
    one, two = sheets_of(tmp_path, content)
    assert (two.name, two.hidden) == ("旧表", True)
    assert shown(one, 2) == ["第015号", "关于  学位\n的建议", "2026-02-24", "0.5", "是"]
    assert [cell.kind for cell in one.rows[2]] == ["number", "text", "date", "number", "bool"]
    assert (shown(one, 3), shown(one, 4)) == (["同"], ["同"])
    assert (one.cell(5, 0).text, one.cell(5, 0).formula) == ("7", True)
    assert (one.cell(5, 1).broken, one.cell(5, 2).text) == (True, "甲\n乙")
    assert len(one.rows) == 6
    assert (one.merges, one.hidden_columns) == (((0, 0, 0, 2),), frozenset({1}))
    assert one.hidden_rows == frozenset({3, 4})


def test_an_opendocument_sheet_that_counts_from_1904_says_so(tmp_path):
    null = '<table:null-date table:date-value="1904-01-01"/>'
    body = f"<table:calculation-settings>{null}</table:calculation-settings>"
    assert sheets_of(tmp_path, written.ods(written.ods_content(body=body)))[0].from_1904


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb2312"])
def test_a_workbook_of_xml_2003_is_read(tmp_path, encoding):
    one, two = sheets_of(tmp_path, written.xml2003(encoding=encoding), "导出.xls")
    assert (one.name, two.name, two.hidden) == ("目录", "旧表", True)
    assert shown(one, 0) == [binary.TITLE]
    assert shown(one, 2) == ["015", "", "甲乙", "2026-02-24", "是"]
    assert [cell.kind for cell in one.rows[2]] == ["number", "empty", "text", "date", "bool"]
    marks = [one.cell(3, at).mark for at in (0, 1, 5)]
    assert (marks, one.hidden_rows) == (["f", "x", "e"], frozenset({3}))
    assert one.merges == ((0, 0, 0, 2), (2, 2, 3, 2))
    assert one.hidden_columns == frozenset({3, 4})


def test_of_a_workbook_with_macros_the_values_are_read(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "编号"
    book.save(tmp_path / "m.xlsx")
    content = with_macros(tmp_path / "m.xlsx")
    assert sheets_of(tmp_path, content, "m.xlsm")[0].cell(0, 0).text == "编号"


def with_macros(path: Path) -> bytes:
    """Return the workbook as one with macros."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kinds = parts["[Content_Types].xml"]
    plain = b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main"
    parts["[Content_Types].xml"] = kinds.replace(plain, b"vnd.ms-excel.sheet.macroEnabled.main")
    return binary.zipped({**parts, "xl/vbaProject.bin": b"macro"})


def far(kind: str) -> bytes:
    """Return a workbook with more than may be read."""
    if kind == "repeated cells":
        cell = written.ods_text("x", ' table:number-columns-repeated="16384"')
        return written.ods(
            written.ods_content(written.ods_row(cell, more=' table:number-rows-repeated="200"'))
        )
    if kind == "far row":
        skip = '<table:table-row table:number-rows-repeated="1900000"/>'
        last = written.ods_row(
            '<table:table-cell table:number-columns-repeated="90"/>', written.ods_text("x")
        )
        return written.ods(written.ods_content(skip, last))
    row = '<Row ss:Index="99999999"><Cell><Data ss:Type="String">x</Data></Cell></Row>'
    return written.xml2003(f'<Worksheet ss:Name="a"><Table>{row}</Table></Worksheet>')


@pytest.mark.parametrize("kind", ["repeated cells", "far row", "far index"])
def test_what_is_beyond_the_limits_is_refused(tmp_path, kind):
    with pytest.raises(UnreadableError, match="太大"):
        sheets_of(tmp_path, far(kind))


@pytest.mark.parametrize("content", [
    written.xml2003(more='<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
    written.ods(written.ods_content().replace("?>", '?><!DOCTYPE x [<!ENTITY a "aaaa">]>', 1)),
], ids=["XML 2003", "OpenDocument"])  # fmt: skip
def test_entities_are_refused(tmp_path, content):
    with pytest.raises(UnreadableError) as refused:
        sheets_of(tmp_path, content)
    assert str(refused.value) == SENTENCES["broken"]
