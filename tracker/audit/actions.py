"""Writing the audit log, always in the transaction of the act itself."""

from __future__ import annotations

import json
from pathlib import Path

from flask import current_app, g, has_request_context, request
from sqlalchemy import select, text

from tracker.audit import chain
from tracker.audit.models import AuditEntry, AuditHead
from tracker.kernel import access, clock
from tracker.kernel.db import db
from tracker.roles import AuditResult

SEALED = (
    "seq",
    "actor_id",
    "actor_name",
    "roles",
    "ip",
    "action",
    "object_type",
    "object_id",
    "detail",
    "request_id",
    "key_id",
)
ADVISORY_LOCK = 7_451_001


def record(
    action: str,
    object_type: str,
    object_id: int | None = None,
    detail: dict[str, object] | None = None,
    result: AuditResult = AuditResult.OK,
) -> AuditEntry:
    """Append an entry; `detail` holds no telephone, password or code."""
    session = db.session
    wait_for_turn()
    head = session.scalar(
        select(AuditHead).with_for_update().execution_options(populate_existing=True)
    )
    key = signing_key()
    entry = AuditEntry(
        seq=(head.seq if head else 0) + 1,
        at=clock.now(),
        action=action,
        object_type=object_type,
        object_id=object_id,
        result=result,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str),
        key_id=chain.key_id(key),
        previous=head.digest if head else chain.START,
        **_circumstances(),
    )
    entry.digest = chain.seal(key, entry.previous, sealed_fields(entry))
    session.add(entry)
    if head is None:
        head = AuditHead(id=1)
        session.add(head)
    head.seq, head.digest = entry.seq, entry.digest
    head.seal = chain.seal_head(key, entry.seq, entry.digest)
    session.flush()
    return entry


def wait_for_turn() -> None:
    """Let one transaction at a time write: the log is one chain. SQLite's writer's lock does it.

    An act waits here at its first entry. One that locks rows before that asks for its turn first,
    so that no two acts wait for each other.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))


def sealed_fields(entry: AuditEntry) -> dict[str, object]:
    """Return what an entry's digest covers."""
    fields: dict[str, object] = {name: getattr(entry, name) for name in SEALED}
    fields["at"] = entry.at.isoformat(timespec="microseconds")
    fields["result"] = str(entry.result)
    return fields


def signing_key() -> bytes:
    """Return the key of the chain, kept outside the database."""
    path = Path(current_app.config["TRACKER"].audit_key_file)
    return bytes.fromhex(path.read_text().strip())


def _circumstances() -> dict[str, object]:
    """Return who acts, from where, in which request."""
    person = access.current()
    web = has_request_context()
    return {
        "actor_id": person.account_id if person else None,
        "actor_name": person.name if person else "未登录" if web else "系统",
        "roles": ",".join(sorted(person.roles)) if person else "",
        "ip": (request.remote_addr or "") if web else "",
        "request_id": g.get("request_id", "") if web else "",
    }
