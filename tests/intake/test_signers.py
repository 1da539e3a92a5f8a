"""A revised list and those who signed: what it does not say stays, what is shown happens."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests import scenes
from tests.intake import books, lists
from tests.rows import the
from tracker.assign import endings
from tracker.cases.models import Case
from tracker.intake.comparing.signers import put
from tracker.intake.reading.preview import Entry
from tracker.kernel.db import transaction

PLAIN = ["编号", "标题", "领衔代表"]
NAMED = [*PLAIN, "联名代表"]
BOTH = [*NAMED, "人数"]
STAYS = "完全相同"


def sent(client, folder, heads, *rows):
    path = books.plain(folder / "l.xlsx", heads, [list(row) for row in rows], lists.TITLE)
    return lists.sent(client, path)


def page(client, folder, heads, *rows):
    return lists.shown(client, sent(client, folder, heads, *rows))


def brought_in(client, folder, heads, *rows):
    answer = lists.confirm(client, sent(client, folder, heads, *rows), 3)
    assert answer.status_code == 302, lists.words(answer.text)


def signed() -> tuple[list[str], int]:
    """Return who has signed the one case, and how many."""
    (case,) = lists.cases()
    return [row.name for row in case.submitters], case.signer_count


def changes(text: str) -> list[str]:
    """Return the lines of a preview that tell a change."""
    return [line.strip() for line in re.findall(r"[^\n]+ → [^\n]+", text)]


ONE, TWO = ("1", "甲", "刘桂兰等5人"), ("1", "甲", "刘桂兰", "王守田、何平")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((PLAIN, ONE), (PLAIN, ("1", "甲", "刘桂兰"))),
        ((PLAIN, ONE), (PLAIN, ("1", "甲", "刘桂兰等"))),
        ((PLAIN, ONE), (NAMED, ("1", "甲", "刘桂兰", ""))),
        ((PLAIN, ONE), (NAMED, ("1", "甲", "刘桂兰等5人", "—"))),
        ((PLAIN, ONE), (BOTH, ("1", "甲", "刘桂兰", "", "无"))),
        ((NAMED, TWO), (PLAIN, ("1", "甲", "刘桂兰"))),
        ((NAMED, TWO), (NAMED, ("1", "甲", "刘桂兰", ""))),
        ((NAMED, TWO), (NAMED, ("1", "甲", "刘桂兰", "何平、王守田"))),
        ((NAMED, TWO), (NAMED, ("1", "甲", "刘桂兰", "何平等"))),
        ((NAMED, TWO), (BOTH, ("1", "甲", "刘桂兰", "王守田", "3"))),
        ((NAMED, TWO), (BOTH, ("1", "甲", "刘桂兰", "", "共3人"))),
        ((NAMED, TWO), (BOTH, ("1", "甲", "刘桂兰", "", "2"))),
    ],
)
def test_a_list_that_says_nothing_else_changes_nothing(clerk, tmp_path, first, then):
    brought_in(clerk, tmp_path, *first)
    before = signed()
    assert STAYS in page(clerk, tmp_path, *then)
    revised = (then[0], ("1", "甲之二", *then[1][2:]))
    text = page(clerk, tmp_path, *revised)
    assert changes(text) == ["标题：甲 → 甲之二"]
    brought_in(clerk, tmp_path, *revised)
    assert signed() == before


@pytest.mark.parametrize(
    ("then", "told", "after"),
    [
        (
            (NAMED, ("1", "甲", "刘桂兰", "无")),
            ["人数：3 → 1", "联名：何平、王守田 → （空）"],
            (["刘桂兰"], 1),
        ),
        (
            (BOTH, ("1", "甲", "刘桂兰", "", "1")),
            ["人数：3 → 1", "联名：何平、王守田 → （空）"],
            (["刘桂兰"], 1),
        ),
        (
            (NAMED, ("1", "甲", "刘桂兰", "何平")),
            ["人数：3 → 2", "联名：何平、王守田 → 何平"],
            (["刘桂兰", "何平"], 2),
        ),
        (
            (BOTH, ("1", "甲", "刘桂兰", "", "5人")),
            ["人数：3 → 5"],
            (["刘桂兰", "王守田", "何平"], 5),
        ),
        (
            (PLAIN, ("1", "甲", "刘桂兰、孙伟等")),
            ["人数：3 → 4", "联名：何平、王守田 → 何平、孙伟、王守田"],
            (["刘桂兰", "王守田", "何平", "孙伟"], 4),
        ),
        (
            (PLAIN, ("1", "甲", "刘桂兰、孙伟等3人")),
            ["联名：何平、王守田 → 孙伟"],
            (["刘桂兰", "孙伟"], 3),
        ),
        (
            (PLAIN, ("1", "甲", "王守田")),
            ["领衔：刘桂兰 → 王守田", "联名：何平、王守田 → 何平"],
            (["王守田", "何平"], 3),
        ),
    ],
)
def test_what_is_shown_happens_and_the_next_upload_says_same(clerk, tmp_path, then, told, after):
    brought_in(clerk, tmp_path, NAMED, TWO)
    assert changes(page(clerk, tmp_path, *then)) == told
    brought_in(clerk, tmp_path, *then)
    assert signed() == after
    assert STAYS in page(clerk, tmp_path, *then)


def test_fewer_signers_than_are_named_are_told_and_change_nothing(clerk, tmp_path):
    brought_in(clerk, tmp_path, NAMED, TWO)
    text = page(clerk, tmp_path, BOTH, ("1", "甲", "刘桂兰", "", "2"))
    assert "人数：写着 2 人，已登记的姓名有 3 个，人数和姓名都不改，请核对。" in text


def test_a_lead_keeps_group_telephone_and_kind_that_the_list_does_not_give(clerk, tmp_path):
    heads = [*PLAIN, "代表团", "联系电话"]
    brought_in(clerk, tmp_path, heads, ("1", "甲", "陌生人", "城东代表团", "13800001111"))
    with transaction():
        (case,) = lists.cases()
        case.lead_type = "organisation"
    brought_in(clerk, tmp_path, PLAIN, ("1", "甲之二", "陌生人"))
    (case,) = lists.cases()
    lead = (case.lead.group_name, case.lead.phone, case.lead_type)
    assert lead == ("城东代表团", "13800001111", "organisation")


def test_another_telephone_is_shown_with_its_middle_hidden(clerk, tmp_path):
    heads = [*PLAIN, "联系电话"]
    brought_in(clerk, tmp_path, heads, ("1", "甲", "陌生人", "13800001111"))
    assert STAYS in page(clerk, tmp_path, PLAIN, ("1", "甲", "陌生人 138 0000 1111"))
    text = page(clerk, tmp_path, PLAIN, ("1", "甲", "陌生人 13900002222"))
    assert changes(text) == ["电话：138****1111 → 139****2222"]
    assert "13900002222" not in text
    brought_in(clerk, tmp_path, PLAIN, ("1", "甲", "陌生人 13900002222"))
    assert lists.cases()[0].lead.phone == "13900002222"


def test_a_telephone_beside_a_co_signer_is_kept_with_the_name(clerk, tmp_path):
    row = ("1", "甲", "刘桂兰", "陌生人13900002222")
    brought_in(clerk, tmp_path, NAMED, row)
    (case,) = lists.cases()
    assert [(one.name, one.phone) for one in case.submitters] == [
        ("刘桂兰", "13800006021"),
        ("陌生人", "13900002222"),
    ]
    assert STAYS in page(clerk, tmp_path, NAMED, row)


def test_a_withdrawn_case_is_the_same_where_the_list_is_silent(clerk, district, tmp_path):
    case_id = scenes.register(district, "1", title="甲", signer_count=5, text="")
    with district.act("clerk", date(2026, 4, 30)):
        endings.withdraw(the(Case, case_id), date(2026, 4, 29), "书面申请")
    assert STAYS in page(clerk, tmp_path, PLAIN, ("1", "甲", "刘桂兰"))
    assert STAYS in page(clerk, tmp_path, NAMED, ("1", "甲", "刘桂兰", ""))
    assert "待核对 1" in page(clerk, tmp_path, PLAIN, ("1", "甲", "刘桂兰等6人"))


def test_proposers_of_an_issued_letter_are_not_taken_away_by_a_list(clerk, tmp_path):
    heads = [*NAMED, "主办单位", "交办日期", "答复日期", "办理类别"]
    row = ("1", "甲", "刘桂兰", "王守田", "区教育局", "2026-02-24", "2026-04-20", "A类")
    address = sent(clerk, tmp_path, heads, row)
    assert lists.confirm(clerk, address, 3, on_paper="yes").status_code == 302
    text = page(clerk, tmp_path, NAMED, ("1", "甲", "刘桂兰", "无"))
    assert "答复印发以后不能减少提出者" in text
    assert "待核对 1" in text


@pytest.mark.parametrize(
    ("entry", "registered", "count", "after"),
    [
        (Entry(1, lead="甲"), ["乙", "丙"], 5, (("乙", "丙"), 5)),
        (Entry(1, lead="甲", alone=True, counted=True), ["乙"], 5, ((), 1)),
        (Entry(1, lead="乙"), ["乙", "丙"], 3, (("丙",), 3)),
        (Entry(1, lead="甲", co_signers=("丁",), signer_count=None), ["乙"], 2, (("乙", "丁"), 3)),
        (Entry(1, lead="甲", signer_count=9, counted=True), ["乙"], 2, (("乙",), 9)),
        (Entry(1, lead="甲", signer_count=2, counted=True), ["乙", "丙"], 3, (("乙", "丙"), 3)),
    ],
)
def test_a_row_over_what_is_registered(entry, registered, count, after):
    found = put(entry, registered, count)
    assert (found.names, found.count) == after
    again = put(entry, list(found.names), found.count)
    assert again == found
