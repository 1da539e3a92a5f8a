"""Backup and restore: a drill on both databases, and everything that must be refused."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import threading
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from tests import scenes
from tracker import create_app
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.audit.queries import verify
from tracker.backup import actions, archive
from tracker.cases.models import Case
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import StoredFile, keep_bytes, path_of

KEY = "5a" * 32


@pytest.fixture
def installation(tmp_path, make_config):
    """Return a context that is one installation, with the schema of the migrations."""
    numbers = iter(range(10))

    @contextmanager
    def place(url="", key=KEY, migrated=True, **changes):
        folder = tmp_path / f"place{next(numbers)}"
        folder.mkdir()
        (folder / "audit.key").write_text(key)
        made = make_config(
            url or f"sqlite:///{folder / 'tracker.db'}",
            data_dir=folder,
            audit_key_file=folder / "audit.key",
            **changes,
        )
        app = create_app(made)
        with app.app_context():
            if migrated:
                upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()

    return place


def _filled() -> None:
    """A district, a case, a file."""
    district = scenes.build()
    scenes.register(district)
    with transaction():
        keep_bytes(scenes.SCAN, "原件.pdf", None)


def _counts() -> tuple[int, int, int]:
    """Cases, entries of the log, files."""
    found = tuple(
        db.session.scalar(select(func.count()).select_from(model))
        for model in (Case, AuditEntry, StoredFile)
    )
    db.session.rollback()
    return found


@pytest.fixture
def saved(installation, tmp_path):
    """An archive of a filled SQLite installation."""
    path = tmp_path / "saved.zip"
    with installation() as app:
        _filled()
        actions.make(app, path)
    return path


def _refusal(app, path) -> str:
    """Try to restore; return the refusal, after seeing that the place is untouched."""
    before = _counts()
    with pytest.raises(Refused) as caught:
        actions.bring_back(app, path)
    assert _counts() == before
    return str(caught.value)


def _database(server, name: str) -> str:
    """An empty PostgreSQL database of its own."""
    server.psql(f"DROP DATABASE IF EXISTS {name}; ")
    server.psql(f"CREATE DATABASE {name};")
    address = server.get_uri(database=name)
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_saved_comes_back_whole(kind, installation, tmp_path, request):
    urls, tools = ["", ""], None
    if kind == "postgresql":
        server = request.getfixturevalue("postgres_server")
        tools = server.bin_path
        urls = [_database(server, name) for name in ("drill_from", "drill_to")]
    path = tmp_path / "drill.zip"
    with installation(urls[0], postgres_tools=tools) as app:
        _filled()
        made = app.test_cli_runner().invoke(args=["backup", str(path)])
        assert made.exit_code == 0, made.output
        cases, entries, files = _counts()
    assert path.stat().st_mode & 0o077 == 0
    with installation(urls[1], migrated=False, postgres_tools=tools) as app:
        done = app.test_cli_runner().invoke(args=["restore", str(path)])
        assert done.exit_code == 0, done.output
        assert "审计日志完好" in done.output
        assert _counts() == (cases, entries + 1, files)
        assert verify().intact
        stored = db.session.scalar(select(StoredFile))
        assert path_of(stored.digest).read_bytes() == scenes.SCAN
        last = db.session.scalar(select(AuditEntry.action).order_by(AuditEntry.seq.desc()))
        assert last == "restore.done"
        db.session.rollback()


def test_a_migrated_but_empty_place_takes_the_archive(installation, saved):
    with installation() as app:
        actions.bring_back(app, saved)
        assert _counts()[0] == 1


def test_an_archive_holds_no_key_and_says_which_one_it_needs(installation, saved):
    content = b"".join(zipfile.ZipFile(saved).read(name) for name in _names(saved))
    assert KEY.encode() not in content
    with installation(key="7b" * 32) as app:
        said = _refusal(app, saved)
    assert json.loads(zipfile.ZipFile(saved).read("manifest.json"))["key_id"] in said
    assert "audit.key" in said


def _names(path) -> list[str]:
    with zipfile.ZipFile(path) as book:
        return book.namelist()


def test_a_backup_while_others_write_is_of_one_moment(installation, tmp_path):
    path, stop = tmp_path / "busy.zip", threading.Event()
    with installation() as app:
        _filled()

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
                actions.make(app, path.with_suffix(f".{place}.zip"))
        finally:
            stop.set()
            writer.join()
    with installation() as app:
        actions.bring_back(app, path.with_suffix(".2.zip"))
        assert verify().intact


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
            assert "没有做任何改动" in _refusal(app, damaged), (turn, place)


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
        assert words in _refusal(app, _forged(saved, change))


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04" + b"0" * 200])
def test_what_is_no_archive_is_refused(installation, tmp_path, content):
    path = tmp_path / "no.zip"
    path.write_bytes(content)
    with installation() as app:
        assert "没有做任何改动" in _refusal(app, path)
        assert "是否存在" in _refusal(app, tmp_path / "nowhere.zip")


def test_a_place_with_data_or_files_is_refused(installation, saved):
    with installation() as app:
        scenes.build()
        assert "已有数据" in _refusal(app, saved)
    with installation() as app:
        (app.config["TRACKER"].data_dir / "blobs" / "aa").mkdir(parents=True)
        (app.config["TRACKER"].data_dir / "blobs" / "aa" / "left").write_bytes(b"x")
        assert "已有附件" in _refusal(app, saved)


def test_a_failure_half_way_leaves_the_place_empty(installation, saved, monkeypatch):
    with installation() as app:

        def broken():
            raise OSError("disk")

        monkeypatch.setattr(actions, "verify", broken)
        with pytest.raises(OSError, match="disk"):
            actions.bring_back(app, saved)
        folder = app.config["TRACKER"].data_dir
        assert not (folder / "tracker.db").exists()
        assert not (folder / "blobs").exists()


def test_a_touched_audit_log_is_not_brought_back(installation, tmp_path):
    path = tmp_path / "touched.zip"
    with installation() as app:
        _filled()
        with transaction():
            db.session.execute(text("UPDATE audit_entry SET detail='{}' WHERE seq=2"))
        actions.make(app, path)
    with installation() as app:
        with pytest.raises(Refused, match="第 2 条内容被改动"):
            actions.bring_back(app, path)
        assert not (app.config["TRACKER"].data_dir / "tracker.db").exists()


def test_a_missing_attachment_is_named_and_no_archive_is_made(installation, tmp_path):
    path = tmp_path / "gap.zip"
    with installation() as app:
        _filled()
        digest = db.session.scalar(select(StoredFile.digest))
        db.session.rollback()
        path_of(digest).unlink()
        with pytest.raises(Refused, match=r"原件\.pdf"):
            actions.make(app, path)
    assert list(tmp_path.glob("gap*")) == []


def test_a_name_that_is_taken_is_not_written_over(installation, saved):
    before = saved.read_bytes()
    with installation() as app, pytest.raises(Refused, match="已经存在"):
        actions.make(app, saved)
    assert saved.read_bytes() == before


def test_without_pg_dump_the_sentence_says_what_to_install(installation, tmp_path, postgres_server):
    url, nothing = _database(postgres_server, "no_tools"), tmp_path / "nothing"
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
    connection.close()
