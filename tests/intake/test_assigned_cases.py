"""A revised list about cases on their way: what it says differently is told, never applied."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.intake import lists
from tests.rows import the
from tracker.assign import actions as assign
from tracker.assign import endings
from tracker.cases.models import Case

HEADS = ["主办单位", "会办单位", "交办日期", "办理时限"]
SAME = ["15", "关于增加城东片区普惠性幼儿园学位的建议", "区教育局", "区财政局", "2026-03-18"]
TODAY = date(2026, 4, 30)
ALL_SAME = "这份清单与已登记的完全相同"
HINT = "已交办的件不随清单改动：单位有变的，在该件“改办”或办理退办改派；期限有变的，用“调整期限”"


@pytest.fixture
def assigned(clerk, district, tmp_path):
    """Case 15, assigned on 18 March to one host and one assisting unit; return its id."""
    lists.brought_in(clerk, tmp_path, [], SAME[:2])
    case_id = lists.cases()[0].id
    scenes.assign_to(district, case_id, ("education", "host"), ("finance", "assisting"))
    return case_id


def preview(client, folder, *cells, number="15", title=SAME[1]):
    return lists.shown(client, lists.upload(client, folder, HEADS, [number, title, *cells]))


@pytest.mark.parametrize(
    ("cells", "difference"),
    [
        (
            ["区财政局", "区教育局"],
            "承办单位登记为主办 云岭区教育局；会办 云岭区财政局，"
            "清单写主办 云岭区财政局；会办 云岭区教育局。",
        ),
        (["区教育局"], "承办单位登记为主办 云岭区教育局；会办 云岭区财政局，清单写主办"),
        (["区教育局", "区财政局", "2026-03-20"], "交办日期登记为2026-03-18，清单写2026-03-20。"),
        (
            ["区教育局", "区财政局", "2026-03-18", "2026-05-15"],
            "办理时限登记为2026-06-18，清单写2026-05-15。",
        ),
    ],
)
def test_what_a_list_says_differently_about_an_assigned_case_is_told(
    clerk, assigned, tmp_path, cells, difference
):
    page = preview(clerk, tmp_path, *cells)
    assert difference in page
    assert HINT in page
    assert "待核对 1" in page
    assert ALL_SAME not in page


@pytest.mark.parametrize(
    "cells",
    [
        ["区教育局", "区财政局", "2026-03-18", "2026-06-18"],
        ["云岭区教育局", "区财政局、云岭区财政局"],
        [],
    ],
)
def test_a_list_that_says_nothing_else_is_the_same(clerk, assigned, tmp_path, cells):
    page = preview(clerk, tmp_path, *cells)
    assert ALL_SAME in page
    assert "待核对 0" in page


def test_another_title_is_applied_and_the_units_stay(clerk, assigned, tmp_path):
    row = ["15", "关于增加学位的建议", "区财政局", "", ""]
    address = lists.upload(clerk, tmp_path, HEADS, row)
    page = lists.shown(clerk, address)
    assert "有变化 1" in page
    assert "清单写主办 云岭区财政局" in page
    assert lists.confirm(clerk, address, 3).status_code == 302
    (case,) = lists.cases()
    assert case.title == "关于增加学位的建议"
    again = lists.shown(clerk, lists.upload(clerk, tmp_path, HEADS, row))
    assert ALL_SAME not in again


@pytest.mark.parametrize("way", ["withdrawn", "handed_out"])
def test_a_case_that_ended_is_asked_about_and_not_called_the_same(
    clerk, district, assigned, tmp_path, way
):
    with district.act("clerk", TODAY):
        case = the(Case, assigned)
        if way == "withdrawn":
            endings.withdraw(case, TODAY, "全体提出者书面撤回")
        else:
            endings.hand_out(case, TODAY, "市教育局", "不属本级")
    word = {"withdrawn": "撤回", "handed_out": "转出"}[way]
    page = preview(clerk, tmp_path, "区财政局", "区教育局", "2026-03-20")
    assert f"该件已{word}，清单与登记不同（承办单位登记为主办 云岭区教育局" in page
    assert "交办日期登记为2026-03-18，清单写2026-03-20" in page
    assert "待核对 1" in page
    assert ALL_SAME in preview(clerk, tmp_path, *SAME[2:])


def test_a_case_handed_out_before_its_assignment_has_no_units(clerk, district, tmp_path):
    lists.brought_in(clerk, tmp_path, [], SAME[:2])
    with district.act("clerk", TODAY):
        endings.hand_out(lists.cases()[0], TODAY, "市教育局", "不属本级")
    assert "承办单位登记为（空），清单写主办 云岭区教育局" in preview(clerk, tmp_path, "区教育局")


def test_a_proposal_up_for_approval_is_told_apart_and_not_called_the_same(
    clerk, district, tmp_path
):
    lists.brought_in(clerk, tmp_path, HEADS, ["15", SAME[1], "区教育局"])
    with district.act("clerk", TODAY):
        assign.submit(lists.cases()[0])
    page = preview(clerk, tmp_path, "区财政局")
    assert "拟办单位：主办 云岭区教育局 → 主办 云岭区财政局。交办方案已报批" in page
    assert "待核对 1" in page
    assert ALL_SAME not in page
    assert ALL_SAME in preview(clerk, tmp_path, "区教育局")


def test_a_paper_sign_for_of_an_assigned_case_is_told(clerk, assigned, tmp_path):
    address = lists.upload(
        clerk, tmp_path, ["签收日期", "答复日期", "办理类别"],
        ["15", SAME[1], "2026-03-20", "2026-04-20", "A"],
    )  # fmt: skip
    page = lists.shown(clerk, address)
    assert "签收日期登记为（空），清单写2026-03-20；答复日期登记为（空），清单写2026-04-20" in page
    assert "签收、答复在该件登记" in page
