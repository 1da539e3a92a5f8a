"""Make the small database of an earlier version anew; see README.md beside this file.

Run with that version's own code on the path, never with today's.
"""

from __future__ import annotations

import base64
import json
import lzma
import secrets
import sqlite3
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from flask_migrate import upgrade
from sqlalchemy import select

from config import Config
from tracker import create_app
from tracker.accounts import passwords
from tracker.accounts.queries import by_login
from tracker.cases.models import Case
from tracker.demo import build, places
from tracker.kernel import clock
from tracker.kernel.access import acting
from tracker.kernel.db import db, transaction
from tracker.reply.models import Commitment
from tracker.supervise import actions as supervise
from tracker.terms import CaseState, CommitmentState

DAY = date(2026, 7, 15)
KEY = "5a" * 32
WHY = "等待上级批复后再跟踪。"


def main() -> None:
    """Write the file that the command line names."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "audit.key").write_text(KEY)
        place = folder / "tracker.db"
        config = Config(
            data_dir=folder,
            database_url=f"sqlite:///{place}",
            secret_key=secrets.token_hex(16),
            audit_key_file=folder / "audit.key",
            insecure_http=True,
        )
        with create_app(config).app_context(), clock.moved_to(clock.at(DAY)):
            _fill()
        content = {"schema": "0001", "day": DAY.isoformat(), "tables": _tables(place)}
        content["blobs"] = {
            path.name: base64.b64encode(path.read_bytes()).decode()
            for path in sorted((folder / "blobs").rglob("*"))
            if path.is_file()
        }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    Path(sys.argv[1]).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def _fill() -> None:
    """One case of the demonstration for each of its ways, and a follow-up that rests."""
    upgrade()
    build.CASES, build.LAST_YEAR = len(build.WAYS), 1
    build.build()
    promised = (
        select(Case)
        .join(Commitment, Commitment.case_id == Case.id)
        .where(Commitment.state == CommitmentState.OPEN, Case.state == CaseState.CLOSED)
        .order_by(Case.id)
    )
    with transaction(), acting(places.viewer_of(by_login("clerk"))):
        case = db.session.scalars(promised).first()
        supervise.pause(case, DAY + timedelta(days=20), WHY)


def _tables(place: Path) -> dict[str, Any]:
    """Every table with its columns and its rows in the order of their keys."""
    found: dict[str, Any] = {}
    with sqlite3.connect(place) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in sorted(names):
            if name.startswith(("sqlite_", "alembic_")):
                continue
            columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
            kinds = [kind for _, _, kind, *_ in columns]
            rows = connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
            found[name] = {
                "columns": [column for _, column, *_ in columns],
                "rows": [[_plain(*cell) for cell in zip(row, kinds, strict=True)] for row in rows],
            }
    connection.close()
    return found


def _plain(value: Any, kind: str) -> Any:
    """A cell as both databases can read it."""
    return bool(value) if kind == "BOOLEAN" and value is not None else value


if __name__ == "__main__":
    main()
