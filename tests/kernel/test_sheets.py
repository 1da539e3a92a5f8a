"""Reading workbooks: each bad file gets its sentence, nothing else is ever raised."""

from __future__ import annotations

import random
import zipfile

import openpyxl
import pytest

from tests.intake import books
from tracker.kernel import sheets
from tracker.kernel.sheets import UnreadableError, read_book

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def locked() -> bytes:
    return OLE2 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "空的"),
        (b"just text", "不是 Excel"),
        (b"\x89PNG\r\n\x1a\n1234", "不是 Excel"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "网页表格"),
        (OLE2, "旧版"),
        (locked(), "密码"),
        (b"PK\x03\x04 broken zip", "损坏"),
    ],
)
def test_each_bad_file_gets_its_sentence(tmp_path, content, word):
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=word):
        read_book(path)


def test_another_zip_is_not_a_workbook(tmp_path):
    path = tmp_path / "word.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableError, match="不是 Excel"):
        read_book(path)


def test_an_empty_sheet_is_refused(tmp_path):
    path = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(UnreadableError, match="没有内容"):
        read_book(path)


def test_a_cell_far_away_is_refused_quickly(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "a", "b"
    path = tmp_path / "far.xlsx"
    book.save(path)
    with pytest.raises(UnreadableError, match="太大"):
        read_book(path)


def test_a_reader_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    path = books.catalogue(tmp_path / "ok.xlsx", [["1", "", "何平", "甲", "", "", ""]])
    monkeypatch.setattr(sheets, "SECONDS", 0)
    with pytest.raises(UnreadableError, match=r"太复杂|太大"):
        read_book(path)


def outcome_of(path) -> str:
    try:
        read_book(path)
    except UnreadableError as refusal:
        return str(refusal)
    return "read"


@pytest.mark.parametrize("seed", range(12))
def test_mutated_files_are_read_or_refused_and_nothing_else(tmp_path, seed):
    chance = random.Random(seed)
    path = books.catalogue(tmp_path / "ok.xlsx", [["1", "", "何平", "甲", "", "", ""]] * 20)
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(bytes(content))
    said = outcome_of(path)
    assert said == "read" or said in sheets.SENTENCES.values()


def test_merges_hidden_parts_and_marks_are_told(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["B2"], sheet["C2"] = "标题", 7, "=1+1", True
    sheet["A2"].number_format = '"第"000"号"'
    sheet.merge_cells("A1:C1")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    path = tmp_path / "x.xlsx"
    book.save(path)
    (found,) = read_book(path).sheets
    assert found.cell(1, 0).text == "第007号"
    assert found.cell(1, 1).broken
    assert found.cell(1, 2).text == "是"
    assert found.merges == ((0, 0, 0, 2),)
    assert (found.hidden_rows, found.hidden_columns) == (frozenset({1}), frozenset({2}))
