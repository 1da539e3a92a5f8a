"""Acts come one at a time: who changed a row first does not wait for who wrote the log first."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests import factories
from tests.at_once import own_database
from tests.rows import the
from tracker.accounts.models import LoginSession
from tracker.audit import queries as audit
from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.units.models import Unit

PATIENCE = 0.5  # seconds in which the second act would reach the row, were it let in


@pytest.fixture
def database_url(backend, tmp_path, request):
    """A fresh database on each of the two systems."""
    return own_database(backend, tmp_path, request)


@pytest.fixture
def unit_id(app):
    """A unit that both acts change."""
    with transaction():
        return factories.make_unit("云岭区教育局", short_name="区教育局").id


def _run(app, act, faults: list[Exception]) -> threading.Thread:
    """Begin an act in a thread of its own."""

    def alone() -> None:
        with app.app_context():
            try:
                act()
            except Exception as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    thread = threading.Thread(target=alone)
    thread.start()
    return thread


def test_an_act_that_changed_a_row_first_and_one_that_wrote_the_log_first_both_end(app, unit_id):
    faults, changed, entered = [], threading.Event(), threading.Event()

    def row_first() -> None:
        with transaction():
            the(Unit, unit_id).short_name = "教育局"
            db.session.flush()
            changed.set()
            entered.wait(PATIENCE)
            record("unit.changed", "unit", unit_id)

    def log_first() -> None:
        changed.wait(10)
        with transaction():
            record("unit.changed", "unit", unit_id)
            entered.set()
            the(Unit, unit_id).name = "云岭区教育体育局"

    db.session.remove()
    for thread in [_run(app, act, faults) for act in (row_first, log_first)]:
        thread.join(60)
    assert faults == []
    unit = the(Unit, unit_id)
    assert (unit.short_name, unit.name) == ("教育局", "云岭区教育体育局")
    assert audit.verify().intact


@pytest.mark.parametrize("backend", ["postgresql"])
def test_pages_are_read_while_a_long_act_has_its_turn(app):
    with transaction():
        login = factories.make_account(Role.OH)
    faults, begun, over, ended = [], threading.Event(), threading.Event(), threading.Event()

    def long_act() -> None:
        with transaction():
            record("list.entered", "intake", 1)
            begun.set()
            over.wait(5)
        ended.set()

    client = app.test_client()
    client.post("/login", data={"login": login, "password": factories.PASSWORD})
    before = _last_seen()
    thread = _run(app, long_act, faults)
    try:
        assert begun.wait(10)
        with clock.moved_to(clock.now() + timedelta(minutes=2)):
            assert client.get("/me/password").status_code == 200
        assert _last_seen() > before
        assert not ended.is_set()
    finally:
        over.set()
        thread.join(60)
    assert faults == []


def _last_seen() -> datetime:
    """When the only session was seen last."""
    found = db.session.scalar(select(LoginSession.last_seen_at))
    db.session.rollback()
    return found
