"""The uploaded list between preview and confirmation: kept on the server for its uploader."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage

from tracker.intake.reading.preview import HIDE, KEEP
from tracker.kernel import waiting, whole
from tracker.kernel.errors import Invalid

NAME_LENGTH, CELL_LENGTH, LONGEST_NUMBER = 120, 300, 9
DONE, FOLDER = "done", "intake"


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
    names: dict[str, str] = field(default_factory=dict)

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
    token = waiting.new_token()
    upload = Upload(token, waiting.folder(FOLDER) / f"{token}.xlsx", name, account_id)
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
        "names": upload.names,
    }
    _write(upload, facts)


def take(upload: Upload, form: Mapping[str, str]) -> bool:
    """Keep what a form holds of sessions, corrected cells and secret names; say whether any is new.

    A correction that is emptied is taken back.
    """
    sessions, corrections, names = (
        dict(upload.sessions), dict(upload.corrections), dict(upload.names)
    )  # fmt: skip
    for name, value in form.items():
        kind, _, rest = name.partition(":")
        if kind == "session":
            _put(sessions, rest, plain_number(value))
        elif kind == "cell":
            _put(corrections, rest, value.strip()[:CELL_LENGTH] or None)
        elif kind == "names":
            _put(names, rest, value if value in (HIDE, KEEP) else None)
    if (sessions, corrections, names) == (upload.sessions, upload.corrections, upload.names):
        return False
    upload.sessions, upload.corrections, upload.names = sessions, corrections, names
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
    path = waiting.folder(FOLDER) / f"{token}.xlsx"
    if not waiting.is_token(token) or not path.is_file():
        return None
    facts = json.loads(path.with_suffix(".json").read_text("utf-8"))
    if facts["account_id"] != account_id or DONE in facts:
        return None
    return Upload(token=token, path=path, **facts)


def finish(upload: Upload, said: str) -> None:
    """Drop a list that went in; for a week it is known what came of it, for a second click."""
    facts = {"account_id": upload.account_id, DONE: said}
    _write(upload, facts)
    upload.path.unlink(missing_ok=True)
    upload.read.unlink(missing_ok=True)


def outcome(token: str, account_id: int) -> str | None:
    """Return what came of a list of this account that went in, None where it did not."""
    path = waiting.folder(FOLDER) / f"{token}.json"
    if not waiting.is_token(token) or not path.is_file():
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
