"""`python run.py` as it is typed: served by gunicorn, held up by nobody, gone at its end."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask_migrate import upgrade

from tests import built, scenes
from tests.house.sources import ROOT
from tests.serving.test_processes import gone, is_alive
from tracker.demo.places import PASSWORD
from tracker.serving import worker as serving

SILENT = b""
IN_THE_HEAD = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Le"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 999\r\n\r\nlogin=cle"
IN_THE_BODY = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\n" + FORM
EACH = 8
STARTED = 120  # seconds in which a busy machine starts two programs


class Run:
    """`run.py` with its output in a file."""

    def __init__(self, folder: Path) -> None:
        """Start it in a data folder, at a port that is free."""
        self.said = folder / "said"
        env = {
            **os.environ,
            "TRACKER_DATA_DIR": str(folder),
            "TRACKER_INSECURE_HTTP": "1",
            "TRACKER_DEMO": "1",
            "GUNICORN_CMD_ARGS": "--bind 127.0.0.1:0",
        }
        with self.said.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "run.py"], cwd=ROOT, env=env, stdout=out, stderr=out
            )
        self.port = int(self.awaited(r"http://127\.0\.0\.1:(\d+)/\n"))

    def awaited(self, pattern: str) -> str:
        """Wait until it says something."""
        latest = time.monotonic() + STARTED
        while not (found := re.search(pattern, self.said.read_text())):
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < latest, self.said.read_text()
            time.sleep(0.05)
        return found[1]

    def status(self, within: float = 1) -> int:
        """Ask for the health address; it has to answer within a second."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=within)
        asked.request("GET", "/health/live", headers={"Connection": "close"})
        return asked.getresponse().status

    def family(self) -> list[int]:
        """Return every process that comes from it."""
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            if is_alive(number := int(path.parent.name)):
                parents[number] = int(path.read_text().rsplit(")", 1)[1].split()[1])
        found = [self.process.pid]
        for one in found:
            found.extend(number for number, parent in parents.items() if parent == one)
        return found


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The data folder of a place with a case; the demonstration adds only its log-ins."""
    folder = tmp_path_factory.mktemp("served")
    built.build(folder, lambda: scenes.register(scenes.build()), upgrade)
    return folder


def test_run_serves_beside_slow_clients_and_leaves_nobody_behind(place):
    run = Run(place)
    try:
        said = run.said.read_text()
        assert "gunicorn" in said
        assert "development server" not in said
        assert PASSWORD in said
        assert run.status(within=STARTED) == 200
        with ExitStack() as held:
            for sent in (SILENT, IN_THE_HEAD, IN_THE_BODY):
                for _ in range(EACH):
                    client = socket.create_connection(("127.0.0.1", run.port))
                    held.enter_context(client).sendall(sent)
            assert [run.status() for _ in range(5)] == [200] * 5
        family = run.family()
        assert len(family) >= 5  # itself, gunicorn and its two workers, the jobs
    finally:
        run.process.send_signal(signal.SIGTERM)
        code = run.process.wait(60)
    assert code == 0
    assert gone(*family)


class Said:
    """A socket on which a byte lies, or none."""

    def __init__(self, *parts: bytes) -> None:
        """Take what is to come."""
        self.ours, self.theirs = socket.socketpair()
        for part in parts:
            self.theirs.sendall(part)


def test_a_client_that_goes_on_is_waited_for_and_one_that_does_not_is_not(monkeypatch):
    monkeypatch.setattr(serving, "SILENCE", 0.05)
    said = Said(b"GET")
    patient = serving.PatientSocket(said.ours)
    assert patient.recv(10) == b"GET"
    with pytest.raises(ConnectionResetError):
        patient.recv(10)
    said.theirs.sendall(b" /")
    with pytest.raises(ConnectionResetError):  # what comes later belongs to no request
        patient.recv(10)
    said.ours.close(), said.theirs.close()


def test_a_request_as_a_whole_has_an_end_and_the_next_one_its_own(monkeypatch):
    said = Said(b"GET /")
    monkeypatch.setattr(serving, "WHOLE", 0)
    patient = serving.PatientSocket(said.ours)
    monkeypatch.setattr(serving, "WHOLE", 60)
    patient.count_anew()
    assert patient.recv(3) == b"GET"
    monkeypatch.setattr(serving, "WHOLE", 0)
    patient.count_anew()
    with pytest.raises(ConnectionResetError):
        patient.recv(2)
    said.ours.close(), said.theirs.close()
