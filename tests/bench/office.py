"""An office to measure: the application on a database, people, and what they send to it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from config import Config
from tests.bench import copying
from tests.bench.copying import Copy
from tracker import create_app
from tracker.accounts import passwords
from tracker.demo import places
from tracker.kernel import clock
from tracker.kernel.db import db

TODAY = date(2026, 6, 10)
RUNNING = "tracker"


def open_office(folder: Path, url: str = "") -> Flask:
    """Return the application on a database, SQLite in the folder where none is named.

    Tables are made where there are none; passwords cost next to nothing.
    """
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    config = Config(
        data_dir=folder,
        database_url=url or f"sqlite:///{folder / f'{RUNNING}.db'}",
        secret_key=secrets.token_hex(16),
        audit_key_file=folder / "audit.key",
        insecure_http=True,
        password_days=1000,
    )
    app = create_app(config)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, LISTS_READ_IN_LINE=True)
    with app.app_context():
        db.create_all()
    return app


@contextmanager
def at_work(app: Flask) -> Iterator[Flask]:
    """Hold the clock on the day of the measuring, inside the application."""
    with clock.moved_to(clock.at(TODAY)), app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def multiply(times: int) -> None:
    """Copy every case with all that hangs on it, so that there are so many of each."""
    copying.copy([Copy(k, ended=False) for k in range(1, times)], ended=())


def client_of(app: Flask, login: str) -> FlaskClient:
    """Return a client logged in as a person of the district."""
    client = app.test_client()
    client.post("/login", data={"login": login, "password": places.PASSWORD})
    return client


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to the database in the block."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
