"""A list is the same list in whatever format an office sends it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from tests.intake import layouts
from tests.kernel import written_books as written
from tracker.intake.opening import parse_book

HEADS = ["建议编号", "建议标题", "领衔代表", "主办单位", "交办日期"]
ROWS = [
    ["015", "关于增加公办幼儿园学位的建议", "何平", "区教育局", "2026-03-02"],
    ["016", "关于整治河道环境的建议", "刘桂芝", "区水务局", "2026-03-02"],
]
LINES = [[layouts.CONGRESS], HEADS, *ROWS]


def separated(separator: str, encoding: str) -> bytes:
    """Return the list as text."""
    return "\r\n".join(separator.join(line) for line in LINES).encode(encoding)


def web_page() -> bytes:
    """Return the list as a page, its title over the whole width."""
    rows = ["".join(f"<td>{text}</td>" for text in line) for line in LINES[1:]]
    first = f"<tr><td colspan=5>{layouts.CONGRESS}</td></tr>"
    body = f"<table>{first}{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return written.page(body, charset="gb2312", encoding="gb18030")


def opendocument() -> bytes:
    """Return the list as .ods."""
    rows = (written.ods_row(*map(written.ods_text, line)) for line in LINES)
    return written.ods(written.ods_content(*rows))


def xml_2003() -> bytes:
    """Return the list as XML Spreadsheet 2003, the numbers as numbers that are shown as 000."""
    style = '<Styles><Style ss:ID="n"><NumberFormat ss:Format="000"/></Style></Styles>'
    rows = "".join(f"<Row>{''.join(map(_xml_cell, line))}</Row>" for line in LINES)
    table = f'<Worksheet ss:Name="目录"><Table>{rows}</Table></Worksheet>'
    return written.xml2003(style + table)


def _xml_cell(text: str) -> str:
    """Return a cell."""
    if text.isdigit():
        return f'<Cell ss:StyleID="n"><Data ss:Type="Number">{int(text)}</Data></Cell>'
    return f'<Cell><Data ss:Type="String">{text}</Data></Cell>'


FORMATS = {
    "CSV of Excel": separated(",", "gb18030"),
    "CSV in UTF-8": separated(",", "utf-8-sig"),
    "Unicode text": separated("\t", "utf-16"),
    "web page": web_page(),
    "OpenDocument": opendocument(),
    "XML 2003": xml_2003(),
}


def rows_of(path) -> list[dict]:
    """Return the rows of the preview."""
    found = parse_book(path, "清单.xls").as_json()
    assert found["refused"] is None
    return next(sheet["rows"] for sheet in found["sheets"] if sheet["rows"])


@pytest.mark.parametrize("content", FORMATS.values(), ids=FORMATS)
def test_the_same_rows_come_out_of_every_format(tmp_path, content):
    path = tmp_path / "waiting"
    path.write_bytes(content)
    book = layouts.listed(*ROWS, heads=HEADS)
    rows = rows_of(path)
    assert [row["title"] for row in rows] == [line[1] for line in ROWS]
    assert rows == rows_of(layouts.saved(tmp_path, book))


def test_the_page_names_the_formats_and_takes_a_csv(clerk):
    page = clerk.get("/intake/").text
    assert "清单（Excel、WPS 表格、CSV）" in page
    assert {".csv", ".et", ".ods", ".xls", ".xlsx"} <= set(re.findall(r"\.\w+", _accepted(page)))
    content = BytesIO(FORMATS["CSV of Excel"])
    sent = clerk.post("/intake/", data={"file": (content, "清单.csv")})
    assert "关于整治河道环境的建议" in clerk.get(sent.location).text


def _accepted(page: str) -> str:
    """Return what the file field offers to choose."""
    (found,) = re.findall(r'accept="([^"]*)"', page)
    return found
