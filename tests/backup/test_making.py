"""A drill on both databases: what was saved comes back whole, while others write."""

from __future__ import annotations

import json
import sqlite3
import threading
import zipfile

import pytest
from sqlalchemy import select

from tests import postgres, scenes
from tests.backup.installations import KEY, counts, filled, refusal
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.audit.queries import verify
from tracker.backup import making, restoring
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import StoredFile, path_of
from tracker.search.whole import differences


def test_what_was_saved_comes_back_whole(two_places, tmp_path):
    source, target = two_places
    path = tmp_path / "drill.zip"
    with source() as app:
        filled()
        made = app.test_cli_runner().invoke(args=["backup", str(path)])
        assert made.exit_code == 0, made.output
        cases, entries, files = counts()
    assert path.stat().st_mode & 0o077 == 0
    with target(migrated=False) as app:
        done = app.test_cli_runner().invoke(args=["restore", str(path)])
        assert done.exit_code == 0, done.output
        assert "审计日志完好" in done.output
        assert counts() == (cases, entries + 1, files)
        assert verify().intact
        assert list(differences()) == []
        stored = db.session.scalar(select(StoredFile))
        assert path_of(stored.digest).read_bytes() == scenes.SCAN
        last = db.session.scalar(select(AuditEntry.action).order_by(AuditEntry.seq.desc()))
        assert last == "restore.done"
        db.session.rollback()


def test_an_archive_holds_no_key_and_says_which_one_it_needs(installation, saved):
    content = b"".join(zipfile.ZipFile(saved).read(name) for name in _names(saved))
    assert KEY.encode() not in content
    with installation(key="7b" * 32) as app:
        said = refusal(app, saved)
    assert json.loads(zipfile.ZipFile(saved).read("manifest.json"))["key_id"] in said
    assert "audit.key" in said


def _names(path) -> list[str]:
    with zipfile.ZipFile(path) as book:
        return book.namelist()


def test_a_backup_while_others_write_is_of_one_moment(two_places, tmp_path):
    source, target = two_places
    path, stop = tmp_path / "busy.zip", threading.Event()
    with source() as app:
        filled()

        def write():
            with app.app_context():
                while not stop.is_set():
                    with transaction():
                        record("case.registered", "case", 1)
                db.session.remove()

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for place in range(3):
                making.make(app, path.with_suffix(f".{place}.zip"))
        finally:
            stop.set()
            writer.join()
    with target() as app:
        restoring.bring_back(app, path.with_suffix(".2.zip"))
        assert verify().intact


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(installation, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with installation() as app:
        done = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "file" / "x.zip")])
        assert list(app.config["TRACKER"].data_dir.glob(".backup-*")) == []
    assert done.exit_code == 1
    assert "没有成功" in done.output
    assert "Traceback" not in done.output


def test_a_name_that_is_taken_is_not_written_over(installation, saved):
    before = saved.read_bytes()
    with installation() as app, pytest.raises(Refused, match="已经存在"):
        making.make(app, saved)
    assert saved.read_bytes() == before


def test_without_pg_dump_the_sentence_says_what_to_install(installation, tmp_path, postgres_server):
    url, nothing = postgres.new(postgres_server, "no_tools"), tmp_path / "nothing"
    nothing.mkdir()
    with installation(url, postgres_tools=nothing) as app:
        done = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "x.zip")])
    assert done.exit_code == 1
    assert "postgresql-client" in done.output


def test_the_saved_database_opens_by_itself(saved, tmp_path):
    with zipfile.ZipFile(saved) as book:
        book.extract("database", tmp_path)
    connection = sqlite3.connect(tmp_path / "database")
    assert connection.execute("SELECT number FROM case_record").fetchall() == [("015",)]
    assert connection.execute("SELECT count(*) FROM case_text").fetchone() > (0,)
    held = "SELECT rowid FROM case_text_index WHERE case_text_index MATCH '\"5e7cx513f\"'"  # 幼儿
    assert connection.execute(held).fetchall() == []
    connection.close()
