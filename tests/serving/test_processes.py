"""Web server and jobs begin together and end together, whatever ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.house.sources import ROOT
from tracker.serving import processes

# two programs; the first starts one of its own, as the jobs start pg_dump
PARENT = '''
import sys
from tracker.serving import processes
first = """
import os, subprocess, time
os.write(1, b"%d " % subprocess.Popen(["sleep", "60"]).pid)
time.sleep(60)
"""
lines = [["-c", first], ["-c", sys.argv[1]]]
sys.exit(processes.run_beside(lines))
'''
LASTING = "import os,time; os.write(1, b'%d ' % os.getpid()); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + LASTING
SAMPLE = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
ALL = [
    one if one in SAMPLE else pytest.param(one, marks=pytest.mark.nightly)
    for one in sorted(processes.ENDING)
]


def is_alive(number: int) -> bool:
    """Whether a process is there and is no zombie."""
    with suppress(OSError):
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z"
    return False


def gone(*numbers: int) -> bool:
    """Whether processes end within some seconds."""
    latest = time.monotonic() + 10
    while any(map(is_alive, numbers)) and time.monotonic() < latest:
        time.sleep(0.02)
    return not any(map(is_alive, numbers))


def begun(second: str) -> tuple[subprocess.Popen, list[int]]:
    """Start the two; return the parent, and the numbers that the programs told."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    parent = subprocess.Popen([sys.executable, "-c", PARENT, second], cwd=ROOT, text=True, **pipes)
    told = ""
    while len(told.split(" ")) <= 2 and (more := parent.stdout.read(1)):
        told += more
    return parent, [int(number) for number in told.split()]


def ended(parent: subprocess.Popen) -> tuple[int, str]:
    """Wait for the parent; return its code and what it said."""
    told = parent.communicate(timeout=60)[1]
    return parent.returncode, told


@pytest.mark.parametrize("number", ALL)
def test_each_signal_that_can_be_caught_ends_them_all(number):
    parent, inner = begun(LASTING)
    assert all(map(is_alive, inner))
    parent.send_signal(number)
    assert ended(parent) == (0, "")
    assert gone(*inner)


def test_where_one_ends_all_end_and_it_is_said():
    parent, inner = begun("import os,time; os.write(1, b'0 '); time.sleep(1); exit(3)")
    code, told = ended(parent)
    assert code == 1
    assert "已退出（3），系统随之停止" in told
    assert gone(inner[0] or inner[1])


def test_who_does_not_listen_is_killed(monkeypatch):
    lines = [["-c", STUBBORN], ["-c", "pass"]]
    monkeypatch.setattr(processes, "PATIENCE", 0.3)
    kept = signal.getsignal(signal.SIGTERM)
    assert processes.run_beside(lines) == 1
    assert signal.getsignal(signal.SIGTERM) is kept
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    assert [n for n in children if "SIG_IGN" in Path(f"/proc/{n}/cmdline").read_text()] == []
