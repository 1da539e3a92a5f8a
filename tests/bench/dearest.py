"""The dearest statements of a page, each sent again alone, with the way the database takes."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.bench.cost import backend, spent
from tests.bench.office import client_of
from tests.bench.pages import PAGES, address_of, values_of
from tracker.kernel.db import db

TURNS = 3
MOST = 3
PLAN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (ANALYZE, BUFFERS) "}


def of(app: Flask, folder: Path, names: tuple[str, ...]) -> list[dict]:
    """Return of each page the statements that take the longest."""
    values = values_of(folder)
    found = []
    for page in PAGES:
        if names and page.name not in names:
            continue
        client, address = client_of(app, page.login.format(**values)), address_of(app, page, values)
        client.get(address)
        db.session.remove()
        sent = _sent(client, address)
        db.session.remove()
        rows = sorted((_alone(*one) for one in sent), key=lambda row: -row["ms"])[:MOST]
        for row in rows:
            row["plan"] = _plan(row["statement"], row.pop("parameters"))
        found.append({"page": page.name, "statements": rows})
    return found


def _sent(client, address: str) -> list[tuple[str, Any]]:
    """Return the reading statements of a page with their values."""
    sent: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        if statement.lstrip().startswith(("SELECT", "WITH")):
            sent.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        client.get(address)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return sent


def _alone(statement: str, parameters: Any) -> dict:
    """Return how long a statement takes with all its rows."""
    process, cursor = backend(), db.session.connection().connection.cursor()
    taken, rows = [], []
    for _turn in range(TURNS):
        begun = process_time() + spent(process)
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
        taken.append(process_time() + spent(process) - begun)
    best = round(min(taken) * 1000, 2)
    return {"statement": statement, "parameters": parameters, "ms": best, "rows": len(rows)}


def _plan(statement: str, parameters: Any) -> list[str]:
    """Return the way the database takes."""
    cursor = db.session.connection().connection.cursor()
    cursor.execute(PLAN[db.engine.dialect.name] + statement, parameters)
    return [str(row[-1]) for row in cursor.fetchall()]
