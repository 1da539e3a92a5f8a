"""Making a backup while the system runs."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app

from config import Config
from tracker.audit import anchor, chain
from tracker.audit.actions import record, signing_key
from tracker.backup import archive, dump
from tracker.backup.archive import BLOBS, DATABASE, Manifest
from tracker.kernel import clock
from tracker.kernel.db import transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import path_of
from tracker.kernel.schema import check_schema, revision


def make(app: Flask, target: Path | None) -> tuple[Path, Manifest]:
    """Write one verified archive of database and attachments; others go on working.

    :raises Refused: the schema is not the program's, an attachment is missing on the disk, the
        name is taken, or pg_dump is missing.
    """
    sentence = check_schema(app)
    if sentence:
        raise Refused(sentence)
    settings: Config = app.config["TRACKER"]
    stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    path = target or settings.data_dir / "backups" / f"tracker-{stamp}.zip"
    with transaction():
        record("backup.made", "backup", None, {"file": path.name})
    anchor.keep()
    key = signing_key()
    with dump.workroom(settings.data_dir) as room:
        saved = room / DATABASE
        found = dump.save(saved)
        manifest = Manifest(
            database=dump.kind(),
            schema=revision() or "",
            key_id=chain.key_id(key),
            made_at=clock.now().isoformat(timespec="seconds"),
            tables=found.tables,
        )
        files = {DATABASE: saved, **_blobs(found.files)}
        return path, archive.write(path, files, manifest, key)


def key_told() -> tuple[str, Path]:
    """Return the name and the place of the key that must be kept apart from the archives."""
    settings: Config = current_app.config["TRACKER"]
    return chain.key_id(signing_key()), settings.audit_key_file


def _blobs(files: dict[str, str]) -> dict[str, Path]:
    """Return the attachments by their names in the archive."""
    found = {}
    for digest, name in sorted(files.items()):
        path = path_of(digest)
        if not path.is_file() or archive.digest_of(path) != digest:
            raise Refused(
                f"附件“{name}”在磁盘上缺失或已损坏（{path}），没有生成备份。"
                "请先从以前的备份中找回这个文件。"
            )
        found[f"{BLOBS}/{digest[:2]}/{digest}"] = path
    return found
