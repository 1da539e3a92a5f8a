"""Put a fault into a copy of the checkout and see whether a test goes red."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.faults.noticing import stages
from tests.faults.source import ROOT, Fault

SECONDS = 150
NO_TESTS = 5
ASKED = ("-m", "not nightly and not browser", "-k", "not postgresql", "-p", "no:cacheprovider")
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")


class Told(NamedTuple):
    """What became of a fault; `test` is empty where none went red."""

    fault: Fault
    test: str
    seconds: float
    in_time: bool = True


@contextmanager
def copy() -> Iterator[Path]:
    """Give a copy of the checkout that is thrown away."""
    with TemporaryDirectory(prefix="faults-") as folder:
        target = Path(folder) / "checkout"
        shutil.copytree(ROOT, target, ignore=NOT_COPIED)
        yield target


def noticed(fault: Fault, checkout: Path, seconds: int = SECONDS) -> Told:
    """Run the tests with the fault in the copy, until one is red; the copy is put right after."""
    file = checkout / fault.path
    whole, begun = file.read_bytes(), time.monotonic()
    _write(file, fault.applied(whole))
    try:
        for stage in stages(fault):
            left = seconds - (time.monotonic() - begun)
            test = _red(stage, checkout, left) if left > 0 else None
            if test or test is None:
                return Told(fault, test or "", time.monotonic() - begun, test is not None)
        return Told(fault, "", time.monotonic() - begun)
    finally:
        _write(file, whole)


def _write(file: Path, text: bytes) -> None:
    """Write a file of the program and forget what was compiled of the one before."""
    file.write_bytes(text)
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()


def _red(stage: list[str], checkout: Path, seconds: float) -> str | None:
    """Return the first red test, empty where all are green, None where time was up."""
    run = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", "-x", "--tb=no", "-rfE", *ASKED, *stage],
        cwd=checkout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(checkout)},
    )
    try:
        said, _ = run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)  # its own group: what it started ends, too
        run.communicate()
        return None
    if run.returncode in (0, NO_TESTS):
        return ""
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", said, re.MULTILINE)
    return found[1] if found else "the tests do not begin: " + said.strip()[-200:]
