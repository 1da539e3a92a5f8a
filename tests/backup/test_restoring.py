"""Every archive and every place that a restore refuses."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from pathlib import Path

import pytest

from tests import postgres, scenes
from tests.backup.installations import counts, filled, refusal
from tracker.backup import archive, dump, making, restoring
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


def _without_attachment(told, files):
    del files[next(name for name in files if name.startswith("blobs/"))]


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
    told["format"] = 3


def _older_format(told, files):
    told["format"] = 0


def _another_database(told, files):
    files["database"].write_bytes(b"SQLite format 3\0")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_without_database, "缺少或多出文件"),
        (_without_attachment, "缺少或多出文件"),
        (_another_database, "database 校验不符"),
        (_another_name, "不该有的文件"),
        (_another_count, "印记不符"),
        (_another_kind, "同一种数据库"),
        (_newer_schema, "比本程序新"),
        (_newer_format, "格式是 3"),
        (_older_format, "格式是 0"),
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


@pytest.mark.parametrize("told", ["[]", "{", "7", '{"format": 1}', '{"format": 1, "x": 2}'])
def test_a_manifest_that_says_nothing_is_refused(installation, tmp_path, monkeypatch, told):
    path = tmp_path / "odd.zip"
    monkeypatch.setattr(archive.json, "dumps", lambda *_, **__: told)
    with path.open("w+b") as file:
        archive._fill(file, {}, archive.Manifest("sqlite", "0001", "", "", {}))
    monkeypatch.undo()
    with installation() as app:
        assert "已损坏" in refusal(app, path)


def test_a_place_with_files_is_refused(installation, saved):
    with installation() as app:
        (app.config["TRACKER"].data_dir / "blobs" / "aa").mkdir(parents=True)
        (app.config["TRACKER"].data_dir / "blobs" / "aa" / "left").write_bytes(b"x")
        assert "已有附件" in refusal(app, saved)


def test_a_place_with_data_is_refused(two_places, tmp_path):
    path = tmp_path / "first.zip"
    source, target = two_places
    with source() as app:
        making.make(app, path)
    with target() as app:
        scenes.build()
        assert "已有数据" in refusal(app, path)


def test_a_failure_half_way_leaves_the_place_empty(two_places, tmp_path, monkeypatch):
    path = tmp_path / "whole.zip"
    source, target = two_places
    with source() as app:
        filled()
        making.make(app, path)
    with target() as app:

        def broken():
            raise OSError("disk")

        monkeypatch.setattr(restoring, "verify", broken)
        done = app.test_cli_runner().invoke(args=["restore", str(path)])
        assert (done.exit_code, "没有成功：disk" in done.output) == (1, True)
        assert dump.content().tables == {}
        assert not (app.config["TRACKER"].data_dir / "blobs").exists()
        monkeypatch.undo()
        restoring.bring_back(app, path)
        assert counts()[0] == 1


def test_an_attachment_that_came_back_otherwise_is_not_accepted(installation, saved, monkeypatch):
    move = restoring._move

    def spoil(source, target):
        move(source, target)
        next(path for path in target.rglob("*") if path.is_file()).write_bytes(b"other")

    monkeypatch.setattr(restoring, "_move", spoil)
    with installation() as app:
        with pytest.raises(Refused, match=r"原件\.pdf"):
            restoring.bring_back(app, saved)
        assert not (app.config["TRACKER"].data_dir / "blobs").exists()


def test_without_pg_restore_nothing_is_touched(installation, tmp_path, postgres_server):
    path, nothing = tmp_path / "saved.zip", tmp_path / "nothing"
    nothing.mkdir()
    url = postgres.new(postgres_server, "no_restore")
    with installation(url, postgres_tools=postgres_server.bin_path) as app:
        making.make(app, path)
    url = postgres.new(postgres_server, "no_restore")
    with installation(url, postgres_tools=nothing) as app:
        assert "pg_restore" in refusal(app, path)
