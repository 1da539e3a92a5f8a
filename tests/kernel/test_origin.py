"""By which address the system may be opened."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.house.people import client_of
from tracker import create_app
from tracker.audit.models import AuditEntry
from tracker.kernel.db import db
from tracker.kernel.origin import host_name, is_ours
from tracker.roles import Role


@pytest.mark.parametrize(
    ("host", "hosts", "ours"),
    [
        ("localhost:8000", (), True),
        ("127.0.0.1", (), True),
        ("[::1]:8000", (), True),
        ("10.20.30.40:8000", (), True),
        ("evil.example", (), False),
        ("cases.yunling.gov.cn", ("cases.yunling.gov.cn",), True),
        ("CASES.yunling.gov.cn:443", ("cases.yunling.gov.cn",), True),
        ("evil.example", ("cases.yunling.gov.cn",), False),
        ("cases.yunling.gov.cn.evil.example", ("cases.yunling.gov.cn",), False),
        ("10.20.30.40", ("cases.yunling.gov.cn",), False),
        ("localhost", ("cases.yunling.gov.cn",), True),
        ("evil.example@127.0.0.1", (), False),
        ("127.0.0.1/evil.example", (), False),
        ("[::1", (), False),
        ("", (), False),
    ],
)
def test_only_our_own_names_are_ours(host, hosts, ours):
    assert is_ours(host_name(host), hosts) is ours


def test_another_hosts_name_is_answered_400_with_what_to_set(client):
    answer = client.get("/login", base_url="http://evil.example")
    assert answer.status_code == 400
    assert "TRACKER_HOSTS" in answer.text
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("path", ["/login?next=%00", "/accounts/import/%00/template"])
def test_an_address_with_nul_in_it_is_answered_400(client, path):
    answer = client.get(path)
    assert answer.status_code == 400
    assert "网址里有不能识别的字符" in answer.text


@pytest.fixture
def safe(make_config, tmp_path):
    """The application as it runs without the plain-HTTP setting."""
    made = make_config(
        f"sqlite:///{tmp_path / 'safe.db'}", insecure_http=False, hosts=("cases.yunling.gov.cn",)
    )
    return create_app(made).test_client()


def test_plain_http_is_told_to_use_https_and_not_left_in_a_circle_of_log_ins(safe):
    answer = safe.get("/login", base_url="http://cases.yunling.gov.cn")
    assert answer.status_code == 400
    assert "只能用 https 开头的网址打开" in answer.text
    assert safe.get("/login", base_url="https://cases.yunling.gov.cn").status_code == 200
    assert safe.get("/health/live", base_url="http://127.0.0.1:8000").status_code == 200


def test_cookies_of_an_installation_with_tls_are_kept_to_it(safe):
    answer = safe.get("/login", base_url="https://cases.yunling.gov.cn")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_a_missing_token_is_a_refusal_in_the_log(app):
    client = client_of(app, Role.OH)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/logout")
    assert answer.status_code == 400
    entry = db.session.scalar(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1))
    assert (entry.action, entry.result) == ("access.denied", "denied")
    assert '"/logout"' in entry.detail
    assert '"status": 400' in entry.detail
    assert client.get("/me/sessions").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 302),
        ({"Origin": "http://localhost"}, 302),
        ({"Origin": "http://localhost:8443"}, 302),  # a proxy may hand on the name without the port
        ({"Origin": "http://localhost", "Referer": "http://evil.example/"}, 302),
        ({"Referer": "http://localhost/me/sessions"}, 302),
        ({"Origin": "http://evil.example"}, 400),
        ({"Origin": "http://localhost.evil.example"}, 400),
        ({"Origin": "http://localhost@evil.example"}, 400),
        ({"Origin": "http://evil.example", "Referer": "http://localhost/"}, 400),
        ({"Origin": "null"}, 400),
        ({"Origin": "http://[::1"}, 400),
        ({"Referer": "http://evil.example/"}, 400),
        ({"Referer": "about:blank"}, 400),
    ],
)
def test_a_change_that_another_hosts_page_sends_is_refused_on_plain_http(app, headers, status):
    client = client_of(app, Role.OH)
    assert client.post("/logout", headers=headers).status_code == status
    assert client.get("/me/sessions", headers=headers).status_code == (
        200 if status == 400 else 302
    )


def test_a_page_of_one_of_our_own_names_may_send_where_a_proxy_hands_on_another(safe):
    for origin, refused in (
        ("https://cases.yunling.gov.cn", False),
        ("https://evil.example", True),
    ):
        answer = safe.post("/login", base_url="http://localhost", headers={"Origin": origin})
        assert ("不是从本系统的页面发出的" in answer.text) is refused
