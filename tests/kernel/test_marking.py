"""What an act touched is known until its transaction ends, and no longer."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories, scenes
from tests.rows import the
from tracker.accounts import actions as accounts
from tracker.accounts.models import Account
from tracker.bodies import actions as bodies
from tracker.bodies.models import Batch, CongressSession
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.kernel.db import db, mark, marked, transaction
from tracker.roles import Role
from tracker.terms import Period
from tracker.units import actions as units
from tracker.units.actions import UnitFacts
from tracker.units.models import Unit

JULY = date(2026, 7, 31)


def test_marks_outlive_a_flush_and_end_with_the_transaction(app):
    with transaction():
        assert marked() == frozenset()
        mark("case", 7)
        factories.make_unit("云岭区教育局")
        mark("case", 7)
        db.session.flush()
        with db.session.begin_nested():
            mark("batch", 2)
        assert marked() >= {("case", 7), ("batch", 2)}
    assert marked() == frozenset()


def test_marks_of_what_was_rolled_back_are_gone(app):
    def broken_off() -> None:
        with transaction():
            mark("case", 7)
            raise ValueError("broken off")

    with pytest.raises(ValueError, match="broken off"):
        broken_off()
    assert marked() == frozenset()


def test_an_act_marks_its_case(district):
    case = scenes.register(district)
    with district.act("clerk"):
        cases.mark(the(Case, case), key_item=True, confidential=False)
        assert marked() == {("case", case)}


def test_a_unit_is_marked_when_it_begins_or_ceases_to_log_in(district):
    unit = district.row(Unit, "education")
    facts = UnitFacts(unit.name, unit.short_name, online=True, phone="010-5550009")
    with transaction():
        units.save(facts, db.session.get_one(Unit, unit.id))
        assert marked() == frozenset()
    with transaction():
        offline = UnitFacts(facts.name, facts.short_name, online=False)
        units.save(offline, db.session.get_one(Unit, district.ids["education"]))
        assert marked() == {("unit", district.ids["education"])}


def test_a_session_is_marked_when_its_last_day_changes(district):
    number = district.ids["congress_session"]
    with transaction():
        row = the(CongressSession, number)
        bodies.save_session(row.body, 18, 3, date(2025, 12, 19), row.closed_on, row)
        assert marked() == frozenset()
        bodies.save_session(row.body, 18, 3, row.opened_on, date(2025, 12, 25), row)
        assert marked() == {("session", number)}


def test_a_batch_is_marked_when_its_end_changes(district):
    with transaction():
        session = district.row(CongressSession, "congress_session")
        number = bodies.save_batch(session, Period.SESSION, "大会建议", None, JULY).id
    with transaction():
        row = db.session.get_one(Batch, number)
        bodies.save_batch(row.session, Period.SESSION, "大会期间建议", None, JULY, row)
        assert marked() == frozenset()
        bodies.save_batch(row.session, Period.SESSION, row.name, None, date(2026, 8, 31), row)
        assert marked() == {("batch", number)}


def test_a_deputy_is_marked_whenever_an_account_of_his_begins_or_ends(app, make_config):
    config = app.config["TRACKER"]
    with transaction():
        lead = factories.make_deputy("刘桂兰", "13800006021").id
    with transaction():
        account = accounts.create("liuguilan", "刘桂兰", deputy_id=lead).id
        assert marked() == {("deputy", lead)}
    code = ""

    def invite(row: Account) -> None:
        nonlocal code
        code = accounts.invite(row, None, config)

    for act in (
        lambda row: accounts.grant(row, frozenset({Role.DEP}), None),
        invite,
        lambda row: accounts.activate(row.login, code, factories.PASSWORD),
        lambda row: accounts.disable(row, by=0),
        accounts.restore,
    ):
        with transaction():
            act(the(Account, account))
            assert marked() == {("deputy", lead)}


def test_an_account_of_the_office_marks_nobody(app):
    with transaction():
        factories.make_account(Role.OH)
        assert marked() == frozenset()
