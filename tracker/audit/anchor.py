"""The head of the chain kept outside the database, once an hour and at each verification.

Somebody who holds the database alone can put an older head back with the entries cut off after
it; the head on disk tells. It is sealed with the key, so that it cannot be written anew.
"""

from __future__ import annotations

import json
import logging
from logging.handlers import SysLogHandler
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from tracker.audit import chain
from tracker.audit.actions import record
from tracker.audit.keys import signing_key
from tracker.audit.models import AuditEntry, AuditHead
from tracker.kernel import whole
from tracker.kernel.db import db

NAME = "audit.anchor"
GONE = "audit.anchor_missing"
# whoever wrote one of these kept the head: from then on the file is there
KEPT_WITH = (
    GONE, "audit.key_renewed", "audit.verified", "backup.made", "restore.done", "schema.upgraded",
)  # fmt: skip
TOLD = (
    "库外存档的链头文件 {path} 不见了：日志末尾若被截去，从库外已看不出来。请查明是谁移走的，"
    "并与另一台机器上的副本核对。"
)


def read() -> chain.Head | None:
    """Return number, digest and seal of the head last kept, None where none was.

    What cannot be read is returned as a head with a wrong seal: somebody touched it.
    """
    path = _path()
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return int(told["seq"]), str(told["digest"]), str(told["seal"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, chain.START, ""


def note_missing() -> bool:
    """Note in the log that the file was here once and somebody took it away; whether that is so.

    In a transaction. The head is to be kept anew after it.
    """
    seen = select(AuditEntry.seq).where(AuditEntry.action.in_(KEPT_WITH)).limit(1)
    if _path().exists() or db.session.scalar(seen) is None:
        return False
    record(GONE, "audit_entry")
    return True


def told_missing() -> str:
    """Say that it is missing, and what to do."""
    return TOLD.format(path=_path())


def forget() -> None:
    """Forget the head that was kept: a restore lawfully brings an earlier log back."""
    _path().unlink(missing_ok=True)


def keep() -> bool:
    """Keep the present head; False where the one kept before is not of this chain."""
    kept = read()
    with Session(db.engine) as session:  # closed at once: a reader left open would hold writers up
        head = session.get(AuditHead, 1)
        before = select(AuditEntry.digest).where(AuditEntry.seq == kept[0]) if kept else None
        there = session.scalar(before) if before is not None else None
    if head is None:
        return True
    if kept and not _is_of_this_chain(kept, there):
        return False
    seal = chain.seal_head(signing_key(), head.seq, head.digest)
    told = {"seq": head.seq, "digest": head.digest, "seal": seal}
    with whole.written(_path()) as file:
        file.write(json.dumps(told).encode())
    return True


def send() -> None:
    """Send the head last kept to the syslog that is set, so that another machine has it, too."""
    settings: Config = current_app.config["TRACKER"]
    kept = read()
    if not settings.syslog or not kept:
        return
    told = f"tracker audit.anchor seq={kept[0]} digest={kept[1]} seal={kept[2]}"
    line = logging.LogRecord("tracker", logging.INFO, "", 0, told, None, None)
    handler = _Syslog(settings.syslog_address)
    try:
        handler.emit(line)
    finally:
        handler.close()


class _Syslog(SysLogHandler):
    """A syslog whose failure is the job's failure: it stands in the log and is tried again."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 (logging's own)
        """Let the error through."""
        raise


def _is_of_this_chain(kept: chain.Head, there: str | None) -> bool:
    """Whether a kept head is ours and its entry is still there as it was."""
    seq, digest, seal = kept
    return there == digest and seal == chain.seal_head(signing_key(), seq, digest)


def _path() -> Path:
    folder: Path = current_app.config["TRACKER"].data_dir
    return folder / NAME
