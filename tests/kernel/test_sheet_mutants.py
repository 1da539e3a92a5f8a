"""Damaged and hostile workbooks: read or refused with a sentence, within the limits."""

from __future__ import annotations

import random
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.intake import layouts
from tests.kernel import binary_books as binary
from tests.kernel import written_books as written
from tests.kernel.forks import Forks
from tracker.kernel import sheets
from tracker.kernel.sheet_reading import kinds as kinds_of_files
from tracker.kernel.sheets import SENTENCES, UnreadableError, read_book

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
ONE_CELL = b'<row r="1"><c r="A1"><v>1</v></c></row>'
BLANK_MIB = b" " * 1024 * 1024
PART = "xl/worksheets/sheet1.xml"
SECONDS = 20
HALF = 0.5
SAMPLES = Path(__file__).with_name("samples")


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


def cut(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes without their end, or without some in the middle."""
    first, second = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[:first] + (data[second:] if chance.random() < HALF else b"")


def doubled(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a piece of them repeated up to fifty times."""
    first = chance.randrange(len(data))
    piece = data[first : first + chance.choice((1, 8, 100, 1000))]
    return data[:first] + piece * chance.choice((2, 10, 50)) + data[first:]


def mutant(data: bytes, chance: random.Random) -> bytes:
    """Return a damaged file; of a zip half the time a sound one with a damaged part."""
    damage = chance.choice((flipped, flipped, cut, doubled))
    if not data.startswith(b"PK") or chance.random() < HALF:
        return damage(data, chance)
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, part in parts.items() if part])
    return binary.zipped({**parts, name: damage(parts[name], chance)})


@pytest.fixture(scope="session")
def sound(tmp_path_factory) -> list[bytes]:
    """Return a sound file of every kind."""
    folder = tmp_path_factory.mktemp("sound")
    makers = (layouts.catalogue, layouts.fifth_row, layouts.transfer)
    books = [layouts.saved(folder, make()).read_bytes() for make in makers]
    samples = [path.read_bytes() for path in sorted(SAMPLES.glob("list.*"))]
    plain = "编号,标题,电话\n" + '015,"关于甲,乙\n的建议",13800006021\n' * 20
    return [
        *books, *samples, binary.xlsb(), binary.biff5(), binary.ole2(Book=binary.biff5()),
        binary.homemade(), written.ods(), written.ods_content(root="document").encode(),
        written.xml2003(), written.page(charset="gb2312", encoding="gb18030"), written.mhtml(),
        plain.encode(), plain.encode("gb18030"), plain.encode("utf-16"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def forks():
    """Return a process that reads each file in a fork of its own, to spare its start."""
    one = Forks()
    yield one
    one.end()


@pytest.fixture
def deaths(monkeypatch, forks) -> list[int]:
    """Return how children ended beside by their limits; let them be forks."""
    monkeypatch.setattr(sheets.subprocess, "run", forks.run)
    forks.deaths = []
    return forks.deaths


RUN = [pytest.param(seed) for seed in range(20260301, 20260306)]
NIGHT = [pytest.param(seed, marks=pytest.mark.nightly) for seed in range(20270301, 20270396)]


def said_of(mutants: int, sound: list[bytes], seed: int, path: Path) -> set[str]:
    """Return what was said of so many mutants."""
    chance, said = random.Random(seed), set()
    for at in range(mutants):
        path.write_bytes(mutant(sound[at % len(sound)], chance))
        said.add(outcome(path))
    assert said <= {"read", *SENTENCES.values()}
    return said


@pytest.mark.parametrize("seed", [*RUN, *NIGHT])
def test_a_hundred_mutants_are_read_or_refused_and_raise_nothing_else(
    tmp_path, sound, deaths, seed
):
    said = said_of(100, sound, seed, tmp_path / "mutant.xlsx")
    assert {"read", SENTENCES["broken"]} <= said
    assert deaths == []


def test_in_the_child_itself_mutants_fare_no_worse(tmp_path, sound):
    assert "read" in said_of(2 * len(sound), sound, 20260300, tmp_path / "mutant.xlsx")


def test_mutants_are_drawn_of_every_kind(sound):
    kinds = {kinds_of_files.kind_of(data) for data in sound}
    assert kinds == set(kinds_of_files.Kind)
    assert len(RUN) * 100 == 500
    assert (len(RUN) + len(NIGHT)) * 100 == 10_000


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
