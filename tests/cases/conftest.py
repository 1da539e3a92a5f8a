"""The town of the search, built once for each database; each test works on a copy."""

from __future__ import annotations

import copy
import secrets
import shutil

import psycopg
import pytest
from flask_migrate import upgrade

from config import Config
from tests import scenes
from tests.at_once import own_database
from tests.built import KEPT
from tests.cases.search_town import Town
from tracker import create_app
from tracker.kernel.db import db


@pytest.fixture(scope="session")
def built_towns(tmp_path_factory, request):
    """Return a function that gives the town on a kind of database: folder, address, people."""
    built = {}

    def town_on(backend: str):
        if backend not in built:
            folder = tmp_path_factory.mktemp(f"town_{backend}")
            url = own_database(backend, folder, request)
            config = Config(
                data_dir=folder,
                database_url=url,
                secret_key=secrets.token_hex(16),
                audit_key_file=folder / "audit.key",
                insecure_http=True,
            )
            with create_app(config).app_context():
                upgrade()
                town = Town(scenes.build())
                db.session.remove()
                db.engine.dispose()
            built[backend] = (folder, url, town)
        return built[backend]

    return town_on


@pytest.fixture
def town(backend, built_towns, make_config, tmp_path, request):
    """The town on each of the two databases, in the test's own copy."""
    folder, url, made = built_towns(backend)
    for name in KEPT if backend == "sqlite" else ("audit.key",):
        shutil.copy(folder / name, tmp_path / name)
    own = f"sqlite:///{tmp_path / 'tracker.db'}"
    if backend == "postgresql":
        own = _copied(url, request.getfixturevalue("postgres_server"))
    town = copy.deepcopy(made)
    town.app = create_app(make_config(own))
    town.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with town.app.app_context():
        yield town
        db.session.remove()
        db.engine.dispose()


def _copied(url: str, server) -> str:
    """Return the address of a copy of a database."""
    name = f"town_{secrets.token_hex(6)}"
    original = url.split("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {original}")
    return server.get_uri(database=name, driver="psycopg")
