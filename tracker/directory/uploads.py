"""Lists that wait between preview and confirmation: on disk, each bound to its uploader."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

from tracker.directory.roster import ListKind
from tracker.kernel import clock, whole

KEPT = timedelta(days=7)
_TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(upload: FileStorage, kind: ListKind, account_id: int) -> str:
    """Store an upload and return its token; older ones are cleared away."""
    clear_away()
    folder = _folder()
    token = secrets.token_hex(16)
    with whole.written(folder / f"{account_id}-{kind.value}-{token}") as file:
        upload.save(file)
    return token


def path_of(token: str, kind: ListKind, account_id: int) -> Path | None:
    """Return where a list waits, None where it is another's, gone or never was."""
    if not _TOKEN.fullmatch(token):
        return None
    path = _folder() / f"{account_id}-{kind.value}-{token}"
    return path if path.is_file() else None


def _folder() -> Path:
    """Return the folder of waiting lists."""
    folder: Path = current_app.config["TRACKER"].data_dir / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def clear_away() -> None:
    """Delete lists, of cases as well, that nobody confirmed within a week."""
    limit = (clock.now() - KEPT).timestamp()
    for path in _folder().rglob("*"):
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
