"""Accounts are made by one administrator and let in by another."""

import re

from tests import factories
from tests.rows import every
from tracker.accounts.models import Account, LoginSession
from tracker.kernel.db import db, transaction
from tracker.roles import AccountState, Role


def test_an_account_goes_from_creation_by_one_to_activation_by_another(app, client_as):
    system, security = client_as(Role.SA), client_as(Role.SEC)
    answer = system.post("/accounts/new", data={"login": "zhoumin", "name": "周敏"})
    assert answer.status_code == 302
    account = every(Account, Account.login == "zhoumin")[0]
    path = f"/accounts/{account.id}"
    assert system.post(f"{path}/roles", data={"roles": ["OH"]}).status_code == 403
    assert security.post(f"{path}/invite").status_code == 409
    assert security.post(f"{path}/roles", data={"roles": ["OH"]}).status_code == 302
    slip = security.post(f"{path}/invite").get_data(as_text=True)
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", slip).group()
    anyone = app.test_client()
    data = {"login": "zhoumin", "code": code, "new": "Lamp-River-77", "again": "Lamp-River-77"}
    assert anyone.post("/activate", data=data).status_code == 302
    db.session.expire_all()
    assert account.state == AccountState.ACTIVE


def test_an_illegal_set_of_roles_is_refused_at_the_field(client_as):
    security = client_as(Role.SEC)
    with transaction():
        factories.make_account()
    account = every(Account, Account.state == AccountState.INACTIVE)[0]
    answer = security.post(f"/accounts/{account.id}/roles", data={"roles": ["SA", "OH"]})
    assert answer.status_code == 422
    assert "不得兼任" in answer.get_data(as_text=True)
    assert account.role_set == frozenset()


def test_nobody_grants_to_himself(client_as):
    security = client_as(Role.SEC)
    account = every(Account)[0]
    answer = security.post(f"/accounts/{account.id}/roles", data={"roles": ["AUD"]})
    assert answer.status_code == 409


def test_slips_are_issued_in_a_batch_and_those_left_out_are_named(client_as):
    security = client_as(Role.SEC)
    with transaction():
        ready = factories.make_account(Role.OH, activated=False)
        bare = factories.make_account()
    ids = [every(Account, Account.login == login)[0].id for login in (ready, bare)]
    page = security.post("/accounts/invite", data={"id": ids}).get_data(as_text=True)
    assert len(re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page)) == 1
    assert "还没有角色" in page


def test_the_last_administrator_of_a_kind_cannot_be_disabled(client_as):
    system = client_as(Role.SA)
    client_as(Role.SEC)
    target = next(a for a in every(Account) if Role.SEC in a.role_set)
    assert system.post(f"/accounts/{target.id}/disable").status_code == 409


def test_a_taken_log_in_name_is_told_at_the_field(client_as):
    system = client_as(Role.SA)
    taken = every(Account)[0].login
    answer = system.post("/accounts/new", data={"login": taken.upper(), "name": "周敏"})
    assert answer.status_code == 422
    assert "已有人使用" in answer.get_data(as_text=True)


def test_the_list_is_filtered_and_offers_each_administrator_his_own_acts(client_as):
    system, security = client_as(Role.SA), client_as(Role.SEC)
    with transaction():
        factories.make_account()
    page = system.get("/accounts/").get_data(as_text=True)
    assert "新建账号" in page
    assert "发激活单" not in page
    page = security.get("/accounts/?state=inactive").get_data(as_text=True)
    assert page.count('name="id"') == 1
    assert "按建议授权并发激活单" in page
    assert "新建账号" not in page
    assert "没有符合条件" in system.get("/accounts/?q=nobody").get_data(as_text=True)


def test_a_disabled_account_is_restored_and_needs_a_new_slip(app, client_as):
    system, security = client_as(Role.SA), client_as(Role.SEC)
    with transaction():
        login = factories.make_account(Role.OH)
    account = every(Account, Account.login == login)[0]
    path = f"/accounts/{account.id}"
    assert system.post(f"{path}/disable").status_code == 302
    assert security.post(f"{path}/invite").status_code == 409
    assert "恢复账号" in system.get(path).get_data(as_text=True)
    assert system.post(f"{path}/restore").status_code == 302
    entered = app.test_client().post(
        "/login", data={"login": login, "password": factories.PASSWORD}
    )
    assert entered.status_code == 422
    assert security.post(f"{path}/invite").status_code == 200


def test_the_security_administrator_ends_all_log_ins_of_an_account(client_as):
    clerk = client_as(Role.OH)
    account = every(Account)[0]
    security = client_as(Role.SEC)
    page = security.post(f"/accounts/{account.id}/sessions/end", follow_redirects=True)
    assert "已退出 1 处登录" in page.get_data(as_text=True)
    assert clerk.get("/me/sessions").status_code == 302


def test_one_sees_and_ends_ones_own_other_log_ins_only(app, client_as):
    client, other = client_as(Role.OH), client_as(Role.OL)
    page = client.get("/me/sessions").get_data(as_text=True)
    assert "当前登录" in page
    own, others = (row.id for row in db.session.query(LoginSession).order_by(LoginSession.id))
    for number in (others, 99):
        assert client.post(f"/me/sessions/{number}/end").status_code == 409
    assert client.post(f"/me/sessions/{own}/end").status_code == 302
    assert client.get("/me/sessions").status_code == 302
    assert other.get("/me/sessions").status_code == 200
