"""What a page asks again and again is read once, and never once too seldom."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import factories
from tests.plan.days import counted
from tracker.kernel.db import db, remembered, remembered_rows, transaction
from tracker.units.models import Unit


@pytest.fixture(autouse=True)
def _unit(app):
    with transaction():
        factories.make_unit("云岭区教育局")


def names() -> list[str]:
    return remembered_rows("names", lambda: select(Unit.name).order_by(Unit.name))


def test_the_second_question_sends_no_statement():
    assert names() == ["云岭区教育局"]
    with counted() as sent:
        assert names() == ["云岭区教育局"]
    assert sent == []


def test_what_is_pending_is_in_the_answer():
    names()
    db.session.add(
        Unit(name="云岭区财政局", short_name="区财政局", online=True, active=True, phone="")
    )
    assert names() == ["云岭区教育局", "云岭区财政局"]
    db.session.rollback()
    assert names() == ["云岭区教育局"]


def test_what_was_committed_meanwhile_is_in_the_next_transactions_answer():
    names()
    with transaction():
        factories.make_unit("云岭区财政局")
    assert names() == ["云岭区教育局", "云岭区财政局"]


def test_what_was_changed_is_read_again():
    names()
    unit = db.session.scalars(select(Unit)).one()
    unit.name = "云岭区教育和体育局"
    assert names() == ["云岭区教育和体育局"]
    db.session.rollback()


def test_a_caller_may_change_its_list():
    names().clear()
    assert names() == ["云岭区教育局"]


def test_nothing_is_written_where_the_caller_forbids_it():
    names()
    with db.session.no_autoflush:
        db.session.add(Unit(name="甲", short_name="甲", online=True, active=True, phone=""))
        assert names() == ["云岭区教育局"]
    db.session.rollback()


def test_two_questions_are_kept_apart():
    assert remembered("one", lambda: 1) == 1
    assert remembered("two", lambda: 2) == 2
    assert remembered("one", lambda: 3) == 1
