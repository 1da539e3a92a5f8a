"""A secret name in a title or text of a list is shown to the clerk, who says what to do with it."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests import scenes
from tests.intake import lists
from tracker.intake.queries import preview_of

HEADS = ["建议内容", "是否要求保密"]
IN_TITLE = "建议标题：要求保密的件，标题里写有“刘桂兰”，承办单位处处看得到"
IN_TEXT = "建议内容：要求保密的件，这里写有“刘桂兰”，承办单位看到的是“提出者”"
TITLE = "关于解决刘桂兰所在小区停车难的建议"
HIDDEN = "关于解决提出者所在小区停车难的建议"


def listed(client, folder, title=TITLE, text="我是刘 桂兰，住城东。", secret="是", number="031"):
    """Upload one case; return the address of its preview."""
    return lists.upload(client, folder, HEADS, (number, title, text, secret))


def decided(client, address, answer):
    """Say at the row what to do with the name, and check the list again."""
    (name,) = re.findall(r'name="(names:[^"]+)"', client.get(address).text)
    assert client.post(f"{address}/correct", data={unescape(name): answer}).status_code == 302


def test_a_secret_name_is_asked_about_and_the_row_waits(clerk, tmp_path):
    address = listed(clerk, tmp_path)
    said = lists.shown(clerk, address)
    assert IN_TITLE in said
    assert IN_TEXT in said
    assert "待核对" in said
    assert lists.confirm(clerk, address, 3).status_code == 409
    assert lists.cases() == []


@pytest.mark.parametrize(("answer", "title"), [("hide", HIDDEN), ("keep", TITLE)])
def test_it_goes_in_as_the_clerk_says(clerk, app, district, tmp_path, answer, title):
    address = listed(clerk, tmp_path)
    decided(clerk, address, answer)
    said = lists.shown(clerk, address)
    assert "按您的选择" in said
    assert IN_TITLE not in said
    assert lists.confirm(clerk, address, 3).status_code == 302
    (case,) = lists.cases()
    assert (case.title, case.text, case.confidential) == (title, "我是刘 桂兰，住城东。", True)
    scenes.assign_to(district, case.id, ("education", "independent"))
    page = scenes.client_of(app, district, "handler").get(f"/cases/{case.id}").text
    assert ("刘桂兰" in page) is (answer == "keep")
    assert "我是提出者，住城东。" in page


def test_a_decision_is_taken_back_and_another_title_needs_none(clerk, tmp_path):
    address = listed(clerk, tmp_path)
    decided(clerk, address, "hide")
    decided(clerk, address, "")
    assert IN_TITLE in lists.shown(clerk, address)
    plain = listed(clerk, tmp_path, "关于解决停车难的建议", "城东停车难。")
    assert lists.confirm(clerk, plain, 3).status_code == 302
    assert [case.confidential for case in lists.cases()] == [True]


@pytest.mark.parametrize("secret", ["", "否", "不保密"])
def test_where_nobody_asked_for_secrecy_nothing_is_asked(clerk, tmp_path, secret):
    address = listed(clerk, tmp_path, secret=secret)
    assert "要求保密的件" not in lists.shown(clerk, address)
    assert lists.confirm(clerk, address, 3).status_code == 302
    assert [case.confidential for case in lists.cases()] == [False]


def test_words_that_do_not_say_it_are_asked_about(clerk, tmp_path):
    address = listed(clerk, tmp_path, "关于解决停车难的建议", "城东停车难。", "看情况")
    assert "“看情况”看不出要不要保密，请更正为是或否。" in lists.shown(clerk, address)
    assert lists.confirm(clerk, address, 3).status_code == 409


def test_the_same_list_again_finds_the_hidden_title_unchanged(clerk, tmp_path):
    address = listed(clerk, tmp_path)
    decided(clerk, address, "hide")
    lists.confirm(clerk, address, 3)
    (sheet,) = preview_of(tmp_path / "list.xlsx", "list.xlsx")[0].sheets
    assert [entry.decision for entry in sheet.rows] == ["same"]


def test_a_list_that_changes_a_confidential_case_is_asked_about_too(clerk, district, tmp_path):
    scenes.register(district, number="031", confidential=True)
    more = ["是否公开"]
    address = lists.upload(clerk, tmp_path, more, ("031", "关于王守田反映路灯的建议", "是"))
    assert "标题里写有“王守田”，承办单位处处看得到" in lists.shown(clerk, address)
    decided(clerk, address, "hide")
    assert "标题：关于增加城东片区普惠性幼儿园学位的建议 → 关于提出者反映路灯的建议" in lists.shown(
        clerk, address
    )


def test_a_list_marks_no_registered_case(clerk, district, tmp_path):
    scenes.register(district, number="031")
    said = lists.shown(clerk, listed(clerk, tmp_path))
    assert "清单要求保密，登记里没有标。" in said
