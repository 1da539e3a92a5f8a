"""Reading real layouts: what each row becomes, expected values written by hand."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from tests.intake import books
from tracker.intake.opening import parse_book


def rows_of(path):
    preview = parse_book(path, path.name)
    assert preview.refused is None
    return preview.sheets[0].rows


def test_the_suggestion_catalogue_with_a_two_row_merged_heading(tmp_path):
    path = books.catalogue(
        tmp_path / "l1.xlsx",
        [
            [
                "015",
                "区一小",
                "刘桂兰等5人",
                "关于学位的建议",
                "区教育局(区体育局)",
                "区财政局、区发改局",
                "",
            ],
            ["第 9号", "", "张　三", "关于道路的建议", "区住建局、区城管局", "", ""],
            ["B(2020)79", "", "城东代表团", "关于路灯的建议", "", "", ""],
            ["合计", "", "", "", "3件", "", ""],
            ["注：均为大会建议"],
        ],
    )
    preview = parse_book(path, "l1.xlsx")
    (sheet,) = preview.sheets
    assert (sheet.kind, sheet.term, sheet.session) == ("suggestion", 18, 3)
    assert sheet.heading_rows == (2, 3)
    first, second, third = sheet.rows
    assert (first.row, first.number, first.number_key) == (4, "015", "15")
    assert (first.lead, first.signer_count) == ("刘桂兰", 5)
    assert first.hosts == ("区教育局(区体育局)",)
    assert first.assisting == ("区财政局", "区发改局")
    assert (second.number_key, second.lead) == ("9", "张三")
    assert second.hosts == ("区住建局", "区城管局")
    assert (third.lead_type, third.hosts) == ("delegation", ())
    assert [(row.row, row.why) for row in sheet.left_out] == [(7, "totals row"), (8, "footnote")]


def test_a_proposal_transfer_table_has_float_numbers_and_names_joined_by_commas(tmp_path):
    heading = [
        "提案序号",
        "提案者",
        "主办单位",
        "会办单位",
        "办理结果",
        "案由",
        "提案分类",
        "提交日期",
    ]
    path = books.plain(
        tmp_path / "l10.xlsx",
        heading,
        [
            [
                12.0,
                "王守田,李梅,赵强",
                "区商务局",
                "区财政局,区税务局",
                "",
                "关于老字号的提案",
                "经济",
                "",
            ],
            [13.0, "民盟云岭区委员会", "区教育局", "", "", "关于美育的提案", "教育", ""],
        ],
        "政协云岭区第十届委员会第三次会议提案转办表",
    )
    first, second = rows_of(path)
    assert (first.number, first.lead, first.co_signers) == ("12", "王守田", ("李梅", "赵强"))
    assert first.assisting == ("区财政局", "区税务局")
    assert (first.topic, first.signer_count) == ("经济", 3)
    assert second.lead_type == "organisation"


def test_an_export_with_the_heading_in_row_five_names_the_session_above(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["H2"] = "上海市某区政协十四届一次会议"
    sheet["A1"] = "提案查询结果"
    for column, text in enumerate(
        ["流水号", "提案序号", "提案者", "主办单位", "会办单位", "案由"], 1
    ):
        sheet.cell(5, column, text)
    for column, value in enumerate([900001, 21, "孙伟", "区民政局", "", "关于养老的提案"], 1):
        sheet.cell(6, column, value)
    path = tmp_path / "l20.xlsx"
    book.save(path)
    (found,) = parse_book(path, "l20.xlsx").sheets
    assert (found.kind, found.term, found.session) == ("proposal", 14, 1)
    assert (found.rows[0].number, found.rows[0].title) == ("21", "关于养老的提案")


def test_an_on_screen_list_gives_signers_as_a_number_and_a_due_date(tmp_path):
    path = books.plain(
        tmp_path / "l5.xlsx",
        ["序号", "建议编号", "题目", "领衔代表", "类型", "要求结办日期", "主办单位", "人数"],
        [[1, "023", "关于公交的建议", "何平", "大会建议", "2026年6月30日", "区交通局", 7]],
        "区十八届人大三次会议建议交办清单",
    )
    (row,) = rows_of(path)
    assert (row.number, row.signer_count, row.due_on) == ("023", 7, date(2026, 6, 30))


def test_a_congress_search_list_carries_its_term_in_a_column(tmp_path):
    path = books.plain(
        tmp_path / "l24.xlsx",
        ["", "届次", "案号", "标题", "领衔代表", "主办单位", "会办单位", "类型", "满意度"],
        [[1, "十八届三次", "7", "关于河道的建议", "何平", "区水务局", "", "闭会建议", "满意"]],
        "人大建议查询",
    )
    preview = parse_book(path, "l24.xlsx")
    (sheet,) = preview.sheets
    assert (sheet.term, sheet.session) == (18, 3)
    assert sheet.rows[0].period == "intersession"


def test_numbers_keep_the_zeros_that_their_format_shows(tmp_path):
    path = books.catalogue(tmp_path / "z.xlsx", [[7, "", "何平", "标题甲", "区水务局", "", ""]])
    book = openpyxl.load_workbook(path)
    book.active["A4"].number_format = "000"
    book.save(path)
    assert rows_of(path)[0].number == "007"


def test_a_formula_gives_its_stored_value_or_an_error(tmp_path):
    path = books.catalogue(
        tmp_path / "f.xlsx", [["1", "", "何平", '="关于"&"河道"', "区水务局", "", ""]]
    )
    (row,) = rows_of(path)
    assert any("公式" in str(fault) for fault in row.errors)
    assert row.decision == "refuse"


def test_the_same_number_twice_is_an_error_at_both_rows(tmp_path):
    rows = [["015", "", "何平", "甲", "", "", ""], ["15", "", "孙伟", "乙", "", "", ""]]
    first, second = rows_of(books.catalogue(tmp_path / "d.xlsx", rows))
    assert [str(fault) for fault in first.errors] == ["建议编号：与第 5 行编号相同，请核对。"]
    assert [str(fault) for fault in second.errors] == ["建议编号：与第 4 行编号相同，请核对。"]


def test_a_date_that_does_not_exist_is_an_error_at_its_column(tmp_path):
    path = books.plain(
        tmp_path / "d.xlsx",
        ["编号", "标题", "领衔代表", "交办日期"],
        [["1", "甲", "何平", "2026-02-30"], ["2", "乙", "何平", "2026.2.24"]],
        "2026年区十八届人大三次会议代表建议",
    )
    first, second = rows_of(path)
    assert "2026-02-30" in str(first.errors[0])
    assert str(first.errors[0]).startswith("交办日期：")
    assert second.assigned_on == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        (["编号", "标题", "承办单位"], "提出者"),
        (["编号", "领衔代表", "承办单位"], "标题"),
        (["姓名", "性别", "手机"], "没有找到表头"),
        (["承办代表建议单位", "承办建议数", "排名"], "按单位汇总"),
        (["建议编号", "领衔代表", "建议标题", "满意", "基本满意", "不满意"], "满意度测评表"),
    ],
)
def test_what_is_no_list_of_cases_is_refused_with_its_reason(tmp_path, heading, word):
    path = books.plain(tmp_path / "x.xlsx", heading, [["1"] * len(heading)])
    preview = parse_book(path, "x.xlsx")
    assert preview.refused is not None
    assert word in preview.refused


def test_a_missing_title_or_proposer_is_named_at_the_row(tmp_path):
    rows = [["", "", "何平", "甲", "", "", ""], ["2", "", "", "", "区水务局", "", ""]]
    first, second = rows_of(books.catalogue(tmp_path / "m.xlsx", rows))
    assert first.errors == ()
    assert [fault.sentence for fault in second.errors] == [
        "缺标题，请补上。",
        "缺领衔代表（第一提案人），请补上。",
    ]


def test_a_declared_size_that_lies_loses_no_row(tmp_path):
    import re
    import zipfile

    rows = [[str(n), "", "何平", f"标题{n}", "", "", ""] for n in range(1, 101)]
    path = books.catalogue(tmp_path / "wps.xlsx", rows)
    lying = tmp_path / "lying.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(lying, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', content)
            new.writestr(name, content)
    assert len(rows_of(lying)) == 100


def test_hidden_rows_and_columns_are_read_and_said(tmp_path):
    path = books.catalogue(tmp_path / "h.xlsx", [["1", "", "何平", "甲", "区水务局", "", ""]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["F"].hidden = True
    book.save(path)
    (sheet,) = parse_book(path, "h.xlsx").sheets
    assert any("隐藏" in str(fault) for fault in sheet.rows[0].warnings)
    assert any("会办单位" in sentence for sentence in sheet.warnings)
