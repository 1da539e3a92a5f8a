"""The pages without anything to show, and the forms with their errors, are accessible too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DAY, DESKTOP, PHONE
from tests.browser.examples import EXAMPLES
from tests.browser.test_accessibility import addresses, pages_of_its_own, visit
from tests.browser.world import World
from tracker.kernel import clock
from tracker.roles import Role

pytestmark = pytest.mark.browser
# ticks and choices with "none" among them: nothing can be filled in wrongly
NEVER_WRONG = {"cases.mark", "cases.name_leader"}
TEXTS = """() => [...document.querySelectorAll('main form[method=post] :is(input, textarea)')]
  .filter(e => e.name && !['hidden', 'checkbox', 'radio', 'file'].includes(e.type))
  .map(e => e.name)"""
# what a form is about goes along: without it, it would be late before it is wrong
VERSION = """() => Object.fromEntries(
  [...document.querySelectorAll('main form[method=post] :is([name=version], [name=shown])')]
    .map(e => [e.name, e.value]))"""


@pytest.fixture
def world(app):
    """The test district without any case."""
    with clock.moved_to(clock.at(DAY)):
        yield World(app)


@pytest.mark.parametrize("role", list(Role))
def test_pages_without_anything_to_show_are_accessible(app, world, look, log_in, violations, role):
    page = look(PHONE if role is Role.DEP else DESKTOP)
    log_in(page, world.login(role))
    rules = [rule for rule in pages_of_its_own(app, role) if not rule.arguments]
    paths = [path for rule in rules for path in addresses(world, rule, 0)]
    assert [found for path in paths for found in visit(page, path, violations)] == []


def _refused(page: Page, path: str) -> bytes | None:
    """Send a form with nothing in it; return the page with its errors.

    None where the page is not shown to this person, nothing where the form is taken as it is.
    """
    if page.request.get(path, max_redirects=0).status != 200:
        return None
    page.goto(path)
    blank = {"nothing": "", **dict.fromkeys(page.evaluate(TEXTS), "")} | page.evaluate(VERSION)
    answer = page.request.post(path, form=blank, max_redirects=0)
    assert answer.status < 500, (path, answer.status)
    return answer.body() if answer.status == 422 else b""


def _first_refusal(page: Page, paths: list[str]) -> tuple[str, bytes | None]:
    """Send the form of one address after the other until one comes back with its errors."""
    last: tuple[str, bytes | None] = ("", None)
    for path in paths:
        body = _refused(page, path)
        if body is not None:
            last = path, body
        if body:
            break
    return last


def _shown(page: Page, path: str, body: bytes, violations) -> list[str]:
    """Return what is not accessible on a page that came as an answer to a form."""
    page.route("**" + path, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(path)
    page.unroute("**" + path)
    assert page.locator(".errors, .said.late:visible").first.is_visible(), path
    return [f"{path} {found}" for found in violations(page)]


@pytest.mark.parametrize("role", list(Role))
def test_every_form_of_a_role_says_what_is_wrong_and_stays_accessible(
    app, whole_world, look, log_in, violations, role
):
    world = whole_world
    login = world.login(role)
    page, account_id = look(PHONE if role is Role.DEP else DESKTOP), world.account_id(login)
    log_in(page, login)
    silent, found = set(), []
    for rule in pages_of_its_own(app, role):
        known = not rule.arguments or rule.endpoint in EXAMPLES
        if "POST" not in rule.methods or rule.endpoint in NEVER_WRONG or not known:
            continue
        path, body = _first_refusal(page, addresses(world, rule, account_id))
        found += _shown(page, path, body, violations) if body else []
        silent |= {rule.endpoint} if body == b"" else set()
    assert found == []
    assert silent == set()
