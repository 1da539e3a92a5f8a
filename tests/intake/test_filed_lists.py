"""A list of proposals: filed unless it says otherwise; what is not filed is not taken in."""

from __future__ import annotations

import pytest

from tests.intake.lists import TITLE, cases, confirm, shown, upload

PROPOSALS = "区政协十届三次会议提案"


@pytest.mark.parametrize(
    ("said", "state"),
    [("", "registered"), ("立案", "registered"), ("是", "registered"), ("待 审查", "submitted")],
)
def test_a_proposal_of_a_list_is_filed_unless_the_list_says_that_it_waits(
    clerk, tmp_path, said, state
):
    heads = ["是否立案", "主办单位"]
    row = ("21", "关于规范停车收费的提案", said, "云岭区城市管理局")
    address = upload(clerk, tmp_path, heads, row, title=PROPOSALS)
    assert ("写着的拟办单位没有读入" in shown(clerk, address)) == (state == "submitted")
    assert confirm(clerk, address, 3).status_code == 302
    (case,) = cases()
    assert (case.state, case.number) == (state, "21")


@pytest.mark.parametrize("said", ["不予立案", "否", "转社情民意", "并案"])
def test_what_the_committee_did_not_file_is_asked_about(clerk, tmp_path, said):
    row = ("21", "关于规范停车收费的提案", said)
    address = upload(clerk, tmp_path, ["审查意见"], row, title=PROPOSALS)
    assert f"写着“{said}”，没有立案的不随清单登记" in shown(clerk, address)
    assert confirm(clerk, address, 3).status_code == 409
    assert cases() == []


def test_a_suggestion_waits_for_no_filing(clerk, tmp_path):
    row = ("22", "关于增设路灯的建议", "待审查")
    address = upload(clerk, tmp_path, ["审查意见"], row, title=TITLE)
    assert confirm(clerk, address, 3).status_code == 302
    assert [case.state for case in cases()] == ["registered"]
