"""Lists of units, deputies and accounts that wait for confirmation, each bound to its uploader."""

from __future__ import annotations

from pathlib import Path

from werkzeug.datastructures import FileStorage

from tracker.directory.roster import ListKind
from tracker.kernel import waiting, whole

FOLDER = "directory"


def keep(upload: FileStorage, kind: ListKind, account_id: int) -> str:
    """Store an upload and return its token; older ones are cleared away."""
    waiting.clear_away()
    token = waiting.new_token()
    with whole.written(_path(token, kind, account_id)) as file:
        upload.save(file)
    return token


def path_of(token: str, kind: ListKind, account_id: int) -> Path | None:
    """Return where a list waits, None where it is another's, gone or never was."""
    if not waiting.is_token(token):
        return None
    path = _path(token, kind, account_id)
    return path if path.is_file() else None


def _path(token: str, kind: ListKind, account_id: int) -> Path:
    """Return the path of a list."""
    return waiting.folder(FOLDER) / f"{account_id}-{kind.value}-{token}"
