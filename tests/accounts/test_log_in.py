"""Log-in, sessions and activation through the HTTP client."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories
from tests.rows import every, the
from tracker.accounts import actions, sessions
from tracker.accounts.models import Account
from tracker.audit.models import AuditEntry
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import AccountState, Role

CREDENTIALS = {"password": factories.PASSWORD}


def _login(app, *roles):
    with transaction():
        return factories.make_account(*roles)


def test_the_anonymous_is_sent_to_the_log_in_and_back_to_the_page_asked_for(app, client):
    answer = client.get("/me/sessions")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/me/sessions"
    login = _login(app, Role.OH)
    answer = client.post("/login", data={**CREDENTIALS, "login": login, "next": "/me/sessions"})
    assert answer.location == "/me/sessions"


def test_a_password_that_was_changed_while_it_was_judged_opens_nothing(app):
    login = _login(app, Role.OH)
    config = app.config["TRACKER"]
    tried = sessions.judged(login, factories.PASSWORD)
    with transaction():
        account = every(Account, Account.login == login)[0]
        actions.change_password(account, factories.PASSWORD, "Yunling-2027#y", keep_session=None)
    with transaction():
        assert sessions.log_in(tried, "10.0.0.1", config) is None
    with transaction():
        assert sessions.log_in(sessions.judged(login, "Yunling-2027#y"), "10.0.0.1", config)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/x",
        "https://evil.example",
        "/\\evil.example",
        "javascript:x",
        "/\t/evil.example",
        " //evil.example",
    ],
)
def test_the_log_in_never_leads_off_site(app, client, target):
    login = _login(app, Role.OH)
    answer = client.post("/login", data={**CREDENTIALS, "login": login, "next": target})
    assert answer.location == "/"


def test_log_out_ends_the_session_on_the_server(app, client_as):
    client = client_as(Role.OH)
    cookie = client.get_cookie("sid").value
    assert client.get("/").status_code == 200
    client.post("/logout")
    client.set_cookie("sid", cookie)
    assert client.get("/").status_code == 302


def test_an_idle_session_ends_after_thirty_minutes_and_an_administrators_after_fifteen(app):
    moment = clock.now()
    for role, minutes in ((Role.OH, 30), (Role.SA, 15)):
        client = app.test_client()
        with clock.moved_to(moment):
            client.post("/login", data={**CREDENTIALS, "login": _login(app, role)})
        with clock.moved_to(moment + timedelta(minutes=minutes, seconds=-70)):
            assert client.get("/me/sessions").status_code == 200
        later = moment + timedelta(minutes=2 * minutes, seconds=-65)
        with clock.moved_to(later):
            assert client.get("/me/sessions").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy(app):
    moment, client = clock.now(), app.test_client()
    with clock.moved_to(moment):
        client.post("/login", data={**CREDENTIALS, "login": _login(app, Role.OH)})
    for quarter in range(1, 49):
        with clock.moved_to(moment + timedelta(minutes=15 * quarter)):
            expected = 302 if quarter == 48 else 200
            assert client.get("/me/sessions").status_code == expected


def test_the_fourth_log_in_ends_the_first(app):
    login = _login(app, Role.OH)
    clients = [app.test_client() for _ in range(4)]
    for index, client in enumerate(clients):
        with clock.moved_to(clock.now() + timedelta(seconds=index)):
            client.post("/login", data={**CREDENTIALS, "login": login})
    assert [c.get("/me/sessions").status_code for c in clients] == [302, 200, 200, 200]


def test_five_wrong_tries_hold_this_source_for_fifteen_minutes_but_not_another(app):
    login, moment = _login(app, Role.OH), clock.now()
    client = app.test_client()
    with clock.moved_to(moment):
        for _ in range(5):
            client.post("/login", data={"login": login, "password": "wrong"})
        held = client.post("/login", data={**CREDENTIALS, "login": login})
        assert held.status_code == 422
        other = client.post(
            "/login",
            data={**CREDENTIALS, "login": login},
            environ_base={"REMOTE_ADDR": "10.1.2.3"},
        )
        assert other.status_code == 302
    with clock.moved_to(moment + timedelta(minutes=31)):
        assert client.post("/login", data={**CREDENTIALS, "login": login}).status_code == 302


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(app, client):
    login = _login(app, Role.OH)
    wrong = client.post("/login", data={"login": login, "password": "wrong"})
    unknown = client.post("/login", data={"login": login[:-1] + "_", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 422
    assert "登录名或密码不对".encode() in wrong.data
    assert wrong.data.replace(login.encode(), b"") == unknown.data.replace(
        (login[:-1] + "_").encode(), b""
    )


def test_activation_sets_the_password_once(app, client):
    with transaction():
        login = factories.make_account(Role.OH, activated=False)
        account = every(Account, Account.login == login)[0]
        code = actions.invite(account, None, app.config["TRACKER"])
    typed = code.replace("-", "").lower()
    data = {"login": login, "code": typed, "new": "Lamp-River-77", "again": "Lamp-River-77"}
    assert client.post("/activate", data={**data, "code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert client.post("/activate", data=data).status_code == 302
    assert client.post("/activate", data=data).status_code == 422
    answer = client.post("/login", data={"login": login, "password": "Lamp-River-77"})
    assert answer.status_code == 302


def test_an_activation_code_expires(app, client):
    with transaction():
        login = factories.make_account(Role.OH, activated=False)
        account = every(Account, Account.login == login)[0]
        code = actions.invite(account, None, app.config["TRACKER"])
    data = {"login": login, "code": code, "new": "Lamp-River-77", "again": "Lamp-River-77"}
    with clock.moved_to(clock.now() + timedelta(days=15)):
        answer = client.post("/activate", data=data)
    assert "已过期" in answer.get_data(as_text=True)


def test_changing_the_password_ends_all_other_sessions(app):
    login = _login(app, Role.OH)
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        client.post("/login", data={**CREDENTIALS, "login": login})
    data = {"old": factories.PASSWORD, "new": "Lamp-River-77", "again": "Lamp-River-77"}
    assert second.post("/me/password", data=data).status_code == 302
    assert second.get("/me/sessions").status_code == 200
    assert first.get("/me/sessions").status_code == 302


def test_a_new_role_holds_from_the_next_request(app, client_as):
    client = client_as(Role.OH)
    assert client.get("/units/new").status_code == 200
    with transaction():
        account = every(Account)[0]
        actions.grant(account, frozenset({Role.OL}), None)
    assert client.get("/units/new").status_code == 302


def test_a_disabled_account_is_out_at_once(app, client_as):
    client = client_as(Role.OH)
    with transaction():
        actions.disable(every(Account)[0], by=0)
    assert client.get("/").status_code == 302
    assert every(Account)[0].state == AccountState.DISABLED


def _newest(action):
    query = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq.desc())
    return db.session.scalar(query.limit(1))


def _activate(client, login, code, password="Another#Word-77"):
    data = {"login": login, "code": code, "new": password, "again": password}
    return client.post("/activate", data=data)


def test_wrong_codes_are_written_down_and_the_sixth_try_waits(app, client):
    with transaction():
        login = factories.make_account(Role.OH, activated=False)
        code = actions.invite(the(Account, 1), None, app.config["TRACKER"])
    moment = clock.now()
    with clock.moved_to(moment):
        for _ in range(5):
            assert _activate(client, login, "AAAA-BBBB-CCCC").status_code == 422
        assert (_newest("auth.activated").result, _newest("auth.activated").object_id) == (
            "denied",
            1,
        )
        answer = _activate(client, login, code)
        assert answer.status_code == 422
        assert "请 15 分钟后再试" in answer.text
    with clock.moved_to(moment + timedelta(minutes=16)):
        assert _activate(client, login, code).status_code == 302


def test_a_refused_password_uses_up_no_try(app, client):
    with transaction():
        login = factories.make_account(Role.OH, activated=False)
        code = actions.invite(the(Account, 1), None, app.config["TRACKER"])
    for _ in range(6):
        assert "密码应为" in _activate(client, login, code, "short").text
    assert _activate(client, login, code).status_code == 302


def test_the_old_password_cannot_be_guessed_from_a_stolen_session(client_as):
    client = client_as(Role.OH)
    form = {"old": "wrong", "new": "Another#Word-77", "again": "Another#Word-77"}
    for _ in range(5):
        assert "现密码不对" in client.post("/me/password", data=form).text
    assert _newest("auth.password_changed").result == "denied"
    answer = client.post("/me/password", data={**form, "old": factories.PASSWORD})
    assert answer.status_code == 422
    assert "请 15 分钟后再试" in answer.text


def test_the_log_says_who_logged_in_and_who_activated(app, client_as):
    client_as(Role.OH)
    account = the(Account, 1)
    for action in ("auth.login", "auth.activated"):
        entry = _newest(action)
        assert (entry.actor_id, entry.actor_name, entry.roles) == (1, account.name, "OH"), action


def test_the_log_says_who_changed_the_own_password(client_as):
    form = {"old": factories.PASSWORD, "new": "Another#Word-77", "again": "Another#Word-77"}
    assert client_as(Role.OH).post("/me/password", data=form).status_code == 302
    entry, account = _newest("auth.password_changed"), the(Account, 1)
    assert (entry.result, entry.actor_id, entry.object_id) == ("ok", account.id, account.id)
