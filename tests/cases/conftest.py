"""The town of the search, built once for each database; each test works on a copy."""

from __future__ import annotations

import copy
import secrets
import shutil

import pytest
from flask_migrate import upgrade

from config import Config
from tests import postgres, scenes
from tests.applications import application_at
from tests.at_once import own_database
from tests.built import KEPT
from tests.cases.search_town import Town


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
            with application_at(config):
                upgrade()
                built[backend] = (folder, url, Town(scenes.build()))
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
        server = request.getfixturevalue("postgres_server")
        own = postgres.new(server, template=postgres.name_of(url))
    town = copy.deepcopy(made)
    with application_at(make_config(own)) as town.app:
        town.app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        yield town
