"""Reading workbooks: each bad file gets its sentence, nothing else is ever raised."""

from __future__ import annotations

import random
import signal
import subprocess
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.intake import books
from tracker.kernel import sheets
from tracker.kernel.sheets import UnreadableError, read_book


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


@pytest.mark.parametrize(
    ("end", "code"),
    [(signal.SIGXCPU, "too_slow"), (signal.SIGKILL, "too_large"), (signal.SIGSEGV, "broken")],
)
def test_the_end_of_the_child_says_why(tmp_path, monkeypatch, end, code):
    done = subprocess.CompletedProcess([], -end, b"")
    monkeypatch.setattr(sheets.subprocess, "run", lambda *_args, **_more: done)
    assert outcome_of(tmp_path) == sheets.SENTENCES[code]


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


def rewritten(path, member, *changes):
    """Write a workbook again with texts of one of its parts replaced; "" means every part."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name in parts:
            for before, after in changes if name.endswith(member) else ():
                parts[name] = parts[name].replace(before, after)
            new.writestr(name, parts[name])
    return path


def one_cell(tmp_path, value, code="General"):
    book = openpyxl.Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = code
    book.save(tmp_path / "x.xlsx")
    return read_book(tmp_path / "x.xlsx").sheets[0].cell(0, 0)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (7, "000", "007"),
        (7, "0000_ ", "0007"),
        (7, "000;[Red]-000", "007"),
        (7, '"B"00', "B07"),
        (7.0, "0.00", "7"),
        (7.5, "000", "7.5"),
        (0.1 + 0.2, "General", "0.3"),
        (13800006021, "General", "13800006021"),
    ],
)
def test_a_number_is_shown_as_its_format_says(tmp_path, value, code, text):
    assert one_cell(tmp_path, value, code).text == text


def test_what_cannot_be_seen_is_dropped_from_a_text(tmp_path):
    assert one_cell(tmp_path, "\u200b何_x0000_\ufeff平_x0007_\u00a0").text == "何平"


def test_a_strict_workbook_is_read_too(tmp_path):
    path = books.catalogue(tmp_path / "strict.xlsx", [["1", "", "何平", "甲", "", "", ""]])
    main, office = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    strict = (
        (main, b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        (office, b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    (sheet,) = read_book(rewritten(path, "", *strict)).sheets
    assert sheet.cell(3, 2).text == "何平"
    assert (0, 0, 0, 6) in sheet.merges


def test_a_workbook_that_counts_from_1904_says_so(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"], book.active["A2"] = date(2026, 2, 24), 44615
    book.save(tmp_path / "mac.xlsx")
    (sheet,) = read_book(tmp_path / "mac.xlsx").sheets
    assert sheet.from_1904
    assert (sheet.cell(0, 0).text, sheet.cell(1, 0).text) == ("2026-02-24", "44615")


@pytest.mark.parametrize(
    ("stored", "mark", "text"),
    [
        (b'<c r="A1" t="str"><f>X</f><v>015</v></c>', "f", "015"),
        (b'<c r="A1"><f>X</f><v>15</v></c>', "f", "15"),
        (b'<c r="A1" t="str"><f>X</f><v></v></c>', "f", ""),
        (b'<c r="A1"><f>X</f></c>', "x", ""),
        (b'<c r="A1"><f>X</f><v></v></c>', "x", ""),
        (b'<c r="A1" t="e"><f>X</f><v>#REF!</v></c>', "e", "#REF!"),
    ],
)
def test_a_formula_gives_its_stored_value_and_says_where_it_has_none(tmp_path, stored, mark, text):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"] = "=X", "b"
    book.save(tmp_path / "f.xlsx")
    path = rewritten(tmp_path / "f.xlsx", "sheet1.xml", (b'<c r="A1"><f>X</f><v></v></c>', stored),
                     (b'<c r="A1"><f>X</f><v /></c>', stored))  # fmt: skip
    cell = read_book(path).sheets[0].cell(0, 0)
    assert (cell.mark, cell.text if mark != "e" else text) == (mark, text)
