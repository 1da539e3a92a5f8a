"""Writing the audit log, always in the transaction of the act itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Told:
    """What an entry says of an act; `detail` holds no telephone, password or code."""

    action: str
    object_type: str
    object_id: int | None = None
    detail: Mapping[str, object] | None = None
    result: AuditResult = AuditResult.OK


def record(
    action: str,
    object_type: str,
    object_id: int | None = None,
    detail: Mapping[str, object] | None = None,
    result: AuditResult = AuditResult.OK,
) -> None:
    """Append an entry; `detail` holds no telephone, password or code."""
    record_all([Told(action, object_type, object_id, detail, result)])


def record_all(told: Sequence[Told]) -> None:
    """Append entries in their order, each upon the one before it.

    Transactions come one at a time, so the head that is read here is the last one.
    """
    if not told:
        return
    db.session.flush()
    run = db.session.connection().execute
    head = run(LAST).one_or_none()
    key, seq, digest = signing_key(), head.seq if head else 0, head.digest if head else chain.START
    same = {"at": clock.now(), "key_id": chain.key_id(key), **_circumstances()}
    entries = []
    for one in told:
        seq += 1
        entry: dict[str, Any] = {
            **same,
            "seq": seq,
            "action": one.action,
            "object_type": one.object_type,
            "object_id": one.object_id,
            "result": one.result,
            "detail": _written(one.detail),
            "previous": digest,
        }
        digest = entry["digest"] = chain.seal(key, digest, sealed_fields(entry))
        entries.append(entry)
    run(ENTER, entries)
    kept = {"seq": seq, "digest": digest, "seal": chain.seal_head(key, seq, digest)}
    run(GO_ON, kept) if head else run(BEGIN, {"id": 1, **kept})


def _written(detail: Mapping[str, object] | None) -> str:
    """Return what an entry says more, as it is sealed and kept."""
    return json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, default=str)


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
