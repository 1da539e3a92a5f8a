"""What is broken costs no more than itself: it is said, all else is saved and comes back."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, text

from tests.backup.installations import counts, filled, with_broken_log
from tracker import jobs
from tracker.audit import anchor
from tracker.audit.models import AuditEntry, AuditHead
from tracker.audit.queries import verify
from tracker.backup import archive, commands, making, restoring
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import StoredFile, path_of
from tracker.kernel.schema import revision


def _backup(app, path):
    return app.test_cli_runner().invoke(args=["backup", str(path)])


def _restore(app, path, typed="restore\n"):
    return app.test_cli_runner().invoke(args=["restore", str(path)], input=typed)


def _file():
    """Where the one attachment lies."""
    digest = db.session.scalar(select(StoredFile.digest))
    db.session.rollback()
    return path_of(digest)


def _last() -> AuditEntry:
    return db.session.scalar(select(AuditEntry).order_by(AuditEntry.seq.desc()))


@pytest.fixture
def at_a_terminal(monkeypatch):
    """A person sits there."""
    monkeypatch.setattr(commands, "at_terminal", lambda: True)


def test_a_whole_place_is_saved_without_findings_and_with_the_head_of_its_log(
    installation, tmp_path
):
    path = tmp_path / "whole.zip"
    with installation() as app:
        filled()
        assert _backup(app, path).exit_code == 0
        told = archive.read(path)
        head = db.session.get(AuditHead, 1)
        assert (told.log["seq"], told.log["digest"]) == (head.seq, head.digest)
        assert (told.log["broken_at"], told.findings, told.missing) == (None, [], {})
        db.session.rollback()


@pytest.mark.parametrize("spoil", ["remove", "change"])
def test_an_attachment_that_is_not_as_stored_costs_itself_alone(
    installation, tmp_path, at_a_terminal, spoil
):
    path = tmp_path / "gap.zip"
    with installation() as app:
        filled()
        _file().unlink() if spoil == "remove" else _file().write_bytes(b"other")
        name = _file().name
        done = _backup(app, path)
        assert (done.exit_code, "原件.pdf" in done.output) == (3, True)
        told = archive.read(path)
        assert (told.missing, told.files) == ({name: "原件.pdf"}, 0)
    with installation(migrated=False) as app:
        assert "原件.pdf" in _restore(app, path, "no\n").output
        assert _restore(app, path).exit_code == 0
        assert counts()[0] == 1
        assert not _file().exists()


def test_a_broken_log_is_said_saved_and_comes_back_on_a_typed_word(
    two_places, tmp_path, at_a_terminal
):
    path = tmp_path / "broken.zip"
    source, target = two_places
    with source() as app:
        filled()
        with_broken_log()
        done = _backup(app, path)
        assert (done.exit_code, "第 2 条内容被改动" in done.output) == (3, True)
        assert archive.read(path).broken_at == 2
        kept = counts()
    with target(migrated=False) as app:
        assert "确认词不符" in _restore(app, path, "yes\n").output
        assert not (app.config["TRACKER"].data_dir / "blobs").exists()
        done = _restore(app, path)
        assert (done.exit_code, "第 2 条内容被改动" in done.output) == (0, True)
        assert counts() == (kept[0], kept[1] + 1, kept[2])
        entry = _last()
        detail = json.loads(entry.detail)
        assert (entry.action, detail["broken_at"]) == ("restore.done", 2)
        assert detail["by"]
        db.session.rollback()
        assert verify().seq == 2


def test_without_a_person_a_broken_log_does_not_come_back(installation, tmp_path):
    path = tmp_path / "broken.zip"
    with installation() as app:
        filled()
        with_broken_log()
        making.make(app, path)
    with installation(migrated=False) as app:
        done = _restore(app, path)
        assert (done.exit_code, "由人在终端上" in done.output) == (1, True)
        assert counts_or_nothing(app) == []


def counts_or_nothing(app) -> list[str]:
    """What a place holds: files beside the key."""
    folder = app.config["TRACKER"].data_dir
    left = {"audit.key", "backup.lock"}
    return sorted(p.name for p in folder.iterdir() if p.name not in left and p.stat().st_size)


def test_a_break_that_the_archive_does_not_tell_of_is_asked_about_before_it_counts(
    installation, tmp_path, monkeypatch
):
    path, asked = tmp_path / "silent.zip", []
    with installation() as app:
        filled()
        with_broken_log()
        monkeypatch.setattr(making.Look, "at", lambda *_: None)
        making.make(app, path)

    def no(reasons):
        asked.extend(reasons)
        raise Refused("不")

    with installation(migrated=False) as app:
        with pytest.raises(Refused):
            restoring.bring_back(app, path, no)
        assert "第 2 条内容被改动" in asked[0]
        assert counts_or_nothing(app) == []
        restoring.bring_back(app, path, asked.extend)
        assert counts()[0] == 1


@pytest.mark.parametrize("statement", ["DELETE FROM audit_head", "UPDATE audit_head SET seq = 2"])
def test_a_log_without_its_right_head_comes_back_and_goes_on(installation, tmp_path, statement):
    path = tmp_path / "headless.zip"
    with installation() as app:
        filled()
        making.make(app, path)
        with transaction():
            db.session.execute(text(statement))
        path.unlink()
        saved = tmp_path / "database"
        found = making.dump.save(saved)
        files = {"database": saved, **making._blobs(found.files)[0]}
        key = making.keys.signing_key()
        told = archive.Manifest("sqlite", revision(), making.chain.key_id(key), "", found.tables)
        archive.write(path, files, told, key)
    with installation(migrated=False) as app:
        restoring.bring_back(app, path, lambda _: None)
        assert _last().action == "restore.done"
        db.session.rollback()


def test_an_anchor_that_was_taken_away_is_noticed_by_backup_and_by_the_job(installation, tmp_path):
    with installation() as app:
        filled()
        assert _backup(app, tmp_path / "1.zip").exit_code == 0
        place = app.config["TRACKER"].data_dir / anchor.NAME
        place.unlink()
        done = _backup(app, tmp_path / "2.zip")
        assert (done.exit_code, "链头文件" in done.output) == (3, True)
        assert archive.read(tmp_path / "2.zip").findings == [anchor.told_missing()]
        assert _backup(app, tmp_path / "3.zip").exit_code == 0
        place.unlink()
        jobs.keep_head()
        assert place.exists()
        assert _backup(app, tmp_path / "4.zip").exit_code == 3


def test_a_first_backup_misses_no_anchor(installation, tmp_path):
    with installation() as app:
        filled()
        assert not (app.config["TRACKER"].data_dir / anchor.NAME).exists()
        assert _backup(app, tmp_path / "1.zip").exit_code == 0
