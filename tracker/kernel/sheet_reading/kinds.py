"""Which kind of file it is, by its bytes; what is no table is refused by what it is."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum, auto

from tracker.kernel.sheet_reading import ole2
from tracker.kernel.sheet_reading.cells import RefusalError

MOST_UNPACKED = 400 * 1024 * 1024
HEAD = 8192


class Kind(Enum):
    """What can be read."""

    OOXML = auto()
    OOXML_BINARY = auto()
    BIFF = auto()
    ODF = auto()
    ODF_FLAT = auto()
    XML_2003 = auto()
    HTML = auto()
    MHTML = auto()
    TEXT = auto()


OTHERS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "picture"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"PK\x05\x06", "packed"),
    (b"{\\rtf", "document"),
    (b"\x09\x00\x04\x00", "too_old"),  # Excel 2
    (b"\x09\x00\x06\x00", "too_old"),
    (b"\x09\x02\x06\x00", "too_old"),  # Excel 3
    (b"\x09\x04\x06\x00", "too_old"),  # Excel 4
    (b"\x00\x00\x02\x00", "too_old"),  # Lotus 1-2-3 and Symphony
    (b"\x00\x00\x1a\x00", "too_old"),
    (b"ID;P", "exchange"),  # SYLK
    (b"TABLE\r\n0,1", "exchange"),  # DIF
    (b"TABLE\n0,1", "exchange"),
)
IN_ZIP = (
    ("word/", "document"),
    ("ppt/", "slides"),
    ("OFD.xml", "ofd"),
    ("Index/Document.iwa", "not_excel"),  # Numbers
)
SPREADSHEET, ENCRYPTION = b"opendocument.spreadsheet", b"encryption-data"
BEFORE = r"<\?[^>]*>|<!--.*?-->|<!doctype[^>\[]*(?:\[[^\]]*\])?\s*>|\s"
ROOT = re.compile(rf"(?>(?:{BEFORE})*)<([\w:.-]+)", re.S)
TABLE = re.compile(r"<table\b[^>]*>\s*<[tc]")
BITMAP = re.compile(rb"BM.{4}\0{4}", re.S)
# kind of table file, year, month, day, count of rows, and the length of a head of whole columns
DBASE = re.compile(rb"[\x02\x03\x30\x31\x32\x43\x83\x8b\xf5].[\x01-\x0c][\x01-\x1f].{28}", re.S)
DBASE_HEAD, DBASE_COLUMN = 32, 32
PAGE = re.compile(
    "html|head|title|meta|link|style|script|body|center|div|form|font|span|p|br|h[1-6]"
    "|table|caption|colgroup|thead|tbody|tr"
)
MAIL_KIND = re.compile(rb"multipart/|text/html", re.I)
MAIL = re.compile(rb"\s*(MIME-Version|From|Content-Type|X-Document-Type)\s*:", re.I)


def kind_of(data: bytes) -> Kind:
    """Return how a file is to be read.

    :raises RefusalError: it is known to be something else.
    """
    if not data:
        raise RefusalError("empty_file")
    head = data[:HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        ole2.workbook_of(data)
        return Kind.BIFF
    if head.startswith(b"\x09\x08"):  # the records of a workbook without a container
        return Kind.BIFF
    _refuse_others(head)
    return _in_text(head)


def _refuse_others(head: bytes) -> None:
    """Refuse what is known by its first bytes to be no table, or one that is not read."""
    for sign, code in OTHERS:
        if head.startswith(sign):
            raise RefusalError(code)
    if BITMAP.match(head):
        raise RefusalError("picture")
    if _is_dbase(head):
        raise RefusalError("database")


def _is_dbase(head: bytes) -> bool:
    """Whether it begins as a table of dBase or FoxPro does."""
    if not DBASE.match(head):
        return False
    length = int.from_bytes(head[8:10], "little")
    return length > DBASE_HEAD and (length - DBASE_HEAD) % DBASE_COLUMN in (0, 1, 8)


def _in_zip(data: bytes) -> Kind:
    """Return what a zip holds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise RefusalError("too_large")
        if "xl/workbook.xml" in names:
            return Kind.OOXML
        if "xl/workbook.bin" in names:
            return Kind.OOXML_BINARY
        if "mimetype" in names and b"opendocument" in (said := archive.read("mimetype")):
            return _in_opendocument(archive, said)
    for start, code in IN_ZIP:
        if any(name.startswith(start) for name in names):
            raise RefusalError(code)
    raise RefusalError("packed")


def _in_opendocument(archive: zipfile.ZipFile, said: bytes) -> Kind:
    """Return that it is a spreadsheet; other documents and locked ones are refused."""
    if SPREADSHEET not in said:
        raise RefusalError("slides" if b"presentation" in said else "document")
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and ENCRYPTION in archive.read(manifest):
        raise RefusalError("password")
    return Kind.ODF


def _in_text(head: bytes) -> Kind:
    """Return whether a text is a page, a workbook of XML, or plain text."""
    if MAIL.match(head) and MAIL_KIND.search(head):
        return Kind.MHTML
    plain = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    text = plain.decode("utf-8", "ignore").lstrip("\ufeff").lower()
    found = ROOT.match(text)
    name = found.group(1) if found else ""
    if name.rpartition(":")[2] == "workbook" and "office:spreadsheet" in text:
        return Kind.XML_2003
    if name == "office:document":
        return Kind.ODF_FLAT
    if PAGE.fullmatch(name) or TABLE.search(text):
        return Kind.HTML
    if text.lstrip().startswith("<?xml"):
        raise RefusalError("no_table")
    return Kind.TEXT
