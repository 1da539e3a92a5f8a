"""A start on a wrong schema is refused, and the commands that mend it still run."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from tests import programs
from tests.house.sources import ROOT
from tests.programs import Done
from tracker import create_app
from tracker.kernel.db import db

MENDED_BY = "flask --app run db upgrade"
PROGRAMS = [
    ("-m", "gunicorn", "--bind", "127.0.0.1:0", "run:app"),
    ("run.py", "web"),
    ("run.py", "jobs"),
    ("-m", "flask", "--app", "run", "run", "--port", "0"),
]
NEEDED = {
    "administrator-code": ["sysadmin"],
    "intake preview": ["README.md"],
    "search rebuild": [],
}
OF_FLASK = {"routes", "run", "shell"}
SAY_IT_THEMSELVES = {"init", "restore", "backup verify"}


def _commands(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Give every command that does something, with the words that call it."""
    for word, command in group.commands.items():
        words = f"{name} {word}".strip()
        if isinstance(command, click.Group):
            yield from _commands(command, words)
        else:
            yield words, command


def _run(data_dir: Path, *words: str) -> Done:
    """Run a program of the project on a data folder of its own."""
    return programs.run(words, {"TRACKER_DATA_DIR": str(data_dir)})


def test_a_server_that_starts_from_nothing_says_what_to_run(tmp_path):
    env = {**os.environ, "TRACKER_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, *PROGRAMS[0]], capture_output=True, check=False, cwd=ROOT, env=env,
        text=True, timeout=programs.PATIENCE,
    )  # fmt: skip
    assert done.returncode != 0
    assert MENDED_BY in done.stderr


@pytest.mark.parametrize("words", PROGRAMS)
def test_a_start_on_an_empty_database_says_what_to_run(tmp_path, words):
    done = _run(tmp_path, *words)
    assert done.returncode != 0
    assert MENDED_BY in done.stderr + done.stdout


def test_a_command_on_an_empty_database_says_what_to_run(tmp_path):
    done = _flask(tmp_path, "daily")
    assert done.returncode != 0
    assert MENDED_BY in done.stderr + done.stdout


def test_every_command_asks_for_the_upgrade_first(make_config, tmp_path):
    app = create_app(make_config(f"sqlite:///{tmp_path / 'tracker.db'}"))
    run, seen = app.test_cli_runner().invoke, 0
    for words, _ in _commands(app.cli):
        if {words, words.split()[0]} & (OF_FLASK | SAY_IT_THEMSELVES | {"db"}):
            continue
        done = run(args=[*words.split(), *NEEDED.get(words, [])])
        assert (words, done.exit_code) == (words, 1), done.output
        assert MENDED_BY in done.output, words
        seen += 1
    assert seen >= 12
    with app.app_context():
        db.engine.dispose()


def _flask(data_dir: Path, *words: str) -> Done:
    """Run a command of the program."""
    return _run(data_dir, "-m", "flask", "--app", "run", *words)


def test_init_alone_puts_an_empty_place_to_work(tmp_path):
    first = _flask(tmp_path, "init")
    assert first.stdout.count("激活码 ") == 3, first.stderr
    assert _run(tmp_path, "-c", "from run import app").returncode == 0
    again = _flask(tmp_path, "init")
    assert "已经初始化过" in again.stdout
    assert "激活码 " not in again.stdout


def test_init_on_another_schema_changes_nothing(tmp_path):
    with closing(sqlite3.connect(tmp_path / "tracker.db")) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        database.execute("INSERT INTO alembic_version VALUES ('9999')")
        database.commit()
    done = _flask(tmp_path, "init")
    assert done.returncode == 1
    assert "flask --app run db upgrade" in done.stderr
    assert "激活码" not in done.stdout


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    """A place that `init` put to work, to be copied."""
    place = tmp_path_factory.mktemp("begun")
    _flask(place, "init")
    return place


def test_an_administrator_who_lost_the_code_gets_another_from_the_operator(begun, tmp_path):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    done = _flask(tmp_path, "administrator-code", "secadmin")
    assert re.search(r"登录名 secadmin  激活码 [A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", done.stdout)
    nobody = _flask(tmp_path, "administrator-code", "clerk")
    assert nobody.returncode == 1
    assert "没有登录名为 clerk 的管理员" in nobody.stdout


def test_the_upgrade_mends_it_and_the_server_gets_its_application(tmp_path):
    mended = _run(tmp_path, "-m", "flask", "--app", "run", "db", "upgrade")
    assert mended.returncode == 0, mended.stderr
    assert _run(tmp_path, "-c", "from run import app").returncode == 0
    first = _run(tmp_path, "-m", "flask", "--app", "run", "init")
    assert first.stdout.count("激活码 ") == 3
    archive = tmp_path / "saved.zip"
    saved = _run(tmp_path, "-m", "flask", "--app", "run", "backup", str(archive))
    assert "已备份到" in saved.stdout, saved.stderr
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(tmp_path / "audit.key", elsewhere)
    back = _run(elsewhere, "-m", "flask", "--app", "run", "restore", str(archive))
    assert "审计日志完好" in back.stdout, back.stderr
    assert _run(elsewhere, "-c", "from run import app").returncode == 0


@pytest.mark.parametrize(
    "words", [PROGRAMS[0], pytest.param(PROGRAMS[2], marks=pytest.mark.nightly)]
)
def test_a_start_without_the_key_of_the_log_says_which_file_is_missing(begun, tmp_path, words):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    key = (tmp_path / "audit.key").rename(tmp_path / "kept.key")
    done = _run(tmp_path, *words)
    assert done.returncode != 0
    assert f"审计密钥文件 {tmp_path / 'audit.key'} 不在" in done.stderr + done.stdout
    assert not (tmp_path / "audit.key").exists()
    key.rename(tmp_path / "audit.key")
    assert _run(tmp_path, "-c", "from run import app").returncode == 0
