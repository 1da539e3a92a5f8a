"""Which log-ins are counted and shown: those that can still be used."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import factories
from tests.rows import every, written
from tracker.accounts import queries
from tracker.accounts.models import Account, LoginSession
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import Role

IDLE = timedelta(minutes=31)


@pytest.fixture
def login(app):
    """The log-in name of a clerk of the office."""
    with transaction():
        return factories.make_account(Role.OH)


def _enter(app, login):
    client = app.test_client()
    answer = client.post("/login", data={"login": login, "password": factories.PASSWORD})
    assert answer.status_code == 302
    return client


def _account(login: str) -> Account:
    return every(Account, Account.login == login)[0]


def test_log_ins_that_ran_out_are_neither_shown_nor_counted(app, client_as, login):
    _enter(app, login)
    with clock.moved_to(clock.now() + IDLE):
        page = _enter(app, login).get("/me/sessions").text
        assert page.count("当前登录") == 1
        assert "/end" not in page
        assert "1 处" in client_as(Role.SEC).get(f"/accounts/{_account(login).id}").text


def test_ending_the_log_ins_of_somebody_counts_those_that_could_be_used(app, client_as, login):
    number = _account(login).id
    _enter(app, login)
    with clock.moved_to(clock.now() + IDLE):
        security, path = client_as(Role.SEC), f"/accounts/{number}/sessions/end"
        answer = security.post(path, follow_redirects=True)
        assert "已退出 0 处登录" in answer.text
        _enter(app, login)
        assert "已退出 1 处登录" in security.post(path, follow_redirects=True).text
    assert queries.unended_sessions(number) == []
    assert written("account")[-2:] == ["account.sessions_ended"] * 2


def test_a_log_in_that_is_too_old_takes_no_place_of_one_in_use(app, login):
    moment = clock.now()
    with clock.moved_to(moment):
        busy = _enter(app, login)
    for quarter in range(1, 48):
        with clock.moved_to(moment + timedelta(minutes=15 * quarter)):
            assert busy.get("/me/sessions").status_code == 200
    with clock.moved_to(moment + timedelta(hours=11, minutes=40)):
        others = [_enter(app, login) for _ in range(2)]
    with clock.moved_to(moment + timedelta(hours=11, minutes=59)):
        assert busy.get("/me/sessions").status_code == 200
    with clock.moved_to(moment + timedelta(hours=12, minutes=1)):
        _enter(app, login)
        assert [client.get("/me/sessions").status_code for client in others] == [200, 200]
    assert db.session.query(LoginSession).filter_by(revoked_at=None).count() == 3


def test_a_log_in_of_ones_own_that_is_ended_elsewhere_stands_in_the_log(app, login):
    lost, kept = _enter(app, login), _enter(app, login)
    number = min(row.id for row in queries.unended_sessions(_account(login).id))
    assert kept.post(f"/me/sessions/{number}/end").status_code == 302
    assert written("auth")[-1] == "auth.session_revoked"
    assert (lost.get("/me/sessions").status_code, kept.get("/me/sessions").status_code) == (
        302,
        200,
    )
