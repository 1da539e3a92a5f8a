"""Installations in folders of their own."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial

import pytest
from flask_migrate import upgrade

from tests.backup.installations import KEY, filled, new_database
from tracker import create_app
from tracker.backup import making
from tracker.kernel.db import db


@pytest.fixture
def installation(tmp_path, make_config):
    """Return a context that is one installation, with the schema of the migrations."""
    numbers = iter(range(10))

    @contextmanager
    def place(url="", key=KEY, migrated=True, **changes):
        folder = tmp_path / f"place{next(numbers)}"
        folder.mkdir()
        (folder / "audit.key").write_text(key)
        made = make_config(
            url or f"sqlite:///{folder / 'tracker.db'}",
            data_dir=folder,
            audit_key_file=folder / "audit.key",
            **changes,
        )
        app = create_app(made)
        with app.app_context():
            if migrated:
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


@pytest.fixture
def saved(installation, tmp_path):
    """An archive of a filled SQLite installation."""
    path = tmp_path / "saved.zip"
    with installation() as app:
        filled()
        making.make(app, path)
    return path
