"""Uploaded lists are read as far as a list can reach, whatever the file says about itself."""

import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from tracker.accounts.reader import Unreadable, read_book


def _saved(tmp_path, book, change=None):
    stream = io.BytesIO()
    book.save(stream)
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(stream) as given, zipfile.ZipFile(path, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            made.writestr(name, change(data) if change and name.endswith("sheet1.xml") else data)
    return path


def _texts(book):
    return [[cell.text for cell in row] for row in book.sheets[0].rows]


def test_numbers_blanks_and_texts_become_texts(tmp_path):
    book = Workbook()
    book.active.append(["届", None, 18, "０１２"])
    assert _texts(read_book(_saved(tmp_path, book)))[0][:4] == ["届", "", "18", "０１２"]


def test_a_sheet_that_calls_itself_one_cell_is_read_in_full(tmp_path):
    book = Workbook()
    for number in range(100):
        book.active.append([f"单位{number}", "电话"])
    small = re.compile(rb'<dimension ref="[^"]*"')
    path = _saved(tmp_path, book, lambda data: small.sub(b'<dimension ref="A1"', data))
    assert len(_texts(read_book(path))) == 100


def test_a_cell_in_the_last_corner_costs_nothing(tmp_path):
    book = Workbook()
    book.active.append(["单位全称"])
    book.active["XFD1048576"] = "x"
    rows = _texts(read_book(_saved(tmp_path, book)))
    assert rows[0][0] == "单位全称"
    assert len(rows) <= 2011
    assert max(len(row) for row in rows) <= 40


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="不是能读的 Excel 文件"):
        read_book(path)


def test_a_damaged_workbook_is_refused_with_a_sentence(tmp_path):
    path = _saved(tmp_path, Workbook(), lambda data: data[:-40])
    with pytest.raises(Unreadable, match="另存为"):
        read_book(path)
