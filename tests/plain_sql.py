"""Plain queries for the oracles, on the database of the application."""

from __future__ import annotations

from sqlalchemy import text

from tracker.kernel.db import db


def rows(query: str) -> list[tuple]:
    """Run a plain query; the reading goes on."""
    return [tuple(row) for row in db.session.execute(text(query))]
