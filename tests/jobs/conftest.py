"""A district on either database, and jobs processes beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import scenes
from tracker import create_app
from tracker.kernel.db import db

ROOT = Path(__file__).parents[2]


@pytest.fixture
def rehearsal_url(backend, tmp_path, request):
    """An empty database of each kind."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.db'}"
    server = request.getfixturevalue("postgres_server")
    server.psql("DROP DATABASE IF EXISTS rehearsal;")
    server.psql("CREATE DATABASE rehearsal;")
    address = server.get_uri(database="rehearsal")
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture
def rehearsal(rehearsal_url, make_config):
    """The application on it, and the small district."""
    config = make_config(rehearsal_url)
    app = create_app(config)
    with app.app_context():
        db.create_all()
        yield app, scenes.build()
        db.session.remove()
        db.engine.dispose()


@contextmanager
def workers(config, count: int):
    """Start jobs processes; give a function that lets all of them run a day at once."""
    env = {
        **os.environ,
        "TRACKER_DATA_DIR": str(config.data_dir),
        "TRACKER_DATABASE_URL": config.database_url,
        "TRACKER_AUDIT_KEY_FILE": str(config.audit_key_file),
        "PYTHONPATH": str(ROOT),
    }
    with ExitStack() as stack:
        found = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.jobs.worker"],
                    cwd=ROOT, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                )
            )
            for _ in range(count)
        ]  # fmt: skip
        for process in found:
            assert process.stdout.readline() == "ready\n"

        def run(day):
            for process in found:
                process.stdin.write(f"{day}\n")
                process.stdin.flush()
            for process in found:
                assert process.stdout.readline() == f"{day}\n"

        yield run
        for process in found:
            process.stdin.close()


def rows(query: str) -> list[tuple]:
    """Run a plain query on the rehearsal's database and end the reading."""
    found = [tuple(row) for row in db.session.execute(text(query))]
    db.session.rollback()
    return found
