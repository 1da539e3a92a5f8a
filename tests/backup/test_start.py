"""A start on a wrong schema is refused, and the commands that mend it still run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTS = [
    ("-m", "gunicorn", "--bind", "127.0.0.1:0", "run:app"),
    ("-c", "import run"),
    ("run.py", "web"),
    ("run.py", "jobs"),
]


def _run(data_dir: Path, *words: str) -> subprocess.CompletedProcess:
    """Run a program of the project on a data folder of its own."""
    env = {**os.environ, "TRACKER_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *words], capture_output=True, check=False, cwd=ROOT, env=env, text=True
    )


@pytest.mark.parametrize("words", STARTS)
def test_a_start_on_an_empty_database_says_what_to_run(tmp_path, words):
    done = _run(tmp_path, *words)
    assert done.returncode != 0
    assert "flask --app run db upgrade" in done.stderr


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
