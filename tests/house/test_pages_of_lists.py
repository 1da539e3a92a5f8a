"""A list that grows is read in pages: none shows more than a hundred rows, whatever there is."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from lxml import html
from sqlalchemy import text

from tests import factories, scenes
from tests.bench.office import multiply
from tests.house.people import logged_in
from tests.house.routes import permission_of, views
from tests.reply.letters import PROMISED
from tests.reports.walk import Walk
from tracker.accounts import actions as accounts
from tracker.accounts.queries import by_login
from tracker.assign import actions as assign
from tracker.assign.actions import ShareFacts
from tracker.cases.facts import SubmitterFacts
from tracker.cases.models import Case
from tracker.intake.models import ImportedList
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.permissions import allowed
from tracker.roles import Role
from tracker.terms import AssignRole
from tracker.units.models import Unit

MANY, MOST = 120, 100
MARCH_18, TODAY = date(2026, 3, 18), date(2026, 7, 1)
ROWS = "//main//tbody/tr", "//main//li"
# the lists that grow with the work, and who reads so much of them that a second page is there
GROWING = {
    "administration.index": "sysadmin",
    "audit.index": "auditor",
    "deputies.index": "clerk",
    "desk.calls": "clerk",
    "desk.home": "clerk",
    "desk.messages": "head",
    "handover.index": "head",
    "leader.promises": "leader",
    "lists.index": "clerk",
    "own.cases": "deputy",
    "reports.ledger": "clerk",
    "supervision.index": "clerk",
    "units.index": "clerk",
}
# what has no second page: why it stays short, or whole
WHOLE = {
    "accounts.own_sessions": "log-ins end by themselves",
    "backup.index": "the newest sixty archives",
    "bodies.index": "a body meets once a year",
    "assign.check_submissions": "the first that wait; once they are submitted, the next",
    "leader.check_all": "the first that wait; once they are approved, the next",
    "matching.index": "what was saved makes room for the next hundred names",
    "plan.runs": "the last sixty runs",
    "reports.figures": "a row for each unit with work, and what is late the longest",
    "rules.index": "a line for each value, and the newest hundred decisions of an office",
    "settings.calendar": "the days of one year",
    "typed.own": "the newest fifty; each is forgotten once it is sent, or after thirty days",
    "urging.check": "what was ticked on a page of a list",
}
NO_LISTS = {
    "accounts.activate",
    "accounts.change_password",
    "accounts.log_in",
    "directory.index",
    "administration.new",
    "cases.new",
    "deputies.new",
    "desk.live",
    "intake.index",
    "plan.date_asked",
    "reports.ledger_workbook",
    "reports.satisfaction_workbook",
    "reports.units_workbook",
    "typed.page",
    "units.new",
}


@pytest.fixture
def make_config(make_config):
    """The people of the district made their passwords in January."""
    return partial(make_config, password_days=1000)


@pytest.fixture
def crowd(app, district):
    """A district with a hundred and twenty of each thing."""
    Walk(district).assign("001").sign(MARCH_18)
    Walk(district).assign("002", ("post", "independent"))
    promised = Walk(district).assign("004").sign(MARCH_18).talk(MARCH_18)
    promised.answer(date(2026, 3, 19), "云教函〔2026〕4号", facts=PROMISED)
    _unknown(district)
    _before_the_leader(district)
    with transaction():
        for number in range(MANY):
            db.session.add(ImportedList(file="清单.xlsx", digest="0" * 64, at=clock.now()))
            factories.make_unit(f"云岭区第{number}局")
            factories.make_deputy(f"代表{number}")
            factories.make_account()
        for name, role in (("sysadmin", Role.SA), ("auditor", Role.AUD), ("security", Role.SEC)):
            district.logins[name] = factories.make_account(role)
    with clock.moved_to(clock.at(TODAY)):
        multiply(MANY)
        with transaction():
            by = by_login(district.logins["sysadmin"]).id
            accounts.disable(by_login(district.logins["handler"]), by)
            for statement in NAMES:
                db.session.execute(text(statement))
        yield district


NAMES = (
    "UPDATE submitter SET name = name || id, name_key = name_key || id WHERE deputy_id IS NULL",
    "UPDATE assignment SET unit_text = unit_text || id WHERE unit_id IS NULL",
)


def _unknown(district) -> None:
    """A case of a proposer and with a unit that no register knows."""
    submitters = (SubmitterFacts("买买提", "城东代表团"),)
    case_id = scenes.register(district, "003", submitters=submitters)
    with district.act("clerk", MARCH_18):
        share = ShareFacts(None, AssignRole.INDEPENDENT, unit_text="轨道办")
        assign.propose(db.session.get_one(Case, case_id), [share])


def _before_the_leader(district) -> None:
    """A case that waits for the leader's approval."""
    case = db.session.get_one(Case, scenes.register(district, "005"))
    with district.act("clerk", MARCH_18):
        share = ShareFacts(district.row(Unit, "finance"), AssignRole.INDEPENDENT)
        assign.propose(case, [share])
        assign.submit(case)


def _longest(page: str) -> int:
    """How many rows the longest list or table of a page has."""
    document = html.fromstring(page)
    parents = [row.getparent() for path in ROWS for row in document.xpath(path)]
    return max((parents.count(one) for one in parents), default=0)


def test_every_list_is_known_to_grow_or_not(app):
    plain = {rule.endpoint for rule in views(app) if not rule.arguments and "GET" in rule.methods}
    assert plain == {*GROWING, *WHOLE, *NO_LISTS}


def test_no_page_shows_more_than_a_hundred_rows_and_long_lists_go_on(app, crowd):
    clients = {login: logged_in(app, login) for login in crowd.logins.values()}
    roles = {login: by_login(login).role_set for login in clients}
    long, without = {}, set()
    for rule in views(app):
        if rule.endpoint not in {*GROWING, *WHOLE}:
            continue
        for name, login in crowd.logins.items():
            permission = permission_of(app, rule)
            if name == "handler" or not allowed(permission, roles[login]):
                continue
            page = clients[login].get(rule.rule)
            if page.status_code == 200 and (rows := _longest(page.text)) > MOST:
                long[rule.endpoint, name] = rows
            if GROWING.get(rule.endpoint) == name and 'rel="next"' not in page.text:
                without.add(rule.endpoint)
    assert (long, without) == ({}, set())
