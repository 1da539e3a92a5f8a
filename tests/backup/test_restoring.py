"""Every archive and every place that a restore refuses."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import scenes
from tests.backup.installations import filled, refusal
from tracker.backup import archive, making, restoring
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused


def test_sixty_damaged_archives_are_refused_before_anything_is_touched(installation, saved):
    whole, dice = saved.read_bytes(), random.Random(20260318)
    damaged = saved.with_name("damaged.zip")
    with installation() as app:
        for turn in range(60):
            data = bytearray(whole)
            place = dice.randrange(len(data))
            if turn % 3 == 2:
                del data[place:]
            else:
                data[place] ^= 1 << dice.randrange(8)
            damaged.write_bytes(data)
            assert "没有做任何改动" in refusal(app, damaged), (turn, place)


def _forged(saved: Path, change) -> Path:
    """An archive written anew with other members, its digest right."""
    path, work = saved.with_name("forged.zip"), saved.with_name("work")
    shutil.rmtree(work, ignore_errors=True)
    with zipfile.ZipFile(saved) as book:
        book.extractall(work)
    told = json.loads((work / "manifest.json").read_text())
    files = {name: work / name for name in told["members"]}
    change(told, files)
    with path.open("w+b") as file:
        archive._fill(file, files, archive.Manifest(**told))
    return path


def _without_database(told, files):
    del files["database"]


def _another_name(told, files):
    name = next(name for name in files if name.startswith("blobs/"))
    told["members"]["../../evil"] = told["members"].pop(name)
    files["../../evil"] = files.pop(name)


def _another_count(told, files):
    told["tables"]["case"] = 7


def _another_kind(told, files):
    told["database"] = "postgresql"


def _newer_schema(told, files):
    told["schema"] = "9999"


def _newer_format(told, files):
    told["format"] = 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_without_database, "缺少或多出文件"),
        (_another_name, "不该有的文件"),
        (_another_count, "印记不符"),
        (_another_kind, "同一种数据库"),
        (_newer_schema, "比本程序新"),
        (_newer_format, "格式是 2"),
    ],
)
def test_an_archive_put_together_by_hand_is_refused(installation, saved, change, words):
    with installation() as app:
        assert words in refusal(app, _forged(saved, change))


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04" + b"0" * 200])
def test_what_is_no_archive_is_refused(installation, tmp_path, content):
    path = tmp_path / "no.zip"
    path.write_bytes(content)
    with installation() as app:
        assert "没有做任何改动" in refusal(app, path)
        assert "是否存在" in refusal(app, tmp_path / "nowhere.zip")


def test_a_place_with_data_or_files_is_refused(installation, saved):
    with installation() as app:
        scenes.build()
        assert "已有数据" in refusal(app, saved)
    with installation() as app:
        (app.config["TRACKER"].data_dir / "blobs" / "aa").mkdir(parents=True)
        (app.config["TRACKER"].data_dir / "blobs" / "aa" / "left").write_bytes(b"x")
        assert "已有附件" in refusal(app, saved)


def test_a_failure_half_way_leaves_the_place_empty(installation, saved, monkeypatch):
    with installation() as app:

        def broken():
            raise OSError("disk")

        monkeypatch.setattr(restoring, "verify", broken)
        with pytest.raises(OSError, match="disk"):
            restoring.bring_back(app, saved)
        folder = app.config["TRACKER"].data_dir
        assert not (folder / "tracker.db").exists()
        assert not (folder / "blobs").exists()


def test_a_touched_audit_log_is_not_brought_back(installation, tmp_path):
    path = tmp_path / "touched.zip"
    with installation() as app:
        filled()
        with transaction():
            db.session.execute(text("UPDATE audit_entry SET detail='{}' WHERE seq=2"))
        making.make(app, path)
    with installation() as app:
        with pytest.raises(Refused, match="第 2 条内容被改动"):
            restoring.bring_back(app, path)
        assert not (app.config["TRACKER"].data_dir / "tracker.db").exists()
