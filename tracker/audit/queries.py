"""Reading and verifying the audit log."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, Table, func, inspect, select
from sqlalchemy.engine import Connection

from tracker.audit import anchor, chain, labels
from tracker.audit.actions import HEAD, sealed_fields
from tracker.audit.keys import signing_key
from tracker.audit.models import AuditEntry, AuditHead
from tracker.kernel import clock
from tracker.kernel.db import db

ENTRIES: Table = AuditEntry.__table__
RENEWED = "audit.key_renewed"


def verify() -> chain.Finding:
    """Verify the whole chain against its key and the head that was kept outside.

    It is read as it stood in one moment, while others go on writing.
    """
    kept, engine = anchor.read(), db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        return verify_within(connection, signing_key(), kept)


def verify_within(
    connection: Connection, key: bytes, kept: chain.Head | None = None
) -> chain.Finding:
    """Verify the chain as a connection sees it: of the installation, or of a copy."""
    since = _last_break(connection, key)
    head, first = head_within(connection), since.seq if since else 0
    with closing(_entries(connection, ENTRIES.c.seq >= first)) as entries:
        return chain.verify(key, entries, head, kept, since)


def head_within(connection: Connection) -> chain.Head | None:
    """Return number, digest and seal of the last entry as a connection sees them."""
    head = connection.execute(select(HEAD.c.seq, HEAD.c.digest, HEAD.c.seal)).one_or_none()
    return (head.seq, head.digest, head.seal) if head else None


def closed_until(connection: Connection, seq: int) -> str:
    """Return the digest over all entries before one."""
    return chain.closing(_entries(connection, ENTRIES.c.seq < seq))


def _entries(
    connection: Connection, which: ColumnElement[bool]
) -> Generator[tuple[Mapping[str, object], str, str], None, None]:
    """Give entries as the chain reads them, a thousand at a time."""
    query = select(ENTRIES).where(which).order_by(ENTRIES.c.seq)
    found = connection.execute(query.execution_options(yield_per=1000))
    try:
        for row in found.mappings():
            yield sealed_fields(row), row["previous"], row["digest"]
    finally:  # a verification ends at the first entry that is wrong
        found.close()


def _last_break(connection: Connection, key: bytes) -> chain.Break | None:
    """Return where the chain began anew under this key; one that is forged is seen by its seal."""
    query = (
        select(ENTRIES.c.seq, ENTRIES.c.previous)
        .where(ENTRIES.c.action == RENEWED, ENTRIES.c.key_id == chain.key_id(key))
        .order_by(ENTRIES.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return chain.Break(row.seq, row.previous, closed_until(connection, row.seq))


def is_of_this_program(within: Connection | None = None) -> bool:
    """Whether the tables of the log have the columns that this program writes."""
    seen = inspect(db.session.connection() if within is None else within)
    for model in (AuditEntry, AuditHead):
        if not seen.has_table(model.__tablename__):
            return False
        columns = {column["name"] for column in seen.get_columns(model.__tablename__)}
        if columns != {column.name for column in model.__table__.columns}:
            return False
    return True


def search(
    text: str = "", since: date | None = None, until: date | None = None
) -> Select[AuditEntry]:
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
