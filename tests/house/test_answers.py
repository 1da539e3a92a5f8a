"""Every role at every route, on a case of its own and on a foreign one, by GET and by POST.

403 where the matrix gives the role no right; 404 where the case is not the role's to see; on its
own case a POST without content is done (302), told what is wrong (422), or refused (409); 404
where the object on that case is another unit's, 403 where the cell's condition does not hold.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.browser.examples import EXAMPLES
from tests.browser.world import World
from tests.house.people import logged_in
from tests.house.routes import numbers_of, permission_of, views
from tests.house.test_matrix import ROWS
from tracker.assign import queries as assignments
from tracker.cases.facts import SubmitterFacts
from tracker.kernel.db import db
from tracker.permissions import allowed
from tracker.roles import Role

SHOWN_AT_ONCE = {"desk.show_phone"}  # a POST because looking at a number is written down
OFFICE = {Role.OH, Role.OL}
SAMPLE = {Role.OH, Role.DEP, Role.SEC}
OWN, RICH = {302, 404, 409, 422}, "claimed"


@pytest.fixture
def world(whole_world):
    """A case at every stage and a person of each role."""
    return whole_world


def _foreign(world: World) -> dict[str, int]:
    """A proposal by others that the urban management office handles: nobody's here."""
    people = (SubmitterFacts("赵敏", "经济界", "", None),)
    district = world.district
    case_id = scenes.register(
        district, "901", session="cppcc_session", submitters=people, title="关于公园的提案"
    )
    scenes.assign_to(district, case_id, ("city", "independent"), on=date(2026, 3, 18))
    (row,) = assignments.live(case_id)
    found = {"case_id": case_id, "assignment_id": row.id}
    db.session.rollback()
    return found


def _own(world: World) -> dict[str, int]:
    """A case with a letter, a promise and a rating to come; the role's own."""
    stage = world.stage(RICH)
    with stage.by("clerk"):
        return {
            "case_id": stage.case_id,
            "assignment_id": stage.rows["education"],
            "reply_id": stage.letter().id,
        }


def _address(app, rule, values: dict[str, int]) -> str:
    """Return an address of the route; what the case does not have is number 1."""
    numbers = {name: values.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **numbers)


def _of_cases(app, method: str) -> list:
    """Return the routes about one case."""
    return [r for r in views(app) if method in r.methods and "case_id" in r.arguments]


def _expected(endpoint: str, cell: str) -> set[int]:
    """Return the answers that a cell of the matrix means for a POST without content."""
    if cell == "-":
        return {403}
    bound = {403} if "&" in cell or ":" in cell else set()
    return OWN | bound | ({200} if endpoint in SHOWN_AT_ONCE else set())


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("role", list(Role))
def test_a_foreign_case_is_not_found_and_a_missing_right_is_forbidden(app, world, role, method):
    client, values = logged_in(app, world.login(role)), _foreign(world)
    routes, wrong = _of_cases(app, method), {}
    for rule in routes:
        status = client.open(_address(app, rule, values), method=method).status_code
        cell = ROWS[permission_of(app, rule)][role.value]
        unseen = "R:" in cell and role not in OFFICE  # the office sees every case
        expected = {404} if unseen else {200, *_expected(rule.endpoint, cell)}
        expected = {403} if cell == "-" else expected
        if status not in expected:
            wrong[rule.rule] = (status, expected)
    assert len(routes) > 20
    assert wrong == {}


@pytest.mark.parametrize("role", list(Role))
def test_a_post_on_an_own_case_is_done_corrected_or_refused(app, world, role):
    login = world.login(role)
    client, values, wrong, right_ones = logged_in(app, login), _own(world), {}, 0
    for rule in _of_cases(app, "POST"):
        paths = [_address(app, rule, values)]
        if rule.endpoint in EXAMPLES:
            found = EXAMPLES[rule.endpoint](world, world.account_id(login))
            with app.test_request_context():
                paths = [app.url_for(rule.endpoint, **one) for one in found]
        right = allowed(permission_of(app, rule), {role})
        right_ones += right
        for path in paths:
            status = client.post(path, data={}).status_code
            if status not in _expected(rule.endpoint, ROWS[permission_of(app, rule)][role.value]):
                wrong[path] = status
    assert wrong == {}
    assert (right_ones > 0) == (role not in {Role.SA, Role.SEC, Role.AUD, Role.DL})


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_anonymous_are_led_to_the_log_in(app, world, method):
    client, values = app.test_client(), _own(world)
    for rule in _of_cases(app, method):
        answer = client.open(_address(app, rule, values), method=method)
        assert (answer.status_code, "/login" in answer.location) == (302, True), rule.rule


@pytest.mark.parametrize(
    "role",
    [role if role in SAMPLE else pytest.param(role, marks=pytest.mark.nightly) for role in Role],
)
def test_a_number_too_large_for_a_database_is_not_found(app, world, role):
    """One number of an address is beyond all columns; the others are those of an own case.

    It is judged before it is asked who is there: three roles by day, all at night.
    """
    client, values, asked, wrong = logged_in(app, world.login(role)), _own(world), 0, {}
    for rule in views(app):
        for name in numbers_of(rule):
            path = _address(app, rule, {**values, name: 10**30})
            for method in rule.methods & {"GET", "POST"}:
                status, asked = client.open(path, method=method).status_code, asked + 1
                if status != 404:
                    wrong[method, path] = status
    assert asked > 80
    assert wrong == {}
