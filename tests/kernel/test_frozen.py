"""The database refuses to change what is final: the log, histories, issued letters, ratings."""

from __future__ import annotations

import re

import pytest
from flask_migrate import downgrade
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.browser.world import World
from tests.house.test_migrations import database_url
from tests.reply.letters import DAY
from tests.scenes import SCAN
from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.files import keep_bytes

__all__ = ["database_url"]
DELETE_UPDATE = ("delete", "update")
KEPT = ["audit_entry", "history_entry", "rating", "rating_value", "reply"]
FOUND = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


def _triggers() -> dict[str, list[str]]:
    """Return the words of every trigger by its name, in no order."""
    with db.engine.connect() as connection:
        rows = connection.execute(text(FOUND[db.engine.dialect.name]))
        return {name: sorted(re.findall(r"[\w.']+", made)) for name, made in rows}


def test_models_and_migrations_make_the_same_triggers(migrated):
    made = _triggers()
    assert sorted(made) == sorted(f"{name}_keeps_{act}" for name in KEPT for act in DELETE_UPDATE)
    downgrade(revision="base")
    assert _triggers() == {}
    db.create_all()
    assert _triggers() == made
    db.drop_all()


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET ip = ''", "DELETE FROM audit_entry"])
def test_the_log_is_never_changed(migrated, statement):
    with transaction():
        record("case.registered", "case", 1)
    with pytest.raises(IntegrityError, match="audit_entry is never changed"), transaction():
        db.session.execute(text(statement))


@pytest.fixture
def claimed(app):
    """A case with an issued letter."""
    with clock.moved_to(clock.at(DAY)):
        yield World(app).stage("claimed")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reply SET text = '另一份' WHERE state = 'issued'",
        "UPDATE reply SET reply_class = 'A', outcome = 'solved' WHERE state = 'issued'",
        "UPDATE reply SET state = 'drafting' WHERE state = 'issued'",
        "DELETE FROM reply WHERE state = 'issued'",
        "UPDATE history_entry SET sentence = '没有这回事'",
    ],
)
def test_an_issued_letter_and_the_history_are_never_changed(claimed, statement):
    with pytest.raises(IntegrityError, match="is never changed"), transaction():
        db.session.execute(text(statement))


def test_the_scan_of_an_issued_letter_is_attached_once(claimed):
    with transaction():
        ids = [keep_bytes(SCAN + name, "件.pdf", None).id for name in (b"1", b"2")]
        db.session.execute(text(f"UPDATE reply SET scan_id = {ids[0]}, version = version + 1"))
    with pytest.raises(IntegrityError, match="reply is never changed"), transaction():
        db.session.execute(text(f"UPDATE reply SET scan_id = {ids[1]}"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rating SET overall = 'satisfied'",
        "DELETE FROM rating",
        "UPDATE rating_value SET value = 'satisfied'",
        "DELETE FROM rating_value",
    ],
)
def test_a_rating_is_never_changed(app, statement):
    with clock.moved_to(clock.at(DAY)):
        World(app).stage("unsatisfied")
    with pytest.raises(IntegrityError, match="is never changed"), transaction():
        db.session.execute(text(statement))
