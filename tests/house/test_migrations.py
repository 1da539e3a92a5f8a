"""The tables that the migrations make are the tables of the models, on both databases."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from tests.at_once import own_database
from tests.house.sources import ROOT, product
from tracker.kernel.db import db
from tracker.kernel.derived import is_compared

COMPARED = {"compare_type": True, "include_name": is_compared}
VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


@pytest.fixture
def database_url(backend, tmp_path, request):
    """An empty database on each of the two."""
    return own_database(backend, tmp_path, request)


def _shape() -> dict[str, tuple]:
    """Return what each table has: columns, keys, checks, indexes."""
    tables = inspect(db.engine)
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in tables.get_columns(name)),
            tables.get_pk_constraint(name)["constrained_columns"],
            sorted(str(key["name"]) for key in tables.get_foreign_keys(name)),
            sorted(str(unique["name"]) for unique in tables.get_unique_constraints(name)),
            Counter(_plain(check) for check in tables.get_check_constraints(name)),
            sorted((i["name"], tuple(i["column_names"])) for i in tables.get_indexes(name)),
        )
        for name in tables.get_table_names()
        if name != "alembic_version"
    }


def _plain(check: dict) -> tuple[str, str]:
    """Return a check constraint with its spelling made even."""
    return str(check["name"]), re.sub(r"\s+", " ", check["sqltext"])


def test_migrations_are_numbered_without_a_gap():
    names = [path.name for path in VERSIONS]
    assert names
    assert [name[:5] for name in names] == [f"{n:04d}_" for n in range(1, len(names) + 1)]
    revisions = [re.search(r"^revision = ['\"](\d{4})", p.read_text(), re.M) for p in VERSIONS]
    assert [found and found[1] for found in revisions] == [name[:4] for name in names]


def test_no_migration_ends_the_one_transaction_by_itself():
    ends = re.compile(r"autocommit|\bcommit\b|executescript", re.I)
    assert ends.search("op.execute('COMMIT')")
    assert [path.name for path in VERSIONS if ends.search(path.read_text())] == []


def test_the_program_upgrades_by_the_safe_way_only():
    users = {source.name for source in product() if "flask_migrate" in source.imported()}
    assert users == {"tracker/backup/schema_commands.py", "tracker/kernel/db.py"}
    callers = {source.name for source in product() if "bring_up()" in source.text}
    assert callers == {"run.py", "tracker/commands.py"}


def test_the_models_ask_for_nothing_that_the_migrations_do_not_make(migrated):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(context, db.metadata) == []


def test_the_migrations_make_the_same_tables_as_the_models(migrated):
    made = _shape()
    downgrade(revision="base")
    db.create_all()
    assert made
    assert made == _shape()
    db.drop_all()


def test_every_step_goes_down_and_up_again(migrated):
    top = _shape()
    for _step in VERSIONS:
        downgrade(revision="-1")
    assert _shape() == {}
    for _step in VERSIONS:
        upgrade(revision="+1")
    assert _shape() == top
