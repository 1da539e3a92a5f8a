"""Units of a row once their names are taken apart: several hosts, parts, doubtful roles."""

from __future__ import annotations

import pytest

from tests import factories
from tests.intake import layouts, lists
from tracker.assign import queries as assignments
from tracker.kernel.db import transaction

HEADS = ["主办单位", "会办单位", "分办单位"]
TWO_HOSTS = "主办单位：主办单位不止一个，交办前请改为一个主办或分办。"


def preview(client, folder, *cells):
    return lists.shown(client, lists.upload(client, folder, HEADS, ["1", "甲", *cells]))


@pytest.mark.parametrize(
    ("cell", "several"),
    [
        ("区教育局、区财政局", True),
        ("区教育局和区财政局", True),
        ("区教育局及区财政局", True),
        ("区教育局与区财政局", True),
        ("区教育局以及区财政局", True),
        ("区教育局和体育局", False),
        ("区教育局、云岭区教育局", False),
        ("区教育局", False),
    ],
)
def test_several_hosts_are_told_however_they_are_joined(clerk, tmp_path, cell, several):
    assert (TWO_HOSTS in preview(clerk, tmp_path, cell)) is several


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ["区教育局", "云岭区教育局、区财政局"],
            "会办单位：“云岭区教育局”既写为主办（分办）又写为会办，交办前请只留一种。",
        ),
        (["", "区财政局"], "会办单位：有会办单位而没有主办单位，交办前请补上。"),
        (
            ["", "区财政局", "区教育局、区城市管理局"],
            "会办单位：分办的件没有会办单位，交办前请改。",
        ),
    ],
)
def test_roles_that_cannot_stand_beside_each_other_are_told(clerk, tmp_path, cells, sentence):
    assert sentence in preview(clerk, tmp_path, *cells)


def test_the_part_in_brackets_goes_into_the_proposal(clerk, tmp_path):
    cell = "区教育局（学位建设）、区城市管理局（占道经营、停车）"
    assert cell in preview(clerk, tmp_path, "", "", cell)
    lists.brought_in(clerk, tmp_path, HEADS, ["1", "甲", "", "", cell])
    (case,) = lists.cases()
    assert [(row.unit_name, row.part) for row in assignments.proposed(case.id)] == [
        ("区教育局", "学位建设"),
        ("区城市管理局", "占道经营、停车"),
    ]
    assert "完全相同" in preview(clerk, tmp_path, "", "", cell)
    other = "区教育局（学位建设）、区城市管理局（停车）"
    changed = (
        "区城市管理局（占道经营、停车） → 分办 云岭区教育局（学位建设）、云岭区城市管理局（停车）"
    )
    assert changed in preview(clerk, tmp_path, "", "", other)


def test_a_revised_list_keeps_the_parts_that_it_does_not_state(clerk, tmp_path):
    heads = HEADS[2:]
    lists.brought_in(clerk, tmp_path, heads, ["1", "甲", "区教育局（学位）、区财政局（经费）"])
    more = ["1", "甲", "区教育局、区财政局、区城市管理局"]
    address = lists.upload(clerk, tmp_path, heads, more)
    before = "云岭区教育局、云岭区财政局"
    change = f"拟办单位：分办 {before} → 分办 {before}、云岭区城市管理局"
    assert change in lists.shown(clerk, address)
    assert lists.confirm(clerk, address, 3).status_code == 302
    (case,) = lists.cases()
    assert [(row.unit_name, row.part) for row in assignments.proposed(case.id)] == [
        ("区教育局", "学位"),
        ("区财政局", "经费"),
        ("区城市管理局", ""),
    ]


@pytest.mark.parametrize("word", ["－", "--", "—", "／", "无。", "（无）", "没有"])
def test_a_stroke_or_a_word_for_nobody_is_no_unit(clerk, tmp_path, word):
    lists.brought_in(clerk, tmp_path, HEADS, ["1", "甲", "区教育局", word, ""])
    (case,) = lists.cases()
    rows = assignments.proposed(case.id)
    assert [(row.unit_name, str(row.role)) for row in rows] == [("区教育局", "independent")]


def test_a_proposal_without_parts_leaves_them_to_the_clerk(clerk, tmp_path):
    lists.brought_in(clerk, tmp_path, HEADS, ["1", "甲", "", "", "区教育局、区财政局"])
    (case,) = lists.cases()
    assert [row.part for row in assignments.proposed(case.id)] == ["", ""]


def test_brackets_of_a_known_name_stay_with_it(clerk, tmp_path):
    with transaction():
        factories.make_unit("区委统战部（侨办、台办）", short_name="区委统战部")
    cell = "区委统战部（侨办、台办）、区教育局（校园建设）、区没有的局（甲）"
    lists.brought_in(clerk, tmp_path, HEADS, ["1", "甲", "", "", cell])
    (case,) = lists.cases()
    assert [(row.unit_text, row.part) for row in assignments.proposed(case.id)] == [
        ("区委统战部（侨办、台办）", ""),
        ("区教育局", "校园建设"),
        ("区没有的局（甲）", ""),
    ]


def test_a_host_named_beside_separate_units_is_one_of_them(clerk, tmp_path):
    row = ["1", "甲", "区教育局", "", "区教育局、区财政局"]
    lists.brought_in(clerk, tmp_path, HEADS, row)
    (case,) = lists.cases()
    found = [(row.unit_name, str(row.role)) for row in assignments.proposed(case.id)]
    assert found == [("区教育局", "separate"), ("区财政局", "separate")]
    assert "完全相同" in preview(clerk, tmp_path, *row[2:])


def test_rows_under_one_number_give_each_unit_its_part(clerk, tmp_path):
    heads = [*lists.HEADS, "分办单位", "分办内容"]
    first, more = ["1", "甲", "刘桂兰", "区教育局", "学位"], ["", "", "", "区财政局", "经费"]
    book = layouts.listed(first, more, title=lists.TITLE, heads=heads)
    book.active.merge_cells("A3:A4")
    address = lists.sent(clerk, layouts.saved(tmp_path, book))
    assert lists.confirm(clerk, address, 3).status_code == 302
    (case,) = lists.cases()
    found = [(row.unit_name, row.part) for row in assignments.proposed(case.id)]
    assert found == [("区教育局", "学位"), ("区财政局", "经费")]
