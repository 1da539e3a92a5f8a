"""Making a backup while the system runs.

What is broken costs no more than itself: everything else is saved, the archive and whoever asked
for it are told what was found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from config import Config
from tracker.audit import anchor, chain, keys
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.audit.queries import head_within, is_of_this_program, verify_within
from tracker.backup import archive, dump
from tracker.backup.archive import BLOBS, DATABASE, Manifest
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import path_of
from tracker.kernel.schema import check_schema, revision

MADE = "backup.made"
BEGUN = re.compile(r"(tracker|daily|before-\w+-\w+)-\d{8}-\d{6}(-\d+)?\.zip\.part")
BROKEN = "审计日志不完好：{}请先查明原因。这份备份照样可以恢复，恢复时要有人确认。"
NO_SEAL = "没有审计密钥，这份备份没有印记，恢复时不能确认它是不是原样。"


@dataclass
class Look:
    """What is seen of the audit log in the moment that is saved."""

    key: bytes | None
    kept: chain.Head | None
    log: dict[str, Any] = field(default_factory=dict)

    def at(self, connection: Connection) -> None:
        """Look at the log through a connection; one that an earlier version wrote is left."""
        if not is_of_this_program(connection):
            return
        if head := head_within(connection):
            self.log.update(seq=head[0], digest=head[1])
        if self.key:
            finding = verify_within(connection, self.key, self.kept)
            self.log.update(broken_at=finding.seq, told=finding.sentence)

    @property
    def findings(self) -> list[str]:
        """What is wrong, in sentences."""
        broken = self.log.get("broken_at") is not None
        return [BROKEN.format(self.log["told"])] if broken else []


def make(app: Flask, target: Path | None = None, name: str = "tracker") -> tuple[Path, Manifest]:
    """Write one verified archive of database and attachments; others go on working.

    What was found stands in its manifest.

    :raises Refused: the schema is not the program's, the name is taken, another one is being made,
        or pg_dump is missing.
    """
    sentence = check_schema(app)
    if sentence:
        raise Refused(sentence)
    path = target or _place(app, name)
    return path, _written(app, path)


def make_before(app: Flask, name: str) -> tuple[Path, Manifest]:
    """Write such an archive of a database of any schema, under a name of its own in the folder.

    It is noted in the audit log where this program can write that log.

    :raises Refused: see make().
    """
    path = _place(app, name)
    return path, _written(app, path)


def _place(app: Flask, name: str) -> Path:
    """Return a free name in the folder of backups."""
    settings: Config = app.config["TRACKER"]
    stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    names = (f"{name}-{stamp}{more}.zip" for more in ("", *(f"-{turn}" for turn in range(2, 100))))
    places = [settings.backups / full for full in names]
    return next((path for path in places if not path.exists()), places[0])


def _written(app: Flask, path: Path) -> Manifest:
    """Note the backup and write it."""
    settings: Config = app.config["TRACKER"]
    with dump.workroom(settings.data_dir) as room:
        _clear_away(settings.backups)
        fault = keys.fault()
        key = None if fault else keys.signing_key()
        findings = [fault, NO_SEAL] if fault else _noted(path)
        look, saved = Look(key, anchor.read()), room / DATABASE
        found = dump.save(saved, look.at)
        blobs, missing = _blobs(found.files)
        manifest = Manifest(
            database=dump.kind(),
            schema=revision() or "",
            key_id=(chain.key_id(key) if key else keys.last_key_id()) or "",
            made_at=clock.now().isoformat(timespec="seconds"),
            tables=found.tables,
            log=look.log,
            missing=missing,
            findings=[*findings, *look.findings, *_told(missing)],
        )
        return archive.write(path, {DATABASE: saved, **blobs}, manifest, key)


def _clear_away(folder: Path) -> None:
    """Delete what killed backups had begun in the folder of backups; nobody makes one now."""
    for path in folder.glob("*.part"):
        if BEGUN.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _noted(path: Path) -> list[str]:
    """Note the backup in the log, keep its head; say so where the one kept before is gone."""
    gone = False
    with transaction():
        if not is_of_this_program():
            return []
        anchor.note_missing()
        gone = _gone_since_last()
        record(MADE, "backup", None, {"file": path.name})
    anchor.keep()
    return [anchor.told_missing()] if gone else []


def _gone_since_last() -> bool:
    """Whether the head kept outside was found gone since the last backup, now or by the job."""
    seq, action = AuditEntry.seq, AuditEntry.action
    last = select(func.coalesce(func.max(seq), 0)).where(action == MADE).scalar_subquery()
    gone = select(seq).where(action == anchor.GONE, seq > last).limit(1)
    return db.session.scalar(gone) is not None


def key_told() -> tuple[str, Path]:
    """Return the name and the place of the key that must be kept apart from the archives."""
    settings: Config = current_app.config["TRACKER"]
    return chain.key_id(keys.signing_key()), settings.audit_key_file


def _blobs(files: dict[str, str]) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the attachments by their names in the archive, and those that are not as stored."""
    found, missing = {}, {}
    for digest, name in sorted(files.items()):
        path = path_of(digest)
        if path.is_file() and archive.digest_of(path) == digest:
            found[f"{BLOBS}/{digest[:2]}/{digest}"] = path
        else:
            missing[digest] = name
    return found, missing


def _told(missing: dict[str, str]) -> list[str]:
    """Say of each attachment that it is not in the archive."""
    return [
        f"附件“{name}”在磁盘上缺失或已损坏（{path_of(digest)}），没有存入这份备份。"
        "请从以前的备份中找回这个文件。"
        for digest, name in missing.items()
    ]
