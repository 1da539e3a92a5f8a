"""How gunicorn serves the pages: its configuration, named by `-c`.

`run.py` and the line of docs/operations.md both start from here. Another address:
`GUNICORN_CMD_ARGS="--bind 10.1.2.3:8000"`, or `--bind` on the line.
"""

from __future__ import annotations

import sys
from typing import Any

bind = "127.0.0.1:8000"
worker_class = "tracker.serving.worker.PatientWorker"
preload_app = True  # run.py lets go of the database before the workers are made of it
workers = 2
# A request that comes slowly holds one thread (see worker.py): there are more than slow clients,
# which may all land in one worker. One is made when it is needed; to let it wait costs little.
threads = 48
worker_connections = 500
keepalive = 5  # seconds, also for a connection that has not said anything yet
timeout = 60  # seconds after which a worker that does not even accept is started anew
graceful_timeout = 20  # seconds for what is being done when the server is stopped
limit_request_line = 8190  # a ledger's address names its filters and the chosen cases
control_socket_disable = True  # nobody steers it but the service manager


def when_ready(server: Any) -> None:
    """Say where the pages are."""
    for listener in server.LISTENERS:
        sys.stdout.write(f"建议提案办理跟踪系统：{_address(listener)}\n")
    sys.stdout.flush()


def _address(listener: Any) -> str:
    """Return the address of a listener as one types it into a browser."""
    named = listener.getsockname()
    return f"http://{named[0]}:{named[1]}/" if isinstance(named, tuple) else str(named)
