"""A restore in place of what is there: put aside, never lost, and back where it fails."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
from sqlalchemy import inspect, text

from tests import programs, scenes
from tests.backup.earlier import loading
from tests.backup.installations import counts, filled, saved_of
from tracker.audit.queries import verify
from tracker.backup import archive, aside, copied_rows, dump, making, restoring, swapping
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import keep_bytes

OWN = scenes.SCAN + b"own"
KILLED = """
import os, signal, sys
from pathlib import Path
from tracker import create_app
from tracker.backup import dump, restoring

place = sys.argv[2]
app = create_app()
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if place == "load":
    dump.load = kill
else:
    restoring._checked = kill
with app.app_context():
    restoring.bring_back(app, Path(sys.argv[1]), lambda reasons: None)
"""


@pytest.fixture
def full(two_places, tmp_path):
    """An archive of a filled place, and another place with data and a file of its own."""
    source, target = two_places
    path = tmp_path / "first.zip"
    with source() as app:
        filled()
        making.make(app, path)
        wanted = counts()
    with target() as app:
        own = scenes.build()
        scenes.register(own, "777")
        with transaction():
            keep_bytes(OWN, "自有.pdf", None)
        db.session.remove()
        yield app, path, wanted


def test_what_is_there_is_put_aside_and_the_archive_takes_its_place(full):
    app, path, wanted = full
    asked = []
    before, rows = loading.everything()
    done = restoring.bring_back(app, path, asked.extend)
    assert "已有数据" in asked[0]
    assert "已有附件" in asked[1]
    assert "改名保存为" in done.note
    assert counts() == (wanted[0], wanted[1] + 1, wanted[2])
    assert verify().intact
    folder = app.config["TRACKER"].data_dir
    (kept,) = folder.glob("blobs.before-restore-*")
    stamp = kept.name.removeprefix("blobs.")
    assert [p.read_bytes() for p in kept.rglob("*") if p.is_file()] == [OWN]
    assert not (folder / aside.MARK).exists()
    swapping.take_back(stamp, True)
    assert loading.everything() == (before, rows)


def test_a_place_restored_once_is_saved_without_what_was_put_aside(full, tmp_path):
    app, path, _ = full
    restoring.bring_back(app, path, lambda _: None)
    _, told = making.make(app, tmp_path / "again.zip")
    assert set(told.tables) == set(dump.content().tables)
    if dump.kind() == "postgresql":
        archive.unpack(tmp_path / "again.zip", tmp_path, only="database")
        lines = list(copied_rows._lines(tmp_path / "database"))
        assert any(line.startswith("COPY public.case_record ") for line in lines)
        assert [line for line in lines if "before_restore" in line] == []
    with clock.moved_to(clock.now()):  # twice within a second: neither is written over
        for _ in range(2):
            restoring.bring_back(app, tmp_path / "again.zip", lambda _: None)
    folder = app.config["TRACKER"].data_dir
    assert len(list(folder.glob("blobs.before-restore-*"))) == 3
    assert counts()[0] == 1
    assert verify().intact


@pytest.mark.parametrize("where", ["verify", "_checked", "_move"])
def test_a_failure_half_way_puts_everything_back(full, monkeypatch, where):
    app, path, _ = full
    before, rows = loading.everything()
    folder = app.config["TRACKER"].data_dir
    names = sorted(one.name for one in folder.iterdir())

    def broken(*_):
        raise OSError("disk")

    monkeypatch.setattr(restoring, where, broken)
    with pytest.raises(OSError, match="disk"):
        restoring.bring_back(app, path, lambda _: None)
    assert loading.everything() == (before, rows)
    left = {"backup.lock", "tracker.db-journal"}
    assert sorted(one.name for one in folder.iterdir() if one.name not in left) == [
        name for name in names if name not in left
    ]
    assert [p.read_bytes() for p in (folder / "blobs").rglob("*") if p.is_file()] == [OWN]
    assert [n for n in inspect(db.engine).get_schema_names() if "before" in n] == []


def test_what_could_not_be_put_aside_stays_where_it_is(full, monkeypatch):
    app, path, _ = full
    before, rows = loading.everything()

    def broken(*_):
        raise OSError("disk")

    monkeypatch.setattr(aside, "_rename", broken)
    with pytest.raises(OSError, match="disk"):
        restoring.bring_back(app, path, lambda _: None)
    assert loading.everything() == (before, rows)
    folder = app.config["TRACKER"].data_dir
    assert [p.read_bytes() for p in (folder / "blobs").rglob("*") if p.is_file()] == [OWN]
    assert aside.unfinished() is None


@pytest.mark.parametrize("place", ["load", pytest.param("checked", marks=pytest.mark.nightly)])
def test_a_killed_restore_is_noticed_and_taken_back_by_the_next(full, place):
    app, path, wanted = full
    before, rows = loading.everything()
    db.engine.dispose()
    settings = app.config["TRACKER"]
    env = programs.settings_of(settings)
    killed = programs.run(["-c", KILLED, str(path), place], env)
    assert killed.returncode == -signal.SIGKILL
    assert "上一次恢复没有做完" in aside.unfinished()
    started = programs.run(["run.py", "jobs"], env)
    assert started.returncode != 0
    assert "上一次恢复没有做完" in started.stderr
    asked = []

    def no(reasons):
        asked.extend(reasons)
        raise Refused("不")

    with pytest.raises(Refused, match="不"):
        restoring.bring_back(app, path, no)
    assert loading.everything() == (before, rows)
    assert aside.unfinished() is None
    assert restoring.bring_back(app, path, lambda _: None)
    assert counts()[0] == wanted[0]


def test_a_mark_that_cannot_be_read_is_said_and_nothing_is_touched(installation, saved):
    with installation() as app:
        (app.config["TRACKER"].data_dir / aside.MARK).write_text(json.dumps({"stamp": 1}))
        with pytest.raises(Refused, match="读不出来"):
            restoring.bring_back(app, saved, lambda _: None)


def test_while_somebody_works_in_the_place_nothing_is_restored(full):
    app, path, _ = full
    code = "import sys,time;from sqlalchemy import create_engine as c;e=c(sys.argv[1]).connect();"
    code += "e.exec_driver_sql('SELECT 1 FROM unit');print(1,flush=True);time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", code, app.config["TRACKER"].database_url],
        stdout=subprocess.PIPE,
    ) as other:
        try:
            other.stdout.readline()
            with pytest.raises(Refused, match="正被使用"):
                restoring.bring_back(app, path, lambda _: None)
        finally:
            other.kill()
    assert aside.unfinished() is None


def test_an_archive_whose_key_is_lost_comes_back_and_the_log_begins_anew(installation, saved):
    asked = []
    with installation(key="7b" * 32, migrated=False) as app:
        done = restoring.bring_back(app, saved, asked.extend)
        assert "确实找不回来" in asked[0]
        assert "另起一段" in done.log
        assert verify().intact
        assert "换了密钥" in verify().sentence
        assert saved_of("restore.done") == 1


def test_an_archive_made_without_a_key_is_told_as_such(installation, tmp_path):
    asked, path = [], tmp_path / "keyless.zip"
    with installation() as app:
        filled()
        settings = app.config["TRACKER"]
        key = settings.audit_key_file.read_text()
        settings.audit_key_file.unlink()
        done = app.test_cli_runner().invoke(args=["backup", str(path)])
        assert (done.exit_code, str(settings.audit_key_file) in done.output) == (3, True)
        assert db.session.execute(text("SELECT count(*) FROM unit")).scalar()
        db.session.rollback()
    with installation(key=key, migrated=False) as app:
        restoring.bring_back(app, path, asked.extend)
        assert "没有印记" in asked[0]
        assert counts()[0] == 1
