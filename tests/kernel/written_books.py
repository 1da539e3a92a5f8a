"""Workbooks in formats of text: OpenDocument, XML of 2003, web pages."""

from __future__ import annotations

import base64

from tests.kernel.binary_books import TITLE, zipped

MIME = "application/vnd.oasis.opendocument.spreadsheet"
URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(f'xmlns:{one}="{URN}:{one}:1.0"' for one in ("office", "table", "text",
    "style", "number"))  # fmt: skip
XML = '<?xml version="1.0" encoding="UTF-8"?>'
HIDDEN_STYLE = (
    '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
)


def ods_text(value: str, more: str = "") -> str:
    """Return a cell with a text."""
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}{more}><text:p>{value}</text:p></table:table-cell>"


def ods_value(kind: str, value: str, shown: str, more: str = "") -> str:
    """Return a cell with a value and what it shows."""
    name = {"date": "date-value", "boolean": "boolean-value"}.get(kind, "value")
    return (
        f'<table:table-cell office:value-type="{kind}" office:{name}="{value}"{more}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def ods_row(*cells: str, more: str = "") -> str:
    """Return a row."""
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


SPACED = '关于<text:s text:c="2"/>学位<text:line-break/>的建议'
ODS_ROWS = (
    ods_row(ods_text(TITLE, ' table:number-columns-spanned="3" table:number-rows-spanned="1"'),
        '<table:covered-table-cell table:number-columns-repeated="2"/>'),
    ods_row(ods_text("编号"), ods_text("标题"), ods_text("日期"),
        '<table:table-cell table:number-columns-repeated="16381"/>'),
    ods_row(ods_value("float", "15", "第015号"), ods_text(SPACED),
        ods_value("date", "2026-02-24T00:00:00", "2026年2月24日"),
        ods_value("percentage", "0.5", "50%"), ods_value("boolean", "true", "TRUE")),
    ods_row(ods_text("同"), more=' table:number-rows-repeated="2" table:visibility="filter"'),
    ods_row(ods_value("float", "7", "7.00", ' table:formula="of:=6+1"'),
        '<table:table-cell table:formula="of:=X()"/>',
        '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p>'
        "</office:annotation><text:p>甲</text:p><text:p>乙</text:p></table:table-cell>"),
    ods_row('<table:table-cell table:number-columns-repeated="16384"/>',
        more=' table:number-rows-repeated="1048570" table:visibility="collapse"'),
)  # fmt: skip


def ods_content(*rows: str, body: str = "", root: str = "document-content") -> str:
    """Return the content of a spreadsheet with a visible and a hidden sheet."""
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    named = 'table:name="旧表" table:style-name="h"'
    hidden = f"<table:table {named}>{ods_row(ods_text('隐'))}</table:table>"
    return (
        f"{XML}<office:{root} {NAMESPACES}><office:automatic-styles>{HIDDEN_STYLE}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}"
        f'<table:table table:name="目录">{columns}{"".join(rows or ODS_ROWS)}</table:table>'
        f"{hidden}</office:spreadsheet></office:body></office:{root}>"
    )


def ods(content: str = "", mime: str = MIME, manifest: str = "<m/>") -> bytes:
    """Return a document of OpenDocument."""
    return zipped({"mimetype": mime, "content.xml": content or ods_content(),
        "META-INF/manifest.xml": manifest})  # fmt: skip


SS = "urn:schemas-microsoft-com:office:spreadsheet"
EXCEL = "urn:schemas-microsoft-com:office:excel"
XML_2003_SHEET = f"""
<Styles><Style ss:ID="n"><NumberFormat ss:Format="000"/></Style></Styles>
<Worksheet ss:Name="目录"><Table>
<Column/><Column ss:Index="4" ss:Hidden="1" ss:Span="1"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">{TITLE}</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:StyleID="n"><Data ss:Type="Number">15</Data></Cell>
<Cell ss:Index="3" ss:MergeDown="1"><Data ss:Type="String">甲<B>乙</B></Data></Cell>
<Cell><Data ss:Type="DateTime">2026-02-24T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell>
<Cell ss:Formula="=X()"/><Cell ss:Index="6"><Data ss:Type="Error">#REF!</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="旧表"><Table><Row><Cell><Data ss:Type="String">隐</Data></Cell></Row></Table>
<WorksheetOptions xmlns="{EXCEL}"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
"""


def xml2003(inside: str = XML_2003_SHEET, encoding: str = "utf-8", more: str = "") -> bytes:
    """Return a workbook of XML Spreadsheet 2003."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>{more}\n'
    program = '<?mso-application progid="Excel.Sheet"?>\n'
    text = f'{head}{program}<Workbook xmlns="{SS}" xmlns:ss="{SS}">{inside}</Workbook>'
    return text.encode("gb18030" if encoding.startswith("gb") else encoding)


PAGE = f"""<table border="1"><caption>{TITLE}</caption><col><col style="display:none">
<tr><th rowspan="2">编号</th><th colspan=2>提建议人</th><th>电话</th></tr>
<tr><th>姓名<th>单位</tr>
<tr><td style="mso-number-format:'000'">15</td><td>何&nbsp;平</td><td>甲<br>乙</td>
<td><b>13800</b><span>006021</span></td></tr>
<tr style="display: none"><td>16</td><td><p>一</p><p>二</p></td><td><script>x()</script></td></tr>
</table>"""


def page(body: str = PAGE, charset: str = "utf-8", encoding: str = "") -> bytes:
    """Return a web page with tables."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return f"<html><head>{meta}</head><body>{body}</body></html>".encode(encoding or charset)


def mhtml() -> bytes:
    """Return a single-file web page, as Excel and WPS save one: a frame, and the sheet."""
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    frame = 'Content-Type: text/html; charset="utf-8"\r\n\r\n<html><frameset></frameset></html>\r\n'
    text = base64.encodebytes(page(charset="gb2312", encoding="gb18030")).decode()
    kind = 'Content-Type: text/html; charset="gb2312"'
    sheet = f"{kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}"
    return f"{head}--b\r\n{frame}--b\r\n{sheet}--b--\r\n".encode()
