"""Reading and verifying the audit log."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Select, Table, func, inspect, select
from sqlalchemy.orm import Session

from tracker.audit import anchor, chain, labels
from tracker.audit.actions import sealed_fields, signing_key
from tracker.audit.models import AuditEntry, AuditHead
from tracker.kernel import clock
from tracker.kernel.db import db

ENTRIES: Table = AuditEntry.__table__


def verify() -> chain.Finding:
    """Verify the whole chain against its key and the head that was kept outside.

    It is read as it stood in one moment, while others go on writing.
    """
    kept, engine = anchor.read(), db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(engine) as session:
        head = session.get(AuditHead, 1)
        rows = session.execute(
            select(ENTRIES).order_by(ENTRIES.c.seq).execution_options(yield_per=1000)
        ).mappings()
        return chain.verify(
            signing_key(),
            ((sealed_fields(row), row["previous"], row["digest"]) for row in rows),
            (head.seq, head.digest, head.seal) if head else None,
            kept,
        )


def is_of_this_program() -> bool:
    """Whether the tables of the log have the columns that this program writes."""
    seen = inspect(db.session.connection())
    for model in (AuditEntry, AuditHead):
        if not seen.has_table(model.__tablename__):
            return False
        columns = {column["name"] for column in seen.get_columns(model.__tablename__)}
        if columns != {column.name for column in model.__table__.columns}:
            return False
    return True


def search(
    text: str = "", since: date | None = None, until: date | None = None
) -> Select[tuple[AuditEntry]]:
    """Select entries by actor or action and by local day, newest first."""
    query = select(AuditEntry).order_by(AuditEntry.seq.desc())
    if text:
        query = query.where(
            AuditEntry.actor_name.contains(text, autoescape=True)
            | AuditEntry.action.contains(text, autoescape=True)
            | AuditEntry.action.in_(list(labels.codes_named(text)))
        )
    if since and since > date.min:  # the first and the last day that there is bound nothing
        query = query.where(AuditEntry.at >= clock.at(since, 0))
    if until and until < date.max:
        query = query.where(AuditEntry.at < clock.at(until + timedelta(days=1), 0))
    return query


def count() -> int:
    """Return the number of entries."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
