"""Law 8: the database itself holds every state and every "only once"."""

from __future__ import annotations

import pytest
from flask import current_app
from sqlalchemy import Enum, text
from sqlalchemy.exc import IntegrityError

from tests import built, scenes
from tests.house.sources import product
from tests.reply.letters import DAY, PROMISED, Letters
from tests.rows import the
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.plan.jobs import run_day
from tracker.rating import actions as rating
from tracker.rating.models import Rating
from tracker.reply import issuing
from tracker.reply.queries import open_commitments
from tracker.supervise import actions as supervise
from tracker.terms import DeliveryWay, Dimension, Satisfaction

# a second row that says the same is refused, whatever its other columns are
ONCE = (
    "account_role", "assignment", "body", "case_record", "congress_session", "daily_run",
    "deadline", "delivery", "mandate", "rating", "rating_value", "reminder", "reply",
    "rework_decision", "unit",
)  # fmt: skip
# what a state asks for; each of these changes is refused
BROKEN = {
    "an issued letter without number": "UPDATE reply SET number = ''",
    "an issued letter without date": "UPDATE reply SET issued_on = NULL",
    "an issued letter without signer": "UPDATE reply SET signer = ''",
    "a letter 'not stated' that the office did not enter": "UPDATE reply SET not_stated = 1",
    "a letter signed by its writer": "UPDATE reply SET signed_by = drafter_id",
    "a rating without a value": "UPDATE rating SET overall = NULL",
    "不满意 without a reason": "UPDATE rating SET reason = ''",
    "a lapse without a day": "UPDATE rating SET state = 'lapsed', lapsed_on = NULL",
    "a closed case without a day": "UPDATE case_record SET state = 'closed', closed_on = NULL",
    "an assignment without a unit": "UPDATE assignment SET unit_id = NULL",
    "an assignment without a day": "UPDATE assignment SET assigned_on = NULL",
    "a separate unit without its part": "UPDATE assignment SET role = 'separate', part = ''",
    "a kept promise without a day": "UPDATE commitment SET state = 'closed', ended_on = NULL",
    "a round below one": "UPDATE assignment SET round = 0",
    "a case without a number": "UPDATE case_record SET number = ''",
}
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def _states() -> list[tuple[str, str]]:
    """Return every column that holds a term of the trade."""
    return [
        (table.name, column.name)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Enum)
    ]


@pytest.fixture(scope="session")
def built_life(tmp_path_factory):
    """A case with a row in each of the tables, built once."""
    folder = tmp_path_factory.mktemp("life")
    built.build(folder, _live)
    return folder


@pytest.fixture
def lived(app, tmp_path, built_life):
    """A case with a row in each of the tables, in the test's own database."""
    built.put(built_life, tmp_path)


def _live() -> None:
    """Answer a case with a promise, let it be rated, decide on it; lift what hides constraints."""
    with clock.moved_to(clock.at(DAY)):
        letters = Letters(current_app, scenes.build())
        letters.issued(PROMISED)
        with letters.by("handler"):
            issuing.record_delivery(
                letters.letter(), letters.case().lead, DeliveryWay.IN_PERSON, DAY
            )
        with letters.by("deputy"):
            values = {Dimension.OVERALL: Satisfaction.UNSATISFIED}
            row = rating.submit(letters.letter(), values, "没有完成时限。")
        with letters.by("leader"):
            supervise.decide_without_round(the(Rating, row.id), "已当面解释。", DAY)
        with transaction():
            assert open_commitments(letters.case_id)
    with clock.moved_to(clock.at(PROMISED.promise_due_on)):
        run_day(PROMISED.promise_due_on)
    with transaction():  # the triggers that keep rows from change would hide the constraints
        for name in db.session.scalars(text(TRIGGERS)).all():
            db.session.execute(text(f"DROP TRIGGER {name}"))


def _again(name: str) -> str:
    """Return the statement that writes one row of a table a second time, under another id."""
    columns = [column.name for column in db.metadata.tables[name].columns]
    values = ["id + 1000" if column == "id" else column for column in columns]
    return f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {name}"


def test_every_state_and_every_term_has_its_check():
    columns = db.metadata.tables
    held = [columns[table].columns[name].type for table, name in _states()]
    assert len(held) > 30
    assert all(one.create_constraint and not one.native_enum for one in held)
    named = {table for table, name in _states() if name == "state"}
    plain = {t.name for t in db.metadata.sorted_tables if "state" in t.columns} - named
    assert plain == set()


@pytest.mark.parametrize("place", _states(), ids="-".join)
def test_a_word_that_is_no_term_is_refused(lived, place):
    table, column = place
    with transaction():
        if not db.session.scalar(text(f"SELECT count(*) FROM {table}")):
            return
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(f"UPDATE {table} SET {column} = 'nonsense'"))


@pytest.mark.parametrize("what", BROKEN)
def test_a_state_without_what_belongs_to_it_is_refused(lived, what):
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(BROKEN[what]))


@pytest.mark.parametrize("name", ONCE)
def test_what_happens_only_once_stands_only_once(lived, name):
    with transaction():
        assert db.session.scalar(text(f"SELECT count(*) FROM {name}")) > 0
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(_again(name)))


def test_the_product_never_switches_the_constraints_off():
    off = ("foreign_keys=OFF", "ignore_check_constraints", "INSERT OR IGNORE", "ON CONFLICT")
    assert [s.name for s in product() if any(word in s.text for word in off)] == []
