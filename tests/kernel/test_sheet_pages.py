"""Tables of web pages under the names of workbooks: spans, hidden rows, encodings."""

from __future__ import annotations

import pytest

from tests.kernel import binary_books as binary
from tests.kernel import written_books as written
from tracker.kernel.sheets import SENTENCES, Sheet, UnreadableError, read_book


def sheets_of(folder, content: bytes) -> list[Sheet]:
    """Read bytes as somebody uploads them."""
    path = folder / "导出.xls"
    path.write_bytes(content)
    return read_book(path).sheets


def texts(sheet: Sheet) -> list[list[str]]:
    """Return every text."""
    return [[cell.text for cell in row] for row in sheet.rows]


@pytest.mark.parametrize(
    "content",
    [
        written.page(),
        written.page(charset="gb2312", encoding="gb18030"),
        written.page(charset="gb2312", encoding="utf-8"),
        written.page(charset="utf-8", encoding="gb18030"),
        written.page(charset="x", encoding="utf-16"),
        written.PAGE.encode(),
        b"\r\n<!-- export --><!DOCTYPE html>\n" + written.page(),
        written.mhtml(),
    ],
    ids=["UTF-8", "GB", "says GB", "says UTF-8", "UTF-16", "table alone", "comment", "MHTML"],
)
def test_a_table_is_read_as_a_browser_shows_it(tmp_path, content):
    (sheet,) = sheets_of(tmp_path, content)
    assert texts(sheet) == [
        [binary.TITLE],
        ["编号", "提建议人", "", "电话"],
        ["", "姓名", "单位"],
        ["015", "何 平", "甲\n乙", "13800006021"],
        ["16", "一\n二"],
    ]
    assert {cell.kind for row in sheet.rows for cell in row} == {"text", "empty"}
    assert sorted(sheet.merges) == [(1, 0, 2, 0), (1, 1, 1, 2)]
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({4}), frozenset({1}))


def test_each_table_is_a_sheet_and_an_inner_one_is_its_own(tmp_path):
    inner = "<table><tr><td>编号<td>标题<tr><td>1<td>甲</table>"
    body = f"<table><tr><td>菜单{inner}</td></tr></table><table><tr><td></table>"
    body += "<table style='display:none'><tr><td>隐</table>"
    one, two, three = sheets_of(tmp_path, written.page(body))
    assert texts(one) == [["菜单"]]
    assert texts(two) == [["编号", "标题"], ["1", "甲"]]
    assert (three.name, three.hidden) == ("表3", True)


def test_spans_reach_over_columns_that_are_free(tmp_path):
    body = (
        "<table><tr><td rowspan=3>甲<td>乙<td rowspan=2>丙"
        "<tr><td>丁<tr><td>戊<td>己<td rowspan=0>庚<td rowspan=99 colspan=x>辛</table>"
    )
    (sheet,) = sheets_of(tmp_path, written.page(body))
    assert texts(sheet) == [["甲", "乙", "丙"], ["", "丁"], ["", "戊", "己", "庚", "辛"]]
    assert sorted(sheet.merges) == [(0, 0, 2, 0), (0, 2, 1, 2)]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("mso-number-format:'0000'", "0015"),
        ('mso-number-format:"\\@"', "15"),
        ("mso-number-format:\\0022第\\0022 000", "第015"),
        ("color:red", "15"),
    ],
)
def test_a_number_format_for_excel_is_minded(tmp_path, style, shown):
    quoted = style.replace('"', "&quot;")
    (sheet,) = sheets_of(tmp_path, f'<table><tr><td style="{quoted}">15</table>'.encode())
    assert sheet.cell(0, 0).text == shown


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><body><p>nothing</p></body></html>", "no_table"),
        (b"<table><tr><td> </td></tr></table>", "no_table"),
        (b"<?xml version='1.0'?><rss><item/></rss>", "no_table"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>nothing", "no_table"),
        (b"<table><tr>" + b"<td colspan=1000>x" * 20, "too_large"),
        (b"<table><tr>" + b"<td colspan=1000>" * 20, "too_large"),
        (b"<table>" * 1001, "too_large"),
    ],
)
def test_a_page_without_a_list_gets_its_sentence(tmp_path, content, code):
    with pytest.raises(UnreadableError) as refused:
        sheets_of(tmp_path, content)
    assert str(refused.value) == SENTENCES[code]


def test_nothing_is_fetched_and_no_entity_is_resolved(tmp_path):
    (tmp_path / "secret").write_text("secret")
    head = f'<!DOCTYPE html [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
    (sheet,) = sheets_of(tmp_path, f"{head}<table><tr><td>x&a;</table>".encode())
    assert "secret" not in sheet.cell(0, 0).text
