"""Where the state is wrong every act is refused with 409, whoever has the right to it.

Each form is filled in on a case where it fits, and then sent about a case that is closed and about
one that was withdrawn; only what may still be done there is done.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.browser.examples import EXAMPLES
from tests.browser.stage import Stage
from tests.browser.world import World
from tests.house.forms import Form, read
from tests.house.people import logged_in
from tests.house.routes import permission_of, views
from tests.rating.answered import GOOD, rate
from tests.reply.letters import DAY, DONE
from tests.rows import the
from tracker.cases.models import Case
from tracker.permissions import allowed
from tracker.reply import actions as replies
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts
from tracker.roles import Role
from tracker.supervise import actions as supervise
from tracker.terms import DeliveryWay

# what stays open: a closed case is followed, its letter delivered and mended, its talks completed
STILL = {
    "closed": {
        "contact.add_post",
        "desk.show_phone",
        "reply.attach_scan",
        "reply.deliver",
        "reply.mend",
        "supervise.follow",
        "supervise.reopen",
    },
    "withdrawn": {"assign.take_back_withdrawal", "desk.show_phone"},
}


OF_OFFICE = {"handling.reassign", "handling.sign_on_behalf"}


@pytest.fixture
def world(whole_world):
    """A case at every stage and a person of each role."""
    return whole_world


def _unsigned(world: World) -> dict[str, dict[str, int]]:
    """Return the numbers of two assisting parts that were never signed for, of a closed case."""
    made = Stage(world.app, world.district, number="901")
    made.assign(("finance", "host"), ("education", "assisting"), ("post", "assisting"))
    made.sign("finance", "finance_handler")
    made.talk("finance", "finance_handler")
    made.draft(replace(DONE, missing_opinions_reason="期限将至。"), "finance", "finance_handler")
    with made.by("finance_handler"):
        replies.submit_for_signing(made.letter("finance"))
    with made.by("finance_head"):
        replies.sign_in_unit(made.letter("finance"))
        issuing.issue(made.letter("finance"), IssueFacts("云财函(2026)第901号", DAY, "孙立军"))
        lead = made.case().lead
        issuing.record_delivery(made.letter("finance"), lead, DeliveryWay.IN_PERSON, DAY)
    rate(made, GOOD, unit="finance", on=DAY)
    with made.by("clerk"):
        supervise.close(made.case(), DAY)
        version = made.case().version
    parts = {key: made.rows[key] for key in ("education", "post")}
    return {
        key: {"case_id": made.case_id, "assignment_id": row, "version": version}
        for key, row in parts.items()
    }


def _posts(app) -> list:
    """Return the POST routes about a case."""
    return [rule for rule in views(app) if "POST" in rule.methods and "case_id" in rule.arguments]


def _form(world: World, client, rule, account_id: int) -> Form:
    """Return the route's form as the page shows it where it fits; nothing where it has none."""
    pages = {page.rule: page.endpoint for page in views(world.app) if "GET" in page.methods}
    example = EXAMPLES.get(pages.get(rule.rule, ""))
    for values in example(world, account_id) if example else ():
        with world.app.test_request_context():
            path = world.app.url_for(pages[rule.rule], **values)
        for reader in (client, logged_in(world.app, world.district.logins["cppcc_office"])):
            answer = reader.get(path)  # the congress does not see what is the other body's
            if answer.status_code == 200:
                return read(answer.text, DAY)
    return Form(DAY)


def _subject(world: World, stage: str) -> dict[str, int]:
    """Return the numbers of a case that is over; what it does not have is number 99999."""
    made = world.stage(stage)
    with made.by("clerk"):
        found = {"case_id": made.case_id, "assignment_id": made.rows["education"]}
        if stage == "closed":
            found["reply_id"] = made.letter().id
        return {**found, "version": the(Case, made.case_id).version}


def _data(form: Form, subject: dict[str, int]) -> dict[str, object]:
    """Return the form as sent about the subject: its version, no unit of another case."""
    if "version" in form.data:
        form.data["version"] = str(subject["version"])
    if "assignment_id" in form.data:
        form.data["assignment_id"] = "0"
    return form.filled()


def _expected(there: bool) -> set[int]:
    """Return the answers to an act that is not open in this state."""
    return {403, 409} if there else {404}


@pytest.mark.parametrize("stage", STILL)
@pytest.mark.parametrize("role", [Role.DEP, Role.UH, Role.UL, Role.OH, Role.OL, Role.OBS])
def test_an_act_in_the_wrong_state_is_refused(app, world, role, stage):
    login = world.login(role)
    client, account_id = logged_in(app, login), world.account_id(login)
    subject, wrong, refused = _subject(world, stage), {}, 0
    for rule in _posts(app):
        if not allowed(permission_of(app, rule), {role}) or rule.endpoint in STILL[stage]:
            continue
        numbers = {name: subject.get(name, 99_999) for name in rule.arguments}
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **numbers)
        data = _data(_form(world, client, rule, account_id), subject)
        status = client.post(path, data=data).status_code
        refused += status == 409
        there = all(name in subject for name in rule.arguments)
        if status not in _expected(there):
            wrong[rule.endpoint] = status
    assert wrong == {}
    assert refused > 0 or role is Role.DEP


@pytest.mark.parametrize("role", [Role.UH, Role.UL, Role.OH, Role.OL])
def test_nothing_is_done_about_a_part_that_was_open_when_the_case_was_closed(app, world, role):
    login, subjects = world.login(role), _unsigned(world)
    client, account_id = logged_in(app, login), world.account_id(login)
    unit = role in (Role.UH, Role.UL)
    wrong, refused = {}, set()
    for key in ("education",) if unit else ("education", "post"):
        for rule in _posts(app):
            names = rule.arguments - set(subjects[key])
            if "assignment_id" not in rule.arguments or names or rule.endpoint in STILL["closed"]:
                continue
            if not allowed(permission_of(app, rule), {role}):
                continue
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **{n: subjects[key][n] for n in rule.arguments})
            data = _data(_form(world, client, rule, account_id), subjects[key])
            status = client.post(path, data=data).status_code
            if status == 409:
                refused.add(rule.endpoint)
            elif status not in (403, 404):
                wrong[f"{rule.endpoint} {key}"] = status
    assert wrong == {}
    assert refused >= ({"handling.sign", "handling.request_return"} if unit else OF_OFFICE)
