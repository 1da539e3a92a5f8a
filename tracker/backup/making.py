"""Making a backup while the system runs."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app

from config import Config
from tracker.audit import anchor, chain
from tracker.audit.actions import record, signing_key
from tracker.audit.queries import is_of_this_program
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
    path = target or _place(app, "tracker")
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
    places = [settings.data_dir / "backups" / full for full in names]
    return next((path for path in places if not path.exists()), places[0])


def _written(app: Flask, path: Path) -> Manifest:
    """Note the backup and write it."""
    settings: Config = app.config["TRACKER"]
    with transaction():
        known = is_of_this_program()
        if known:
            record("backup.made", "backup", None, {"file": path.name})
    if known:
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
        return archive.write(path, files, manifest, key)


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
