"""Activation slips: for a hundred accounts at once, and for somebody who forgot the password."""

import re
from datetime import date

import pytest

from tests import factories
from tests.rows import every, the
from tracker.accounts import actions
from tracker.accounts.models import Account
from tracker.kernel.db import db, transaction
from tracker.roles import AccountState, Role

CODE = r"[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}"


def _propose(count):
    with transaction():
        for number in range(count):
            actions.create(f"clerk{number:03}", f"周敏{number}", proposed=frozenset({Role.OH}))
    return [a.id for a in db.session.query(Account).filter(Account.login.like("clerk%"))]


def test_a_hundred_accounts_are_granted_and_get_their_slips_in_one_act(app, client_as, on):
    with on(date(2026, 3, 18)):
        security = client_as(Role.SEC)
        ids = _propose(100)
        page = security.get("/accounts/?q=clerk").get_data(as_text=True)
        assert page.count('name="id"') == 100
        page = security.post("/accounts/invite", data={"id": ids}).get_data(as_text=True)
        _check_slips(app, page)


def _check_slips(app, page):
    slips = page.split('<section class="slip">')[1:]
    assert len(slips) == 100
    assert len(set(re.findall(CODE, page))) == 100
    for number in (0, 99):
        slip = next(s for s in slips if f"clerk{number:03}" in s)
        assert f"周敏{number}" in slip
        assert "http://localhost/activate" in slip
        assert "2026-04-01 09:00" in slip
    code = re.search(CODE, slips[0]).group()
    login = re.search(r"clerk\d{3}", slips[0]).group()
    data = {"login": login, "code": code, "new": "Lamp-River-77", "again": "Lamp-River-77"}
    assert app.test_client().post("/activate", data=data).status_code == 302


def test_roles_that_were_granted_already_are_not_changed_by_what_was_proposed(client_as):
    security = client_as(Role.SEC)
    account_id = _propose(1)[0]
    with transaction():
        account = the(Account, account_id)
        actions.grant(account, frozenset({Role.OL}), None)
        account.proposed_roles = "SA"
    security.post("/accounts/invite", data={"id": [account_id]})
    db.session.expire_all()
    assert the(Account, account_id).role_set == {Role.OL}


def test_a_batch_leaves_accounts_in_use_alone_and_names_them(app, client_as):
    system, security = client_as(Role.SA), client_as(Role.SEC)
    clerk, waiting = client_as(Role.OH), _propose(1)[0]
    ids = [account.id for account in every(Account)]
    page = security.post("/accounts/invite", data={"id": ids}).get_data(as_text=True)
    assert len(re.findall(CODE, page)) == 1
    db.session.expire_all()
    accounts = {account.id: account for account in every(Account)}
    left = [account for account in accounts.values() if account.id != waiting]
    assert len(left) == 3
    named = "、".join(f"{account.name}（{account.login}）" for account in left)
    assert f"已在使用，跳过 3 个：{named}。" in page
    assert {account.state for account in left} == {AccountState.ACTIVE}
    assert all(account.password_hash for account in left)
    assert accounts[waiting].state == AccountState.INVITED
    assert [who.get("/").status_code for who in (system, security, clerk)] == [200, 200, 200]


def test_a_batch_that_issued_nothing_says_so_and_has_nothing_to_print(client_as):
    security = client_as(Role.SEC)
    client_as(Role.OH)
    ids = [account.id for account in every(Account)]
    page = security.post("/accounts/invite", data={"id": ids}).get_data(as_text=True)
    assert "没有新发的" in page
    assert "打印" not in page


def test_somebody_in_use_who_forgot_the_password_gets_a_slip_from_the_own_page(client_as):
    security = client_as(Role.SEC)
    with transaction():
        login = factories.make_account(Role.OH)
    account = every(Account, Account.login == login)[0]
    slip = security.post(f"/accounts/{account.id}/invite").get_data(as_text=True)
    assert len(re.findall(CODE, slip)) == 1


def test_nobody_ticked_is_said(client_as):
    page = client_as(Role.SEC).post("/accounts/invite", data={"id": ["x"]}, follow_redirects=True)
    assert "没有选中账号" in page.get_data(as_text=True)


def test_the_one_who_creates_accounts_cannot_let_them_in(client_as):
    system = client_as(Role.SA)
    ids = _propose(2)
    assert system.post("/accounts/invite", data={"id": ids}).status_code == 403
    assert system.post(f"/accounts/{ids[0]}/invite").status_code == 403
    assert system.post(f"/accounts/{ids[0]}/reset").status_code == 409
    assert {a.state for a in every(Account) if a.id in ids} == {AccountState.INACTIVE}


def test_the_system_administrator_resets_who_forgot_but_no_administrator(client_as):
    system = client_as(Role.SA)
    client_as(Role.SEC)
    with transaction():
        login = factories.make_account(Role.OH)
    accounts = {a.login: a for a in every(Account)}
    slip = system.post(f"/accounts/{accounts[login].id}/reset")
    assert len(re.findall(CODE, slip.get_data(as_text=True))) == 1
    other = next(a for a in accounts.values() if Role.SEC in a.role_set)
    assert system.post(f"/accounts/{other.id}/reset").status_code == 409


@pytest.mark.parametrize("account_id", ["0", "99", "99999999999999999999"])
def test_an_account_that_is_not_there_is_404(client_as, account_id):
    system, security = client_as(Role.SA), client_as(Role.SEC)
    assert system.get(f"/accounts/{account_id}").status_code == 404
    assert system.post(f"/accounts/{account_id}/disable").status_code == 404
    assert security.post(f"/accounts/{account_id}/roles", data={"roles": "OH"}).status_code == 404
    assert security.post("/accounts/invite", data={"id": account_id}).status_code == 404
