"""Databases built once; each test works on a copy."""

from __future__ import annotations

import copy
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from config import Config
from tests import scenes, steps
from tests.applications import application_at
from tests.scenes import District
from tracker.kernel.db import db

Made = TypeVar("Made")
KEPT = ("tracker.db", "audit.key")


def build(
    folder: Path,
    fill: Callable[[], Made],
    tables: Callable[[], object] = db.create_all,
    url: str = "",
) -> Made:
    """Build a database, SQLite in a folder unless told where; fill it, return what was made."""
    config = Config(
        data_dir=folder,
        database_url=url or f"sqlite:///{folder / 'tracker.db'}",
        secret_key=secrets.token_hex(16),
        audit_key_file=folder / "audit.key",
        insecure_http=True,
    )
    with application_at(config):
        tables()
        return fill()


def build_district(folder: Path, fill: Callable[[District], object]) -> District:
    """Build the small district in a folder and fill it."""

    def made() -> District:
        district = scenes.build()
        fill(district)
        return district

    return build(folder, made)


def copied(folder: Path, district: District, into: Path) -> District:
    """Put a copy of a built district into the place of the test's own database."""
    put(folder, into)
    return copy.deepcopy(district)


def put(folder: Path, into: Path) -> None:
    """Put copies of a built database, its key and its files into the place of the test's own."""
    db.session.remove()
    db.engine.dispose()
    for path in (folder / name for name in KEPT):
        if path.is_file():  # a database on a server does not lie in the folder
            shutil.copy(path, into)
    if (folder / "blobs").is_dir():
        shutil.copytree(folder / "blobs", into / "blobs", dirs_exist_ok=True)
    if (folder / "tracker.db").is_file():
        steps.begin(into / "tracker.db", folder)
