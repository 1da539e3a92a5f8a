"""Numbers and days of real lists: as shown, their key, and what is asked about them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake import layouts
from tracker.intake.opening import parse_book


def entry_of(folder, number, *, code="", title=layouts.CONGRESS, more=(), heads=()):
    book = layouts.listed(
        [1, number, "甲", "何平", "区教育局", "", *more],
        title=title,
        heads=[*layouts.PLAIN, *heads],
    )
    if code:
        book.active["B3"].number_format = code
    path = layouts.saved(folder, book)
    (entry,) = parse_book(path, path.name).sheets[0].rows
    return entry


@pytest.mark.parametrize(
    ("number", "shown", "key"),
    [
        ("015", "015", "15"),
        (" 第 9号", "第 9号", "9"),
        ("B(2020)79", "B(2020)79", "B(2020)79"),
        ("B（2020）79", "B（2020）79", "B(2020)79"),
        ("〔2020〕80号", "80", "80"),
        (15.0, "15", "15"),
        ("15.0", "15", "15"),
        ("１５号", "１５号", "15"),
        ("第五号", "第五号", "5"),
        ("二十一", "二十一", "21"),
        ("州人大第214号", "州人大第214号", "214"),
        ("建议015号", "建议015号", "15"),
        ("202302B46", "202302B46", "202302B46"),
        ("JY100012050700", "JY100012050700", "JY100012050700"),
        (20232061, "20232061", "20232061"),
        ("閉字1", "閉字1", "闭字1"),
        ("DH0271", "DH0271", "DH0271"),
        ("2026-015", "2026-015", "2026-015"),
        ("2026/15", "2026/15", "2026/15"),
        ("3-1", "3-1", "3-1"),
        ("B (2020) 79", "B (2020) 79", "B(2020)79"),
        ("第 0 1 5 号", "第 0 1 5 号", "15"),
        ("28号", "28号", "28"),
        ("建议30", "建议30", "30"),
        ("第15号建议", "第15号建议", "15"),
        ("No.29", "No.29", "29"),
        ("№29", "№29", "29"),
        ("34（重点）", "34（重点）", "34"),
        ("34号（重点督办）", "34号（重点督办）", "34"),
        ("15（闭会）", "15（闭会）", "15"),
        ("35★", "35★", "35"),
        ("15、", "15、", "15"),
        ("15（一）", "15（一）", "15(一)"),
        ("重点31", "重点31", "重点31"),
    ],
)
def test_a_number_is_kept_as_shown_beside_its_key(tmp_path, number, shown, key):
    entry = entry_of(tmp_path, number)
    assert (entry.number, entry.number_key) == (shown, key)
    assert (entry.errors, entry.decision) == ((), "new")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("000", "015"),
        ("0000_ ", "0015"),
        ("000;[Red]-000", "015"),
        ('"第"000"号"', "第015号"),
        ("0.0", "15"),
        ("General", "15"),
    ],
)
def test_a_number_cell_shows_the_zeros_of_its_format(tmp_path, code, shown):
    entry = entry_of(tmp_path, 15, code=code)
    assert (entry.number, entry.number_key) == (shown, "15")


@pytest.mark.parametrize(
    "number",
    [
        "1-3号", "5、6、7号", "第5号至第8号", "12~14", "8和9号", "1号、2号", "第5号和第6号", "5 6",
        "7、8等", "7号等", "闭1、闭2", "建议5、6号", "B(2020)79、80", "5&6", "5+6", "5；6", "5/6",
        "A1、A2", "第1、2件", "闭1 闭2", "38号 39号", "B(2020)79-81", "五至七号", "第五号及第六号",
        "15（与16号并案）", "闭1-闭3",
    ],
)  # fmt: skip
def test_several_numbers_in_one_row_are_asked_about_and_never_expanded(tmp_path, number):
    entry = entry_of(tmp_path, number)
    assert (entry.decision, entry.number) == ("query", number)
    assert str(entry.warnings[0]).startswith("建议编号：")
    assert "拆成每件一行" in str(entry.warnings[0])
    assert [fault.index for fault in entry.to_mend] == [1]


def test_two_lines_of_a_number_cell_are_two_numbers(tmp_path):
    entry = entry_of(tmp_path, "38\n39")
    assert (entry.decision, entry.number, entry.number_key) == ("query", "38 39", "38、39")


@pytest.mark.parametrize("number", ["-", "/", "—", "无", "待编", "待定", ""])
def test_a_stroke_or_nothing_is_no_number_yet(tmp_path, number):
    entry = entry_of(tmp_path, number)
    assert (entry.number, entry.number_key, entry.errors) == ("", "", ())
    assert (entry.decision, entry.aside) == ("new", True)
    assert [fault.index for fault in entry.to_mend] == [1]


@pytest.mark.parametrize("number", ["N/A", "见附件"])
def test_words_are_no_number(tmp_path, number):
    entry = entry_of(tmp_path, number)
    assert [str(fault) for fault in entry.errors] == [
        f"建议编号：“{number}”不是编号，请填上正式编号。"
    ]


@pytest.mark.parametrize("number", ["34（重点）", "34号", "No.34", "第34号建议", "３４★"])
def test_a_remark_beside_a_number_does_not_hide_that_it_stands_twice(tmp_path, number):
    book = layouts.listed(
        [1, "34", "甲", "何平", "区教育局", ""], [2, number, "乙", "孙伟", "区教育局", ""]
    )
    path = layouts.saved(tmp_path, book)
    first, second = parse_book(path, path.name).sheets[0].rows
    assert [str(fault) for fault in (*first.errors, *second.errors)] == [
        "建议编号：与第 4 行编号相同，请核对。",
        "建议编号：与第 3 行编号相同，请核对。",
    ]


def test_a_number_that_only_looks_another_is_told(tmp_path):
    numbers = ["31", "重点31", "2026-031", "A5", "B5"]
    rows = [[at, number, f"件{at}", "何平", "", ""] for at, number in enumerate(numbers)]
    path = layouts.saved(tmp_path, layouts.listed(*rows))
    found = parse_book(path, path.name).sheets[0].rows
    near = "建议编号：与第 3 行的编号“31”相近，请核对是不是同一件。"
    assert [[str(fault) for fault in entry.warnings] for entry in found] == [
        [], [near], [near], [], [],
    ]  # fmt: skip


def test_a_number_that_excel_made_a_date_is_an_error(tmp_path):
    entry = entry_of(tmp_path, date(2026, 1, 3))
    assert "当成了日期" in str(entry.errors[0])


def test_a_number_tells_that_it_came_between_the_sessions(tmp_path):
    assert entry_of(tmp_path, "閉字1").period == "intersession"
    assert entry_of(tmp_path, "15（闭会）").period == "intersession"
    assert entry_of(tmp_path, "15（闭）").period == "intersession"
    assert entry_of(tmp_path, "15（平时）", title=layouts.CPPCC).period == "intersession"
    assert entry_of(tmp_path, "015").period == "session"


def test_a_number_of_another_session_is_no_duplicate(tmp_path):
    book = layouts.listed(
        [1, "30", "甲", "何平", "区教育局", ""],
        [2, "七届二次会议30号", "乙", "孙伟", "区教育局", ""],
    )
    path = layouts.saved(tmp_path, book)
    first, second = parse_book(path, path.name).sheets[0].rows
    assert (first.errors, second.errors) == ((), ())
    assert (second.number_key, second.said_session) == ("30", (7, 2))


@pytest.mark.parametrize(
    ("cell", "due", "word"),
    [
        ("6月30日", "2026-06-30", ""),
        ("6月底前", "2026-06-30", ""),
        ("2026年2月30日", None, "没有这一天"),
        ("2026年13月1日", None, "没有这一天"),
        ("2021830", None, "不是日期"),
    ],
)
def test_a_day_without_a_year_takes_that_of_the_title(tmp_path, cell, due, word):
    title = f"2026年{layouts.CONGRESS}"
    entry = entry_of(tmp_path, "1", title=title, heads=["办理时限"], more=[cell])
    assert (entry.due_on and entry.due_on.isoformat()) == due
    assert bool(entry.errors) == bool(word)
    assert all(word in str(f) and str(f).startswith("办理时限：") for f in entry.errors)


def test_without_a_year_in_the_title_it_is_that_of_the_assignment_or_is_asked_for(tmp_path):
    heads = ["交办日期", "反馈时间"]
    known = entry_of(tmp_path, "1", heads=heads, more=["2025-03-19", "6月30日"])
    assert known.due_on.isoformat() == "2025-06-30"
    unknown = entry_of(tmp_path, "1", heads=heads, more=["", "6月30日"])
    assert "没有写年份" in str(unknown.errors[0])


def test_a_length_of_time_is_no_date_and_no_error(tmp_path):
    entry = entry_of(tmp_path, "1", heads=["办理时限"], more=["3个月内"])
    assert (entry.due_on, entry.errors) == (None, ())
    assert "不是日期，没有读入" in str(entry.warnings[0])


def test_dates_that_contradict_each_other_are_told(tmp_path):
    heads, more = ["交办日期", "签收日期"], ["2026-03-05", "2026-03-01"]
    entry = entry_of(tmp_path, "1", heads=heads, more=more)
    assert "签收日期：早于交办日期 2026-03-05，请核对。" in [str(f) for f in entry.warnings]


def test_an_item_of_the_other_kind_is_asked_about(tmp_path):
    entry = entry_of(tmp_path, "1", heads=["类别"], more=["提案"])
    assert entry.decision == "query"
    assert entry_of(tmp_path, "1", heads=["类别"], more=["议案"]).decision == "query"
    assert entry_of(tmp_path, "1", heads=["类别"], more=["建议"]).decision == "new"
