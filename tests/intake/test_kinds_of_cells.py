"""Kinds of cells that real lists hold and that were once read wrongly, each by examples."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake import books
from tracker.intake.opening import parse_book
from tracker.intake.reading.answers import answer_of, disclosure_of, rating_of, yes_of
from tracker.intake.reading.headers import Field, field_of
from tracker.intake.reading.people import people_of
from tracker.intake.reading.telephones import telephone_of
from tracker.intake.reading.unit_cells import units_of

TITLE = "云岭区第十八届人民代表大会第三次会议代表建议交办清单"
HEADS = ["建议编号", "标题", "领衔代表"]


def rows_of(folder, more, *rows, title=TITLE):
    """Read a plain list; `more` are the headings behind number, title and lead."""
    path = books.plain(folder / "list.xlsx", [*HEADS, *more], [list(row) for row in rows], title)
    return parse_book(path, path.name).sheets[0]


@pytest.mark.parametrize(
    "heading",
    ["办结时限", "办理截止时间", "答复时限", "完成时间", "截止日期", "回复期限", "要求答复时间",
     "办复时限", "要求办复日期", "反馈时限"],
)  # fmt: skip
def test_headings_of_the_due_date(heading):
    assert field_of("", heading) is Field.DUE_ON


@pytest.mark.parametrize(
    ("cell", "names", "hosts", "assisting"),
    [
        ("1.区教育局 2.区财政局", ("区教育局", "区财政局"), (), ()),
        ("1、区教育局\n2、区财政局", ("区教育局", "区财政局"), (), ()),
        ("①区教育局②区财政局", ("区教育局", "区财政局"), (), ()),
        ("（1）区教育局（2）区财政局", ("区教育局", "区财政局"), (), ()),
        ("区教育局会同区财政局", (), ("区教育局",), ("区财政局",)),
        ("区教育局会同区财政局、区民政局", (), ("区教育局",), ("区财政局", "区民政局")),
        ("区教育局（主办）区财政局（协办）", (), ("区教育局",), ("区财政局",)),
        ("区第1小学", ("区第1小学",), (), ()),
        ("区委统战部（侨办、台办）", ("区委统战部（侨办、台办）",), (), ()),
    ],
)
def test_several_units_in_one_cell(cell, names, hosts, assisting):
    found = units_of(cell)
    assert (found.names, found.hosts, found.assisting) == (names, hosts, assisting)


@pytest.mark.parametrize("cell", ["待定", "（待定）", "待明确", "另行确定"])
def test_a_unit_to_be_decided_is_no_unit(tmp_path, cell):
    assert units_of(cell).names == ()
    (entry,) = rows_of(tmp_path, ["主办单位"], ("1", "甲", "刘桂兰", cell)).rows
    assert entry.hosts == ()
    assert any("没有读入单位" in str(fault) for fault in entry.warnings)


@pytest.mark.parametrize(
    ("cell", "lead", "others", "count"),
    [
        ("张三、李四二位代表", "张三", ("李四",), 2),
        ("张三、李四两名", "张三", ("李四",), 2),
        ("张三、李四、王五三位委员", "张三", ("李四", "王五"), 3),
        ("领衔：张三 附议：李四、王五", "张三", ("李四", "王五"), 3),
        ("领衔代表：张三；附议代表：李四", "张三", ("李四",), 2),
        ("张三及李四等5人", "张三", ("李四",), 5),
        ("张三（联名5人）", "张三", (), 5),
        ("中共界别(赵某等人)", "中共界别", (), 1),
        ("王三名", "王三名", (), 1),
    ],
)
def test_proposers_in_one_cell(cell, lead, others, count):
    found = people_of(cell)
    assert (found.lead, found.co_signers, found.signer_count) == (lead, others, count)


@pytest.mark.parametrize(
    ("cell", "number"), [("（72）", "72"), ("十八届三次96号", "96"), ("【2026】117", "117")]
)
def test_a_number_among_what_else_its_cell_says(tmp_path, cell, number):
    (entry,) = rows_of(tmp_path, [], (cell, "甲", "刘桂兰")).rows
    assert (entry.number, entry.number_key, entry.asked) == (number, number, ())


def test_a_number_of_another_year_or_session_is_asked_about(tmp_path):
    title = f"2026年{TITLE}"
    other = rows_of(tmp_path, [], ("【2023】117", "甲", "刘桂兰"), title=title).rows[0]
    assert "编号写的是 2023 年" in str(other.asked[0])
    (former,) = rows_of(tmp_path, [], ("十七届三次96号", "甲", "刘桂兰")).rows
    assert former.said_session == (17, 3)


@pytest.mark.parametrize(
    ("cell", "kept", "said"),
    [
        ("13800000000.0", "13800000000", ""),
        ("1.38E+10", "", "位数已丢失"),
        ("１３８００００００００", "13800000000", ""),
        ("+86 138 0000 0000", "+8613800000000", ""),
        ("138-0000-0000", "138-0000-0000", ""),
        ("13800000000/010-55550000", "13800000000", "只读入第一个"),
        ("13800000000\n13900000000", "13800000000", "只读入第一个"),
        ("13800000000（办）", "13800000000", ""),
        ("请拨打办公室值班电话转接张主任以后再说", "请拨打办公室值班电话转接张主任以后再说", ""),
        ("请拨打办公室的值班电话转接张主任以后再说吧", "", "没有读入"),
        ("", "", ""),
    ],
)
def test_telephones_are_never_cut(cell, kept, said):
    number, sentence = telephone_of(cell)
    assert number == kept
    assert said in sentence
    assert bool(said) == bool(sentence)


@pytest.mark.parametrize("mark", ["〃", "同上", "″", "”"])
def test_a_ditto_mark_takes_the_cell_above_and_says_so(tmp_path, mark):
    sheet = rows_of(
        tmp_path,
        ["主办单位"],
        ("1", "甲", "刘桂兰", "区教育局"),
        ("2", "乙", mark, mark),
        ("3", "丙", "王守田", mark),
    )
    assert [entry.lead for entry in sheet.rows] == ["刘桂兰", "刘桂兰", "王守田"]
    assert [entry.hosts for entry in sheet.rows] == [("区教育局",)] * 3
    assert sum("按上一行读作" in str(fault) for fault in sheet.rows[1].warnings) == 2


def test_a_ditto_mark_for_a_number_is_none(tmp_path):
    sheet = rows_of(tmp_path, [], ("1", "甲", "刘桂兰"), ("〃", "乙", "刘桂兰"))
    assert "不是编号" in str(sheet.rows[1].errors[0])


@pytest.mark.parametrize("repeated", [("1106", "一单位一行", "刘桂兰"), (None, None, None)])
def test_a_unit_in_each_row_makes_one_case(tmp_path, repeated):
    sheet = rows_of(
        tmp_path,
        ["承办单位", "承办性质"],
        ("1106", "一单位一行", "刘桂兰", "区教育局", "主办"),
        (*repeated, "区财政局", "会办"),
        (*repeated, "区民政局", "会办"),
        ("1107", "另一件", "王守田", "区水务局", "主办"),
    )
    first, second = sheet.rows
    assert (first.hosts, first.assisting) == (("区教育局",), ("区财政局", "区民政局"))
    assert (first.errors, second.hosts) == ((), ("区水务局",))
    assert [left.row for left in sheet.left_out] == [4, 5]


def test_the_same_number_with_the_same_units_is_still_an_error(tmp_path):
    row = ("1106", "甲", "刘桂兰", "区教育局")
    sheet = rows_of(tmp_path, ["承办单位"], row, row)
    assert all("编号相同" in str(entry.errors[0]) for entry in sheet.rows)


@pytest.mark.parametrize(
    ("cell", "letter", "outcomes", "finer", "several", "unread"),
    [
        ("A", "A", (), "", False, False),
        ("（Ｂ）", "B", (), "", False, False),
        ("C类", "C", (), "", False, False),
        ("A1", "A", (), "1", False, False),
        ("B1類", "B", (), "1", False, False),
        ("A/B", None, (), "", True, False),
        ("AB", None, (), "", True, False),
        ("解决或采纳", None, ("done", "adopted"), "", False, False),
        ("列入计划拟解决", None, ("planned_dated", "planned"), "", False, False),
        ("留作参考", None, ("reference",), "", False, False),
        ("正在解决", None, ("under_way",), "", False, False),
        ("部分采纳", None, ("partly_done",), "", False, False),
        ("近期不能落实", None, ("not_now",), "", False, False),
        ("未采纳", None, ("not_feasible",), "", False, False),
        ("B（列入计划）", "B", ("planned_dated", "planned"), "", False, False),
        ("随便写写", None, (), "", False, True),
        ("—", None, (), "", False, False),
    ],
)
def test_class_and_result(cell, letter, outcomes, finer, several, unread):
    found = answer_of(cell)
    assert (found.letter, tuple(map(str, found.outcomes))) == (letter, outcomes)
    assert (found.finer, found.several, found.unread) == (finer, several, unread)


def test_ratings_disclosure_and_key_items_in_words():
    words = ("很满意", "比较满意", "不满意", "理解", "未表态")
    assert [str(rating_of(text)) for text in words] == [
        "satisfied", "basically_satisfied", "unsatisfied", "None", "None",
    ]  # fmt: skip
    said = ("是", "主动公开", "依申请公开", "否", "不予公开", "看情况")
    assert [str(disclosure_of(text)) for text in said] == [
        "public", "public", "on_request", "withheld", "withheld", "None",
    ]  # fmt: skip
    assert [yes_of(text) for text in ("√", "是", "重点督办", "否", "", "也许")] == [
        True, True, True, False, False, None,
    ]  # fmt: skip


def test_an_answered_row_says_what_its_paper_says(tmp_path):
    more = ["类别标记", "办理结果", "满意度", "承诺事项", "落实时限", "是否公开", "重点件", "备注"]
    cells = ("B", "列入计划", "基本满意", "建成停车场", "2026-12-31", "是", "√", "大会期间当场答复")
    (entry,) = rows_of(tmp_path, more, ("1", "甲", "刘桂兰", *cells)).rows
    assert (entry.reply_class, str(entry.rating)) == ("B", "basically_satisfied")
    assert (entry.promise, entry.promise_due_on) == ("建成停车场", date(2026, 12, 31))
    assert (str(entry.disclosure), entry.key_item) == ("public", True)
    assert entry.remarks == "大会期间当场答复"


def test_what_is_none_of_our_values_is_said_and_nothing_is_taken(tmp_path):
    more = ["类别标记", "满意度", "是否公开", "重点件"]
    row = ("1", "甲", "刘桂兰", "A/B", "理解", "看情况", "也许")
    (entry,) = rows_of(tmp_path, more, row).rows
    assert (entry.reply_class, entry.rating, entry.disclosure, entry.key_item) == (
        "", None, None, False,
    )  # fmt: skip
    assert "不止一个类别" in str(entry.asked[0])
    said = " ".join(map(str, entry.warnings))
    assert all(f"“{text}”" in said for text in ("理解", "看情况", "也许"))


def test_nothing_is_cut(tmp_path):
    more = ["文号", "签发人", "代表团", "承办人", "分类"]
    long = "甲" * 61
    (entry,) = rows_of(tmp_path, more, ("1", "甲", "刘桂兰", *[long] * 5)).rows
    assert [fault.column for fault in entry.errors] == [
        "分类",
        "代表团",
        "承办人",
        "文号",
        "签发人",
    ]
    assert entry.document_number == long


def test_a_letter_column_called_kind_is_the_class(tmp_path):
    sheet = rows_of(tmp_path, ["类别"], ("1", "甲", "刘桂兰", "A类"), ("2", "乙", "王守田", "B类"))
    assert [entry.reply_class for entry in sheet.rows] == ["A", "B"]
