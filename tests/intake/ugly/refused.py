"""Files that are no lists, each with the one sentence that it gets."""

from __future__ import annotations

import zipfile
from io import BytesIO

from openpyxl import Workbook

from tests.intake.ugly import by_hand
from tests.intake.ugly.corpus import ugly, xlsx
from tests.kernel import binary_books as binary
from tests.kernel import written_books as written

SAVE_AS = "请用 Excel 或 WPS 打开，“另存为”“Excel 工作簿（.xlsx）”后再上传。"
COPY = "请把里面的清单复制到 Excel 或 WPS 表格里，保存后再上传。"
BROKEN = f"文件已损坏，读不出来。{SAVE_AS}"
LOCKED = "这个文件设了密码（打开密码，或者旧版 .xls 的“保护工作簿”）。请去掉密码后再上传。"
TOO_LARGE = "表格太大（超过 200 万格，或有内容写在很远的地方）。请只保留清单再上传。"
NO_HEADS = "没有找到表头。清单里要有“编号”“标题”“领衔代表（提案人）”等列。"
NOT_ONE = "表头下面没有一件，请检查是否选错了文件。"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
NAMES = "建议编号,建议标题,领衔代表\n"


def zipped(*names: str) -> bytes:
    """Return a zip with these members."""
    return binary.zipped(dict.fromkeys(names, "<x/>"))


@ugly(refused="文件是空的，请重新选择。")
def no_bytes() -> bytes:
    return b""


@ugly(refused="这是一行文字，不是清单。请检查是否选错了文件。")
def one_line_of_text() -> bytes:
    return "说明".encode()


@ugly(refused="这是图片，不是表格。请向来件单位要 Excel 或 WPS 表格，或者录成表格后再上传。")
def a_picture_called_xlsx() -> bytes:
    return b"\x89PNG\r\n\x1a\n1234"


@ugly(refused="这是 PDF 文件，不是表格。请向来件单位要 Excel 或 WPS 表格，或者录成表格后再上传。")
def a_scan_in_pdf() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n"


@ugly(refused=f"这是 Word 或 WPS 文字文档，不是表格。{COPY}")
def a_document_of_word() -> bytes:
    return zipped("word/document.xml")


@ugly(refused="这是压缩包。请先解压，再上传里面的表格。")
def a_packed_folder() -> bytes:
    return zipped("清单/代表建议.xlsx")


@ugly(refused=f"工作表“文本”：{NOT_ONE}")
def headings_alone_as_text() -> bytes:
    return NAMES.encode("gb18030")


@ugly(refused=f"工作表“Sheet”：{NOT_ONE}")
def headings_alone() -> bytes:
    return xlsx(title="")


@ugly(refused=f"工作表“表1”：{NO_HEADS}")
def a_page_with_one_heading() -> bytes:
    return written.page("<table><tr><td>建议编号</td></tr></table>", "gb2312", "gb18030")


@ugly(refused=f"这是网页或 XML 文件，里面没有表格。{SAVE_AS}")
def a_page_without_a_table() -> bytes:
    return written.page("<p>请登录后下载清单</p>")


@ugly(refused=BROKEN)
def a_container_without_anything() -> bytes:
    return OLE2


@ugly(refused=LOCKED, child=True)
def a_workbook_with_a_password() -> bytes:
    return OLE2 + "EncryptedPackage".encode("utf-16-le")


@ugly(refused=LOCKED)
def xls_with_a_password() -> bytes:
    return binary.locked_xls()


@ugly(refused=LOCKED)
def opendocument_with_a_password() -> bytes:
    return written.ods(manifest="<m><manifest:encryption-data/></m>")


@ugly(refused=BROKEN)
def a_workbook_cut_off() -> bytes:
    return xlsx(("015", "关于修建村级文化广场的建议", "刘桂兰"))[:2000]


@ugly(refused=BROKEN)
def a_binary_workbook_that_is_none() -> bytes:
    return zipped("xl/workbook.bin")


@ugly(refused=TOO_LARGE, child=True)
def a_zip_bomb() -> bytes:
    file = BytesIO(by_hand.book(by_hand.PLAIN))
    archive = zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED)
    with archive, archive.open("xl/bomb.xml", "w") as part:
        for _ in range(420):
            part.write(b" " * 1024 * 1024)
    return file.getvalue()


@ugly(refused=TOO_LARGE)
def a_cell_in_the_last_corner() -> bytes:
    return by_hand.book(f'<row r="1048576"><c r="XFD1048576" {by_hand.inline("末")}</row>')


@ugly(refused="工作簿里没有内容，请检查是否选错了文件。")
def an_empty_workbook() -> bytes:
    file = BytesIO()
    Workbook().save(file)
    return file.getvalue()


@ugly(refused=f"工作表“Sheet”：{NO_HEADS}")
def a_sheet_without_headings() -> bytes:
    return xlsx(["三", "四"], title="", heads=["一", "二"])


@ugly(refused="工作表“Sheet”：表头缺少：提出者（如“领衔代表”“第一提案人”）。请补上这一列后再上传。")
def no_column_of_proposers() -> bytes:
    return xlsx(["1", "甲", "乙"], heads=["建议编号", "建议标题", "主办单位"])


@ugly(refused="工作表“Sheet”：表头缺少：标题（如“建议标题”“案由”）。请补上这一列后再上传。")
def no_column_of_titles() -> bytes:
    return xlsx(["1", "何平", "乙"], heads=["建议编号", "领衔代表", "主办单位"])


@ugly(refused="工作表“Sheet”：这是按单位汇总的表，不是件的清单。请上传逐件列出的清单。")
def a_summary_by_unit() -> bytes:
    return xlsx(["区教育局", 9, 9], heads=["单位名称", "主办提案", "协办提案"])


@ugly(refused="工作表“Sheet”：这是满意度测评表，不是件的清单。评价请在各件的页面登记。")
def a_satisfaction_table() -> bytes:
    heads = ["建议编号", "建议标题", "领衔代表", "主办单位", "满意", "基本满意", "不满意"]
    return xlsx(["015", "甲", "何平", "区教育局", "√", "", ""], heads=heads)
