"""Every page, seen by every role that may see it, passes the accessibility check."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Error
from werkzeug.routing import Rule

from tests import factories
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.examples import EXAMPLES
from tests.browser.world import World
from tests.house.people import logged_in
from tests.house.routes import permission_of, views
from tracker.permissions import ANONYMOUS, allowed
from tracker.roles import Role

pytestmark = pytest.mark.browser
FEW = 8
LIKE = {Role.OL: Role.OH, Role.UL: Role.UH}  # what both may open is drawn alike but for these
OWN = {"desk.home", "desk.case"}
OUTSIDE = (Role.DEP, Role.UH, Role.UL, Role.DL)
# no page, or another one: who is logged in is led on, a deputy has pages of his or her own, and
# scans are files that only those who keep them read
NEVER = {
    *((role, "accounts.log_in") for role in Role),
    *((role, "handling.sign_scan") for role in (*OUTSIDE, Role.OBS)),
    *((role, "handling.return_scan") for role in (*OUTSIDE, Role.OBS)),
    *((role, "handling.extension_scan") for role in (*OUTSIDE, Role.OBS)),
    *((role, "rating.scan") for role in OUTSIDE),
    # the examples are seen by the office of the congress, filing is that of the CPPCC
    *((Role.OBS, endpoint) for endpoint in ("cases.decide_filing", "cases.take_back_filing")),
    *(
        (Role.DEP, endpoint)
        for endpoint in ("contact.scan", "desk.case", "desk.home", "desk.sheet")
    ),
}


def pages(app: Flask, role: Role | None) -> list[Rule]:
    """Return the GET routes that a role, or the anonymous, may use."""
    return [
        rule
        for rule in views(app)
        if "GET" in rule.methods
        for permission in [permission_of(app, rule)]
        if permission in ANONYMOUS or (role and allowed(permission, {role}))
    ]


def pages_of_its_own(app: Flask, role: Role) -> list[Rule]:
    """Return the routes of a role without those that another one sees just so."""
    found = pages(app, role)
    if role not in LIKE:
        return found
    seen = {rule.endpoint for rule in pages(app, LIKE[role])} - OWN
    return [rule for rule in found if rule.endpoint not in seen]


def addresses(world: World, rule: Rule, account_id: int) -> list[str]:
    """Return addresses of the route, with example objects where it names one."""
    found = EXAMPLES[rule.endpoint](world, account_id) if rule.arguments else [{}]
    with world.app.test_request_context():
        return [world.app.url_for(rule.endpoint, **values) for values in found]


def some(paths: list[str], role: Role) -> list[str]:
    """Return a page at every second stage for the two who see most of it, else at each fourth."""
    if len(paths) < FEW:
        return paths
    return paths[::2] if role in (Role.OH, Role.UH) else paths[::4]


@pytest.fixture
def world(whole_world):
    """A case at every stage and a person of each role."""
    return whole_world


def test_every_page_with_an_object_has_an_example(app):
    gets = {rule.endpoint for rule in views(app) if "GET" in rule.methods and rule.arguments}
    assert gets - set(EXAMPLES) == set()
    assert set(EXAMPLES) - gets == set()


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_a_role_is_shown_to_it_on_some_example(app, world, role):
    login = world.login(role)
    client, account_id = logged_in(app, login), world.account_id(login)
    unseen = set()
    for rule in pages(app, role):
        paths = addresses(world, rule, account_id)
        shown = (client.get(path, buffered=True).status_code == 200 for path in paths)
        if not any(shown) and (role, rule.endpoint) not in NEVER:
            unseen.add(rule.endpoint)
    assert unseen == set()


def visit(page, path: str, violations) -> list[str]:
    """Return what is not accessible at an address; downloads and refusals are no pages."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return []
    assert answer.status in {200, 403, 404, 409}, (path, answer.status)
    if answer.status != 200 or b"<html" not in answer.body():
        return []
    return [f"{path} {found}" for found in violations(page)]


@pytest.mark.parametrize("role", list(Role))
def test_the_pages_of_a_role_are_accessible(app, world, look, log_in, violations, role):
    account_id = world.account_id(world.login(role))
    known = [r for r in pages_of_its_own(app, role) if not r.arguments or r.endpoint in EXAMPLES]
    paths = [path for rule in known for path in some(addresses(world, rule, account_id), role)]
    assert len(paths) > 1
    page = look(PHONE if role is Role.DEP else DESKTOP)
    log_in(page, world.login(role))
    assert [found for path in paths for found in visit(page, path, violations)] == []


@pytest.mark.nightly
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("role", list(Role))
def test_all_pages_of_a_role_are_accessible_at_every_stage_and_on_a_phone(
    app, world, look, log_in, violations, role, viewport
):
    login = world.login(role)
    account_id = world.account_id(login)
    page = look(viewport)
    log_in(page, login)
    known = [r for r in pages(app, role) if not r.arguments or r.endpoint in EXAMPLES]
    paths = [path for rule in known for path in addresses(world, rule, account_id)]
    assert [found for path in paths for found in visit(page, path, violations)] == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_pages_of_the_anonymous_are_accessible(app, world, look, violations, viewport):
    page = look(viewport)
    paths = [path for rule in pages(app, None) for path in addresses(world, rule, 0)]
    assert "/login" in paths
    assert [found for path in paths for found in visit(page, path, violations)] == []


def test_a_form_with_errors_and_an_error_page_are_accessible(world, look, log_in, violations):
    page = look()
    page.goto("/login")
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "wrong")
    page.click("main button[type=submit]")
    page.wait_for_selector(".errors[role=alert]")
    assert violations(page) == []
    log_in(page, world.login(Role.OH))
    assert page.goto("/no-such-page").status == 404
    assert violations(page) == []


def test_the_checker_finds_what_is_wrong(look, violations):
    page = look()
    page.goto("/login")
    page.evaluate("() => document.querySelectorAll('label').forEach(label => label.remove())")
    assert any(found.startswith("label") for found in violations(page))


def test_the_password_of_the_tests_opens_the_desk(world, look, log_in):
    page = look()
    log_in(page, world.login(Role.OL))
    assert factories.PASSWORD not in page.content()
    assert "今天要办" in page.title()
