"""收件日期 of what a list brings in: limits of between-sessions items count from it."""

from __future__ import annotations

import pytest

from tests.intake import lists
from tests.intake.lists import BETWEEN, TITLE
from tracker.intake.reading.headers import Field, field_of

# the session of the test district ran from 20 to 24 December 2025; the clerk works on 30 April


@pytest.mark.parametrize(
    ("title", "number", "heads", "cells", "received"),
    [
        (TITLE, "15", [], [], "2025-12-24"),
        (TITLE, "15", ["交办日期"], ["2026-02-24"], "2025-12-24"),
        (TITLE, "15", ["提交时间"], ["2026-01-06 10:22"], "2026-01-06"),
        (TITLE, "闭字1", [], [], "2026-04-30"),
        (TITLE, "闭字1", ["交办日期"], ["2026-04-20"], "2026-04-20"),
        (BETWEEN, "15", [], [], "2026-04-30"),
        (BETWEEN, "15", ["收件日期"], ["2026.4.27"], "2026-04-27"),
        (BETWEEN, "15", ["收到日期", "交办日期"], ["2026-04-27", "2026-04-20"], "2026-04-20"),
        (BETWEEN, "15", ["提交日期"], ["2026-05-06"], "2026-04-30"),
    ],
)
def test_the_day_of_receipt(clerk, tmp_path, title, number, heads, cells, received):
    lists.brought_in(clerk, tmp_path, heads, [number, "甲", *cells], title=title)
    (case,) = lists.cases()
    assert str(case.received_on) == received


def test_the_limit_of_assigning_counts_from_the_receipt_and_is_not_over_at_once(clerk, tmp_path):
    rows = (["1", "闭会甲", ""], ["2", "闭会乙", "2026-04-20"])
    lists.brought_in(clerk, tmp_path, ["收件日期"], *rows, title=BETWEEN)
    page = " ".join(lists.words(clerk.get("/?only=propose").text).split())
    # five working days: from 30 April over the holidays of May to the 11th, from 20 April to 27th
    assert "剩 11 天 05-11 建议 闭1 闭会甲" in page
    assert "逾期 3 天 04-27 建议 闭2 闭会乙" in page


def test_which_day_counts_is_said_once_for_the_sheet(clerk, tmp_path):
    said = "闭会期间的 2 件没有写收到的日期，收件日期按今天 2026-04-30 记"
    rows = (["1", "甲", ""], ["2", "乙", ""], ["3", "丙", "2026-04-27"])
    page = lists.shown(clerk, lists.upload(clerk, tmp_path, ["提交日期"], *rows, title=BETWEEN))
    assert page.count(said) == 1
    assert "没有对应栏目、随件保存的列" not in page
    page = lists.shown(clerk, lists.upload(clerk, tmp_path, ["提交日期"], *rows))
    assert "没有写收到的日期" not in page


def test_a_revised_list_corrects_the_receipt_before_the_assignment(clerk, tmp_path):
    lists.brought_in(clerk, tmp_path, [], ["1", "甲"], title=BETWEEN)
    revised = (["1", "甲", "2026-04-27"],)
    address = lists.upload(clerk, tmp_path, ["收件日期"], *revised, title=BETWEEN)
    assert "收件日期：2026-04-30 → 2026-04-27" in lists.shown(clerk, address)
    assert lists.confirm(clerk, address, 3).status_code == 302
    assert [str(case.received_on) for case in lists.cases()] == ["2026-04-27"]
    address = lists.upload(clerk, tmp_path, ["收件日期"], *revised, title=BETWEEN)
    assert "完全相同" in lists.shown(clerk, address)


@pytest.mark.parametrize(
    "heading",
    ["提交时间", "提交日期", "收到日期", "收件日期", "收到时间", "收件 时间：", "收文日期"],
)
def test_headings_of_the_receipt(heading):
    assert field_of("", heading) is Field.RECEIVED_ON


@pytest.mark.parametrize(
    ("heading", "day", "error"),
    [
        ("交办日期", "1926-02-24", True),
        ("交办日期", "2062-02-24", True),
        ("收件日期", "1926-02-24", True),
        ("办理时限", "2062-06-30", True),
        ("签收日期", "1926-02-24", True),
        ("交办日期", "2025-02-24", False),
        ("交办日期", "2027-02-24", False),
    ],
)
def test_a_day_years_away_from_the_session_is_an_error_at_its_cell(
    clerk, tmp_path, heading, day, error
):
    page = lists.shown(clerk, lists.upload(clerk, tmp_path, [heading], ["1", "甲", day]))
    said = f"{heading}：{day} 离这次会议（2025-12-20）有好几年，请核对年份。"
    assert (said in page) is error
    assert ("有错误 1" in page) is error


def test_an_assignment_before_the_session_is_doubtful(clerk, tmp_path):
    address = lists.upload(clerk, tmp_path, ["交办日期"], ["1", "甲", "2025-02-24"])
    assert "交办日期：2025-02-24 早于会议开幕日 2025-12-20" in lists.shown(clerk, address)


def test_an_assignment_before_the_receipt_is_doubtful(clerk, tmp_path):
    heads, row = ["收件日期", "交办日期"], ["1", "甲", "2026-04-27", "2026-04-20"]
    page = lists.shown(clerk, lists.upload(clerk, tmp_path, heads, row, title=BETWEEN))
    assert "交办日期：早于收件日期 2026-04-27，请核对。" in page
