"""Workbooks in binary formats, written record by record."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

TITLE = "云岭区第十八届人民代表大会第三次会议代表建议目录"
HEADS = ["建议编号", "建议标题", "领衔代表", "交办日期"]
DAY = 46077  # 24 February 2026, counted from 1900
SECTOR, SMALLEST_STREAM = 512, 4096
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole2(**streams: bytes) -> bytes:
    """Return an OLE2 container of 512-byte sectors; `_` in a name is a blank."""
    contents = [data.ljust(SMALLEST_STREAM, b"\0") for data in streams.values()]
    sizes = [-(-len(data) // SECTOR) for data in contents]
    pages = -(-(len(streams) + 1) // 4)
    chain = [TABLE, *_chain(1, pages)]
    starts = []
    for size in sizes:
        starts.append(len(chain))
        chain += _chain(len(chain), size)
    entries = _entry("Root Entry", 5, END, 0, child=1)
    for at, name in enumerate(streams):
        after = at + 2 if at + 1 < len(streams) else FREE
        size = len(contents[at])
        entries += _entry(name.replace("_", " "), 2, starts[at], size, after=after)
    head = struct.pack("<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3,
        0xFFFE, 9, 6, 0, 1, 1, 0, SMALLEST_STREAM, END, 0, END, 0, 0)  # fmt: skip
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    body = b"".join(data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0") for data in contents)
    return head.ljust(SECTOR, b"\xff") + table + entries.ljust(pages * SECTOR, b"\0") + body


def _chain(first: int, size: int) -> list[int]:
    """Return the entries of a run of sectors."""
    return [*range(first + 1, first + size), END]


def _entry(
    name: str, kind: int, start: int, size: int, child: int = FREE, after: int = FREE
) -> bytes:
    """Return an entry of the directory."""
    text = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIII", text, len(text) + 2, kind, 1, FREE, after, child,
        start, size, 0)  # fmt: skip


def biff(kind: int, *parts: bytes) -> bytes:
    """Return a record of BIFF2 to BIFF8."""
    data = b"".join(parts)
    return struct.pack("<HH", kind, len(data)) + data


def label(row: int, column: int, text: str, style: int = 0) -> bytes:
    """Return a cell with a text in the code page of Chinese Windows."""
    data = text.encode("gbk")
    return biff(0x0204, struct.pack("<HHHH", row, column, style, len(data)), data)


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    """Return a cell with a number."""
    return biff(0x0203, struct.pack("<HHHd", row, column, style, value))


def biff5(code_page: int = 936) -> bytes:
    """Return the records of a workbook of Excel 5, with a hidden row and a merged unit."""
    formats = [biff(0x041E, struct.pack("<HB", 200, 3), b"000")]
    styles = [biff(0x00E0, struct.pack("<HH12x", 0, code)) for code in (0, 200, 14)]
    begin = biff(0x0809, struct.pack("<HHHH", 0x0500, 5, 2412, 1993))
    page = biff(0x0042, struct.pack("<H", code_page))
    name = "目录".encode("gbk")
    known = [begin, page, *formats, *styles]
    length = sum(map(len, known)) + 4 + 7 + len(name) + 4
    bound = biff(0x0085, struct.pack("<IHB", length, 0, len(name)), name)
    rows = [label(0, 0, TITLE), *(label(1, at, text) for at, text in enumerate(HEADS))]
    rows += [number(2, 0, 15, 1), label(2, 1, "关于学位的建议"), label(2, 2, "何平"),
        number(2, 3, DAY, 2), label(3, 1, "关于河道的建议")]  # fmt: skip
    formula = struct.pack("<HHHdHIH", 3, 0, 1, 16.0, 0, 0, 0)
    shape = [biff(0x0208, struct.pack("<HHHHHHHH", 3, 0, 4, 0x8000 | 255, 0, 0, 0x0020, 0))]
    sheet = [biff(0x0809, struct.pack("<HHHH", 0x0500, 0x10, 2412, 1993)), *shape, *rows,
        biff(0x0006, formula), biff(0x000A)]  # fmt: skip
    return b"".join([*known, bound, biff(0x000A), *sheet])


def homemade() -> bytes:
    """Return what Delphi programs write as .xls: one bare sheet that names no version."""
    rows = [label(1, at, text) for at, text in enumerate(HEADS)]
    rows += [label(0, 0, TITLE), number(2, 0, 15), label(2, 1, "关于学位的建议")]
    begin = biff(0x0809, struct.pack("<HHHH", 0, 0x10, 0, 0))
    return b"".join([begin, *rows, biff(0x000A)])


def locked_xls() -> bytes:
    """Return a workbook of Excel 97 that opens with a password."""
    begin = biff(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6))
    key = biff(0x002F, struct.pack("<HHH48x", 1, 1, 1))
    return ole2(Workbook=begin + key + biff(0x000A))


def twelve(kind: int, data: bytes = b"") -> bytes:
    """Return a record of BIFF12."""
    return (
        _sevens(kind, 2 if kind > 0x7F else 1) + _sevens(len(data), 1 + (len(data) > 0x7F)) + data
    )


def _sevens(value: int, length: int) -> bytes:
    """Return a number of seven bits in each byte."""
    found = [value >> 7 * place & 0x7F | 0x80 for place in range(length)]
    return bytes([*found[:-1], found[-1] & 0x7F])


def wide(text: str) -> bytes:
    """Return a text with its length."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(kind: int, column: int, style: int, data: bytes) -> bytes:
    """Return a cell of BIFF12."""
    return twelve(kind, struct.pack("<II", column, style) + data)


def _row(row: int, hidden: bool, *cells: bytes) -> bytes:
    """Return a row of BIFF12 with its cells."""
    head = struct.pack("<IIHBBBI", row, 0, 300, 0, 0x10 if hidden else 0, 0, 1)
    return twelve(0, head + struct.pack("<II", 0, 4)) + b"".join(cells)


def _sheet() -> bytes:
    """Return the sheet: title, headings, a row, a hidden row with a formula and an error."""
    one = struct.pack("<d", 16) + struct.pack("<HI", 0, 7) + b"\x1e\x0f\0\x1e\x01\0\x03" + b"\0" * 4
    rows = [
        _row(0, False, _cell(7, 0, 0, struct.pack("<I", 0))),
        _row(1, False, *(_cell(6, at, 0, wide(text)) for at, text in enumerate(HEADS))),
        _row(2, False, _cell(2, 0, 1, struct.pack("<i", 15 << 2 | 2)),
            _cell(6, 1, 0, wide("关于学位的建议")), _cell(6, 2, 0, wide("何平")),
            _cell(5, 3, 2, struct.pack("<d", DAY)), _cell(4, 4, 0, b"\1")),
        _row(3, True, _cell(9, 0, 1, one), _cell(3, 1, 0, b"\x07")),
    ]  # fmt: skip
    column = twelve(60, struct.pack("<IIIIH", 4, 4, 2560, 0, 1))
    merge = twelve(176, struct.pack("<IIII", 0, 0, 0, 3))
    return b"".join([
        twelve(129), twelve(148, struct.pack("<IIII", 0, 3, 0, 4)),
        twelve(390), column, twelve(391), twelve(145), *rows, twelve(146),
        twelve(177, struct.pack("<I", 1)), merge, twelve(178), twelve(130),
    ])  # fmt: skip


def _look(code: int) -> bytes:
    """Return a style with a number format."""
    return twelve(47, struct.pack("<HHHHHBBHH", 0xFFFF, code, 0, 0, 0, 0, 0, 0, 1))


def _styles() -> bytes:
    """Return three styles of cells: General, 000 and a date; before them a named style."""
    return b"".join([
        twelve(278), twelve(615, struct.pack("<I", 1)),
        twelve(44, struct.pack("<H", 200) + wide("000")), twelve(616),
        twelve(626, struct.pack("<I", 1)), _look(200), twelve(627),
        twelve(617, struct.pack("<I", 3)), *map(_look, (0, 200, 14)), twelve(618), twelve(279),
    ])  # fmt: skip


NO_CELLS = twelve(148, struct.pack("<IIII", 0, 0, 0, 0)) + twelve(145) + twelve(146)
EMPTY = twelve(129) + NO_CELLS + twelve(130)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
KIND = "application/vnd.ms-excel"


def _relations(*pairs: tuple[str, str]) -> str:
    """Return a member that names what belongs together."""
    rows = "".join(f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(pairs, 1))  # fmt: skip
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def xlsb(since_1904: bool = False) -> bytes:
    """Return a binary workbook with one sheet and a hidden one."""
    sheets = [twelve(156, struct.pack("<II", state, at) + wide(f"rId{at}") + wide(name))
        for at, (state, name) in enumerate([(0, "目录"), (1, "旧表")], 1)]  # fmt: skip
    book = [twelve(131), twelve(153, struct.pack("<III", since_1904, 0, 0)), twelve(143), *sheets,
        twelve(144), twelve(132)]  # fmt: skip
    texts = [twelve(159, struct.pack("<II", 1, 1)), twelve(19, b"\0" + wide(TITLE)), twelve(160)]
    types = {"workbook.bin": f"{KIND}.sheet.binary.macroEnabled.main",
        "worksheets/sheet1.bin": f"{KIND}.worksheet", "worksheets/sheet2.bin": f"{KIND}.worksheet",
        "styles.bin": f"{KIND}.styles", "sharedStrings.bin": f"{KIND}.sharedStrings"}  # fmt: skip
    rows = "".join(f'<Override PartName="/xl/{n}" ContentType="{k}"/>' for n, k in types.items())
    rels = f'<Default Extension="rels" ContentType="{RELATIONS}"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{rels}{rows}</Types>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": _relations(
            ("worksheet", "worksheets/sheet1.bin"), ("worksheet", "worksheets/sheet2.bin"),
            ("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")),
        "xl/workbook.bin": b"".join(book), "xl/styles.bin": _styles(),
        "xl/sharedStrings.bin": b"".join(texts), "xl/worksheets/sheet1.bin": _sheet(),
        "xl/worksheets/sheet2.bin": EMPTY,
    }  # fmt: skip
    return zipped(parts)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip with these members."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
