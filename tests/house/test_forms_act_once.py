"""Every form is about what its page showed, acts once and is in the log: a law over all pages."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from tests.factories import PASSWORD
from tests.house import logged
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
    "settings.enter_notice",
    "settings.load_year",
    "settings.remove_day",
    "rules.confirm_line",
    "rules.propose",
    "rules.take_back",
    "waiting.give_up",
}
# buttons that stand on no page in the world of these tests
NOT_SHOWN = {
    "assign.submit",  # a unit of the proposal is not on the books
    "administration.invite",
    "administration.reset",
    "administration.restore",
    "handling.confirm_extension",
    "handling.confirm_return",
    "handling.decline_extension",
    "handling.decline_return",
    "reply.check",
    "reply.sign",
}

# what the filling does not know
NEW = "Another-2026#y"
FITTING = {
    "accounts.change_password_post": {"old": PASSWORD, "new": NEW, "again": NEW},
    "administration.new_post": {"login": "new.clerk", "phone": "010-55520002"},
    "bodies.new_batch": {"end_on": "2026-06-30"},
    "bodies.new_session": {"term": "19", "number": "4"},
    "cases.name_leader": {"account_id": "0"},
    "cases.new": {"session_id": "1", "number": "901", "phone": "", "signer_count": ""},
    "deputies.add_mandate": {"term": "17", "body_id": "1"},
    "deputies.new_post": {"phone": ""},
    "handling.enter_extension": {"due_on": "2026-07-10"},
    "handling.request_extension": {"due_on": "2026-07-10"},
    "reply.carry_over": {"due_on": "2027-06-30"},
    "reply.issue_entered": {"number": "云教函〔2026〕12号"},
    "settings.enter_notice": {"text": "10月1日至7日放假调休，共7天。"},
    "settings.set_day": {"day": "2026-05-06", "working": "off", "note": "节日"},
    "supervise.move": {"until": "2026-05-08"},
}
# has no effect in the world of these tests
WITHOUT_EFFECT = {
    "directory.upload": "the file that is sent is no table",
    "administration.disable_post": "is about the own account",
    "administration.grant": "is about the own account",
    "handling.decide_opinion": "the host decides; the office is shown the form by its address",
    "handling.enter_return": "its days are over",
    "handover.index_post": "everybody is at work",
    "intake.columns": "no column is said to be the title",
    "intake.confirm": "another session is chosen, which is shown first",
    "intake.index": "the file that is sent is no table",
    "supervise.close": "the page is that of a closed case",
}
# goes through and does nothing that could be told
UNLOGGED = {
    "administration.invite_batch": "nobody is ticked",
    "assign.submit_batch": "nothing is ticked",
    "leader.approve_many": "nothing is ticked",
    "reply.issue_entered": "leads to the page that asks once more",
    "waiting.give_up": "a file that nobody has read yet is dropped",
}
OTHER = "9999"  # a version that no record has
NAMES_WHAT_IT_MADE = {"bodies.new_batch", "bodies.new_group", "bodies.new_session"}
ENDS_ITS_OWN = {"administration.end_sessions"}


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
    """Send a form twice; return whether it had its effect, and what is wrong with it.

    The first is in the log, about what the form is about; the second does nothing more. Before
    them it is sent of another version than the record's, which has no effect.
    """
    inside = next((one for to, one in forms_on(page) if urlsplit(to).path in ("", form.path)), "")
    data, last = _filled(replace(form, inside=inside)), logged.last()
    older = {**data, "version": OTHER, **_files(form)} if data.get("version") else {}
    other = client.post(form.path, data=older) if older else None
    first = client.post(form.path, data=data)
    if first.status_code != 302:
        return False, ""
    if other and other.status_code != 409:
        return True, f"another version: {other.status_code}"
    about = {} if form.endpoint in NAMES_WHAT_IT_MADE else form.args
    if not logged.told(about, last) and form.endpoint not in UNLOGGED:
        return True, "not in the log"
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


def test_a_late_page_changes_nothing_and_a_form_acts_once_and_is_in_the_log(app, world, tmp_path):
    shown = shown_forms(app, world, ROLES)
    clients = {role: logged_in(app, world.login(role)) for role in ROLES}
    meant = _changing(app)
    assert meant - set(shown) == NOT_SHOWN
    late = {name: _late(shown[name], clients[shown[name].role]) for name in meant & set(shown)}
    assert {name: wrong for name, wrong in late.items() if wrong} == {}
    effective, wrong = set(), {}
    for name in sorted(set(shown) - EXEMPT - ENDS_ITS_OWN):
        form = shown[name]
        client = clients[form.role]
        with logged.as_before(tmp_path):
            page = client.get(form.page)
            assert page.status_code == 200, form.page
            acted, told = _twice(form, client, page.text)
        effective |= {name} if acted else set()
        if told:
            wrong[name] = told
    assert wrong == {}
    assert set(shown) - EXEMPT - ENDS_ITS_OWN - effective == set(WITHOUT_EFFECT)
    assert set(UNLOGGED) <= effective


def test_every_form_that_changes_something_takes_the_marks_along():
    bare = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for _action, inside in forms_on(path.read_text(encoding="utf-8")):
            if "csrf_field()" not in inside and "csrf_field(act=false)" not in inside:
                bare[path.name] = re.sub(r"\s+", " ", inside)[:80]
    assert bare == {}
