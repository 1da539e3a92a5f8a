"""What comes too late is kept for the account of the log-in; the log-in leads back to the page."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests import factories
from tests.house.people import client_of, logged_in, login_name
from tests.rows import every
from tracker.accounts.models import Account
from tracker.kernel import clock
from tracker.kernel.db import transaction
from tracker.roles import AccountState, Role
from tracker.typed.models import TypedText

TEXT = "经与代表沟通，学位建设方案正在论证。"
PAGE = "http://localhost/units/new?from=list"
SENT = {"aliases": TEXT, "password": "secret", "csrf_token": "x", "active": "y"}


def _late(client, **changes):
    """Send a form half an hour too late, without script."""
    with clock.moved_to(clock.now() + timedelta(minutes=31)):
        return client.post("/units/new", data={**SENT, **changes}, headers={"Referer": PAGE})


def test_it_is_offered_after_the_log_in_on_the_page_of_the_form(app):
    login = login_name(Role.OH)
    client = logged_in(app, login)
    late = _late(client)
    assert late.location == "/login?next=/units/new?from%3Dlist"
    with clock.moved_to(clock.now() + timedelta(minutes=31)):
        page = client.get(late.location).text
    assert "登录已过期，您填写的内容已保存，登录后可在原页面恢复。" in page
    assert 'value="/units/new?from=list"' in page
    data = {"login": login, "password": "wrong", "next": "/units/new?from=list"}
    assert 'value="/units/new?from=list"' in client.post("/login", data=data).text
    answer = client.post("/login", data={**data, "password": factories.PASSWORD})
    assert answer.location == "/units/new?from=list"
    (kept,) = client.get("/typed/page?page=/units/new").json["kept"]
    assert kept["fields"] == {"aliases": [TEXT], "active": ["y"]}


@pytest.mark.parametrize("referer", [None, "http://evil.example/units/new", "http://localhost/no"])
def test_without_the_name_of_the_page_its_own_address_is_taken(app, referer):
    client = client_of(app, Role.OH)
    headers = {"Referer": referer, "Origin": "http://localhost"} if referer else {}
    with clock.moved_to(clock.now() + timedelta(minutes=31)):
        answer = client.post("/units/new", data=SENT, headers=headers)
    assert answer.location == "/login?next=/units/new"


def test_a_log_in_that_a_newer_one_ended_keeps_it_too(app):
    login = login_name(Role.OH)
    clients = [app.test_client() for _ in range(4)]
    for index, client in enumerate(clients):
        with clock.moved_to(clock.now() + timedelta(seconds=index)):
            data = {"login": login, "password": factories.PASSWORD}
            client.post("/login", data=data)
    assert clients[0].post("/units/new", data=SENT).location == "/login?next=/units/new"
    assert [row.place for row in every(TypedText)] == ["/units/new"]
    assert "您在别处的登录已退出" in clients[3].get("/me/sessions").text
    assert "您在别处的登录已退出" not in clients[2].get("/me/sessions").text


def test_of_an_account_that_was_stopped_nothing_is_kept_but_shown(app):
    client = client_of(app, Role.OH)
    with transaction():
        every(Account)[0].state = AccountState.DISABLED
    answer = client.post("/units/new", data=SENT)
    assert answer.status_code == 401
    assert TEXT in answer.text
    assert every(TypedText) == []


def test_a_button_alone_keeps_nothing(app):
    client = client_of(app, Role.OH)
    assert _late(client, aliases="").status_code == 302
    assert every(TypedText) == []


def test_what_the_script_saves_too_late_is_kept_under_its_own_place(app):
    client = client_of(app, Role.OH)
    data = {"place": "/cases/new", "fields": json.dumps({"text": [TEXT]})}
    with clock.moved_to(clock.now() + timedelta(minutes=31)):
        answer = client.post("/typed", data=data)
    assert (answer.status_code, answer.json) == (401, {"kept": True})
    assert [row.place for row in every(TypedText)] == ["/cases/new"]
    nobody = app.test_client().post("/typed", data=data)
    assert (nobody.status_code, nobody.json) == (401, {"kept": False})


def test_after_the_change_of_an_ended_password_one_is_led_on(app):
    login, new = login_name(Role.OH), "Yunling-2027#y"
    with clock.moved_to(clock.now() + timedelta(days=90)):
        client = app.test_client()
        data = {"login": login, "password": factories.PASSWORD, "next": "/units/new"}
        assert client.post("/login", data=data).location == "/units/new"
        assert client.get("/units/new").location == "/me/password"
        change = {"old": factories.PASSWORD, "new": new, "again": new}
        assert client.post("/me/password", data=change).location == "/units/new"
