"""Every answer carries the security headers, whatever its status."""

from __future__ import annotations

import pytest

from tests.browser.examples import EXAMPLES
from tests.house.people import client_of, logged_in
from tests.house.routes import views
from tracker import create_app
from tracker.roles import Role

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
TLS = "Strict-Transport-Security"
DOWNLOADS = {  # what must be among the answers that are looked at
    "directory.template",
    "cases.download",
    "contact.scan",
    "handling.opinion_scan",
    "handling.return_scan",
    "handling.sign_scan",
    "rating.scan",
    "reply.scan",
    "reports.ledger_workbook",
    "reports.satisfaction_workbook",
    "reports.units_workbook",
}


def _check(answer, status):
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/login", 200),
        ("get", "/", 302),
        ("get", "/no-such-page", 404),
        ("get", "/logout", 405),
        ("get", "/static/css/shapes.css", 200),
        ("get", "/static/no-such-file.css", 404),
    ],
)
def test_an_answer_to_the_anonymous_carries_them(client, method, path, status):
    _check(getattr(client, method)(path, buffered=True), status)


def test_a_refusal_carries_them(app):
    _check(client_of(app, Role.UH).get("/audit/"), 403)


def test_a_missing_token_carries_them(app):
    app.config["WTF_CSRF_ENABLED"] = True
    _check(app.test_client().post("/login"), 400)


def test_a_crash_carries_them_and_shows_nothing_of_itself(make_config, database_url):
    own = create_app(make_config(database_url))
    own.add_url_rule("/crash", "crash", lambda: 1 // 0)
    answer = own.test_client().get("/crash")
    _check(answer, 500)
    assert "ZeroDivision" not in answer.text


def test_pages_are_not_kept_in_a_cache_but_static_files_may_be(client):
    assert client.get("/login").headers["Cache-Control"] == "no-store"
    style = client.get("/static/css/shapes.css", buffered=True)
    assert "no-store" not in style.headers["Cache-Control"]


def test_no_error_of_a_static_address_is_kept_in_a_cache(client):
    assert client.get("/static/no-such-file.css").headers["Cache-Control"] == "no-store"


def _answers(app, world, role):
    """Every page and file that a role gets, by its endpoint."""
    client, number = logged_in(app, world.login(role)), world.account_id(world.login(role))
    for rule in views(app):
        example = EXAMPLES.get(rule.endpoint, lambda _world, _account: [{}])
        if "GET" in rule.methods and (rule.endpoint in EXAMPLES or not rule.arguments):
            for values in example(world, number):
                with app.test_request_context():
                    path = app.url_for(rule.endpoint, **values)
                yield rule.endpoint, client.get(path, buffered=True)


def test_no_page_and_no_download_is_kept_in_a_cache(app, whole_world):
    kept, sent = {}, set()
    for role in (Role.OH, Role.SA):
        for endpoint, answer in _answers(app, whole_world, role):
            if "Content-Disposition" in answer.headers:
                sent.add(endpoint)
            if answer.headers.get("Cache-Control") != "no-store":
                kept[endpoint] = answer.headers.get("Cache-Control")
    assert kept == {}
    assert DOWNLOADS - sent == set()


def test_only_an_installation_with_tls_asks_for_tls(client, make_config, tmp_path):
    assert TLS not in client.get("/login").headers
    safe = create_app(make_config(f"sqlite:///{tmp_path / 'other.db'}", insecure_http=False))
    answer = safe.test_client().get("/login", base_url="https://localhost")
    assert answer.headers[TLS] == "max-age=31536000; includeSubDomains"
