"""The only reader of time.

Instants are aware UTC; days are local dates in Asia/Shanghai. A test, the demonstration
data and `flask daily --date` move the clock; nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_moved: ContextVar[datetime | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _moved.get() or datetime.now(UTC)


def today() -> date:
    """Return the present day in Asia/Shanghai."""
    return now().astimezone(ZONE).date()


def local(instant: datetime) -> datetime:
    """Return the instant as wall-clock time in Asia/Shanghai."""
    return instant.astimezone(ZONE)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return the instant of a local wall-clock time on that day."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@contextmanager
def moved_to(instant: datetime) -> Iterator[None]:
    """Hold the clock at an instant within the block."""
    token = _moved.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
