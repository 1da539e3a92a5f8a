"""Laws 4 and 9: every route names its permission, every POST needs its token."""

from __future__ import annotations

import pytest

from tests.house.people import client_of
from tests.house.routes import address, permission_of, views
from tests.house.sources import product
from tracker.permissions import ANONYMOUS, ROLES, Permission, allowed
from tracker.roles import Role

FAR = 2**40


def test_every_route_names_a_permission(app):
    without = [r.rule for r in views(app) if not isinstance(permission_of(app, r), Permission)]
    assert without == []


def test_every_permission_opens_a_route_and_names_its_roles(app):
    opened = {permission_of(app, rule) for rule in views(app)}
    assert set(Permission) - opened == set()
    assert set(Permission) == set(ROLES)


def test_routes_know_only_get_and_post(app):
    known = {"GET", "HEAD", "OPTIONS", "POST"}
    assert [rule.rule for rule in views(app) if rule.methods - known] == []


def test_every_post_without_a_token_is_answered_400(app):
    known = client_of(app, Role.OH)
    app.config["WTF_CSRF_ENABLED"] = True
    posts = [rule for rule in views(app) if "POST" in rule.methods]
    answers = {
        (rule.rule, who.get_cookie("sid") is not None): who.post(address(app, rule)).status_code
        for rule in posts
        for who in (app.test_client(), known)
    }
    assert len(answers) == 2 * len(posts) > 0
    assert {key: status for key, status in answers.items() if status != 400} == {}


def test_no_route_is_let_off_the_token():
    assert [source.name for source in product() if ".exempt" in source.text] == []


def _expected(permission: Permission, role: Role | None, arguments: bool) -> set[int]:
    """Return the statuses that a GET may have."""
    if permission in ANONYMOUS:
        return {200, 302}
    if role is None:
        return {302}
    if not allowed(permission, {role}):
        return {403}
    return {404} if arguments else {200}


MOVED = {(Role.DEP, "/"): 302}  # a deputy's landing page is the list of own cases


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_gets_the_pages_of_the_matrix_and_no_other(app, role):
    client = client_of(app, role) if role else app.test_client()
    gets = [rule for rule in views(app) if "GET" in rule.methods]
    wrong = {}
    for rule in gets:
        status = client.get(address(app, rule)).status_code
        expected = _expected(permission_of(app, rule), role, bool(rule.arguments))
        expected = {MOVED[(role, rule.rule)]} if (role, rule.rule) in MOVED else expected
        if status not in expected:
            wrong[rule.rule] = (status, expected)
    assert gets
    assert wrong == {}


# what a POST without content, or on an object that does not exist, is told: done, not found,
# not now, mend it; logging out comes last, since it ends the session
TOLD = {302, 404, 409, 422}
LAST = "accounts.log_out"
SHOWN = {"accounts.log_in": {200, 422, 429}, "accounts.activate": {200, 422, 429}}


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_may_post_what_the_matrix_says_and_nothing_else(app, role):
    client = client_of(app, role) if role else app.test_client()
    posts = [rule for rule in views(app) if "POST" in rule.methods]
    wrong, right_ones = {}, 0
    for rule in sorted(posts, key=lambda rule: rule.endpoint == LAST):
        answer, permission = client.post(address(app, rule), data={}), permission_of(app, rule)
        if role is None and permission not in ANONYMOUS:
            fine = answer.status_code == 302 and "/login" in answer.location
        elif role is None or allowed(permission, {role}) or permission in ANONYMOUS:
            fine, right_ones = answer.status_code in SHOWN.get(rule.endpoint, TOLD), right_ones + 1
        else:
            fine = answer.status_code == 403
        if not fine:
            wrong[rule.rule] = answer.status_code
    assert wrong == {}
    assert right_ones > 2 or role is None


def test_a_number_that_no_row_can_have_is_not_found(app):
    client = client_of(app, Role.OH)
    gets = [rule for rule in views(app) if "GET" in rule.methods and rule.arguments]
    found = {
        rule.rule: client.get(address(app, rule, FAR)).status_code
        for rule in gets
        if allowed(permission_of(app, rule), {Role.OH})
    }
    assert {place: status for place, status in found.items() if status != 404} == {}


def test_the_anonymous_are_sent_to_the_log_in_and_back(client):
    answer = client.get("/units/?q=x")
    assert answer.status_code == 302
    assert answer.location == "/login?next=/units/?q%3Dx"
