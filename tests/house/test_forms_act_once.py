"""Every form is about what its page showed, and acts once: a law over all that the pages show."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.house.people import logged_in
from tests.house.routes import permission_of, views
from tests.house.sent_forms import Shown, forms_on, shown_forms
from tests.house.sources import ROOT
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.kernel.db import db, transaction
from tracker.roles import AuditResult, Role
from tracker.sending.guard import EXEMPT
from tracker.sending.since import OBJECTS
from tracker.timeline.events import Event

ROLES = [
    Role.OH, Role.OL, Role.UH, Role.UL, Role.DEP, Role.OBS, Role.SA, Role.SEC, Role.DL, Role.AUD,
]  # fmt: skip
# a form on these says itself which state of which rows it was shown: a list of several, or a token
OF_LISTS = {
    "accounts.end_own_session",
    "directory.confirm",
    "directory.upload",
    "bodies.edit_body",
    "intake.columns",
    "intake.confirm",
    "intake.correct",
    "reply.issue_entered",  # leads to the page that asks once more
    "settings.confirm_year",
    "settings.load_year",
    "settings.remove_day",
}
# buttons that stand on no page in the world of these tests
NOT_SHOWN = {
    "administration.invite",
    "administration.reset",
    "administration.restore",
    "handling.confirm_return",
    "handling.decline_return",
    "reply.check",
    "reply.sign",
}

# what the filling does not know
FITTING = {
    "bodies.new_session": {"term": "19", "number": "4"},
    "deputies.add_mandate": {"term": "17"},
}


@pytest.fixture
def world(whole_world):
    """A case at every stage and a person of each role."""
    return whole_world


def _changing(app) -> set[str]:
    """Return the routes that change something known by its address."""
    return {
        rule.endpoint
        for rule in views(app)
        if "POST" in rule.methods
        and rule.arguments
        and permission_of(app, rule)
        and rule.endpoint not in EXEMPT | OF_LISTS
        and rule.endpoint != "desk.read"
    }


def _done() -> int:
    """Return how many acts the log knows."""
    query = select(func.count()).where(AuditEntry.result == AuditResult.OK)
    return db.session.scalar(query)


def _somebody_acts(form: Shown) -> None:
    """Let somebody else do something to what a form is about."""
    with transaction():
        if "case_id" in form.args:
            detail = {"case": form.args["case_id"]}
            record(Event.CASE_REOPENED, "case_record", form.args["case_id"], detail)
        else:
            name = next(name for name in OBJECTS if name in form.args)
            record(f"{OBJECTS[name]}.changed", OBJECTS[name], form.args[name])


def _late(form: Shown, client) -> str:
    """Send a form whose page is late; return what is wrong with the answer."""
    _somebody_acts(form)
    before = _done()
    answer = client.post(form.path, data=_filled(form))
    if answer.status_code != 409 or "您打开页面以后这里有了变动" not in answer.text:
        return f"late: {answer.status_code}"
    return "late: done" if _done() != before else ""


def _twice(form: Shown, client, page: str) -> tuple[bool, str]:
    """Send a form twice; return whether it had its effect, and what is wrong with the second."""
    inside = next((one for to, one in forms_on(page) if to in ("", form.path)), "")
    data = _filled(replace(form, inside=inside))
    first = client.post(form.path, data=data)
    if first.status_code != 302:
        return False, ""
    before = _done()
    again = client.post(form.path, data={**data, **_files(form)})
    alike = (again.status_code, again.location) == (302, first.location)
    wrong = "" if alike and _done() == before else f"twice: {again.status_code} {again.location}"
    return True, wrong


def _filled(form: Shown) -> dict[str, object]:
    """Return what is sent."""
    return {**form.filled(), **FITTING.get(form.endpoint, {})}


def _files(form: Shown) -> dict[str, object]:
    """Return the files of a form afresh: what was sent is read."""
    return {name: value for name, value in form.filled().items() if isinstance(value, tuple)}


def test_a_late_page_changes_nothing_and_says_why_and_a_form_sent_twice_acts_once(app, world):
    shown = shown_forms(app, world, ROLES)
    clients = {role: logged_in(app, world.login(role)) for role in ROLES}
    meant = _changing(app)
    assert meant - set(shown) == NOT_SHOWN
    late = {name: _late(shown[name], clients[shown[name].role]) for name in meant & set(shown)}
    assert {name: wrong for name, wrong in late.items() if wrong} == {}
    effective, wrong = set(), {}
    for name in sorted(set(shown) - EXEMPT - {"administration.end_sessions"}):  # ends its own
        form = shown[name]
        client = clients[form.role]
        page = client.get(form.page)
        acted, told = _twice(form, client, page.text) if page.status_code == 200 else (False, "")
        effective |= {name} if acted else set()
        if told:
            wrong[name] = told
    assert wrong == {}
    assert len(effective) >= 45, sorted(set(shown) - effective)


def test_every_form_that_changes_something_takes_the_marks_along():
    bare = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for _action, inside in forms_on(path.read_text(encoding="utf-8")):
            if "csrf_field()" not in inside and "csrf_field(act=false)" not in inside:
                bare[path.name] = re.sub(r"\s+", " ", inside)[:80]
    assert bare == {}
