"""The headings of these lists are found like those of the case lists."""

from __future__ import annotations

import pytest

from tracker.directory.roster import HeadingsError, ListKind, entries
from tracker.kernel.sheets import Cell, Sheet

PERSON = ["刘桂兰", "人大", "18", "城东代表团"]


def sheet(*rows, merges=(), hidden=()):
    cells = [[Cell(text, "text" if text else "empty") for text in row] for row in rows]
    return Sheet("名册", False, cells, frozenset(), frozenset(hidden), tuple(merges))


def first(found):
    return [found[0].values[key] for key in ("name", "body", "term", "group")]


@pytest.mark.parametrize(
    "headings",
    [
        ["姓 名", "人大或政协", "届", "代表团或界别"],
        ["姓名（必填（照实填））", "机关（人大\n或政协）", "届\n别", "代表團"],
        ["代表姓名*", "類別：", "届次【如18】", "界别"],
    ],
)
def test_hints_line_breaks_and_traditional_characters_are_no_other_heading(headings):
    assert first(entries(ListKind.DEPUTIES, sheet(["名册"], headings, PERSON))) == PERSON


def test_headings_take_two_rows_where_one_is_merged_over_them():
    found = entries(
        ListKind.DEPUTIES,
        sheet(
            ["代表名册", "", "", ""],
            ["基本情况", "", "届", "代表团"],
            ["姓名", "类别", "", ""],
            PERSON,
            merges=[(1, 0, 1, 1), (1, 2, 2, 2), (1, 3, 2, 3)],
        ),
    )
    assert (found[0].number, first(found)) == (4, PERSON)


def test_the_label_itself_goes_before_another_name_and_a_shown_column_before_a_hidden_one():
    names = sheet(["单位", "单位全称"], ["教育局", "云岭区教育局"])
    assert entries(ListKind.UNITS, names)[0].values["name"] == "云岭区教育局"
    hidden = sheet(["单位全称", "单位全称"], ["旧名", "云岭区教育局"], hidden=[0])
    assert entries(ListKind.UNITS, hidden)[0].values["name"] == "云岭区教育局"


def test_what_is_missing_is_told_by_its_label():
    with pytest.raises(HeadingsError, match="“届”列"):
        entries(ListKind.DEPUTIES, sheet(["姓名", "类别"], ["刘桂兰", "人大"]))
