"""Ugly lists in other formats than .xlsx, none written by a library: text, pages, old workbooks."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from tests.intake.ugly.corpus import CONGRESS, HEADS, SUGGESTIONS, ugly
from tests.kernel import binary_books as binary
from tests.kernel import written_books as written

ROWS = (
    ("015", "关于增加公办幼儿园学位的建议", "刘桂兰、王守田", "区教育局", "区财政局"),
    ("016", "关于整治河道环境的建议", "王守田", "区城市管理局", ""),
)
LINES = ([CONGRESS], HEADS, *ROWS)
SAID = (
    SUGGESTIONS,
    "new 3 015 关于增加公办幼儿园学位的建议 刘桂兰、王守田 主=区教育局 会=区财政局",
    "new 4 016 关于整治河道环境的建议 王守田 主=区城市管理局",
)
FIFTEEN = "new 3 015 关于学位的建议 何平 交=2026-02-24"


def separated(separator: str, encoding: str, lines: Sequence[Sequence[str]] = LINES) -> bytes:
    """Return the list as text."""
    return "\r\n".join(separator.join(line) for line in lines).encode(encoding)


@ugly(*SAID, child=True)
def csv_of_excel_in_gb18030() -> bytes:
    return separated(",", "gb18030")


@ugly(*SAID)
def csv_in_utf_8_with_a_mark() -> bytes:
    return separated(",", "utf-8-sig")


@ugly(*SAID)
def unicode_text_of_excel_with_tabs() -> bytes:
    return separated("\t", "utf-16")


@ugly(*SAID)
def utf_16_of_the_other_byte_order_without_a_mark() -> bytes:
    return separated("\t", "utf-16-be")


BIG5 = (
    ["雲嶺區第十八屆人民代表大會第三次會議代表建議交辦清單"],
    ("建議編號", "建議標題", "領銜代表", "主辦單位", "會辦單位"),
    ("015", "關於增加公辦幼兒園學位的建議", "劉桂蘭、王守田", "區教育局", "區財政局"),
)


@ugly(
    SUGGESTIONS,
    "new 3 015 關於增加公辦幼兒園學位的建議 劉桂蘭、王守田 主=區教育局 会=區財政局",
)
def csv_in_big5() -> bytes:
    return separated(",", "big5", BIG5)


@ugly(
    SUGGESTIONS,
    "new 4 015 关于增加公办幼儿园学位的建议,含民办 刘桂兰、王守田 主=区教育局 会=区财政局",
    "new 6 016 关于“整治河道”的建议 王守田 主=区城市管理局",
)
def csv_with_quotation_marks_line_breaks_and_kept_zeros() -> bytes:
    text = (
        f"sep=;\r\n\r\n{CONGRESS};;;;\r\n{';'.join(HEADS)}\r\n"
        '="015";"关于增加公办幼儿园学位的建议,含民办";"刘桂兰\n王守田";区教育局;区财政局\r\n'
        ';;;;\r\n016;关于“整治河道”的建议;王守田;"区城市管理局";\r\n'
    )
    return text.encode("gb18030")


@ugly(*SAID)
def a_page_that_is_called_xls() -> bytes:
    rows = [f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in LINES[1:]]
    body = f"<table><tr><td colspan=5>{CONGRESS}</td></tr>{''.join(rows)}</table>"
    return written.page(body, charset="gb2312", encoding="gb18030")


@ugly(
    SUGGESTIONS,
    "new 4 015 关于增加公办幼儿园学位的建议 刘桂兰、王守田 主=区教育局",
    "new 5 016 关于整治河道环境的建议 王守田 主=区教育局 不勾",
    said=["5 这一行在表里是隐藏的"],
)
def a_page_with_spans_formats_entities_and_a_hidden_row() -> bytes:
    heads = "<tr><th>编&nbsp;&nbsp;号<th>标&#39064;<th>领衔代表<th>主办单位</tr>"
    body = (
        f"<table><caption>打印</caption><tr><td colspan=4>{CONGRESS}</td></tr>{heads}"
        "<tr><td style=\"mso-number-format:'000'\">15<td>关于<b>增加</b>公办幼儿园学位的建议"
        "<td>刘桂兰<br>王守田<td rowspan=2>区教育局</tr>"
        '<tr style="display:none"><td>016<td>关于整治河道环境的建议<td>王守田</tr></table>'
    )
    return written.page(body)


@ugly(*SAID)
def a_page_saved_as_a_single_file() -> bytes:
    rows = [f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in LINES]
    page = written.page(f"<table>{''.join(rows)}</table>", "gb2312", "gb18030").decode("latin-1")
    kind = 'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit'
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    return f"{head}--b\r\n{kind}\r\n\r\n{page}\r\n--b--\r\n".encode("latin-1")


@ugly(*SAID)
def xml_of_2003() -> bytes:
    def cell(text: str) -> str:
        if text.isdigit():
            return f'<Cell ss:StyleID="n"><Data ss:Type="Number">{int(text)}</Data></Cell>'
        return f'<Cell><Data ss:Type="String">{text}</Data></Cell>'

    style = '<Styles><Style ss:ID="n"><NumberFormat ss:Format="000"/></Style></Styles>'
    rows = "".join(f"<Row>{''.join(map(cell, line))}</Row>" for line in LINES)
    table = f'<Worksheet ss:Name="目录"><Table>{rows}</Table></Worksheet>'
    return written.xml2003(style + table, encoding="gb2312")


@ugly(*SAID, child=True)
def opendocument() -> bytes:
    rows = (written.ods_row(*map(written.ods_text, line)) for line in LINES)
    return written.ods(written.ods_content(*rows))


@ugly(
    SUGGESTIONS,
    "new 3 015 关于增加公办幼儿园学位的建议 刘桂兰 主=区教育局",
    "new 4 016 关于增加公办幼儿园学位的建议 刘桂兰 主=区教育局",
    "new 5 017 关于整治河道环境的建议 王守田 主=区教育局 不勾",
    said=["5 这一行在表里是隐藏的", "4 建议标题：与第 3 行提出者、标题都相同"],
)
def opendocument_flat_with_spans_notes_and_repeated_cells() -> bytes:
    text, row = written.ods_text, written.ods_row
    note = "<office:annotation><text:p>核</text:p></office:annotation><text:p>016</text:p>"
    unit = text("区教育局", ' table:number-rows-spanned="3"')
    covered, title = "<table:covered-table-cell/>", text("关于增加公办幼儿园学位的建议")
    rows = (
        row(text(CONGRESS, ' table:number-columns-spanned="4"')),
        row(*map(text, HEADS[:4])),
        row(written.ods_value("float", "15", "015"), title, text("刘桂兰"), unit),
        row(f'<table:table-cell office:value-type="string">{note}</table:table-cell>', title,
            text("刘桂兰"), covered),
        row(text("017"), text("关于整治河道环境的建议"), text("王守田"), covered,
            more=' table:visibility="collapse"'),
        row('<table:table-cell table:number-columns-repeated="1024"/>',
            more=' table:number-rows-repeated="1048000"'),
    )  # fmt: skip
    return written.ods_content(*rows, root="document").encode()


@ugly(SUGGESTIONS, FIFTEEN, "refuse 4 016 关于河道的建议 无人 不勾", said=["公式", "隐藏的"])
def xls_of_excel_5() -> bytes:
    return binary.ole2(Book=binary.biff5())


@ugly(SUGGESTIONS, "refuse 3 15 关于学位的建议 无人")
def xls_of_a_program_that_names_no_version() -> bytes:
    return binary.homemade()


def biff8(lines: Sequence[Sequence[str]]) -> bytes:
    """Return the records of a workbook of Excel 97, its texts in the cells."""

    def unicode(text: str) -> bytes:
        return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")

    def begin(kind: int) -> bytes:
        return binary.biff(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    style = binary.biff(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    name = "目录"
    bound = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    known = begin(5) + style
    place = len(known) + 4 + 6 + len(bound) + 4
    cells = [
        binary.biff(0x0204, struct.pack("<HHH", row, at, 0), unicode(text))
        for row, line in enumerate(lines)
        for at, text in enumerate(line)
        if text
    ]
    head = known + binary.biff(0x0085, struct.pack("<IBB", place, 0, 0), bound)
    return head + binary.biff(0x000A) + begin(0x10) + b"".join(cells) + binary.biff(0x000A)


@ugly(*SAID, child=True)
def et_of_wps() -> bytes:
    return binary.ole2(Workbook=biff8(LINES), Ole=b"WPS")


@ugly(
    SUGGESTIONS,
    FIFTEEN,
    "refuse 4 016 无题 无人 不勾",
    said=["4 建议标题：单元格里是错误值", "4 这一行在表里是隐藏的"],
)
def xlsb() -> bytes:
    return binary.xlsb()
