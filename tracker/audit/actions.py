"""Writing the audit log, always in the transaction of the act itself."""

from __future__ import annotations

import json
from typing import Any

from flask import g, has_request_context, request
from sqlalchemy import RowMapping, Table, insert, select, update

from tracker.audit import chain
from tracker.audit.keys import signing_key
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
Values = dict[str, Any] | RowMapping
HEAD: Table = AuditHead.__table__
LAST = select(HEAD.c.seq, HEAD.c.digest)
ENTER, BEGIN, GO_ON = insert(AuditEntry.__table__), insert(HEAD), update(HEAD)


def record(
    action: str,
    object_type: str,
    object_id: int | None = None,
    detail: dict[str, object] | None = None,
    result: AuditResult = AuditResult.OK,
) -> None:
    """Append an entry; `detail` holds no telephone, password or code.

    Transactions come one at a time, so the head that is read here is the last one.
    """
    db.session.flush()
    run = db.session.connection().execute
    head = run(LAST).one_or_none()
    key, last = signing_key(), head.seq if head else 0
    entry: dict[str, Any] = {
        "seq": last + 1,
        "at": clock.now(),
        "action": action,
        "object_type": object_type,
        "object_id": object_id,
        "result": result,
        "detail": json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str),
        "key_id": chain.key_id(key),
        "previous": head.digest if head else chain.START,
        **_circumstances(),
    }
    entry["digest"] = chain.seal(key, entry["previous"], sealed_fields(entry))
    run(ENTER, entry)
    kept = {"seq": entry["seq"], "digest": entry["digest"]}
    kept["seal"] = chain.seal_head(key, kept["seq"], kept["digest"])
    run(GO_ON, kept) if head else run(BEGIN, {"id": 1, **kept})


def sealed_fields(entry: Values) -> dict[str, object]:
    """Return what an entry's digest covers."""
    fields: dict[str, object] = {name: entry[name] for name in SEALED}
    fields["at"] = entry["at"].isoformat(timespec="microseconds")
    fields["result"] = str(entry["result"])
    return fields


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
