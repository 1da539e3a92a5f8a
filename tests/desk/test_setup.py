"""What a new office still has to enter stands on the desk of who can enter it."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.house import people
from tests.reports.pages import table
from tracker.bodies import actions as bodies
from tracker.bodies.models import CongressSession
from tracker.kernel.db import transaction
from tracker.roles import Role
from tracker.terms import Period

STEPS = {
    Role.OH: ["承办单位", "人大、政协", "会议（届次）", "交办批次", "代表与委员"],
    Role.OL: ["人大、政协", "会议（届次）", "交办批次", "节假日"],
    Role.SA: ["承办单位", "账号", "账号待授权、待激活"],
    Role.SEC: ["账号", "账号待授权、待激活"],
}


@pytest.mark.parametrize("role", STEPS)
def test_an_empty_installation_says_what_is_missing(app, role):
    client = people.client_of(app, role)
    rows = table(client, "/", "开办准备")
    assert [row[0] for row in rows] == STEPS[role]
    missing = {row[0] for row in rows if row[2] == "还没有"}
    assert missing == set(STEPS[role]) - {"账号", "账号待授权、待激活"}
    assert all((row[3] == "去登记") is (row[0] in missing) for row in rows)


def test_the_list_goes_once_everything_is_there(log_in, town):
    rows = table(log_in("clerk"), "/", "开办准备")
    assert [row[0] for row in rows if row[2] == "还没有"] == ["交办批次"]
    with transaction():
        session = town.row(CongressSession, "congress_session")
        bodies.save_batch(session, Period.SESSION, "大会交办", date(2026, 3, 18), None)
    assert table(log_in("clerk"), "/", "开办准备") == []
    assert '<td class="due-cell">' in log_in("clerk").get("/").text


def test_accounts_that_wait_are_left_over_work(app):
    client = people.client_of(app, Role.SA)
    clear = ["账号待授权、待激活", "0 个", "没有", "查看"]
    assert table(client, "/", "开办准备")[-1] == clear
    with transaction():
        factories.make_account(Role.OH, activated=False)
    left = ["账号待授权、待激活", "1 个", "待处理", "去处理"]
    assert table(client, "/", "开办准备")[-1] == left
