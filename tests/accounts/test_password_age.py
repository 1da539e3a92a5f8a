"""A password that has ended must be changed before anything else; used ones do not come back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests import factories
from tests.rows import every
from tracker.accounts import actions, queries
from tracker.accounts.models import Account, PasswordHistory
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import Role

OPEN = {"/login", "/activate", "/health/live"}
NEW = ["Lamp-River-77", "Boat-River-78", "Tree-River-79", "Wind-River-81", "Snow-River-82"]


def _enter(app, login, password=factories.PASSWORD):
    client = app.test_client()
    client.post("/login", data={"login": login, "password": password})
    return client


def _change(client, old, new):
    return client.post("/me/password", data={"old": old, "new": new, "again": new})


def _account(app, role=Role.OH):
    with transaction():
        return factories.make_account(role)


@pytest.mark.parametrize("role", [Role.OH, Role.SA, Role.AUD])
def test_an_ended_password_leaves_only_its_change_and_log_out(app, role):
    login = _account(app, role)
    with clock.moved_to(clock.now() + timedelta(days=90)):
        client = _enter(app, login)
        seen = []
        for rule in app.url_map.iter_rules():
            if "GET" not in rule.methods or rule.arguments or rule.rule in OPEN:
                continue
            answer = client.get(rule.rule)
            seen.append(rule.rule)
            if rule.rule == "/me/password":
                assert answer.status_code == 200
            else:
                assert (answer.status_code, answer.location) == (302, "/me/password")
        assert len(seen) >= 8
        assert client.post("/units/new", data={"name": "区教育局"}).location == "/me/password"
        assert _change(client, factories.PASSWORD, NEW[0]).status_code == 302
        assert client.get("/me/sessions").status_code == 200


@pytest.mark.parametrize(
    ("days", "words"),
    [(74, None), (75, "密码还有 15 天到期"), (89, "密码还有 1 天到期"), (90, "密码已到期")],
)
def test_the_log_in_warns_fifteen_days_before_the_end(app, days, words):
    login = _account(app)
    with clock.moved_to(clock.now() + timedelta(days=days, minutes=1)):
        page = _enter(app, login).get("/me/password").get_data(as_text=True)
    assert ("到期" in page) == (words is not None)
    assert words is None or words in page


def test_the_other_profile_knows_no_end(app, make_config):
    login = _account(app)
    app.config["TRACKER"] = make_config("sqlite://", password_profile="asvs")
    with clock.moved_to(clock.now() + timedelta(days=400)):
        assert _enter(app, login).get("/me/sessions").status_code == 200


def test_the_last_five_passwords_do_not_come_back_and_no_more_are_kept(app):
    client = _enter(app, _account(app))
    before = factories.PASSWORD
    for index, new in enumerate(NEW):
        with clock.moved_to(clock.now() + timedelta(seconds=index)):
            assert _change(client, before, new).status_code == 302
        before = new
    with clock.moved_to(clock.now() + timedelta(minutes=1)):
        refused = _change(client, before, NEW[0])
        assert refused.status_code == 422
        assert "最近 5 次" in refused.get_data(as_text=True)
        assert _change(client, before, factories.PASSWORD).status_code == 302
    assert db.session.query(PasswordHistory).count() == 6


def test_after_a_reset_nothing_works_but_the_code(app):
    login = _account(app)
    client = _enter(app, login)
    with transaction():
        account = every(Account, Account.login == login)[0]
        code = actions.reset(account, by=0)
    assert client.get("/me/sessions").status_code == 302
    assert _enter(app, login).get("/me/sessions").status_code == 302
    data = {"login": login, "code": code, "new": factories.PASSWORD, "again": factories.PASSWORD}
    assert app.test_client().post("/activate", data=data).status_code == 422
    data |= {"new": NEW[0], "again": NEW[0]}
    assert app.test_client().post("/activate", data=data).status_code == 302
    assert _enter(app, login, NEW[0]).get("/me/sessions").status_code == 200


def test_a_password_may_not_hold_the_persons_name_or_unit(app):
    with transaction():
        login = factories.make_account(Role.OH)
        every(Account, Account.login == login)[0].name = "欧阳明月"
    answer = _change(_enter(app, login), factories.PASSWORD, "欧阳明月-Lamp-77")
    assert answer.status_code == 422
    assert "姓名、单位或地名" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("office", "words"),
    [
        ("云岭区人民政府办公室", ["云岭区", "云岭"]),
        ("清水县人民政府办公室", ["清水县", "清水"]),
        ("区人民政府办公室", ["区", ""]),
        ("市政府办", ["", ""]),
    ],
)
def test_the_district_in_the_offices_name_is_a_word_that_no_password_may_hold(app, office, words):
    config = replace(app.config["TRACKER"], office_name=office, password_words=("yunling",))
    person = Account(login="someone", name="欧阳明月")
    assert queries.words_about(person, config) == ["欧阳明月", *words, "yunling"]
