"""Programs of the project, each in a process of its own whose imports are done already.

To import the product takes three seconds and comes out the same each time. A server of forks does
it once; a start is a process that it forks, with the arguments, the environment, the files and the
end that the operating system would give it. `tests/backup/test_start.py` starts one from nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config import Config
from tests.house.sources import ROOT

PATIENCE = 300  # seconds, after which a server that should not start is one that did
IMPORTED = ["tracker", "flask.cli", "gunicorn.app.wsgiapp"]


@dataclass(frozen=True)
class Done:
    """How a program ended: its code, minus the signal where one killed it, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def settings_of(config: Config) -> dict[str, str]:
    """Return the variables that let a program stand where an application of the tests stands."""
    return {
        "TRACKER_DATA_DIR": str(config.data_dir),
        "TRACKER_DATABASE_URL": config.database_url,
        "TRACKER_AUDIT_KEY_FILE": str(config.audit_key_file),
        "TRACKER_POSTGRES_TOOLS": str(config.postgres_tools or ""),
    }


def run(words: Sequence[str], env: Mapping[str, str], umask: int = 0o077) -> Done:
    """Run what `python` with these words runs, in the root of the project, and wait for its end."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(IMPORTED)
    with tempfile.TemporaryDirectory(prefix="program-") as folder:
        told = [Path(folder) / name for name in ("stdout", "stderr")]
        process = forks.Process(
            target=_become, args=(list(words), {**os.environ, **env}, umask, told)
        )
        process.start()
        process.join(PATIENCE)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"{words} runs on")
        return Done(process.exitcode, *(path.read_text(encoding="utf-8") for path in told))


def _become(words: list[str], env: Mapping[str, str], umask: int, told: Sequence[Path]) -> None:
    """Be the program in a process that was forked for it."""
    assert "tracker" in sys.modules, "the server of forks could not import the product"
    for stream, path in enumerate(told, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), stream)
    os.chdir(ROOT)
    os.umask(umask)
    os.environ.clear()
    os.environ.update(env)
    first, *rest = words
    if first == "-c":
        sys.argv = ["-c", *rest[1:]]
        exec(compile(rest[0], "<string>", "exec"), {"__name__": "__main__"})
    elif first == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = words
        runpy.run_path(first, run_name="__main__")
