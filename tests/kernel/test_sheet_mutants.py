"""Damaged and hostile workbooks: read or refused with a sentence, within the limits."""

from __future__ import annotations

import random
import time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.intake import layouts
from tracker.kernel.sheets import SENTENCES, UnreadableError, read_book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
ONE_CELL = b'<row r="1"><c r="A1"><v>1</v></c></row>'
BLANK_MIB = b" " * 1024 * 1024
PART = "xl/worksheets/sheet1.xml"
SECONDS = 20


def outcome(path) -> str:
    """Return "read" or the sentence of the refusal; anything else raised fails the test."""
    begun = time.monotonic()
    try:
        read_book(path)
        said = "read"
    except UnreadableError as refusal:
        said = str(refusal)
    assert time.monotonic() - begun < SECONDS + 2
    return said


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with one to fifty of them changed."""
    content = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 50))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


@pytest.mark.parametrize("seed", range(20260301, 20260304))
def test_a_hundred_mutants_are_read_or_refused_and_raise_nothing_else(tmp_path, seed):
    chance = random.Random(seed)
    makers = (layouts.catalogue, layouts.fifth_row, layouts.transfer)
    sound = [layouts.saved(tmp_path, make()).read_bytes() for make in makers]
    path = tmp_path / "mutant.xlsx"
    said = []
    for at in range(100):
        path.write_bytes(flipped(sound[at % len(sound)], chance))
        said.append(outcome(path))
    assert set(said) <= {"read", *SENTENCES.values()}
    assert SENTENCES["broken"] in said


def with_sheet(folder, pieces):
    """Return a workbook whose first sheet has other XML."""
    sound, path = layouts.saved(folder, layouts.catalogue()), folder / "hostile.xlsx"
    with ZipFile(sound) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            with target.open(entry.filename, "w") as part:
                parts = pieces if entry.filename == PART else [source.read(entry.filename)]
                for piece in parts:
                    part.write(piece)
    return path


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ((HEAD, *([BLANK_MIB] * 450), ONE_CELL, TAIL), "too_large"),
        ((HEAD, b"<a>" * 100_000), "broken"),
        ((HEAD, b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>', TAIL), "too_large"),
        ((HEAD, b'<row r="x" hidden="1"/>', TAIL), "broken"),
    ],
    ids=["zip bomb", "deep nesting", "far cell", "row that is no number"],
)
def test_a_hostile_sheet_gets_its_sentence(tmp_path, pieces, code):
    assert outcome(with_sheet(tmp_path, pieces)) == SENTENCES[code]


def test_entities_in_the_xml_are_refused(tmp_path):
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + HEAD[21:]
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    assert outcome(with_sheet(tmp_path, (head, row, TAIL))) == SENTENCES["broken"]


def test_what_is_no_file_is_refused_too(tmp_path):
    assert outcome(tmp_path / "absent.xlsx") == SENTENCES["broken"]
    assert outcome(tmp_path) == SENTENCES["broken"]
