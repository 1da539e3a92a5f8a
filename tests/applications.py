"""One application for each configuration and process; each user has it on a place of its own.

To make an application and to let SQLAlchemy compile its statements costs far more than most tests.
Both are kept, as they are kept between the requests of an installation; the folder, the keys and
the database are new each time; settings and attributes are put back at the end. Routes and handlers
cannot be added: Flask refuses that after the first request, which is made at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy import Dialect, event, make_url

from config import Config
from tracker import create_app
from tracker.audit import keys
from tracker.kernel.db import db

_made: dict[Config, Flask] = {}
_in_use: set[Config] = set()


@contextmanager
def application_at(config: Config) -> Iterator[Flask]:
    """Let the application of a configuration stand on a folder and a database."""
    kind = _kind(config)
    assert kind not in _in_use, "the application stands on another database still"
    app = _made.get(kind) or _made.setdefault(kind, _make(config))
    settings, attributes = dict(app.config), dict(vars(app))
    app.config.update(
        TRACKER=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
    )
    _in_use.add(kind)
    with app.app_context():
        db.engine.url = make_url(config.database_url)
        keys.ensure(app)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            vars(app).update(attributes)
            app.config.clear()
            app.config.update(settings)
            _in_use.remove(kind)


def _kind(config: Config) -> Config:
    """Return a configuration without what is of one place only."""
    dialect = make_url(config.database_url).drivername
    nowhere = Path()
    return replace(
        config, data_dir=nowhere, audit_key_file=nowhere, secret_key="", database_url=dialect
    )


def _make(config: Config) -> Flask:
    """Make an application whose engine connects to what its address says at the moment."""
    app = create_app(config)
    with app.app_context():
        engine = db.engine
    app.test_client().get("/static/none")
    engine.update_execution_options(compiled_cache={})  # more than the usual 500 are kept

    @event.listens_for(engine, "do_connect")
    def _connect(dialect: Dialect, _record, _args, _parameters):
        args, parameters = dialect.create_connect_args(engine.url)
        return dialect.connect(*args, **parameters)

    @event.listens_for(engine, "connect")
    def _do_not_wait_for_the_disk(connection, _record):
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA synchronous=OFF")

    return app
