"""`flask backup verify`: what an archive is, without bringing it back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from tests.backup import damage
from tests.backup.installations import KEY, counts, filled, with_broken_log
from tracker.backup import making
from tracker.kernel.db import db


def _verify(app, path):
    return app.test_cli_runner().invoke(args=["backup", "verify", str(path)])


def test_a_whole_archive_is_told_to_come_back_and_nothing_changes(two_places, tmp_path):
    source, target = two_places
    path = tmp_path / "whole.zip"
    with source() as app:
        filled()
        making.make(app, path)
    with target() as app:
        before = counts()
        done = _verify(app, path)
        assert done.exit_code == 0, done.output
        assert done.output.endswith("可以恢复。\n")
        assert "1 个附件" in done.output
        told = "全部完好" if db.engine.dialect.name == "sqlite" else "恢复时再核对"
        assert told in done.output
        assert counts() == before
        assert list(app.config["TRACKER"].data_dir.glob(".backup-*")) == []


def test_what_was_found_when_it_was_made_is_said_again(installation, tmp_path):
    path = tmp_path / "broken.zip"
    with installation() as app:
        filled()
        with_broken_log()
        making.make(app, path)
        done = _verify(app, path)
        assert (done.exit_code, "第 2 条内容被改动" in done.output) == (3, True)


def test_without_its_key_it_says_which_one(installation, saved):
    with installation(key="7b" * 32) as app:
        done = _verify(app, saved)
        assert (done.exit_code, "恢复需要审计密钥" in done.output) == (3, True)
        assert "没有核对" in done.output


def test_rows_are_counted_in_the_database_itself(two_places, tmp_path):
    source, target = two_places
    path, other = tmp_path / "whole.zip", tmp_path / "other.zip"
    with source() as app:
        filled()
        making.make(app, path)
    other.write_bytes(damage.changed(path, damage.FORGED["wrong rows"], bytes.fromhex(KEY)))
    with target() as app:
        done = _verify(app, other)
        assert (done.exit_code, "行数与清单不符：case_record" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("name", "words"),
    [("attachment left out", "缺少附件 原件.pdf"), ("database cut", "数据库文件已损坏")],
)
def test_what_is_missing_inside_is_found(installation, saved, name, words):
    saved.write_bytes(damage.changed(saved, damage.SEALED[name], bytes.fromhex(KEY)))
    with installation() as app:
        done = _verify(app, saved)
        assert (done.exit_code, words in done.output) == (1, True)


def test_a_log_broken_inside_is_found_though_the_manifest_is_silent(installation, saved, tmp_path):
    def spoil(members, told):
        place = tmp_path / "inside.db"
        place.write_bytes(members["database"])
        with closing(sqlite3.connect(place, isolation_level=None)) as inside:
            inside.execute("DROP TRIGGER audit_entry_keeps_update")
            inside.execute("UPDATE audit_entry SET detail='{}' WHERE seq=3")
        members["database"] = place.read_bytes()
        told["members"]["database"] = damage.hashlib.sha256(members["database"]).hexdigest()
        assert json.dumps(told)

    saved.write_bytes(damage.changed(saved, spoil, bytes.fromhex(KEY)))
    with installation() as app:
        done = _verify(app, saved)
        assert (done.exit_code, "第 3 条内容被改动" in done.output) == (3, True)


def test_a_file_that_is_not_there_is_said(installation, tmp_path):
    with installation() as app:
        done = _verify(app, tmp_path / "nowhere.zip")
        assert (done.exit_code, "是否存在" in done.output) == (1, True)
