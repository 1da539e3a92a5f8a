"""Reading and verifying the audit log."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Select, func, select

from tracker.audit import chain
from tracker.audit.actions import sealed_fields, signing_key
from tracker.audit.models import AuditEntry, AuditHead
from tracker.kernel import clock
from tracker.kernel.db import db


def verify() -> chain.Finding:
    """Verify the whole chain against its key."""
    head = db.session.get(AuditHead, 1)
    rows = db.session.scalars(
        select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    )
    return chain.verify(
        signing_key(),
        ((sealed_fields(row), row.previous, row.digest) for row in rows),
        (head.seq, head.digest, head.seal) if head else None,
    )


def search(
    text: str = "", since: date | None = None, until: date | None = None
) -> Select[tuple[AuditEntry]]:
    """Select entries by actor or action and by local day, newest first."""
    query = select(AuditEntry).order_by(AuditEntry.seq.desc())
    if text:
        query = query.where(
            AuditEntry.actor_name.contains(text, autoescape=True)
            | AuditEntry.action.contains(text, autoescape=True)
        )
    if since:
        query = query.where(AuditEntry.at >= clock.at(since, 0))
    if until:
        query = query.where(AuditEntry.at < clock.at(until + timedelta(days=1), 0))
    return query


def count() -> int:
    """Return the number of entries."""
    return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
