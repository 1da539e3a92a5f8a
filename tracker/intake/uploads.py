"""The uploaded list between preview and confirmation: kept on the server for its uploader."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app
from werkzeug.datastructures import FileStorage

from tracker.kernel import whole
from tracker.kernel.errors import Invalid

TOKEN = re.compile(r"^[0-9a-f]{32}$")
NAME_LENGTH, CELL_LENGTH, LONGEST_NUMBER = 120, 300, 9
DONE = "done"


@dataclass
class Upload:
    """A kept list: its file, name and SHA-256, and what the clerk chose or corrected meanwhile."""

    token: str
    path: Path
    name: str
    account_id: int
    digest: str = ""
    sessions: dict[str, int] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)
    layouts: dict[str, Any] = field(default_factory=dict)

    @property
    def read(self) -> Path:
        """Where what was read of the file is kept."""
        return self.path.with_suffix(".read")


def keep(file: FileStorage, account_id: int) -> Upload:
    """Keep an upload.

    :raises Invalid: no file was chosen.
    """
    name = Path((file.filename or "").replace("\\", "/")).name[-NAME_LENGTH:]
    if not name:
        raise Invalid("file", "请选择清单文件。")
    token = secrets.token_hex(16)
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    upload = Upload(token, folder / f"{token}.xlsx", name, account_id)
    try:
        with whole.written(upload.path) as kept:
            file.save(kept)
        upload.digest = hashlib.sha256(upload.path.read_bytes()).hexdigest()
        remember(upload)
    except OSError:
        forget(upload)
        raise
    return upload


def remember(upload: Upload) -> None:
    """Keep what the clerk chose."""
    facts = {
        "name": upload.name,
        "account_id": upload.account_id,
        "digest": upload.digest,
        "sessions": upload.sessions,
        "corrections": upload.corrections,
        "layouts": upload.layouts,
    }
    _write(upload, facts)


def take(upload: Upload, form: Mapping[str, str]) -> bool:
    """Keep the sessions and the corrected cells that a form holds; say whether any is new.

    A correction that is emptied is taken back.
    """
    sessions, corrections = dict(upload.sessions), dict(upload.corrections)
    for name, value in form.items():
        kind, _, rest = name.partition(":")
        if kind == "session":
            _put(sessions, rest, plain_number(value))
        elif kind == "cell":
            _put(corrections, rest, value.strip()[:CELL_LENGTH] or None)
    if (sessions, corrections) == (upload.sessions, upload.corrections):
        return False
    upload.sessions, upload.corrections = sessions, corrections
    remember(upload)
    return True


def plain_number(text: str) -> int | None:
    """Return the number that a page sent, None for what no page sends."""
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if plain else None


def _put(into: dict[str, Any], key: str, value: object) -> None:
    """Set a value, or drop it where there is none."""
    if value is None:
        into.pop(key, None)
    else:
        into[key] = value


def find(token: str, account_id: int) -> Upload | None:
    """Return a kept list of this account, None where there is none."""
    path = _folder() / f"{token}.xlsx"
    if not TOKEN.match(token) or not path.is_file():
        return None
    facts = json.loads(path.with_suffix(".json").read_text("utf-8"))
    if facts["account_id"] != account_id or DONE in facts:
        return None
    return Upload(token=token, path=path, **facts)


def place_of(token: str) -> tuple[Path, Path]:
    """Return where the file of a token lies, and where what was read of it is kept."""
    path = _folder() / f"{token}.xlsx"
    return path, path.with_suffix(".read")


def finish(upload: Upload, said: str) -> None:
    """Drop a list that went in; for a week it is known what came of it, for a second click."""
    facts = {"account_id": upload.account_id, DONE: said}
    _write(upload, facts)
    upload.path.unlink(missing_ok=True)
    upload.read.unlink(missing_ok=True)


def outcome(token: str, account_id: int) -> str | None:
    """Return what came of a list of this account that went in, None where it did not."""
    path = _folder() / f"{token}.json"
    if not TOKEN.match(token) or not path.is_file():
        return None
    facts = json.loads(path.read_text("utf-8"))
    said: str | None = facts.get(DONE)
    return said if facts["account_id"] == account_id else None


def forget(upload: Upload) -> None:
    """Drop a kept list."""
    upload.path.unlink(missing_ok=True)
    upload.read.unlink(missing_ok=True)
    upload.path.with_suffix(".json").unlink(missing_ok=True)


def _write(upload: Upload, facts: Mapping[str, object]) -> None:
    """Write what is known of a list beside it."""
    with whole.written(upload.path.with_suffix(".json")) as file:
        file.write(json.dumps(facts, ensure_ascii=False).encode())


def _folder() -> Path:
    """Return where lists wait."""
    folder: Path = current_app.config["TRACKER"].data_dir / "uploads" / "intake"
    return folder
