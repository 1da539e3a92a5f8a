"""What an installation keeps is on the disk; only the applications of the tests do not wait."""

from __future__ import annotations

from sqlalchemy import text

from tracker import create_app
from tracker.kernel.db import db

EXTRA = 3


def test_an_installation_on_sqlite_waits_for_the_disk_at_every_commit(make_config, database_url):
    with create_app(make_config(database_url)).app_context():
        assert db.session.scalar(text("PRAGMA synchronous")) == EXTRA
        assert db.session.scalar(text("PRAGMA journal_mode")) == "truncate"
        db.session.remove()
        db.engine.dispose()
