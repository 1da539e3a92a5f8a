"""What something costs: the processor's time, here and in the database, and the statements.

Processor time is counted, not the time that passes: it does not wait for the disk, and others on
the machine change it little. PostgreSQL works in a process of its own, whose time is added; it
is told not to spread one query over several processes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.bench.office import counted
from tracker.kernel.db import db

NANO = 1e9
KIB = 1024
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass
class Cost:
    """Seconds of the processor and seconds that passed, statements, bytes that were answered."""

    cpu: float
    wall: float
    statements: int
    size: int = 0


@event.listens_for(Engine, "connect")
def _in_one_process(connection, _record) -> None:
    """Let PostgreSQL work on a query in one process."""
    if not hasattr(connection, "set_trace_callback"):
        was, connection.autocommit = connection.autocommit, True
        connection.execute("SET max_parallel_workers_per_gather = 0")
        connection.autocommit = was


@contextmanager
def measured() -> Iterator[Cost]:
    """Measure a block, which begins with an empty session."""
    process = backend()
    db.session.remove()
    gc.collect()
    cost = Cost(0, 0, 0)
    with counted() as sent:
        begun, there, here = perf_counter(), spent(process), process_time()
        yield cost
        cost.cpu = process_time() - here + spent(process) - there
        cost.wall = perf_counter() - begun
    cost.statements = len([one for one in sent if not one.startswith(NOT_COUNTED)])


def middle(costs: list[Cost]) -> Cost:
    """Return the median of several turns."""
    return Cost(
        median(one.cpu for one in costs),
        median(one.wall for one in costs),
        costs[-1].statements,
        costs[-1].size,
    )


def told(kind: str, name: str, cost: Cost) -> dict:
    """Return a cost as it is handed on."""
    return {"kind": kind, "name": name, **asdict(cost)}


def forget_peak() -> float:
    """Let the kernel measure the peak anew; return the memory in use now in MiB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return memory("VmRSS")


def memory(name: str) -> float:
    """Return a figure of this process in MiB: VmRSS in use now, VmHWM at its peak."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (found,) = (line.split()[1] for line in lines if line.startswith(f"{name}:"))
    return int(found) / KIB


def backend() -> int:
    """Return the process of the database that serves this one, 0 where there is none."""
    if db.engine.dialect.name != "postgresql":
        return 0
    pid: int = db.session.connection().connection.driver_connection.info.backend_pid
    return pid


def spent(process: int) -> float:
    """Return the processor's seconds that another process has used."""
    if not process:
        return 0.0
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / NANO
