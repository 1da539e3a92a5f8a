"""What a person typed is never lost: whatever refuses a POST gives the text back, or keeps it.

Each route gets a text that somebody wrote under names that forms use and one that none does.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from tests.house.people import client_of, logged_in, login_name
from tests.house.routes import UNKNOWN, address, permission_of, views
from tests.rows import every
from tracker import create_app
from tracker.kernel import clock
from tracker.permissions import ANONYMOUS, allowed
from tracker.roles import Role
from tracker.typed.models import TypedText

WRITTEN = "经与代表当面沟通，学位建设方案正在论证，" * 12 + "特此说明。"
NAMES = ("reason", "text", "said", "words_of_nobody", "parts-0-part")
SENT = dict.fromkeys(NAMES, WRITTEN)
OWN = "typed.keep"  # is sent by the script, which has the text


def posts(app):
    """Return the POST routes that take what people type."""
    return [rule for rule in views(app) if "POST" in rule.methods and rule.endpoint != OWN]


def lost(answer) -> bool:
    """Whether an error page does not show the text, under each of its names."""
    refused = answer.status_code >= 400 and "data-sentence" in answer.text
    return refused and answer.text.count(WRITTEN) != len(NAMES)


@pytest.mark.parametrize("role", list(Role))
def test_who_has_no_right_or_names_what_does_not_exist_reads_the_text_again(app, role):
    client, wrong, refused = client_of(app, role), {}, set()
    for rule in posts(app):
        if rule.endpoint == "accounts.log_out":
            continue
        answer = client.post(address(app, rule), data=SENT)
        refused.add(answer.status_code)
        if lost(answer):
            wrong[rule.rule] = answer.status_code
        if answer.status_code in (403, 404):
            assert "返回填写页面" in answer.text, rule.rule
    assert wrong == {}
    assert refused & {403, 404}


def test_a_token_that_is_void_gives_the_text_back_to_whoever_sent_it(app):
    known = client_of(app, Role.OH)
    app.config["WTF_CSRF_ENABLED"] = True
    for client in (known, app.test_client()):
        for rule in posts(app):
            answer = client.post(address(app, rule), data={**SENT, "csrf_token": "void"})
            assert answer.status_code == 400
            assert not lost(answer), rule.rule
            assert "返回填写页面" in answer.text


@pytest.mark.parametrize("role", [Role.UH, Role.UL, Role.OH, Role.OL, Role.DEP, Role.OBS])
def test_a_wrong_state_gives_the_text_back(app, whole_world, role):
    world, refused = whole_world, 0
    client = logged_in(app, world.login(role))
    made = world.stage("closed")
    with made.by("clerk"):
        numbers = {"case_id": made.case_id, "assignment_id": made.rows["education"]}
        numbers["reply_id"] = made.letter().id
    for rule in posts(app):
        if "case_id" not in rule.arguments or not allowed(permission_of(app, rule), {role}):
            continue
        values = {name: numbers.get(name, UNKNOWN) for name in rule.arguments}
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)
        answer = client.post(path, data={**SENT, "version": "0"})
        refused += answer.status_code == 409
        assert not lost(answer), (rule.rule, answer.status_code)
    assert refused > 0 or role in (Role.DEP, Role.OBS)


def _posts_of_the_logged_in(app):
    """Return the POST routes behind the log-in, but for the log-out."""
    return [
        rule
        for rule in posts(app)
        if permission_of(app, rule) not in ANONYMOUS and rule.endpoint != "accounts.log_out"
    ]


def test_after_the_log_in_ended_the_text_is_kept_and_one_is_led_back(app):
    client, rules = client_of(app, Role.UH), _posts_of_the_logged_in(app)
    with clock.moved_to(clock.now() + timedelta(minutes=31)):
        for rule in rules:
            answer = client.post(address(app, rule, 1), data=SENT)
            assert answer.status_code == 302, rule.rule
            assert answer.location.startswith("/login?next=/"), rule.rule
            assert "您填写的内容已保存" in client.get(answer.location).text
    paths = {address(app, rule, 1) for rule in rules}
    kept = {row.place.split("#")[-1]: row.fields for row in every(TypedText)}
    assert set(kept) == paths
    assert [path for path, fields in kept.items() if fields.count(WRITTEN) != len(NAMES)] == []


def test_a_log_in_that_nobody_knows_gets_the_text_on_the_page_of_the_log_in(app):
    client = app.test_client()
    client.set_cookie("sid", "of another installation")
    for rule in _posts_of_the_logged_in(app):
        answer = client.post(address(app, rule, 1), data=SENT)
        assert (answer.status_code, answer.text.count(WRITTEN)) == (401, len(NAMES)), rule.rule
        assert 'name="password"' in answer.text
    assert every(TypedText) == []


def test_who_must_change_the_password_first_finds_the_text_kept(app):
    login = login_name(Role.UH)
    with clock.moved_to(clock.now() + timedelta(days=90)):
        client = logged_in(app, login)
        for rule in _posts_of_the_logged_in(app):
            if rule.endpoint != "accounts.change_password_post":
                assert client.post(address(app, rule, 1), data=SENT).location == "/me/password"
    assert len(every(TypedText)) > 40
    assert [row.place for row in every(TypedText) if WRITTEN not in row.fields] == []


def _body(size: int) -> bytes:
    """Return a form as browsers send it, with a file of so many bytes in its midst."""
    parts = [f'name="{name}"\r\n\r\n{WRITTEN}'.encode() for name in NAMES]
    parts.insert(1, b'name="scan"; filename="a.pdf"\r\n\r\n' + b"x" * size)
    return (
        b"".join(b"--b\r\nContent-Disposition: form-data; " + p + b"\r\n" for p in parts) + b"--b--"
    )


def test_an_upload_that_is_too_large_leaves_the_text_and_is_read_to_its_end(app):
    client, body = client_of(app, Role.UH), _body(23 * 1024 * 1024)
    for token, status in ((False, 403), (True, 413)):
        app.config["WTF_CSRF_ENABLED"] = token
        sent = BytesIO(body)
        answer = client.post(
            "/units/new",
            input_stream=sent,
            content_length=len(body),
            content_type="multipart/form-data; boundary=b",
        )
        assert answer.status_code == status
        assert not lost(answer)
        assert sent.tell() == len(body)
        assert "返回填写页面" in answer.text


def test_a_crash_gives_the_text_back(make_config, database_url):
    own = create_app(make_config(database_url))
    own.config["WTF_CSRF_ENABLED"] = False
    own.add_url_rule("/crash", "crash", lambda: 1 // 0, methods=["POST"])
    answer = own.test_client().post("/crash", data=SENT)
    assert answer.status_code == 500
    assert not lost(answer)


def test_no_secret_and_no_mark_is_shown_again(app):
    app.config["WTF_CSRF_ENABLED"] = True
    secret = {"old": "绝密 1", "new": "绝密 2", "again": "绝密 3", "code": "绝密 4"}
    marks = {"csrf_token": "绝密 5", "version": "绝密 6", "seen-12": "绝密 7"}
    log_in = {"login": "绝密 8", "password": "绝密 9"}
    among = {"code": "绝密 4", "password": "绝密 9", **SENT}
    for sent in ({**secret, **marks, **SENT}, {**secret, **marks}, log_in, {**marks, **among}):
        answer = client_of(app, Role.OH).post("/me/password", data=sent)
        assert answer.status_code == 400
        assert "绝密" not in answer.text
