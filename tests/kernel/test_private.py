"""What the program writes is its user's alone, whatever the folder was like before."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from config import keep_private
from tests import programs
from tests.scenes import SCAN
from tracker import create_app
from tracker.kernel.db import transaction
from tracker.kernel.files import keep_bytes, path_of


@pytest.fixture
def folder(tmp_path):
    """A data folder that others may read, as an installer's `mkdir` leaves it."""
    made = tmp_path / "data"
    made.mkdir()
    made.chmod(0o755)
    return made


def _flask(folder: Path, *words: str) -> None:
    """Run a command of the program under the umask of a plain log-in."""
    command = ["-m", "flask", "--app", "run", *words]
    done = programs.run(command, {"TRACKER_DATA_DIR": str(folder)}, umask=0o022)
    assert done.returncode == 0, done.stderr


def test_commands_close_the_folder_and_leave_no_file_that_others_may_read(folder):
    _flask(folder, "init")
    assert folder.stat().st_mode & 0o777 == 0o700
    _flask(folder, "backup")
    written = {path: path.stat().st_mode & 0o077 for path in folder.rglob("*")}
    names = {path.name for path in written}
    assert {"tracker.db", "audit.key", "secret.key", "audit.anchor", "backups"} <= names
    assert {str(path): mode for path, mode in written.items() if mode} == {}


def test_an_attachment_is_its_owners_alone(app):
    with transaction():
        path = path_of(keep_bytes(SCAN, "原件.pdf", None).digest)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_of_somebody_else_is_left_and_told_of(folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert f"chmod 700 {folder}" in keep_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_folder_in_which_all_may_write_is_left_and_told_of(folder):
    folder.chmod(0o1777)
    assert keep_private(folder)
    assert folder.stat().st_mode & 0o7777 == 0o1777


def test_a_folder_that_cannot_be_closed_is_told_of_in_the_log(
    folder, make_config, monkeypatch, caplog
):
    def refuse(_path, _mode):
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    key = folder / "audit.key"
    with caplog.at_level(logging.WARNING):
        create_app(make_config(f"sqlite:///{folder / 'x.db'}", data_dir=folder, audit_key_file=key))
    assert f"数据目录 {folder} 别的用户也能进入" in caplog.text


def test_a_folder_that_is_closed_already_is_not_spoken_of(folder):
    assert keep_private(folder) is None
    assert keep_private(folder) is None
