"""What an upgrade makes of the rules of before: each case keeps them, no date moves."""

from __future__ import annotations

import pytest
from flask_migrate import upgrade as migrate_up
from sqlalchemy import func, select

from tests.backup.earlier import loading
from tests.backup.installations import upgrade
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel.db import db
from tracker.settings import in_force
from tracker.settings.models import FrozenBook, RuleChange

VARIABLE = "TRACKER_RULEBOOK_PROFILE"
DATED = {"deadline": ["id", "due_on", "rule", "value", "unit", "event", "event_on", "source"]}


@pytest.fixture
def backend():
    """PostgreSQL takes the same steps in the other tests of upgrades."""
    return "sqlite"


def test_every_case_keeps_the_rules_of_before_and_no_date_moves(office):
    before = loading.content(DATED)["deadline"]
    done = upgrade(office)
    assert done.exit_code == 0, done.output
    numbers = set(db.session.scalars(select(Case.book_id)))
    assert numbers == {"42d6792d53495d88"}
    assert before - loading.content(DATED)["deadline"] == {}
    superseded = select(func.count()).where(Deadline.reason.like("%规则%"))
    assert db.session.scalar(superseded) == 0
    book = in_force.book_of(db.session.scalars(select(Case)).first())
    assert book.name == "默认规则"
    found = {key: (one.value, one.unit.value, one.event) for key, one in book.limits.items()}
    assert found["reply.suggestion.session"] == (3, "months", "assigned")
    assert found["return"] == (5, "workdays", "received")
    assert found["remind"] == (1, "workdays", "feedback")
    assert len(found) == 27
    assert book.choice("unit_sees_rating") == "after_confirmed"
    assert book.sources["classes"].text == "全国人大常委会办公厅关于代表建议办理工作的说明"
    assert db.session.scalars(select(RuleChange)).all() == []


def test_a_place_that_the_variable_names_is_taken_over_once(installation, monkeypatch):
    monkeypatch.setenv(VARIABLE, "qingdao")
    with installation(migrated=False):
        migrate_up()
        row = db.session.scalars(select(RuleChange)).one()
        assert (row.key, row.value, row.state) == ("place", "qingdao", "confirmed")
        assert (row.reason, row.proposed_by) == ("由安装时的设置带入", None)
        assert in_force.rulebook().name == "青岛市"
        assert db.session.scalars(select(FrozenBook)).all() == []


def test_a_name_that_is_no_place_stops_the_upgrade(office, monkeypatch):
    monkeypatch.setenv(VARIABLE, "atlantis")
    shape, rows = loading.everything()
    done = upgrade(office)
    found, kept = loading.everything()
    assert done.exit_code == 1
    assert "TRACKER_RULEBOOK_PROFILE=atlantis：程序里没有这个地区的规则" in done.output
    assert found == shape
    written = {"audit_entry", "audit_head"}  # that a backup was made
    assert {name for name in rows if rows[name] != kept[name]} == written
