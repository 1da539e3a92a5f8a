"""Ugly lists whose sheet is built oddly: titles, headings, merges, totals, hidden parts, sheets."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.intake.ugly.corpus import (
    CONGRESS,
    CPPCC,
    HEADS,
    PROPOSALS,
    SUGGESTIONS,
    saved,
    sheet_of,
    ugly,
    xlsx,
)

ONE = ("015", "关于增设校门口停车位的建议", "刘桂兰", "区教育局", "区财政局")
TWO = ("016", "关于修补背街小巷路面的建议", "王守田", "区城市管理局", "")
SAID_ONE = "015 关于增设校门口停车位的建议 刘桂兰 主=区教育局 会=区财政局"
SAID_TWO = "016 关于修补背街小巷路面的建议 王守田 主=区城市管理局"


@ugly(
    SUGGESTIONS,
    "new 6 015 关于增设校门口停车位的建议 刘桂兰 主=区教育局",
    "new 7 016 关于修补背街小巷路面的建议 王守田 主=区城市管理局",
    "- 8 合计行",
    "- 9 填表说明",
    "- 10 填表说明",
    child=True,
)
def titles_a_file_number_and_a_heading_in_two_rows() -> bytes:
    sheet = Workbook().active
    sheet["A1"], sheet["A2"] = "云岭区人民政府办公室文件", CONGRESS
    sheet["A3"] = "（共2件，2026年3月2日交办会印发）"
    sheet.append(["序号", "建议编号", "建议标题", "领衔代表", None, "承办单位", None])
    sheet.append([None, None, None, "姓名", "单位", "主办", "会办"])
    sheet.append([1, *ONE[:3], "区实验小学", "区教育局", None])
    sheet.append([2, *TWO[:3], "区供电所", "区城市管理局", None])
    sheet.append(["合计", None, "2件"])
    sheet.append(["填表说明：1.编号照原件填写。"])
    sheet.append(["2.主办单位只写一个。"])
    for place in ("A1:G1", "A2:G2", "A3:G3", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4"):
        sheet.merge_cells(place)
    return saved(sheet)


@ugly(SUGGESTIONS, f"new 3 {SAID_ONE}", f"new 4 {SAID_TWO}")
def blank_columns_between() -> bytes:
    rows = [[cell for one in row for cell in (one, None)] for row in (HEADS, ONE, TWO)]
    return xlsx(*rows[1:], heads=rows[0])


@ugly(SUGGESTIONS, f"new 7 {SAID_ONE}", f"new 9 {SAID_TWO}")
def blank_rows_before_between_and_behind() -> bytes:
    sheet = sheet_of([], [], title="", heads=[])
    for row, cells in ((4, [CONGRESS]), (6, HEADS), (7, ONE), (9, TWO)):
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column).value = value
    for row in range(10, 14):
        sheet.cell(row, 3).value = "  \u3000\u00a0 "
    return saved(sheet)


@ugly(SUGGESTIONS, f"new 3 {SAID_ONE}", f"new 4 {SAID_TWO}")
def a_hundred_thousand_formatted_rows_without_content() -> bytes:
    sheet = sheet_of(ONE, TWO)
    for row in range(5, 100_000, 50):
        sheet.cell(row, 1).font = Font(bold=True)
    sheet.cell(100_000, 5).font = Font(bold=True)
    return saved(sheet)


@ugly(
    SUGGESTIONS,
    f"new 3 {SAID_ONE}",
    f"new 4 {SAID_TWO} 不勾",
    "new 5 017 关于增加夜间公交的建议 刘桂兰 不勾",
    said=["4 这一行在表里是隐藏的", "5 这一行在表里整行划掉", "隐藏的列也读了：会办单位"],
)
def a_hidden_row_a_struck_row_a_hidden_column() -> bytes:
    sheet = sheet_of(ONE, TWO, ("017", "关于增加夜间公交的建议", "刘桂兰"))
    sheet.row_dimensions[4].hidden = True
    for cell in sheet[5][:3]:
        cell.font = Font(strike=True)
    sheet.column_dimensions["E"].hidden = True
    return saved(sheet)


@ugly(
    SUGGESTIONS,
    "new 3 015 关于增设校门口停车位的建议 刘桂兰 主=区教育局",
    "new 4 016 关于修补背街小巷路面的建议 刘桂兰 主=区教育局 会=区财政局",
    "new 5 017 关于增加夜间公交的建议 王守田 主=区教育局",
    said=["4 领衔代表：写着“同上”", "5 主办单位：写着“〃”"],
)
def ditto_marks() -> bytes:
    return xlsx(
        ("015", "关于增设校门口停车位的建议", "刘桂兰", "区教育局", ""),
        ("016", "关于修补背街小巷路面的建议", "同上", "同上", "区财政局"),
        ("017", "关于增加夜间公交的建议", "王守田", "〃", ""),
    )


@ugly(
    SUGGESTIONS,
    "new 3 015 关于增设校门口停车位的建议 刘桂兰 主=区教育局 会=区财政局、区城市管理局",
    "new 6 016 关于修补背街小巷路面的建议 王守田 主=区城市管理局",
    "- 4 上一件的续行，已并入上一件",
    "- 5 上一件的续行，已并入上一件",
)
def one_unit_a_row_under_merged_cells() -> bytes:
    heads = ("建议编号", "建议标题", "领衔代表", "承办单位", "承办性质")
    sheet = sheet_of(
        ("015", "关于增设校门口停车位的建议", "刘桂兰", "区教育局", "主办"),
        (None, None, None, "区财政局", "会办"),
        (None, None, None, "区城市管理局", "会办"),
        ("016", "关于修补背街小巷路面的建议", "王守田", "区城市管理局", "主办"),
        heads=heads,
    )
    for letter in "ABC":
        sheet.merge_cells(f"{letter}3:{letter}5")
    return saved(sheet)


@ugly(
    SUGGESTIONS,
    "new 3 015 关于增设校门口停车位的建议 刘桂兰 主=区教育局 会=区财政局",
    "- 4 上一件的续行，已并入上一件",
)
def one_unit_a_row_the_case_repeated() -> bytes:
    return xlsx(
        ("015", "关于增设校门口停车位的建议", "刘桂兰", "区教育局", "主办"),
        ("015", "关于增设校门口停车位的建议", "刘桂兰", "区财政局", "会办"),
        heads=("建议编号", "建议标题", "领衔代表", "承办单位", "承办性质"),
    )


@ugly(
    SUGGESTIONS,
    f"new 4 {SAID_ONE}",
    f"new 7 {SAID_TWO}",
    "- 3 分类标题",
    "- 5 合计行",
    "- 6 分类标题",
    "- 8 合计行",
    "- 9 合计行",
    "- 11 填表说明",
    "- 12 填表说明",
)
def sections_subtotals_totals_and_signatures() -> bytes:
    return xlsx(
        ("一、科教文卫类",),
        ONE,
        ("小计", None, "1件"),
        ("（二）城建环保类",),
        TWO,
        ("小  计", None, "1件"),
        ("合    计", None, "2件"),
        (),
        ("填表人：周敏", None, "联系电话：010-55520001"),
        ("注：本表一式三份。",),
    )


@ugly(
    SUGGESTIONS,
    f"new 3 {SAID_ONE}",
    f"new 6 {SAID_TWO}",
    "- 4 重复的表头",
    "- 5 重复的表头",
    said=["没有对应栏目、随件保存的列：联络员"],
)
def the_heading_again_on_each_printed_page() -> bytes:
    heads = (*HEADS, "联络员")
    return xlsx((*ONE, "周敏"), heads, heads, (*TWO, "钱进"), heads=heads)


@ugly(
    SUGGESTIONS,
    f"new 3 {SAID_ONE}",
    PROPOSALS,
    "new 3 021 关于盘活闲置校舍的提案 民盟云岭区委员会 主=区教育局 集体",
    said=["隐藏的工作表没有读：旧稿", "工作表“填写说明”：", "工作表“汇总”：这是按单位汇总的表"],
)
def notes_first_then_both_kinds_then_a_summary_and_a_hidden_draft() -> bytes:
    sheet = sheet_of(ONE)
    book, sheet.title = sheet.parent, "建议"
    notes = book.create_sheet("填写说明", 0)
    notes.append(["请各单位于3月20日前报送"])
    notes.append(["联系人：周敏"])
    second = book.create_sheet("提案")
    for row in (
        [CPPCC],
        ["提案编号", "案由", "第一提案人", "主办单位"],
        ["021", "关于盘活闲置校舍的提案", "民盟云岭区委员会", "区教育局"],
    ):
        second.append(row)
    book.create_sheet("汇总").append(["单位名称", "办复率", "合计"])
    old = book.create_sheet("旧稿")
    old.append(["旧"])
    old.sheet_state = "hidden"
    return saved(sheet)


@ugly(
    SUGGESTIONS,
    f"new 2 {SAID_ONE}",
    PROPOSALS,
    "new 3 021 关于盘活闲置校舍的提案 陈静 主=区教育局",
)
def both_kinds_in_one_sheet() -> bytes:
    return xlsx(
        ("建议", "十八届三次", *ONE),
        ("提案", "十届三次", "021", "关于盘活闲置校舍的提案", "陈静", "区教育局", ""),
        title="",
        heads=("种类", "届次", "编号", "标题", "提出人", "主办单位", "会办单位"),
    )


@ugly(
    "代表建议 ？-？",
    f"new 2 {SAID_ONE}",
    said=["标题里没有写第几届第几次会议", "请选定这张表属于哪一次会议"],
)
def no_title_at_all() -> bytes:
    return xlsx(ONE, title="")


@ugly(SUGGESTIONS, f"new 3 {SAID_ONE}")
def comments_at_cells_are_not_read() -> bytes:
    sheet = sheet_of(ONE)
    sheet["A3"].comment = Comment("编号待核", "周敏")
    sheet["D3"].comment = Comment("拟改为区财政局", "周敏")
    return saved(sheet)
