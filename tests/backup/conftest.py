"""Installations in folders of their own."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import current_app
from flask_migrate import upgrade

from tests import built, postgres
from tests.applications import application_at
from tests.backup.earlier import loading
from tests.backup.installations import KEY, filled
from tracker.backup import making
from tracker.kernel import clock

MIGRATIONS = Path(__file__).parents[2] / "migrations"
LATER = """import os
import signal

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade():
    op.create_table(
        "later",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id")),
    )
    with op.batch_alter_table("unit") as batch:
        batch.add_column(sa.Column("later_note", sa.Text(), server_default="", nullable=False))
{more}

def downgrade():
    with op.batch_alter_table("unit") as batch:
        batch.drop_column("later_note")
    op.drop_table("later")
"""


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory):
    """An SQLite file as the migrations make it, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    built.build(folder, lambda: None, upgrade)
    return folder / "tracker.db"


@pytest.fixture
def installation(tmp_path, make_config, migrated_database, request):
    """Return a context that is one installation, with the schema of the migrations."""
    numbers = iter(range(10))

    @contextmanager
    def place(url="", key=KEY, migrated=True, **changes):
        folder = tmp_path / f"place{next(numbers)}"
        folder.mkdir()
        (folder / "audit.key").write_text(key)
        if migrated and not url:
            shutil.copy(migrated_database, folder)
        made = make_config(
            url or f"sqlite:///{folder / 'tracker.db'}",
            data_dir=folder,
            audit_key_file=folder / "audit.key",
            **changes,
        )
        if migrated and url:
            originals = request.getfixturevalue("postgres_originals")
            originals.put(url, "migrated", tables=upgrade)
        with application_at(made) as app:
            migrate = app.extensions["migrate"]
            directory = migrate.directory
            try:
                yield app
            finally:
                migrate.directory = directory  # `make_later` leads elsewhere

    return place


@pytest.fixture
def two_places(backend, installation, request):
    """Return contexts of two installations on one kind of database: where from, where to."""
    if backend == "sqlite":
        return installation, installation
    server = request.getfixturevalue("postgres_server")

    def on(name):
        return partial(installation, postgres.new(server, name), postgres_tools=server.bin_path)

    return on("drill_from"), on("drill_to")


@pytest.fixture(scope="session")
def saved_once(tmp_path_factory):
    """An archive of a filled SQLite installation, made once."""
    folder = tmp_path_factory.mktemp("saved")
    (folder / "audit.key").write_text(KEY)

    def save():
        filled()
        making.make(current_app, folder / "saved.zip")

    built.build(folder, save, upgrade)
    return folder / "saved.zip"


@pytest.fixture
def saved(saved_once, tmp_path):
    """An archive of a filled SQLite installation."""
    return shutil.copy(saved_once, tmp_path / "saved.zip")


@pytest.fixture(scope="session")
def earlier_sqlite(tmp_path_factory):
    """The folder of the earlier version on SQLite, made once."""
    folder = tmp_path_factory.mktemp("earlier")
    loading.build(folder, f"sqlite:///{folder / 'tracker.db'}")
    return folder


@pytest.fixture(scope="session")
def earlier_postgresql(postgres_server, tmp_path_factory, request):
    """The folder of the earlier version on PostgreSQL, made once; its database is `earlier`."""
    folder = tmp_path_factory.mktemp("earlier")
    loading.build(folder, postgres.new(postgres_server, "earlier"))
    return folder


@pytest.fixture
def office(backend, request, installation):
    """The installation of an office that works with the earlier version."""
    folder = request.getfixturevalue(f"earlier_{backend}")
    url, tools = "", None
    if backend == "postgresql":
        server = request.getfixturevalue("postgres_server")
        url, tools = postgres.new(server, template="earlier"), server.bin_path
    with installation(url, migrated=False, postgres_tools=tools) as app:
        for path in (folder / "blobs", *folder.glob("tracker.db")):
            target = app.config["TRACKER"].data_dir / path.name
            shutil.copytree(path, target) if path.is_dir() else shutil.copy(path, target)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        with clock.moved_to(clock.at(loading.day() + timedelta(days=1))):
            yield app


@pytest.fixture
def make_later(tmp_path):
    """Return a function that gives a program one migration more; it returns their folder.

    `more` are lines at the end of its upgrade; a second call replaces the migration.
    """

    def change(app, *more):
        folder = tmp_path / "migrations"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(MIGRATIONS, folder, ignore=ignored, dirs_exist_ok=True)
        head = max(path.name[:4] for path in (MIGRATIONS / "versions").glob("*.py"))
        lines = "".join(f"    {line}\n" for line in more)
        text = LATER.format(head=head, more=lines)
        (folder / "versions" / "9999_later.py").write_text(text)
        app.extensions["migrate"].directory = str(folder)
        return str(folder)

    return change
