"""What is no list, or one that is not read, is told by its content; each gets its sentence."""

from __future__ import annotations

import ast
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.kernel import binary_books as binary
from tests.kernel import written_books as written
from tracker.kernel import sheets
from tracker.kernel.sheets import SAVE_AS, SENTENCES, UnreadableError, read_book

ENCRYPTED = "<m><manifest:encryption-data xmlns:manifest='m'/></m>"
DBASE = struct.pack("<BBBBIHH20x", 3, 126, 2, 24, 1, 65, 11) + b"NAME".ljust(32, b"\0") + b"\r"


def with_workbook() -> bytes:
    """Return a Word document with a workbook in its pool of objects."""
    data = bytearray(binary.ole2(WordDocument=b"x", ObjectPool=b"", Workbook=b"x"))
    pool = 2 * binary.SECTOR + 2 * 128  # the third entry: no neighbour behind it, a child instead
    data[pool + 66] = 1
    data[pool + 72 : pool + 80] = struct.pack("<II", binary.FREE, 3)
    return bytes(data)


OTHERS = {
    "no bytes": (b"", "empty_file"),
    "Word 97": (binary.ole2(WordDocument=b"x"), "document"),
    "Word with a workbook in it": (with_workbook(), "document"),
    "PowerPoint 97": (binary.ole2(PowerPoint_Document=b"x"), "slides"),
    "Outlook message": (binary.ole2(__properties=b"x"), "other_office"),
    "workbook of Excel 97 with a password": (binary.locked_xls(), "password"),
    "workbook of XML with a password": (
        binary.ole2(EncryptionInfo=b"x", EncryptedPackage=b"x" * 5000),
        "password",
    ),
    "OpenDocument with a password": (written.ods(manifest=ENCRYPTED), "password"),
    "OLE2 cut off": (binary.ole2(Workbook=b"x")[:600], "broken"),
    "Word": (binary.zipped({"word/document.xml": "<x/>"}), "document"),
    "PowerPoint": (binary.zipped({"ppt/presentation.xml": "<x/>"}), "slides"),
    "text of LibreOffice": (
        written.ods(mime="application/vnd.oasis.opendocument.text"),
        "document",
    ),
    "OFD": (binary.zipped({"OFD.xml": "<x/>"}), "ofd"),
    "Numbers": (binary.zipped({"Index/Document.iwa": "x"}), "not_excel"),
    "zip": (binary.zipped({"清单.xlsx": "x"}), "packed"),
    "zip cut off": (b"PK\x03\x04 broken", "broken"),
    "RAR": (b"Rar!\x1a\x07\x01\x00", "packed"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "packed"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    "PNG": (b"\x89PNG\r\n\x1a\n1234", "picture"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
    "bitmap": (b"BM" + b"\x36\x10\0\0" + b"\0" * 8 + b"(\0\0\0", "picture"),
    "RTF": (b"{\\rtf1\\ansi}", "document"),
    "Excel 2": (b"\x09\x00\x04\x00\x02\x00\x10\x00", "too_old"),
    "Excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00", "too_old"),
    "Lotus 1-2-3": (b"\x00\x00\x02\x00\x06\x04\x06\x00", "too_old"),
    "dBase": (DBASE, "database"),
    "SYLK": (b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\nE\r\n", "exchange"),
    "DIF": (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "exchange"),
    "no text": (bytes(range(128, 256)) * 8 + b"\xff", "encoding"),
}


@pytest.mark.parametrize(("content", "code"), OTHERS.values(), ids=OTHERS)
def test_each_gets_its_sentence(tmp_path, content, code):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as refused:
        read_book(path)
    assert str(refused.value) == SENTENCES[code]


def test_every_sentence_says_what_to_do():
    assert {code for code, text in SENTENCES.items() if text.count("请") == 0} == set()
    readable = {"document", "slides", "pdf", "ofd", "picture", "packed", "password", "too_large"}
    assert [code for code in readable if SAVE_AS in SENTENCES[code]] == []


def test_a_comma_first_and_dates_like_a_database_are_a_list_all_the_same(tmp_path):
    path = tmp_path / "a.xls"
    path.write_text("<无>,标题\n1,甲\n")
    assert read_book(path).sheets[0].cell(0, 0).text == "<无>"


# which characters print nothing is said once, for cells and for forms; it imports nothing
UNSEEN = "tracker.kernel.unseen"


def test_the_child_loads_nothing_of_the_program(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("a,b\n1,2\n")
    code = (
        f"import sys, runpy; sys.argv = ['x', {str(path)!r}, '100', '512', '20']\n"
        f"runpy.run_path({str(sheets.READER)!r}, run_name='__main__')\n"
        "print(); print([name for name in sys.modules if name.startswith('tracker')])\n"
        "print('flask' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, check=True)
    loaded, flask = done.stdout.decode().splitlines()[-2:]
    allowed = ("tracker", "tracker.kernel", "tracker.kernel.sheet_reading", UNSEEN)
    others = [name for name in ast.literal_eval(loaded) if name not in allowed]
    assert all(name.startswith("tracker.kernel.sheet_reading.") for name in others)
    assert (len(others) > 5, flask) == (True, "False")


def test_no_reader_imports_anything_else_of_the_program():
    folder = Path(sheets.READER).with_name("sheet_reading")
    own = "tracker.kernel.sheet_reading"
    wrong = [
        (path.name, node.module)
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("tracker")
        and not (node.module or "").startswith((own, UNSEEN))
    ]
    assert (wrong, len(list(folder.glob("*.py"))) > 10) == ([], True)
