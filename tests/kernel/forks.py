"""Lets files be read in forks with the limits of the child process: that spares its start."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tracker.kernel import sheets

FORKED = Path(__file__).with_name("forked_reader.py")
BY_THE_LIMITS = (0, -signal.SIGXCPU, -signal.SIGABRT)


class Forks:
    """A process that forks for each file; `deaths` are ends beside those by the limits."""

    def __init__(self) -> None:
        """Start it."""
        limits = [str(number) for number in (sheets.CELLS, sheets.MEMORY_MIB, sheets.SECONDS)]
        command = [sys.executable, "-I", str(FORKED), str(sheets.READER), *limits]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.deaths: list[int] = []
        self.most_kib = 0

    def run(self, command: list[str], **_more: object) -> subprocess.CompletedProcess[bytes]:
        """Read the file of a command as `subprocess.run` would."""
        path = command[3]
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        status, used = map(int, self._process.stdout.readline().split())
        self.most_kib = max(self.most_kib, used)
        if status not in BY_THE_LIMITS:
            self.deaths.append(status)
        printed = Path(f"{path}.json").read_bytes() if status == 0 else b""
        Path(f"{path}.json").unlink(missing_ok=True)
        return subprocess.CompletedProcess(command, status, printed)

    def end(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
