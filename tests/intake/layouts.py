"""The layouts of real lists, one function for each; the rows are invented."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

CONGRESS = "云岭区第十八届人民代表大会第三次会议代表建议目录"
CPPCC = "政协云岭区第十届委员会第二次会议提案目录"
PLAIN = ["序号", "建议编号", "建议标题", "领衔代表", "主办单位", "会办单位"]


def saved(folder: Path, book: Workbook, name: str = "list.xlsx") -> Path:
    """Save a workbook; return where."""
    path = folder / name
    book.save(path)
    return path


def listed(
    *rows: Iterable[object], title: str = CONGRESS, heads: Iterable[str] = PLAIN
) -> Workbook:
    """Return a list with a title row, one heading row and rows."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    return book


def _two_rows(heads: list[object], below: dict[str, str], merges: Iterable[str]) -> Worksheet:
    """Return a sheet whose title is row 1 and whose headings are rows 2 and 3."""
    sheet = Workbook().active
    sheet.append([CONGRESS])
    sheet.append(heads)
    for place, text in below.items():
        sheet[place] = text
    for place in merges:
        sheet.merge_cells(place)
    return sheet


def catalogue() -> Workbook:
    """L1: no 序号, 提建议人 over 单位 and 姓名, the proposed host."""
    heads = ["建议编号", "提建议人", None, "建议标题", "拟主办单位", "备注"]
    merges = ["A1:F1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "F2:F3"]
    sheet = _two_rows(heads, {"B3": "单位", "C3": "姓名"}, merges)
    sheet.append(["015", "云岭区实验小学", "张　三", "关于校门口停车的建议", "区教育局", None])
    sheet.append(["016", "区医院", "李四", "关于社区门诊的建议", "区卫生健康局", "重点"])
    return sheet.parent


def key_suggestions() -> Workbook:
    """L2: as L1 with 序号 before the number."""
    heads = ["序号", "建议编号", "提建议人", None, "建议标题", "拟主办单位", "备注"]
    merges = ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "G2:G3"]
    sheet = _two_rows(heads, {"C3": "单位", "D3": "姓名"}, merges)
    sheet.append([1, "028", "区供电公司", "王小明", "关于老旧小区电路的建议", "区住建局", None])
    sheet.append([2, "003", "区一中", "买买提·艾力", "关于校车的建议", "区教育局", None])
    return sheet.parent


def screen_list() -> Workbook:
    """L5: the list on the screen of a system, with 题目, 人数 and the due date."""
    heads = ["建议编号", "题目", "领衔代表", "人数", "类型", "要求结办日期", "主办单位", "办理类型"]
    row = [7, "关于增设公交站的建议", "陈建国", 5, "建议", "2026.6.30", "区交通运输局", "主办"]
    return listed(row, heads=heads)


def transfer() -> Workbook:
    """L10: numbers stored as floats, all names in 提案者, units joined by commas."""
    heads = [
        "提案序号", "提案者", "主办单位", "会办单位", "办理结果", "意见反馈", "案由", "性质",
        "提案分类", "内容", "提交日期", "主办部门答复",
    ]  # fmt: skip
    first = [
        12.0, "李明,王强", "区教育局", "区财政局,区人社局", "解决或采纳", "", "关于托育的提案",
        "当年", "科技教育", "正文一", "2026-01-10", "",
    ]  # fmt: skip
    second = [
        13.0,
        "区工商业联合会",
        "区发改局",
        "",
        "",
        "",
        "关于营商环境的提案",
        "",
        "",
        "",
        "",
        "",
    ]
    return listed(first, second, title=CPPCC, heads=heads)


def export() -> Workbook:
    """L11: internal serial beside the number, first proposer and co-signers apart."""
    heads = [
        "流水号", "提案序号", "案由", "提案分类", "提案者性质", "第一提案人", "联名提案人",
        "提案内容", "时间标识(会间/会后)", "提案者意向主办单位",
    ]  # fmt: skip
    first = [
        "2026000981", "021", "关于河道保洁的提案", "城建环保", "联名", "赵敏", "钱进、孙立、周全",
        "正文", "会后", "区水务局",
    ]  # fmt: skip
    return listed(first, title=CPPCC, heads=heads)


def fifth_row() -> Workbook:
    """L20: heading in row 5, the session in the eighth cell of row 2, a hidden twin column."""
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "提案办理情况"
    sheet["H2"] = "云岭区政协十届二次会议"
    sheet["A3"] = "筛选：全部"
    heads = [
        "流水号", "提案序号", "提案者", "主办单位", "会办单位", "办理结果", "意见反馈", "案由",
        "性质", "再办理", "跟踪办理情况", "跟踪办理情况hidden",
    ]  # fmt: skip
    rows = [
        heads,
        [881, 31, "甲一,乙二", "区民政局", "", "", "", "关于养老的提案"],
        [882, 32, "丙三,丁四,戊五", "区司法局,区信访局", "", "", "", "关于调解的提案"],
    ]
    for number, row in enumerate(rows, 5):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    sheet.column_dimensions["L"].hidden = True
    return book


def query_ledger() -> Workbook:
    """L22: 案号, 标题, 提案者, assigning authority and day."""
    heads = [
        "案号", "标题", "提案者", "联名类别", "内容类别", "提交时间", "办理结果", "办理进度",
        "交办日期", "办复情况", "交办单位", "是否已交办",
    ]  # fmt: skip
    row = [
        "B(2020)79",
        "关于菜场改造的提案",
        "吴芳",
        "个人",
        "城建环保",
        "",
        "",
        "",
        "2026年2月24日",
    ]
    return listed(row, title=CPPCC, heads=heads)


def search_list() -> Workbook:
    """L24: an index column without heading; term and session only in 届次."""
    book = Workbook()
    sheet = book.active
    sheet.append(
        [None, "届次", "案号", "标题", "领衔代表", "主办单位", "会办单位", "类型", "满意度"]
    )
    row = ["十八届三次", "第五号", "关于路灯的建议", "郑和平", "区城管局", "区财政局；区住建局"]
    sheet.append([1, *row, "大会建议", "满意"])
    return book
