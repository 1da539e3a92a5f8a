"""The archive of each day: made by the job, kept for so many days, its result for the page.

A result is written beside the data and not into the database: it has to be read where the database
is what is broken.
"""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from config import Config
from tracker.backup import archive, making
from tracker.kernel import clock, whole
from tracker.kernel.errors import Refused

log = logging.getLogger("tracker.backup")
NAME = "daily"
RESULT = "backup.json"
OURS = re.compile(rf"{NAME}-\d{{8}}-\d{{6}}(-\d+)?\.zip")
AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Result:
    """How the last try ended: `file` where an archive was made, `fault` where none was."""

    at: str
    file: str = ""
    fault: str = ""
    findings: list[str] = field(default_factory=list)

    @property
    def moment(self) -> datetime:
        """When that was."""
        return datetime.fromisoformat(self.at)


def run() -> None:
    """Make the archive of the day where it is due, and delete those that are too old."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Config = app.config["TRACKER"]
    if not is_due(settings):
        return
    at = clock.now().isoformat(timespec="seconds")
    try:
        path, manifest = making.make(app, name=NAME)
    except (Refused, SQLAlchemyError, sqlite3.Error, OSError) as error:
        fault = str(getattr(error, "orig", error))
        _write(settings, Result(at, fault=fault))
        log.error("no backup was made: %s", fault)
        return
    _write(settings, Result(at, path.name, findings=manifest.findings))
    log.info("backup %s: %d rows, %d files", path.name, manifest.rows, manifest.files)
    for finding in manifest.findings:
        log.error("backup %s: %s", path.name, finding)
    for old in too_many(settings):
        old.unlink(missing_ok=True)
        log.info("backup %s deleted, %d are kept", old.name, settings.backup_keep)


def is_due(settings: Config) -> bool:
    """Whether the hour of today's archive, or of yesterday's, has come and none was made since."""
    if settings.backup_at is None:
        return False
    now, last = clock.now(), result(settings)
    due = clock.at(clock.today(), settings.backup_at.hour, settings.backup_at.minute)
    due -= timedelta(days=1) if due > now else timedelta()
    if last is None or last.moment > now:  # never, or by a clock that was ahead
        return True
    return last.moment < due or bool(last.fault and last.moment <= now - AGAIN)


def result(settings: Config) -> Result | None:
    """Return how the last try ended, None where there was none or nothing can be read."""
    try:
        found = Result(**json.loads((settings.data_dir / RESULT).read_text(encoding="utf-8")))
        return found if found.moment.tzinfo else None
    except (OSError, ValueError, TypeError):
        return None


def too_many(settings: Config) -> list[Path]:
    """Return the daily archives beyond the number that is kept, but for the last one without fault.

    Archives made by hand or before an upgrade are never among them.
    """
    own = (path for path in settings.backups.glob(f"{NAME}-*.zip") if OURS.fullmatch(path.name))
    newest_first = sorted(own, key=lambda path: path.name, reverse=True)
    whole = next((path for path in newest_first if _is_whole(path)), None)
    return [path for path in newest_first[settings.backup_keep :] if path != whole]


def _is_whole(path: Path) -> bool:
    """Whether an archive was made without anything found."""
    told = archive.peek(path)
    return told is not None and not told.findings


def _write(settings: Config, found: Result) -> None:
    """Write the result, all of it or nothing."""
    with whole.written(settings.data_dir / RESULT) as file:
        file.write(json.dumps(asdict(found), ensure_ascii=False).encode())
