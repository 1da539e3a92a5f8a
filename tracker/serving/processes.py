"""The web server and the jobs beside each other: one ends, all end, and nothing is left behind."""

from __future__ import annotations

import logging
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
WEB = ("-m", "gunicorn", "-c", "python:tracker.serving.settings", "run:app")
JOBS = ("run.py", "jobs")
PATIENCE = 25.0  # seconds for what is being done; gunicorn itself takes up to 20
_LEFT_ALONE = (  # cannot be caught; end nothing; tell of a fault of this process itself
    ("KILL", "STOP"),
    ("CHLD", "CONT", "TSTP", "TTIN", "TTOU", "URG", "WINCH", "PIPE", "XFSZ"),
    ("SEGV", "BUS", "FPE", "ILL", "TRAP", "SYS", "ABRT"),
)
ENDING = signal.valid_signals() - {
    getattr(signal, f"SIG{name}", None) for names in _LEFT_ALONE for name in names
}
log = logging.getLogger("tracker.processes")
Child = subprocess.Popen[bytes]


def run_beside(lines: Sequence[Sequence[str]]) -> int:
    """Run programs until a signal comes or one of them ends; then end all. Return the exit code.

    The code is 0 where a signal asked for the end, 1 where a program ended by itself.
    """
    children: list[Child] = []
    with _signals() as told:
        try:
            children.extend(map(_started, lines))
            asked = _wait(children, told)
            _say_who_ended(children)
        finally:
            _end(children)
    return 0 if asked else 1


def replace_by(line: Sequence[str]) -> None:
    """Become another program."""
    os.chdir(HERE)
    os.execv(sys.executable, [sys.executable, *line])  # noqa: S606 (a line of our own)


def _started(line: Sequence[str]) -> Child:
    """Start a program of ours as the head of a group, so that its own children end with it."""
    return subprocess.Popen(  # noqa: S603 (a line of our own)
        [sys.executable, *line], cwd=HERE, start_new_session=True
    )


@contextmanager
def _signals() -> Iterator[tuple[int, list[int]]]:
    """Note each signal that asks for the end; the pipe wakes whoever waits, also for a child."""
    asked: list[int] = []
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    kept = {one: signal.signal(one, lambda number, _: asked.append(number)) for one in ENDING}
    kept[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        yield reader, asked
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before)
        os.close(reader)
        os.close(writer)


def _wait(children: Sequence[Child], told: tuple[int, list[int]]) -> bool:
    """Wait until a signal asks for the end or a child has ended; return whether it was a signal."""
    reader, asked = told
    while not asked and all(child.poll() is None for child in children):
        if select.select([reader], [], [], 1.0)[0]:
            os.read(reader, 512)
    return bool(asked)


def _say_who_ended(children: Sequence[Child]) -> None:
    """Log which program ended by itself, and how."""
    for child in children:
        if child.returncode is not None:
            words = " ".join(map(str, child.args[1:]))  # type: ignore[index]
            log.error("“%s”已退出（%s），系统随之停止。", words, child.returncode)


def _end(children: Sequence[Child]) -> None:
    """Ask each group to end, wait for it, and kill what is left of it."""
    for child in children:
        _send(child, signal.SIGTERM)
    latest = time.monotonic() + PATIENCE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, latest - time.monotonic()))
        _send(child, signal.SIGKILL)
        child.wait()


def _send(child: Child, number: int) -> None:
    """Send a signal to a child and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)
