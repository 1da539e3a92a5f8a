"""Style sheets and scripts: addressed by what they hold, so that a browser asks for each once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from os import stat
from pathlib import Path
from stat import S_ISREG
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

STATIC, MARK = "static", "v"
LENGTH = 12
YEAR = 365 * 24 * 3600


def mark(endpoint: str, values: dict[str, Any]) -> None:
    """Add the digest of a static file to its address."""
    if endpoint == STATIC and "filename" in values and current_app.static_folder:
        path = f"{current_app.static_folder}/{values['filename']}"
        try:
            found = stat(path)
        except (OSError, ValueError):
            return
        if S_ISREG(found.st_mode):
            values[MARK] = _digest(path, found.st_mtime_ns)


def keep(response: Response) -> Response:
    """Let browsers keep what was asked for by its digest; anything else is asked for anew."""
    if request.endpoint == STATIC and MARK in request.args and response.status_code == 200:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    return response


@lru_cache(maxsize=256)
def _digest(path: str, _changed: int) -> str:
    """Return the beginning of the SHA-256 of a file that was changed at this instant."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:LENGTH]
