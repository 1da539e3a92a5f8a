"""Where the list begins, which column is which, and which rows are no cases."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from tests.intake import layouts
from tracker.intake.opening import parse_book


def sheet_of(folder, book):
    path = layouts.saved(folder, book)
    preview = parse_book(path, path.name)
    assert preview.refused is None, preview.refused
    return preview.sheets[0]


def refusal_of(folder, *rows, merges=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place in merges:
        book.active.merge_cells(place)
    return parse_book(layouts.saved(folder, book), "x.xlsx").refused


def test_a_title_merged_over_one_row_of_headings_is_no_part_of_them(tmp_path):
    book = layouts.listed([1, "015", "甲", "何平", "区教育局", ""])
    book.active.merge_cells("A1:F1")
    sheet = sheet_of(tmp_path, book)
    assert sheet.heading_rows == (2,)
    assert (sheet.kind, sheet.term, sheet.session) == ("suggestion", 18, 3)
    assert sheet.rows[0].cells["建议编号"] == "015"


def test_a_heading_of_two_rows_needs_no_merged_cells(tmp_path):
    book = layouts.listed(heads=["建议编号", "提建议人", None, "建议标题", "拟主办单位"])
    book.active.append([None, "单位", "姓名", None, None])
    book.active.append(["015", "区医院", "张　三", "甲", "区教育局"])
    sheet = sheet_of(tmp_path, book)
    assert sheet.heading_rows == (2, 3)
    assert (sheet.rows[0].lead, sheet.rows[0].hosts) == ("张三", ("区教育局",))
    assert sheet.rows[0].cells["提建议人/单位"] == "区医院"


def test_ratings_in_the_rows_do_not_make_a_satisfaction_table(tmp_path):
    heads = ["案号", "标题", "领衔代表", "主办单位", "满意度"]
    values = ("满意", "基本满意", "不满意")
    rows = [[str(at), "题", "何平", "区教育局", said] for at, said in enumerate(values, 1)]
    assert len(sheet_of(tmp_path, layouts.listed(*rows, heads=heads)).rows) == 3


def test_satisfaction_and_unit_tables_of_real_systems_are_no_lists(tmp_path):
    rating = refusal_of(
        tmp_path,
        ["建议承办单位办理情况满意度测评表"],
        ["序号", "建议编号", "领衔代表", None, "建议标题", "主办单位", "代表测评情况", None, None],
        [None, None, "单位", "姓名", None, None, "满意\n(80分-100分)", "基本满意", "不满意"],
        [1, "015", "区医院", "张三", "甲", "区教育局", "√", None, None],
        merges=["A1:I1", "C2:D2", "G2:I2"],
    )
    by_unit = refusal_of(
        tmp_path,
        ["序号", "承办代表建议单位", "承办建议数", "代表测评情况", None, None, "排名"],
        [None, None, None, "满意", "基本满意", "不满意", None],
        [1, "区教育局", 5, 4, 1, 0, 1],
        merges=["D1:F1"],
    )
    by_state = refusal_of(
        tmp_path, ["单位名称", "待承办提案", "办理中提案", "合计"], ["区教育局", 1, 2, 3]
    )
    by_session = refusal_of(
        tmp_path, ["项目", "十届一次", None], [None, "提案数", "办复数"], ["党委", 1, 1]
    )
    assert "满意度测评表" in rating
    assert all("按单位汇总" in text for text in (by_unit, by_state, by_session))


@pytest.mark.parametrize(
    ("values", "classes", "word"),
    [
        (("A类", "B1", "（C）"), ["A", "B", "C"], "办理类别"),
        (("解决或采纳", "列入计划拟解决", "留作参考"), ["", "", ""], "办理类别"),
        (("满意", "基本满意", "不满意"), ["", "", ""], "满意度"),
        (("正在办理", "", ""), ["", "", ""], "其他内容"),
    ],
)
def test_results_are_class_or_rating_by_what_stands_there(tmp_path, values, classes, word):
    heads = ["提案号", "案由", "提案者", "主办单位", "办理结果"]
    rows = [[str(at), "题", "李明", "区教育局", said] for at, said in enumerate(values, 1)]
    sheet = sheet_of(tmp_path, layouts.listed(*rows, title=layouts.CPPCC, heads=heads))
    assert [entry.reply_class for entry in sheet.rows] == classes  # words need the place's table
    assert any("办理结果" in text and word in text for text in sheet.warnings)


def test_a_topic_column_may_say_what_the_proposer_is(tmp_path):
    heads = ["提案号", "案由", "提案者", "提案分类"]
    rows = [["1", "甲", "同心社", "集体提案"], ["2", "乙", "李明", "委员提案"]]
    sheet = sheet_of(tmp_path, layouts.listed(*rows, title=layouts.CPPCC, heads=heads))
    assert [str(entry.lead_type) for entry in sheet.rows] == ["organisation", "person"]
    assert [entry.topic for entry in sheet.rows] == ["", ""]


def test_short_contents_without_a_title_column_are_titles(tmp_path):
    heads = ["建议编号", "建议内容", "领衔代表"]
    row = ["1", "关于路灯的建议", "何平"]
    (entry,) = sheet_of(tmp_path, layouts.listed(row, heads=heads)).rows
    assert (entry.title, entry.text) == ("关于路灯的建议", "")


def test_headings_are_kept_as_shown_and_named_in_one_word(tmp_path):
    heads = ["编 号", "案  由", "领衔代表", "备注", "备注"]
    row = ["1", "", "何平", "先", "后"]
    (entry,) = sheet_of(tmp_path, layouts.listed(row, heads=heads)).rows
    assert entry.cells == {"编 号": "1", "领衔代表": "何平", "备注": "先", "备注（2）": "后"}
    assert [str(fault) for fault in entry.errors] == ["案由：缺标题，请补上。"]


def test_a_hidden_twin_gives_way_to_the_column_that_is_seen(tmp_path):
    heads = ["编号", "标题", "领衔代表", "主办单位", "主办单位"]
    book = layouts.listed(["1", "甲", "何平", "区旧局", "区教育局"], heads=heads)
    book.active.column_dimensions["D"].hidden = True
    sheet = sheet_of(tmp_path, book)
    assert sheet.rows[0].hosts == ("区教育局",)
    assert sheet.warnings == ("没有对应栏目、随件保存的列：主办单位（隐藏）。",)


def test_rows_that_are_no_cases_are_left_out_with_the_reason(tmp_path):
    book = layouts.listed(
        ["一、城建环保"],
        [1, "015", "甲", "何平", "区教育局", ""],
        ["", "小计", "1件"],
        layouts.PLAIN,
        [2, "016", "乙", "孙伟", "区教育局", ""],
        ["", "合计", "2件", "3人", "", ""],
        ["填表说明：一式三份"],
        ["2.由区人大留存一份"],
        ["制表人：李", "", "审核人：王"],
        ["", "", "2026年3月1日"],
    )
    sheet = sheet_of(tmp_path, book)
    assert [entry.row for entry in sheet.rows] == [4, 7]
    assert [(row.row, row.why) for row in sheet.left_out] == [
        (3, "section row"),
        (5, "totals row"),
        (6, "heading row again"),
        (8, "totals row"),
        (9, "footnote"),
        (10, "footnote"),
        (11, "footnote"),
        (12, "footnote"),
    ]
    assert all(row.words for row in sheet.left_out)


def test_rows_under_a_number_merged_downwards_belong_to_the_same_case(tmp_path):
    book = layouts.listed(
        [1, "015", "甲", "何平", "区教育局", ""],
        [None, None, None, "孙伟", "区财政局", "区人社局"],
        [2, "016", "乙", "李梅", "区水务局", ""],
    )
    for place in ("A3:A4", "B3:B4", "C3:C4"):
        book.active.merge_cells(place)
    sheet = sheet_of(tmp_path, book)
    first, second = sheet.rows
    assert (first.lead, first.co_signers, first.signer_count) == ("何平", ("孙伟",), 2)
    assert (first.hosts, first.assisting) == (("区教育局", "区财政局"), ("区人社局",))
    assert (second.number, second.hosts) == ("016", ("区水务局",))
    assert [(row.row, row.why) for row in sheet.left_out] == [(4, "continued row")]
