"""Ugly workbooks zipped by hand, as programs write them that know little of the format."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from tests.intake.ugly.corpus import CONGRESS, HEADS, SUGGESTIONS, ugly
from tests.kernel.binary_books import zipped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SAID = (
    SUGGESTIONS,
    "new 3 015 关于修建村级文化广场的建议 刘桂兰 主=区教育局 会=区财政局",
)
ROW = ("015", "关于修建村级文化广场的建议", "刘桂兰", "区教育局", "区财政局")


def book(
    rows: str,
    *,
    head: str = "",
    tail: str = "",
    of_book: str = "",
    main: str = MAIN,
    relations: str = RELATIONS,
    **more: str | bytes,
) -> bytes:
    """Return a workbook of one sheet; `more` are other parts of it by name, styles included."""
    linked = {"worksheet": "worksheets/sheet1.xml", **{name: f"{name}.xml" for name in more}}
    rels = "".join(
        f'<Relationship Id="rId{at}" Type="{relations}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(linked.items(), 1)
    )
    kinds = {"workbook.xml": "sheet.main", "worksheets/sheet1.xml": "worksheet"}
    kinds |= {f"{name}.xml": name for name in more}
    types = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{KIND}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    one = f'<Relationship Id="rId1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>',
        "xl/_rels/workbook.xml.rels":
            f'<Relationships xmlns="{PACKAGE}/relationships">{rels}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}">{of_book}<sheets>'
            '<sheet name="清单" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{head}<sheetData>{rows}'
            f"</sheetData>{tail}</worksheet>",
        **{f"xl/{name}.xml": part for name, part in more.items()},
    })  # fmt: skip


def inline(text: str) -> str:
    """Return a cell whose text stands in it."""
    return f't="inlineStr"><is><t>{text}</t></is></c>'


def rows_of(*lines: Sequence[str]) -> str:
    """Return rows of cells in their places, each given from its kind on."""
    return "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{ascii_uppercase[at]}{row}" {cell}' for at, cell in enumerate(line))
        + "</row>"
        for row, line in enumerate(lines, 1)
    )


def listed(*rows: Sequence[str], heads: Sequence[str] = HEADS) -> str:
    """Return title, headings and rows, their texts in the cells."""
    return rows_of([inline(CONGRESS)], [*map(inline, heads)], *rows)


PLAIN = listed([*map(inline, ROW)])


@ugly(*SAID, child=True)
def inline_texts_and_no_dimension() -> bytes:
    return book(PLAIN)


@ugly(*SAID)
def a_dimension_that_says_one_cell() -> bytes:
    return book(PLAIN, head='<dimension ref="A1"/>')


@ugly(*SAID)
def a_dimension_of_the_whole_sheet() -> bytes:
    return book(PLAIN, head='<dimension ref="A1:XFD1048576"/>')


@ugly(*SAID)
def strict_open_xml() -> bytes:
    return book(PLAIN, main=STRICT, relations=STRICT_RELATIONS)


@ugly(*SAID)
def cells_without_their_places() -> bytes:
    lines = ([CONGRESS], HEADS, ROW)
    rows = "".join(f"<row>{''.join(f'<c {inline(text)}' for text in line)}</row>" for line in lines)
    return book(rows)


@ugly(*SAID)
def shared_texts_in_pieces_with_readings_and_blanks() -> bytes:
    texts = [f"<si><t>{text}</t></si>" for text in (CONGRESS, *HEADS, ROW[0])]
    texts += [
        '<si><r><rPr><b/></rPr><t xml:space="preserve">关于修建村级</t></r><r><t>文化广场</t></r>'
        "<r><t>的建议</t></r></si>",
        '<si><t xml:space="preserve"> 刘桂兰 </t><rPh sb="0" eb="3"><t>liuguilan</t></rPh></si>',
        '<si><t>区教育局</t><phoneticPr fontId="1"/></si>',
        "<si><t>_x0009_区财政局_x000D_</t></si>",
    ]
    at = iter(range(len(texts)))

    def cells(count: int) -> list[str]:
        return [f't="s"><v>{next(at)}</v></c>' for _ in range(count)]

    rows = rows_of(cells(1), cells(5), cells(5))
    return book(rows, sharedStrings=f'<sst xmlns="{MAIN}">{"".join(texts)}</sst>')


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="000"/>'
    '<numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    "</numFmts><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellXfs>"
    '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
)


@ugly(
    SUGGESTIONS,
    "new 3 015 关于修建村级文化广场的建议 刘桂兰 交=2026-03-02",
    "new 4 016 关于拓宽村道的建议 王守田 交=2026-03-02",
)
def days_that_count_from_1904_and_an_empty_fill() -> bytes:
    rows = listed(
        ['s="1"><v>15</v></c>', inline(ROW[1]), inline("刘桂兰"), 's="2"><v>44621</v></c>'],
        [
            's="1"><v>16</v></c>',
            inline("关于拓宽村道的建议"),
            inline("王守田"),
            "><v>44621</v></c>",
        ],
        heads=(*HEADS[:3], "交办日期"),
    )
    return book(rows, of_book='<workbookPr date1904="1"/>', styles=STYLES)


@ugly(
    SUGGESTIONS,
    "new 3 015 关于修建村级文化广场的建议 刘桂兰 主=区教育局",
    "refuse 4 016 无题 王守田 主=区财政局",
    "refuse 5 017 无题 王守田 主=区财政局",
    "new 6 18 关于拓宽村道的建议 王守田",
    said=[
        "3 建议标题：是公式，按显示的值",
        "4 建议标题：是公式而没有算出的值",
        "5 建议标题：单元格里是错误值",
    ],
)
def formulas_with_without_and_with_broken_values() -> bytes:
    def formula(value: str, kind: str = "str") -> str:
        return f't="{kind}"><f>VLOOKUP(A3,Sheet2!A:B,2,0)</f>{value}</c>'

    return book(listed(
        [inline("015"), formula(f"<v>{ROW[1]}</v>"), inline("刘桂兰"), inline("区教育局")],
        [inline("016"), formula("", "n"), inline("王守田"), inline("区财政局")],
        [inline("017"), formula("<v>#REF!</v>", "e"), inline("王守田"), inline("区财政局")],
        ["><f>A5+1</f><v>18</v></c>", inline("关于拓宽村道的建议"), inline("王守田"),
            formula("<v></v>")],
        heads=HEADS[:4],
    ))  # fmt: skip


@ugly(
    SUGGESTIONS,
    "refuse 3 015 关于修建村级文化广场的建议 刘桂兰 不勾",
    said=["3 主办单位：单元格里是错误值", "3 这一行在表里是隐藏的"],
)
def an_error_for_a_unit_in_a_row_of_no_height() -> bytes:
    rows = listed([*map(inline, ROW[:3]), 't="e"><v>#N/A</v></c>'], heads=HEADS[:4])
    return book(rows.replace('<row r="3"', '<row r="3" ht="0" customHeight="1"'))


@ugly(*SAID, said=["隐藏的列也读了：领衔代表、主办单位"])
def hidden_columns_an_extension_list_and_a_filter() -> bytes:
    head = '<cols><col min="3" max="4" hidden="1"/></cols>'
    tail = '<autoFilter ref="A2:E3"/><extLst><ext uri="{x}"><y xmlns="urn:y"/></ext></extLst>'
    return book(PLAIN, head=head, tail=tail)


@ugly(*SAID)
def a_workbook_with_macros() -> bytes:
    return book(PLAIN, vbaProject=b"\xd0\xcf\x11\xe0" + b"\0" * 512)


@ugly(*SAID)
def numbers_and_truths_among_texts() -> bytes:
    cells = [*map(inline, ROW), 't="b"><v>1</v></c>', 't="d"><v>2026-03-02T00:00:00</v></c>']
    return book(listed(cells, heads=(*HEADS, "核对", "核对日期")))
