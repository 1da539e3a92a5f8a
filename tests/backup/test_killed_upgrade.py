"""An upgrade killed at any point: a second `flask db upgrade` ends it, and nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter

import pytest

from tests.backup.earlier import loading
from tests.backup.installations import archives, upgrade
from tests.backup.test_upgrading import GROWN, TABLES, _wanted
from tests.house.sources import ROOT
from tracker.audit.queries import verify
from tracker.backup import archive
from tracker.kernel.db import db
from tracker.kernel.schema import revision
from tracker.plan import keeping
from tracker.standing import keeping as standing

HEAD = max(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("*.py"))
KILLED = """
import os, signal, sys
from alembic.runtime.migration import HeadMaintainer
from sqlalchemy import event
from sqlalchemy.orm import Session
from tracker import create_app
from tracker.backup import archive, upgrading

def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def after(done, count):
    def stepped(*given):
        done(*given)
        count[0] -= 1
        if not count[0]:
            kill()
    return stepped

def before_the_commit():
    event.listen(Session, "before_commit", kill)

where, app = sys.argv[1], create_app()
step = HeadMaintainer.update_to_step
if where == "copied":
    archive.write = kill
elif where == "packed":
    archive.read = kill
elif where.isdigit():
    HeadMaintainer.update_to_step = after(step, [int(where)])
elif where == "before the commit":
    upgrading.compose(app, (*app.extensions[upgrading.STEPS], before_the_commit))
elif where == "after the commit":
    upgrading._done = kill
app.test_cli_runner().invoke(args=["db", "upgrade"])
"""
LAST = str(int(HEAD) - int(loading.kept()["schema"]))
PLACES = ["copied", "packed", "1", "5", LAST, "before the commit", "after the commit"]
SAMPLE = {("sqlite", "packed")}  # in the midst of the migrations: test_upgrading.py
CASES = [
    pytest.param(backend, where, marks=() if (backend, where) in SAMPLE else pytest.mark.nightly)
    for backend in ("sqlite", "postgresql")
    for where in PLACES
]


def begin(app, where: str) -> subprocess.Popen:
    """Begin an upgrade in a process of its own, which kills itself at a place."""
    settings = app.config["TRACKER"]
    db.session.remove()
    db.engine.dispose()
    env = {
        **os.environ,
        "TRACKER_DATA_DIR": str(settings.data_dir),
        "TRACKER_DATABASE_URL": settings.database_url,
        "TRACKER_POSTGRES_TOOLS": str(settings.postgres_tools or ""),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen([sys.executable, "-c", KILLED, where], env=env)


def ended_by_a_second(app, before: loading.Content) -> None:
    """Run the command once more, as an operator would; everything is there afterwards."""
    done = upgrade(app)
    assert done.exit_code == 0, done.output
    assert revision() == HEAD
    earlier, present = _wanted()
    after = loading.content(present)
    for table in earlier:
        now = after[TABLES.get(table, table)]
        new = Counter() if table in GROWN else now - before[table]
        assert (table, before[table] - now, new) == (table, Counter(), Counter())
    assert verify().intact
    assert keeping.verify() == []
    assert standing.verify() == []
    for path in archives(app):
        archive.read(path)
    folder = app.config["TRACKER"].data_dir
    assert list(folder.glob(".backup-*")) == list(folder.rglob("*.part")) == []
    assert app.test_client().get("/login").status_code == 200


@pytest.mark.parametrize(("backend", "where"), CASES)
def test_a_second_upgrade_ends_what_was_killed(office, where):
    before = loading.content(_wanted()[0])
    assert begin(office, where).wait(120) == -signal.SIGKILL
    assert (revision() == HEAD) == (where == "after the commit")
    ended_by_a_second(office, before)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(12))
def test_at_any_moment(office, seed):
    before = loading.content(_wanted()[0])
    upgrading = begin(office, "nowhere")
    try:
        upgrading.wait(random.Random(seed).uniform(1, 12))
    except subprocess.TimeoutExpired:
        upgrading.kill()
        upgrading.wait()
    ended_by_a_second(office, before)
