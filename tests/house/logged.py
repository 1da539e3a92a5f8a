"""What the log tells of an act: about the very thing that the form was about."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import func, select

from tracker.audit.models import AuditEntry
from tracker.kernel.db import db
from tracker.roles import AuditResult
from tracker.sending.since import OBJECTS

CASE = "case_record"


def last() -> int:
    """Return the number of the log's last entry."""
    return db.session.scalar(select(func.max(AuditEntry.seq)))


def told(args: Mapping[str, object], since: int) -> bool:
    """Whether the log tells of an act that succeeded since, about what an address names."""
    query = select(AuditEntry).where(AuditEntry.seq > since, AuditEntry.result == AuditResult.OK)
    wanted = {(OBJECTS[name], value) for name, value in args.items() if name in OBJECTS}
    if "case_id" in args:
        wanted = {(CASE, args["case_id"])}
    found = {one for entry in db.session.scalars(query) for one in _objects(entry)}
    return wanted <= found if wanted else bool(found)


def _objects(entry: AuditEntry) -> set[tuple[str, object]]:
    """Return what an entry names: its object, and what this belongs to."""
    detail = json.loads(entry.detail)
    belongs = {(CASE, detail["case"])} if "case" in detail else set()
    return {(entry.object_type, entry.object_id), *belongs}


def _copied(source: Path, target: Path) -> None:
    """Copy what a database holds, whoever has it open."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        other.execute("PRAGMA synchronous=OFF")
        one.backup(other)


@contextmanager
def as_before(folder: Path) -> Iterator[None]:
    """Let happen what happens; then the test's own database is what it was before."""
    kept, own = folder / "as-before.db", folder / "tracker.db"
    if not kept.exists():
        _copied(own, kept)
    try:
        yield
    finally:
        db.session.remove()
        db.engine.dispose()
        _copied(kept, own)
