"""Style sheets and scripts: addressed by what they hold, so that a browser asks for each once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app, request
from werkzeug.wrappers import Response

STATIC, MARK = "static", "v"
LENGTH = 12
YEAR = 365 * 24 * 3600


def mark(endpoint: str, values: dict[str, Any]) -> None:
    """Add the digest of a static file to its address."""
    if endpoint == STATIC and "filename" in values and current_app.static_folder:
        path = Path(current_app.static_folder) / values["filename"]
        if path.is_file():
            values[MARK] = _digest(path, path.stat().st_mtime_ns)


def keep(response: Response) -> Response:
    """Let browsers keep what was asked for by its digest; anything else is asked for anew."""
    if request.endpoint == STATIC and MARK in request.args and response.status_code == 200:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    return response


@lru_cache(maxsize=256)
def _digest(path: Path, _changed: int) -> str:
    """Return the beginning of the SHA-256 of a file that was changed at this instant."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:LENGTH]
