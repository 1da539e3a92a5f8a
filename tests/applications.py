"""Applications that are made once for a process; each user has one on a place of its own.

To make an application and to let SQLAlchemy compile its statements costs far more than most tests.
Both are kept, as they are kept between the requests of an installation; the folder, the keys, the
settings and the database are new each time; what a user changes is put back at the end. Who needs
one while another is in use gets a second one. Routes and handlers cannot be added: Flask refuses
that after the first request, which is made at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from flask import Flask
from sqlalchemy import Dialect, event, make_url

from config import Config
from tracker import create_app
from tracker.audit import keys
from tracker.kernel.db import db


class Kind(NamedTuple):
    """What an application takes from its configuration once, when it is made."""

    driver: str
    insecure_http: bool
    behind_proxy_hops: int
    upload_max_mib: int


_free: dict[Kind, list[Flask]] = {}


@contextmanager
def application_at(config: Config) -> Iterator[Flask]:
    """Let an application with a configuration stand on a folder and a database."""
    free = _free.setdefault(_kind(config), [])
    app = free.pop() if free else _make(config)
    settings, attributes, extensions = dict(app.config), dict(vars(app)), dict(app.extensions)
    app.config.update(
        TRACKER=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        LISTS_READ_IN_LINE=True,
    )
    with app.app_context():
        db.engine.url = make_url(config.database_url)
        keys.ensure(app)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            vars(app).update(attributes)
            for now, before in ((app.config, settings), (app.extensions, extensions)):
                now.clear()
                now.update(before)
            free.append(app)


def _kind(config: Config) -> Kind:
    """Return of which kind the application of a configuration is."""
    driver = make_url(config.database_url).drivername
    return Kind(driver, config.insecure_http, config.behind_proxy_hops, config.upload_max_mib)


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
