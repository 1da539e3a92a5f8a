"""The three administrators stay apart: nobody alone removes, takes over or turns one of them.

Source: GB/T 22239-2019 8.1.5: system, security and audit administrators, none with business.
"""

from __future__ import annotations

import re

import pytest
from flask_migrate import stamp

from tests import factories
from tests.rows import every, the
from tracker.accounts.models import Account
from tracker.kernel.db import db, transaction
from tracker.roles import AccountState, Role

CODE = r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}"
ADMINISTRATORS = (Role.SA, Role.SEC, Role.AUD)


@pytest.fixture
def three(client_as):
    """The three administrators, logged in."""
    return {role: client_as(role) for role in ADMINISTRATORS}


def _of(role: Role) -> Account:
    """Return the first account with a role, as it stands in the database."""
    db.session.expire_all()
    accounts = every(Account)
    return next(account for account in accounts if role in account.role_set)


def _make(role: Role) -> int:
    """Make an active account; return its number."""
    with transaction():
        login = factories.make_account(role)
        return every(Account, Account.login == login)[0].id


@pytest.mark.parametrize("role", [Role.SA, Role.AUD])
def test_the_only_administrator_of_a_kind_keeps_that_role(three, role):
    path = f"/accounts/{_of(role).id}/roles"
    for other in set(ADMINISTRATORS) - {role}:
        answer = three[Role.SEC].post(path, data={"roles": [other.value]})
        assert answer.status_code == 422
        assert "最后一个在用的该类管理员账号" in answer.text
    assert _of(role).role_set == {role}
    assert three[role].get("/").status_code == 200
    assert three[Role.SEC].post(path, data={"roles": [role.value]}).status_code == 302


@pytest.mark.parametrize("role", [Role.SA, Role.AUD])
def test_an_administrator_of_whom_there_are_two_may_change_the_kind(three, role):
    number, other = _make(role), Role.AUD if role is Role.SA else Role.SA
    path = f"/accounts/{number}/roles"
    assert three[Role.SEC].post(path, data={"roles": [other.value]}).status_code == 302
    db.session.expire_all()
    assert the(Account, number).role_set == {other}


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrators_account_never_becomes_one_of_business(three, role):
    number = _make(role)
    for business in set(Role) - set(ADMINISTRATORS):
        data = {"roles": [business.value]}
        answer = three[Role.SEC].post(f"/accounts/{number}/roles", data=data)
        assert answer.status_code == 422, business
    answer = three[Role.SEC].post(f"/accounts/{number}/roles", data={"roles": ["OH", "OL"]})
    assert "不能改作业务账号，请停用后另建账号" in answer.text
    db.session.expire_all()
    assert the(Account, number).role_set == {role}


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_account_of_business_never_becomes_an_administrators(three, role):
    for business in (Role.OH, Role.OL, Role.DL, Role.OBS):
        number = _make(business)
        data = {"roles": [role.value]}
        answer = three[Role.SEC].post(f"/accounts/{number}/roles", data=data)
        assert answer.status_code == 422, business
        assert "业务账号不能改作管理员账号，请由系统管理员另建账号。" in answer.text
        db.session.expire_all()
        assert the(Account, number).role_set == {business}


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_nobody_alone_gets_the_code_of_an_administrator_in_use(app, three, role):
    number = _make(role)
    login = the(Account, number).login
    path, works = f"/accounts/{number}", app.test_client()
    works.post("/login", data={"login": login, "password": factories.PASSWORD})
    refused = three[Role.SEC].post(f"{path}/invite")
    assert refused.status_code == 409
    assert "先停用、再恢复" in refused.text
    assert three[Role.SA].post(f"{path}/reset").status_code == 409
    assert works.get("/").status_code == 200
    for act in ("disable", "restore"):
        assert three[Role.SA].post(f"{path}/{act}").status_code == 302
    assert re.search(CODE, three[Role.SEC].post(f"{path}/invite").text)


def test_the_page_of_an_administrator_in_use_offers_no_slip_but_says_the_road(three):
    auditor = f"/accounts/{_of(Role.AUD).id}"
    clerk = f"/accounts/{_make(Role.OH)}"
    for role, button in ((Role.SEC, "发激活单</button>"), (Role.SA, "发重置单</button>")):
        page = three[role].get(auditor).text
        assert button not in page
        assert "由系统管理员停用再恢复" in page
        assert button in three[role].get(clerk).text


def test_the_operator_helps_the_last_administrator_of_a_kind(app, three):
    stamp()
    login = _of(Role.AUD).login
    said = app.test_cli_runner().invoke(args=["administrator-code", login]).output
    assert re.search(CODE, said)
    assert _of(Role.AUD).state == AccountState.INVITED
