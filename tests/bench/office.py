"""An office with thousands of cases: a few made by the real actions, the rest their copies."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, event, text
from sqlalchemy.engine import Engine

from config import Config
from tracker import create_app
from tracker.cases import index
from tracker.demo import answered, places
from tracker.demo.answered import Way
from tracker.demo.tale import Tale, register
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.terms import BodyType

TODAY = date(2026, 6, 10)
ORIGINALS = 40
APART = 100_000
RUNNING = "tracker"
SUBMITTER, DIGITS = "submitter:", "'0123456789'"
WALKED = (*answered.WAYS, *(Way(answered.satisfied, 160),) * ORIGINALS)[:ORIGINALS]


def open_office(folder: Path) -> Flask:
    """Return the application on the database in a folder; tables are made where there are none."""
    config = Config(
        data_dir=folder,
        database_url=f"sqlite:///{folder / f'{RUNNING}.db'}",
        secret_key=secrets.token_hex(16),
        audit_key_file=folder / "audit.key",
        insecure_http=True,
        password_days=1000,
    )
    app = create_app(config)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
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


def make_originals(walked: Sequence[Way] = WALKED) -> int:
    """Make the district, and one case on each road by the real actions; return how many."""
    data = places.read()
    with clock.moved_to(clock.at(date(TODAY.year - 1, 1, 2), 8)), transaction():
        district = places.make(data, TODAY)
    with transaction():
        places.make_accounts(district, data)
    for place, way in enumerate(walked):
        topics = [row for row in data["topics"] if way.unit in ("", row["unit"])]
        tale = Tale(
            district=district,
            topic=topics[place % len(topics)],
            place="城东片区",
            kind=BodyType.CONGRESS if place % 5 < 3 else BodyType.CPPCC,
            number=f"{place + 1:03d}",
            session=3,
            deputy=place,
            key_item=place % 17 == 3,
            confidential=place % 29 == 11,
            turn=place,
        )
        start = _monday(TODAY - timedelta(days=way.age))
        register(tale, start)
        way.road(tale, start + timedelta(days=3))
    return len(walked)


def _monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def multiply(times: int) -> None:
    """Copy every case with all that hangs on it, so that there are so many of each; index them."""
    tables = _of_cases()
    with transaction():
        for table in tables:
            db.session.execute(text(_copies(table, {t.name for t in tables})), {"last": times - 1})
        index.refill()


def _of_cases() -> list[Table]:
    """Return the tables whose rows belong to a case, parents first."""
    found = {"case_record"}
    ordered = db.metadata.sorted_tables
    for table in ordered:
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return [table for table in ordered if table.name in found]


def _copies(table: Table, moved: set[str]) -> str:
    """Return the statement that copies a table's rows, each copy with ids of its own."""
    values = []
    for column in table.columns:
        name, value = f'"{column.name}"', f'one."{column.name}"'
        points = {key.column.table.name for key in column.foreign_keys}
        if column.primary_key or points & moved or column.name == "subject_id":
            value = f"{name} + k * {APART}"
        elif table.name == "case_record" and column.name in ("number", "number_key"):
            value = 'k || "number"'
        elif column.name == "recipient":
            value = _recipient(name)
        values.append(value)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    counted = "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < :last)"
    some = f"{counted} SELECT {', '.join(values)} FROM {table.name} AS one, n WHERE :last > 0"
    return f"INSERT INTO {table.name} ({names}) {some}"


def _recipient(name: str) -> str:
    """Return whom a copy's reminder reminds: `submitter:12:person` names a row of its own."""
    begin = len(SUBMITTER) + 1
    number = f"CAST(substr({name}, {begin}) AS INTEGER)"
    copied = (
        f"'{SUBMITTER}' || ({number} + k * {APART}) || ltrim(substr({name}, {begin}), {DIGITS})"
    )
    return f"CASE WHEN {name} LIKE '{SUBMITTER}%' THEN {copied} ELSE {name} END"


def copy_of(folder: Path, count: int) -> Path:
    """Return a copy of an office with so many cases, a multiple of the originals."""
    other = folder.with_name(f"{folder.name}-{count}")
    if not other.exists():
        shutil.copytree(folder, other)
        with at_work(open_office(other)):
            multiply(count // ORIGINALS)
    return other


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
