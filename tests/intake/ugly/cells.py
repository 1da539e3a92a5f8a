"""Ugly lists whose cells are written oddly: numbers, names, units, days, answers."""

from __future__ import annotations

from datetime import date

from tests.intake.ugly.corpus import (
    CPPCC,
    HEADS,
    PROPOSALS,
    SUGGESTIONS,
    saved,
    sheet_of,
    ugly,
    xlsx,
)

TITLES = (
    "关于增设校门口停车位的建议", "关于修补背街小巷路面的建议", "关于增加夜间公交的建议",
    "关于规范小区充电桩收费的建议", "关于扶持社区食堂的建议", "关于疏浚东河的建议",
    "关于修缮文化站的建议", "关于建设口袋公园的建议",
)  # fmt: skip


def numbered(*numbers: object) -> bytes:
    """Return a list with these numbers."""
    rows = [(number, TITLES[at], "刘桂兰") for at, number in enumerate(numbers)]
    return xlsx(*rows, heads=HEADS[:3])


@ugly(
    SUGGESTIONS,
    "new 3 15 关于增设校门口停车位的建议 刘桂兰",
    "new 4 016 关于修补背街小巷路面的建议 刘桂兰",
    "new 5 第17号 关于增加夜间公交的建议 刘桂兰",
    "new 6 １８ 关于规范小区充电桩收费的建议 刘桂兰",
    "new 7 19 关于扶持社区食堂的建议 刘桂兰",
    "new 8 20 关于疏浚东河的建议 刘桂兰",
    "new 9 21 关于修缮文化站的建议 刘桂兰",
    "new 10 十八届三次 22 号 关于建设口袋公园的建议 刘桂兰",
)
def numbers_as_figures_texts_and_with_words() -> bytes:
    return numbered(
        15.0, "016", "第17号", "１８", "19.0", "【2026】20", "（21）", "十八届三次\u200b 22 号"
    )


@ugly(
    SUGGESTIONS,
    "query 3 1-3号 关于增设校门口停车位的建议 刘桂兰",
    "query 4 5、6、7 关于修补背街小巷路面的建议 刘桂兰",
    "refuse 5 2026-03-05 关于增加夜间公交的建议 刘桂兰",
    "new 6 无号 关于规范小区充电桩收费的建议 刘桂兰 不勾",
    "new 7 无号 关于扶持社区食堂的建议 刘桂兰 不勾",
    "query 8 23 关于疏浚东河的建议 刘桂兰",
    "query 9 96 关于修缮文化站的建议 刘桂兰",
    "refuse 10 另行通知 关于建设口袋公园的建议 刘桂兰",
    said=[
        "3 建议编号：“1-3号”像是几件写在一行",
        "5 建议编号：编号被 Excel 当成了日期",
        "6 建议编号：没有编号",
        "8 建议编号：编号写的是 2024 年",
        "9 建议编号：写的届次与这张表的不同",
    ],
)
def ranges_dates_missing_and_foreign_numbers() -> bytes:
    sheet = sheet_of(title="2026年云岭区十八届人大三次会议代表建议", heads=HEADS[:3])
    numbers = ("1-3号", "5、6、7", date(2026, 3, 5), None, "待编", "【2024】23", "十七届四次96号",
        "另行通知")  # fmt: skip
    for at, number in enumerate(numbers):
        sheet.append([number, TITLES[at], "刘桂兰"])
    return saved(sheet)


@ugly(
    SUGGESTIONS,
    "refuse 3 015 关于增设校门口停车位的建议 刘桂兰",
    "refuse 4 15 关于修补背街小巷路面的建议 王守田",
    "new 5 016 关于增加夜间公交的建议 刘桂兰",
    "new 6 017 关于增加夜间公交的建议 刘桂兰",
    "new 7 重点16 关于疏浚东河的建议 王守田",
    said=[
        "3 建议编号：与第 4 行编号相同",
        "5 建议标题：与第 6 行提出者、标题都相同",
        "7 建议编号：与第 5 行的编号“016”相近",
    ],
)
def a_number_twice_with_other_titles_and_a_title_twice() -> bytes:
    return xlsx(
        ("015", TITLES[0], "刘桂兰"),
        (15, TITLES[1], "王守田"),
        ("016", TITLES[2], "刘桂兰"),
        ("017", TITLES[2], "刘桂兰"),
        ("重点16", TITLES[5], "王守田"),
        heads=HEADS[:3],
    )


@ugly(
    SUGGESTIONS,
    "refuse 3 015 无题 刘桂兰",
    "refuse 4 016 关于修补背街小巷路面的建议 无人",
    "new 5 017 关于增加夜间公交的建议 刘桂兰",
    "new 6 018 关于规范小区充电桩收费的建议 王守田",
    said=["3 建议标题：缺标题", "4 领衔代表：缺领衔代表"],
)
def missing_titles_missing_leads_and_unseen_characters() -> bytes:
    return xlsx(
        ("015", "\u200b\u00a0", "刘桂兰"),
        ("016", TITLES[1], " \u3000—"),
        ("\u202d017\u202c", "关于增加\r\n夜间\u00ad公交\u2060的建议\u00a0", "\ufeff刘\u3000桂兰"),
        ("018", "_x000D_关于规范小区充电桩收费的建议", "王\n守田"),
        heads=HEADS[:3],
    )


@ugly(
    SUGGESTIONS,
    "new 3 1 关于增设校门口停车位的建议 刘桂兰、王守田、何平",
    "new 4 2 关于修补背街小巷路面的建议 刘桂兰等3人",
    "new 5 3 关于增加夜间公交的建议 刘桂兰、王守田等7人",
    "new 6 4 关于规范小区充电桩收费的建议 刘桂兰等",
    "new 7 5 关于扶持社区食堂的建议 刘桂兰等12人",
    "new 8 6 关于疏浚东河的建议 刘桂兰、王守田",
    "new 9 7 关于修缮文化站的建议 王守田、刘桂兰、何平 电=13800006022",
    "new 10 8 关于建设口袋公园的建议 城东代表团 代表团",
    said=[
        "3 领衔代表：“何平”在名册中没有或有重名",
        "6 领衔代表：写着“等”而没有人数",
        "5 领衔代表：共 7 人，只列出 2 个姓名",
    ],
)
def several_proposers_in_one_cell() -> bytes:
    cells = (
        "刘桂兰、王守田、何平", "刘桂兰等3人", "刘桂兰，王守田等７名代表", "刘桂兰等",
        "刘桂兰（联名十二人）", "刘桂兰\n王守田", "王守田13800006022 刘桂兰 何平", "城东代表团",
    )  # fmt: skip
    rows = [(at, TITLES[at - 1], cell) for at, cell in enumerate(cells, 1)]
    return xlsx(*rows, heads=HEADS[:3])


@ugly(
    SUGGESTIONS,
    "new 3 1 关于增设校门口停车位的建议 刘桂兰、王守田、何平 团=城东代表团",
    "new 4 2 关于修补背街小巷路面的建议 刘桂兰、王守田等5人 团=城东代表团",
    "new 5 3 关于增加夜间公交的建议 王守田等9人 团=城西代表团",
    "new 6 4 关于规范小区充电桩收费的建议 王守田",
    said=["4 人数：共 5 人，只列出 2 个姓名", "6 人数：“若干”不是人数"],
)
def co_signers_and_their_number_in_columns() -> bytes:
    return xlsx(
        (1, TITLES[0], "刘桂兰", "城东代表团", "王守田；何平", ""),
        (2, TITLES[1], "刘桂兰", "城东 代表团", "王守田", 5),
        (3, TITLES[2], "王守田", "城西代表团", "无", "共9人"),
        (4, TITLES[3], "王守田", "", "/", "若干"),
        heads=(*HEADS[:3], "代表团", "附议人", "人数"),
    )


@ugly(
    PROPOSALS,
    "new 3 031 关于保护老街风貌的提案 陈静、钱进等3人 主=区财政局 团=教育界",
    "new 4 032 关于培育民宿的提案 民盟云岭区委员会 主=区没有的局 集体",
    "new 5 033 关于建设信用社区的提案 陈静 主=区住房城乡建设局",
    said=[
        "3 第一提案人：“陈静、钱进”在名册中没有或有重名",
        "4 主办单位：“区没有的局”不在名册中",
    ],
)
def unknown_people_and_units() -> bytes:
    return xlsx(
        ("031", "关于保护老街风貌的提案", "陈静、钱进等3名委员", "教育界", "区财政局"),
        ("032", "关于培育民宿的提案", "民盟云岭区委员会", "", "区没有的局"),
        ("033", "关于建设信用社区的提案", "陈静委员", "", "区住房城乡建设局"),
        title=CPPCC,
        heads=("提案号", "案由", "第一提案人", "界别", "主办单位"),
    )


@ugly(
    SUGGESTIONS,
    "new 3 1 关于增设校门口停车位的建议 刘桂兰 主=区教育局 会=区财政局、区城市管理局",
    "new 4 2 关于修补背街小巷路面的建议 刘桂兰 主=区城市管理局 会=区财政局",
    "new 5 3 关于增加夜间公交的建议 刘桂兰 主=区教育局 会=区财政局",
    "new 6 4 关于规范小区充电桩收费的建议 刘桂兰 主=区教育局、区财政局",
    "new 7 5 关于扶持社区食堂的建议 刘桂兰 分=区教育局、区财政局",
    "new 8 6 关于疏浚东河的建议 刘桂兰 主=区委统战部（侨办、台办）",
    "new 9 7 关于修缮文化站的建议 刘桂兰",
    "new 10 8 关于建设口袋公园的建议 刘桂兰 主=区教育局、区财政局",
    said=[
        "6 承办单位：主办单位不止一个",
        "9 承办单位：写着“待定”，没有读入单位",
        "10 承办单位：写着“等”，单位没有列全",
    ],
)
def hosts_and_assisting_units_in_one_cell() -> bytes:
    cells = (
        "主办：区教育局\n会办：区财政局、区城市管理局", "区城市管理局（主办）区财政局（会办）",
        "区教育局会同区财政局", "1.区教育局 2.区财政局", "分办：区教育局、区财政局",
        "区委统战部（侨办、台办）", "待定", "区教育局、区财政局等部门",
    )  # fmt: skip
    rows = [(at, TITLES[at - 1], "刘桂兰", cell) for at, cell in enumerate(cells, 1)]
    return xlsx(*rows, heads=(*HEADS[:3], "承办单位"))


@ugly(
    SUGGESTIONS,
    "new 3 015 關於增設校門口停車位的建議 劉桂蘭 主=區教育局",
    "new 4 閉字1 關於疏浚東河的建議 王守田 主=區財政局 闭会",
)
def traditional_characters() -> bytes:
    return xlsx(
        ("015", "關於增設校門口停車位的建議", "劉桂蘭", "區教育局"),
        ("閉字1", "關於疏浚東河的建議", "王守田", "區財政局"),
        title="雲嶺區第十八屆人民代表大會第三次會議代表建議目錄",
        heads=("建議編號", "建議標題", "領銜代表", "主辦單位"),
    )


@ugly(
    SUGGESTIONS,
    "refuse 3 015 " + "路" * 301 + " 刘桂兰",
    "refuse 4 016 关于修补背街小巷路面的建议 王守田 主=" + "长" * 81,
    "refuse 5 " + "9" * 41 + " 关于增加夜间公交的建议 刘桂兰",
    said=["3 建议标题：标题超过 300 个字", "4 主办单位：单位名称超过 80 个字", "5 建议编号："],
)
def cells_that_are_far_too_long() -> bytes:
    return xlsx(
        ("015", "路" * 301, "刘桂兰"),
        ("016", TITLES[1], "王守田", "长" * 81),
        ("9" * 41, TITLES[2], "刘桂兰"),
    )
