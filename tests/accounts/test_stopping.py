"""Before an account is stopped the administrator reads what names it, by number only."""

from __future__ import annotations

from html import unescape

import pytest

from tests.assign.held import FRIDAY, Held
from tracker.accounts import work
from tracker.kernel import clock
from tracker.roles import Role


@pytest.fixture
def held(app, district):
    """Three cases that name one handler of 教育局."""
    with clock.moved_to(clock.at(FRIDAY)):
        made = Held(app, district)
        made.begin()
        yield made


def asked(held: Held, name: str = "handler", who: str = "sysadmin") -> str:
    """Return the page that asks before an account is stopped."""
    answer = held.client(who).get(f"/accounts/{held.account(name).id}/disable")
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True))


def test_the_page_says_how_many_and_who_is_told_and_nothing_of_a_case(held):
    page = asked(held)
    assert "还有 <strong>3 件</strong>在办写明由此人承办" in page
    assert "云岭区教育局" in page
    assert held.account("head").name in page
    assert "第031号" not in page
    assert "幼儿园" not in page
    assert "没有在办的件写明由此人承办" in asked(held, "clerk")


def test_nothing_is_stopped_by_looking_and_only_the_system_administrator_may(held):
    asked(held)
    assert held.account("handler").state == "active"
    for who in ("security", "head", "clerk"):
        path = f"/accounts/{held.account('handler').id}/disable"
        assert held.client(who).get(path).status_code == 403


def test_a_unit_without_a_leader_who_logs_in_is_told_by_the_clerk(held):
    held.stop("head")
    assert "没有在用的单位领导账号" in asked(held)
    assert "已告知政府办，请尽快开通单位领导账号" in held.stop()
    (sentence,) = held.told("clerk", "待交接")
    assert sentence.startswith("云岭区教育局承办人")
    assert "请电话告知（010-5550001），并请系统管理员开通账号。" in sentence


def test_who_loses_the_roles_in_the_unit_is_said_to_the_leader_too(held):
    number = held.account("handler").id
    page = unescape(held.client("security").get(f"/accounts/{number}").text)
    assert "有 3 件在办写明由此人承办" in page
    data = {"roles": ["DL"]}
    assert held.client("security").post(f"/accounts/{number}/roles", data=data).status_code == 302
    (sentence,) = held.told("head")
    assert "已不任承办人，名下 3 件在办，待交接。" in sentence


def test_a_handler_who_becomes_the_leader_hands_nothing_over(held):
    number = held.account("handler").id
    data = {"roles": [Role.UH.value, Role.UL.value]}
    held.client("security").post(f"/accounts/{number}/roles", data=data)
    held.client("security").post(f"/accounts/{number}/roles", data={"roles": [Role.UL.value]})
    assert held.told("head") == []


def test_an_account_that_no_case_names_is_stopped_without_a_message(held):
    assert "账号已停用。" in held.stop("next")
    assert held.told("head") == []
    assert work.held(held.account("next")) == []
