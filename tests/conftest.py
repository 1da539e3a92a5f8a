"""Fixtures: the application on SQLite or PostgreSQL, clients by role, a held clock."""

from __future__ import annotations

import secrets
import shutil
from datetime import date
from pathlib import Path

import pytest
from flask_migrate import upgrade

from config import Config
from tests import built, factories, scenes
from tests.applications import application_at
from tests.browser.world import build_whole
from tests.entering import entered
from tests.rating.answered import build_answered
from tests.reply.letters import DAY
from tracker import create_app
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import Role

pytest_plugins = ("tests.cheap", "tests.postgres", "tests.time_spent")


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request):
    """Each database that the product supports."""
    return request.param


@pytest.fixture
def database_url(tmp_path: Path):
    """The database of a test: SQLite unless the test asks for `backend`."""
    return f"sqlite:///{tmp_path / 'tracker.db'}"


@pytest.fixture
def make_config(tmp_path: Path):
    """Return a function that makes a configuration for a database."""

    def make(url: str, **changes) -> Config:
        values = {
            "data_dir": tmp_path,
            "database_url": url,
            "secret_key": secrets.token_hex(16),
            "audit_key_file": tmp_path / "audit.key",
            "insecure_http": True,
        }
        return Config(**{**values, **changes})

    return make


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """An SQLite file with all tables, made once."""
    folder = tmp_path_factory.mktemp("empty")
    built.build(folder, lambda: None)
    return folder / "tracker.db"


@pytest.fixture
def app(database_url, make_config, tmp_path: Path, request):
    """The application on an empty database with all tables."""
    if database_url.startswith("sqlite:"):
        folder = request.getfixturevalue("empty_database").parent
        shutil.copy(folder / "tracker.db", tmp_path)
    else:
        folder, _ = request.getfixturevalue("postgres_originals").put(database_url, "tables")
    shutil.copy(folder / "audit.key", tmp_path)  # else the database is asked whether to make one
    with application_at(make_config(database_url)) as application:
        application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        yield application


@pytest.fixture(scope="session")
def built_district(tmp_path_factory):
    """The small district of tests.scenes, built once; tests work on copies."""
    folder = tmp_path_factory.mktemp("district")
    district = built.build(folder, scenes.build)
    return folder, district


@pytest.fixture
def district(app, database_url, tmp_path: Path, built_district, request):
    """The small district of tests.scenes, in the test's own database."""
    if not database_url.startswith("sqlite:"):
        db.session.remove()
        db.engine.dispose()
        originals = request.getfixturevalue("postgres_originals")
        built_district = originals.put(database_url, "district", scenes.build)
    return built.copied(*built_district, tmp_path)


@pytest.fixture(scope="session")
def built_answer(tmp_path_factory):
    """The district with a suggestion that 教育局 answered, built once."""
    folder = tmp_path_factory.mktemp("answer")
    return folder, built.build(folder, build_answered)


@pytest.fixture
def answered_letters(app, tmp_path: Path, built_answer):
    """A suggestion that 教育局 answered on 3 April 2026, in the test's own database."""
    folder, made = built_answer
    with clock.moved_to(clock.at(DAY)):
        yield made.copied(folder, app, tmp_path)


@pytest.fixture(scope="session")
def built_world(tmp_path_factory):
    """The district with a case at every stage and a person of each role, built once."""
    folder = tmp_path_factory.mktemp("world")
    return folder, build_whole(folder)


@pytest.fixture
def whole_world(app, tmp_path: Path, built_world):
    """A case at every stage and a person of each role, in the test's own database."""
    folder, made = built_world
    with clock.moved_to(clock.at(DAY)):
        yield made.copied(folder, app, tmp_path)


@pytest.fixture
def migrated(make_config, database_url):
    """The application on a database made by the migrations."""
    application = create_app(make_config(database_url))
    with application.app_context():
        upgrade()
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app):
    """An anonymous client."""
    return app.test_client()


@pytest.fixture
def client_as(app):
    """Return a function that gives a client logged in under a role."""

    def log_in(*roles: Role):
        with transaction():
            login = factories.make_account(*roles)
        return entered(app, login)

    return log_in


@pytest.fixture
def on():
    """Hold the clock on a day at nine in the morning: `with on(date(2026, 3, 18)):`."""

    def hold(day: date):
        return clock.moved_to(clock.at(day))

    return hold
