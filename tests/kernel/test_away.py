"""The database is away: every page says so without it, and is there again without a restart."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import threading
from contextlib import closing, suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, make_url

from tests.at_once import own_database
from tests.factories import PASSWORD
from tests.house.people import client_of, login_name
from tests.house.routes import address, permission_of, views
from tests.house.test_typed_is_kept import SENT, lost
from tracker import create_app
from tracker.kernel import clock, trouble
from tracker.kernel.db import db
from tracker.permissions import ANONYMOUS
from tracker.roles import Role


class Gate:
    """A way to the socket of a server that can be shut, with all who are on it."""

    def __init__(self, server: str) -> None:
        """Open it at a free port."""
        self.server, self.pairs, self.open = server, [], True
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if not self.open:
                    near.close()
                    continue
                far = socket.socket(socket.AF_UNIX)
                far.connect(self.server)
                self.pairs += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        self._end(one, other)

    def _end(self, *ends: socket.socket) -> None:
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def shut(self) -> None:
        """End every connection, and let nobody in."""
        self.open = False
        self._end(*self.pairs)

    def close(self) -> None:
        """Give the port back."""
        self.shut()
        self.listener.close()
        for end in self.pairs:
            end.close()


@pytest.fixture
def gate(request, tmp_path):
    """A gate before a PostgreSQL, and the address of a database behind it."""
    url = make_url(own_database("postgresql", tmp_path, request))
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(False)) as known:
        folder, port = known.info.host, known.info.port
    made = Gate(f"{folder}/.s.PGSQL.{port}")
    behind = url.set(host="127.0.0.1", port=made.port, query={"sslmode": "disable"})
    yield made, behind.render_as_string(False)
    made.close()


def served(config):
    """An application of its own with its tables."""
    app = create_app(config)
    app.config.update(WTF_CSRF_ENABLED=False)
    with app.app_context():
        db.create_all()
    return app


def test_without_postgresql_every_page_says_so_and_comes_back_by_itself(gate, make_config):
    (way, url) = gate
    app = served(make_config(url))
    with app.app_context():
        login = login_name(Role.OH)
        db.session.remove()
    client = app.test_client()
    client.post("/login", data={"login": login, "password": PASSWORD})
    assert client.get("/").status_code == 200
    way.shut()
    assert client.get("/health/live").status_code == 503
    everywhere_away(app, client)
    assert app.test_client().get("/health/live").text == trouble.NO_DATABASE
    way.open = True
    assert client.get("/").status_code == 200
    assert client.get("/health/live").status_code == 200
    with app.app_context():
        db.engine.dispose()


def everywhere_away(app, client) -> None:
    """Ask for every page, and send every form: each says what is the matter."""
    for rule in views(app):
        if permission_of(app, rule) in ANONYMOUS and rule.endpoint != "accounts.log_in_post":
            continue
        path = address(app, rule, 1)
        if "GET" in rule.methods:
            answer = client.get(path)
            assert (answer.status_code, "连不上数据库" in answer.text) == (503, True), path
            assert answer.headers["Retry-After"]
            assert answer.mimetype == "text/html"
        if "POST" in rule.methods:
            answer = client.post(path, data=SENT)
            assert (answer.status_code, lost(answer)) == (503, False), path


@pytest.fixture
def on_sqlite(make_config, database_url, tmp_path):
    """The file of an installation on SQLite, and a clerk who is logged in there."""
    app = served(make_config(database_url))

    @event.listens_for(db_engine(app), "connect")
    def _wait_little(connection, _record):
        connection.execute("PRAGMA busy_timeout=50")

    with app.app_context():
        db.engine.dispose()
        client = client_of(app, Role.OH)
        db.session.remove()
    assert client.get("/").status_code == 200
    yield tmp_path / "tracker.db", client
    with app.app_context():
        db.engine.dispose()


def db_engine(app):
    """Return the engine of an application."""
    with app.app_context():
        return db.engine


class Slow(BytesIO):
    """A body that comes slowly, or breaks off: notes whether the database was asked meanwhile."""

    asked: bool | None = None
    broken = False

    def readinto(self, buffer) -> int:
        """Give what is there."""
        self.asked = db.session.registry.has() and db.session().in_transaction()
        if self.broken:
            raise ConnectionResetError
        return super().readinto(buffer)


def test_a_form_is_read_before_the_database_is_asked(app):
    client, body = client_of(app, Role.UH), Slow(b"name=x")
    form = {"content_length": 6, "content_type": "application/x-www-form-urlencoded"}
    db.session.remove()
    assert client.post("/units/new", input_stream=body, **form).status_code == 403
    assert body.asked is False
    broken = Slow(b"name=x")
    broken.broken = True
    assert client.post("/units/new", input_stream=broken, **form).status_code == 400


def test_a_file_that_was_moved_away_is_not_made_anew_and_not_written_where_it_went(on_sqlite):
    file, client = on_sqlite
    aside = file.with_suffix(".aside")
    file.rename(aside)
    before = aside.read_bytes()
    with clock.moved_to(clock.now() + timedelta(minutes=2)):
        assert client.get("/").status_code == 503
        assert client.get("/health/live").status_code == 503
        answer = client.post("/units/new", data=SENT)
    assert (answer.status_code, lost(answer)) == (503, False)
    assert "多半没有保存" in answer.text
    assert (file.exists(), aside.read_bytes()) == (False, before)
    shutil.copy(aside, file)
    assert client.get("/").status_code == 200
    aside.unlink()


def test_a_file_put_in_its_place_is_the_one_that_is_read(on_sqlite):
    file, client = on_sqlite
    other = Path(shutil.copy(file, file.with_suffix(".other")))
    with closing(sqlite3.connect(other)) as changed:
        changed.execute("UPDATE login_session SET revoked_at = last_seen_at")
        changed.commit()
    other.replace(file)
    assert client.get("/").location.startswith("/login")


def test_a_database_that_somebody_holds_is_told_and_readable_after(on_sqlite):
    file, client = on_sqlite
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert client.get("/").status_code == 503
        assert client.get("/health/live").status_code == 503
        holder.execute("ROLLBACK")
        holder.execute("BEGIN IMMEDIATE")  # another writes: reading goes on
        with clock.moved_to(clock.now() + timedelta(minutes=2)):
            assert client.get("/").status_code == 200
            assert client.post("/units/new", data={"name": "x"}).status_code in (403, 503)
        holder.execute("ROLLBACK")
    assert client.get("/health/live").status_code == 200
