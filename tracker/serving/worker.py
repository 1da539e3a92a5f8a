"""What gunicorn's worker with threads lacks: an end to waiting for who does not go on.

Gunicorn 27 puts a new connection that says nothing aside after five seconds. Once the first byte is
here it waits for the rest of head and body without an end, and each such connection holds a thread
for good. Here a silence ends the connection, and so does a request that takes too long as a whole.
"""

from __future__ import annotations

import errno
import select
import time
from typing import Any

from gunicorn.http import get_parser
from gunicorn.workers.gthread import ThreadWorker

SILENCE = 10.0  # seconds without a byte in the midst of a request
WHOLE = 300.0  # seconds from the first byte to the last: an upload over a slow line takes a while


class PatientSocket:
    """A socket that waits for what comes, but not for ever; then it is broken for good."""

    def __init__(self, sock: Any) -> None:
        """Begin with the first request of a connection."""
        self._sock = sock
        self._broken = False
        self.count_anew()

    def count_anew(self) -> None:
        """Count anew: another request of the same connection begins."""
        self._until = time.monotonic() + WHOLE

    def recv(self, size: int) -> bytes:
        """Return what came.

        :raises ConnectionResetError: nothing did, or the whole took too long.
        """
        left = min(SILENCE, self._until - time.monotonic())
        if self._broken or left <= 0 or not _comes(self._sock, left):
            self._broken = True
            raise ConnectionResetError(errno.ECONNRESET, "the rest of the request did not come")
        data: bytes = self._sock.recv(size)
        return data


def _comes(sock: Any, seconds: float) -> bool:
    """Whether there is something to read within some seconds."""
    poller = select.poll()
    poller.register(sock, select.POLLIN)
    return bool(poller.poll(seconds * 1000))


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """The worker with threads, whose connections read through a patient socket."""

    def handle(self, conn: Any) -> Any:
        """Handle one request of a connection."""
        if conn.parser is None:
            conn.parser = get_parser(self.cfg, PatientSocket(conn.sock), conn.client)
        conn.parser.unreader.sock.count_anew()
        return super().handle(conn)
