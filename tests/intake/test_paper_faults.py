"""What stands against a row as assigned on paper: in the preview, and all rows in one answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.intake import lists
from tracker.assign import queries as assignments
from tracker.kernel.db import db
from tracker.notices.models import Notice

HEADS = [
    "主办单位", "会办单位", "分办单位", "交办日期", "办理时限", "签收日期", "答复日期", "办理类别",
]  # fmt: skip
ASSIGNED = "2026-02-24"
IF = "按已交办登记时："
FAULTS = [
    (["", "", "", ASSIGNED], "主办单位", "请至少选定一个主办、独办或分办单位。"),
    (["区没有的局", "", "", ASSIGNED], "主办单位", "“区没有的局”不在名册中，请先登记这个单位。"),
    (["区教育局、区财政局", "", "", ASSIGNED], "主办单位", "主办单位只能有一个；"),
    (["区教育局", "区教育局", "", ASSIGNED], "主办单位", "同一个单位不能在一件中出现两次。"),
    (["", "区财政局", "区教育局、区城市管理局", ASSIGNED], "主办单位", "分办的件没有会办单位；"),
    (["区教育局", "", "", "2026-05-24"], "交办日期", "交办日期 2026-05-24 不能晚于今天。"),
    (
        ["区教育局", "", "", ASSIGNED, "", "2026-02-20"],
        "签收日期",
        "签收日期 2026-02-20 不能早于交办日期 2026-02-24。",
    ),
    (
        ["区教育局", "", "", ASSIGNED, "", "", "2026-05-20", "A"],
        "答复日期",
        "答复日期 2026-05-20 不能晚于今天。",
    ),
    (
        ["区教育局", "", "", ASSIGNED, "2026-12-31"],
        "办理时限",
        "办结期限 2026-12-31 超过法定上限 2026-08-24。",
    ),
    (
        ["区教育局", "", "", ASSIGNED, "2026-02-20"],
        "办理时限",
        "办结期限 2026-02-20 早于交办日期 2026-02-24。",
    ),
    (
        ["", "", "区教育局、区财政局", ASSIGNED, "", "", "2026-04-20", "A"],
        "答复日期",
        "分办有几份答复，清单只有一个答复日期",
    ),
]


def rows_of(*cells):
    return [[str(at), f"标题{at}", *row] for at, row in enumerate(cells, 1)]


@pytest.mark.parametrize(("cells", "column", "sentence"), FAULTS)
def test_a_fault_stands_at_its_column_in_the_preview_and_refuses_the_row(
    clerk, tmp_path, cells, column, sentence
):
    address = lists.upload(clerk, tmp_path, HEADS, *rows_of(cells))
    page = lists.shown(clerk, address)
    assert f"{column}：{IF}{sentence}" in page
    assert "有错误 0" in page
    answer = lists.confirm(clerk, address, 3, on_paper="yes")
    assert answer.status_code == 409
    assert f"第 3 行（1）：{sentence}" in lists.words(answer.text)
    assert lists.cases() == []
    assert lists.confirm(clerk, address, 3).status_code == 302
    assert [str(case.state) for case in lists.cases()] == ["registered"]


def test_every_row_at_fault_is_named_in_one_answer(clerk, tmp_path):
    sound = ["区教育局", "", "", ASSIGNED]
    rows = rows_of(sound, *(cells for cells, _, _ in FAULTS), sound)
    address = lists.upload(clerk, tmp_path, HEADS, *rows)
    answer = lists.confirm(clerk, address, *range(3, 3 + len(rows)), on_paper="yes")
    assert answer.status_code == 409
    page = lists.words(answer.text)
    assert "有 11 行不能导入，全部没有导入" in page
    for place, (_, _, sentence) in enumerate(FAULTS, 2):
        assert f"工作表“Sheet”第 {place + 2} 行（{place}）：{sentence}" in page
    assert "第 3 行（1）：" not in page
    assert lists.cases() == []


def test_a_row_with_several_faults_names_them_all(clerk, tmp_path):
    cells = ["区没有的局", "", "", ASSIGNED, "2026-12-31", "2026-02-20"]
    address = lists.upload(clerk, tmp_path, HEADS, *rows_of(cells))
    page = lists.words(lists.confirm(clerk, address, 3, on_paper="yes").text)
    (line,) = [line for line in page.splitlines() if line.startswith("工作表“Sheet”第 3 行")]
    for word in ("不在名册中", "不能早于交办日期", "超过法定上限"):
        assert word in line


def test_what_is_sound_has_no_such_warning(clerk, tmp_path):
    cells = ["区教育局", "区财政局", "", ASSIGNED, "2026-05-15", "2026-02-25", "2026-04-20", "A"]
    assert IF not in lists.shown(clerk, lists.upload(clerk, tmp_path, HEADS, *rows_of(cells)))


def test_a_row_without_a_day_is_only_registered_and_says_so(clerk, tmp_path):
    rows = rows_of(["区教育局", "", "", ASSIGNED], ["区财政局"])
    address = lists.upload(clerk, tmp_path, HEADS, *rows)
    said = f"交办日期：{IF}没有交办日期，只登记、拟定单位，交办另行报批。"
    assert lists.shown(clerk, address).count(said) == 1
    assert lists.confirm(clerk, address, 3, 4, on_paper="yes").status_code == 302
    assert [str(case.state) for case in lists.cases()] == ["assigned", "registered"]


@pytest.mark.parametrize(
    ("heads", "cells", "parts", "said"),
    [
        (["分办单位"], ["区教育局、区财政局"], ["见交办清单", "见交办清单"], True),
        (["分办单位"], ["区教育局（学位建设）、区财政局"], ["学位建设", "见交办清单"], True),
        (["分办单位"], ["区教育局（学位、师资）；区财政局（经费）"], ["学位、师资", "经费"], False),
        (
            ["分办单位", "分办内容"],
            ["区教育局、区财政局", "区教育局：学位建设；区财政局：经费保障"],
            ["学位建设", "经费保障"],
            False,
        ),
        (
            ["分办单位", "办理内容"],
            ["区教育局、区财政局", "学位建设及经费"],
            ["学位建设及经费", "学位建设及经费"],
            False,
        ),
        (
            ["主办单位", "办理方式"],
            ["区教育局（学位）、区财政局（经费）", "分办"],
            ["学位", "经费"],
            False,
        ),
    ],
)
def test_separate_units_come_in_as_assigned_with_their_parts(
    clerk, tmp_path, heads, cells, parts, said
):
    row = ["1", "甲", *cells, ASSIGNED]
    address = lists.upload(clerk, tmp_path, [*heads, "交办日期"], row)
    page = lists.shown(clerk, address)
    assert (f"{IF}没有写各单位的办理内容，记为“见交办清单”。" in page) is said
    assert "不在名册中" not in page.split("承办单位")[-1]
    assert lists.confirm(clerk, address, 3, on_paper="yes").status_code == 302
    (case,) = lists.cases()
    found = [(row.unit_name, str(row.role), row.part) for row in assignments.live(case.id)]
    assert found == [("区教育局", "separate", parts[0]), ("区财政局", "separate", parts[1])]
    assert db.session.scalar(select(Notice)) is None
    again = lists.upload(clerk, tmp_path, [*heads, "交办日期"], row)
    assert "完全相同" in lists.shown(clerk, again)
