"""A damaged archive is refused in a sentence, or brings back just what was saved; never half."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest

from tests import scenes
from tests.backup import damage
from tests.backup.earlier import loading
from tests.backup.installations import KEY, counts
from tracker.backup import archive, examining, restoring
from tracker.kernel.errors import Refused

Free = namedtuple("Free", "total used free")
BYTEWISE = range(30)


@pytest.fixture
def own(installation):
    """A place with data of its own, and how all of it looks."""
    with installation() as app:
        scenes.register(scenes.build(), "777")
        folder = app.config["TRACKER"].data_dir

        def seen():
            left = {"backup.lock", "tracker.db", "tracker.db-journal"}
            files = [p for p in folder.rglob("*") if p.is_file() and p.name not in left]
            return loading.everything(), {p: p.read_bytes() for p in files}

        yield app, seen


def _right_or_refused(app, seen, path, wanted) -> str:
    """Try an archive; return the refusal, empty where it brought back what was saved."""
    before = seen()
    try:
        restoring.bring_back(app, path, lambda _: None)
    except Refused as refusal:
        assert seen() == before
        with pytest.raises(Refused):
            examining.examine(app, path)
        return str(refusal)
    assert counts() == (wanted[0], wanted[1] + 1, wanted[2])
    return ""


def _wanted(saved) -> tuple[int, int, int]:
    tables = archive.read(saved).tables
    return tables["case_record"], tables["audit_entry"], tables["stored_file"]


def _tried(own, saved, data: bytes) -> str:
    app, seen = own
    wanted, path = _wanted(saved), saved.with_name("damaged.zip")
    path.write_bytes(data)
    return _right_or_refused(app, seen, path, wanted)


@pytest.mark.parametrize(
    "turn",
    [turn if turn % 3 == 0 else pytest.param(turn, marks=pytest.mark.nightly) for turn in BYTEWISE],
)
def test_bytes_that_were_damaged_are_refused_and_nothing_is_touched(own, saved, turn):
    assert "没有做任何改动" in _tried(own, saved, damage.bytewise(saved.read_bytes(), turn))


@pytest.mark.parametrize("name", damage.FORGED)
def test_what_somebody_without_the_key_made_of_it_is_refused(own, saved, name):
    refusal = _tried(own, saved, damage.changed(saved, damage.FORGED[name]))
    assert refusal.endswith("。")


@pytest.mark.parametrize("name", damage.SEALED)
def test_what_does_not_fit_together_is_refused_though_its_seal_is_right(own, saved, name):
    data = damage.changed(saved, damage.SEALED[name], bytes.fromhex(KEY))
    refusal = _tried(own, saved, data)
    assert refusal.endswith("。")
    assert ("不该有的文件" in refusal) == name.startswith("path")


def test_the_same_archive_made_anew_comes_back(own, saved):
    data = damage.changed(saved, lambda _m, _t: None)
    assert _tried(own, saved, data) == ""


def test_what_needs_more_room_than_there_is_is_refused_before_it_is_read(own, saved, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Free(10, 9, 1000))
    assert "磁盘只剩" in _tried(own, saved, saved.read_bytes())


def test_what_says_to_need_more_than_any_disk_has_is_not_read(own, saved, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Free(1 << 31, 1 << 30, 1 << 30))
    assert "磁盘只剩" in _tried(own, saved, damage.swollen(saved.read_bytes()))


def test_a_manifest_that_would_fill_the_memory_is_refused(saved, monkeypatch):
    saved.write_bytes(damage.packed({}, b" " * 2000))
    monkeypatch.setattr(archive, "LARGEST_MANIFEST", 1000)
    with pytest.raises(Refused, match="清单过大"):
        archive.read(saved)
