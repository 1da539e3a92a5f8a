"""Installations in folders of their own."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from flask_migrate import upgrade

from tests.backup.installations import KEY, filled
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
            yield app
            db.session.remove()
            db.engine.dispose()

    return place


@pytest.fixture
def saved(installation, tmp_path):
    """An archive of a filled SQLite installation."""
    path = tmp_path / "saved.zip"
    with installation() as app:
        filled()
        making.make(app, path)
    return path
