"""Uploads that wait between a preview and its confirmation: on disk, for a week, by a token."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from pathlib import Path

from flask import current_app

from tracker.kernel import clock

KEPT = timedelta(days=7)
_TOKEN = re.compile(r"[0-9a-f]{32}")


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_hex(16)


def is_token(text: str) -> bool:
    """Whether a page can have been given this token; it becomes part of a path."""
    return _TOKEN.fullmatch(text) is not None


def folder(of: str = "") -> Path:
    """Return where the uploads of a feature wait; those of all where none is named."""
    found: Path = current_app.config["TRACKER"].data_dir / "uploads" / of
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def clear_away() -> None:
    """Delete what nobody confirmed within a week, of every feature."""
    limit = (clock.now() - KEPT).timestamp()
    for path in folder().rglob("*"):
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
