"""The forms that the pages of the application really show, by the route that each is sent to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from tests.browser.examples import EXAMPLES
from tests.browser.world import World
from tests.house.forms import read
from tests.house.people import logged_in
from tests.house.routes import permission_of, views
from tests.reply.letters import DAY
from tracker.permissions import allowed
from tracker.roles import Role

FORM = re.compile(r'<form\b(?=[^>]*method="post")([^>]*)>(.*?)</form>', re.S)
ACTION = re.compile(r'\baction="([^"]*)"')
# the pages that led to a route first: of which role, which of its pages
LED_ON: dict[tuple[Role, ...], set[tuple[Role, int]]] = {}


@dataclass(frozen=True)
class Shown:
    """A form: its route, who is shown it on which page, where it goes, what stands in it."""

    endpoint: str
    role: Role
    page: str
    path: str
    args: dict[str, object]
    inside: str

    def filled(self) -> dict[str, object]:
        """Return what is sent, with something fitting in each field; files afresh."""
        return read(f"<main>{self.inside}", DAY).filled()


def forms_on(page: str) -> list[tuple[str, str]]:
    """Return the changing forms of a page: where each goes, and its inside."""
    found = []
    for head, inside in FORM.findall(page):
        action = ACTION.search(head)
        found.append((unescape(action[1]) if action else "", inside))
    return found


def shown_forms(app: Flask, world: World, roles: list[Role]) -> dict[str, Shown]:
    """Return one form for each route that a page leads to.

    The first call opens every page; a later one those that led on: the world is a copy, the same.
    """
    found: dict[str, Shown] = {}
    known, led_on = LED_ON.get(tuple(roles)), set()
    for role in roles:
        client = logged_in(app, world.login(role))
        account_id = world.account_id(world.login(role))
        for place, path in enumerate(_pages(app, world, role, account_id)):
            if known and (role, place) not in known:
                continue
            new = [one for one in _on(app, client, role, path) if one.endpoint not in found]
            found |= {one.endpoint: one for one in reversed(new)}
            led_on |= {(role, place)} if new else set()
    LED_ON[tuple(roles)] = led_on
    return found


def page_of_each(app: Flask, world: World, roles: list[Role]) -> dict[str, tuple[Role, str, int]]:
    """Return of each route of pages who opens it, where, and what is answered."""
    found: dict[str, tuple[Role, str, int]] = {}
    known = app.url_map.bind("localhost")
    for role in roles:
        client = logged_in(app, world.login(role))
        for path in _pages(app, world, role, world.account_id(world.login(role))):
            endpoint, _ = known.match(urlsplit(path).path, method="GET")
            if endpoint not in found:
                answer = client.get(path)
                found[endpoint] = (role, path, answer.status_code)
                answer.close()
    return found


def _pages(app: Flask, world: World, role: Role, account_id: int) -> list[str]:
    """Return the pages of a role that can be opened."""
    found = []
    for rule in views(app):
        if "GET" not in rule.methods or not allowed(permission_of(app, rule), {role}):
            continue
        if rule.arguments and rule.endpoint not in EXAMPLES:
            continue
        example = EXAMPLES.get(rule.endpoint)
        for values in example(world, account_id) if example else [{}]:
            with app.test_request_context():
                found.append(app.url_for(rule.endpoint, **values))
    return found


def _on(app: Flask, client: FlaskClient, role: Role, path: str) -> list[Shown]:
    """Return the forms of one page."""
    answer = client.get(path)
    if answer.status_code != 200 or not answer.mimetype.startswith("text/html"):
        answer.close()
        return []
    found, known = [], app.url_map.bind("localhost")
    for action, inside in forms_on(answer.text):
        target = urlsplit(action or path).path
        try:
            endpoint, args = known.match(target, method="POST")
        except HTTPException:
            continue
        found.append(Shown(endpoint, role, path, target, args, inside))
    return found
