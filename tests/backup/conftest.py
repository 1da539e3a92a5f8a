"""Installations in folders of their own."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from functools import partial

import pytest
from flask import current_app
from flask_migrate import upgrade

from tests import built
from tests.backup.installations import KEY, filled, new_database
from tracker import create_app
from tracker.backup import making
from tracker.kernel.db import db


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory):
    """An SQLite file as the migrations make it, made once."""
    folder = tmp_path_factory.mktemp("migrated")
    built.build(folder, lambda: None, upgrade)
    return folder / "tracker.db"


@pytest.fixture
def installation(tmp_path, make_config, migrated_database):
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
        app = create_app(made)  # its own: these tests change where it finds migrations
        with app.app_context():
            if migrated and url:
                upgrade()
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()

    return place


@pytest.fixture
def two_places(backend, installation, request):
    """Return contexts of two installations on one kind of database: where from, where to."""
    if backend == "sqlite":
        return installation, installation
    server = request.getfixturevalue("postgres_server")

    def on(name):
        return partial(installation, new_database(server, name), postgres_tools=server.bin_path)

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
