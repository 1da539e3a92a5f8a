"""What the tests of backup and restore share: a filled place, what it counts, a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests import scenes
from tracker.audit.models import AuditEntry
from tracker.backup import restoring
from tracker.cases.models import Case
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import StoredFile, keep_bytes

KEY = "5a" * 32


def filled() -> None:
    """A district, a case, a file."""
    district = scenes.build()
    scenes.register(district)
    with transaction():
        keep_bytes(scenes.SCAN, "原件.pdf", None)


def counts() -> tuple[int, int, int]:
    """Cases, entries of the log, files."""
    found = tuple(
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Case, AuditEntry, StoredFile)
    )
    db.session.rollback()
    return found


def refusal(app, path) -> str:
    """Try to restore; return the refusal, after seeing that the place is untouched."""
    before = counts()
    with pytest.raises(Refused) as caught:
        restoring.bring_back(app, path)
    assert counts() == before
    return str(caught.value)


def upgrade(app, *words: str):
    """The command `db upgrade`, with what it said."""
    return app.test_cli_runner().invoke(args=["db", "upgrade", *words])


def archives(app) -> list[Path]:
    """The backups in the folder of the installation."""
    return sorted((app.config["TRACKER"].data_dir / "backups").glob("*.zip"))


def with_broken_log() -> None:
    """Change an entry of the log past the program."""
    with transaction():
        on = "" if db.engine.dialect.name == "sqlite" else " ON audit_entry"
        db.session.execute(text(f"DROP TRIGGER audit_entry_keeps_update{on}"))
        db.session.execute(text("UPDATE audit_entry SET detail='{}' WHERE seq=2"))


def saved_of(action: str) -> int:
    """How many entries of the log are of an act."""
    asked = select(func.count()).where(AuditEntry.action == action)
    found = db.session.scalar(asked)
    db.session.rollback()
    return found
