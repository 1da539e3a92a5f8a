"""One definition of a column for screen, print and Excel; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

Value = str | int | date | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, how its value is read from a row, how it is drawn.

    `kind`: text | nw (kept in one line) | num | title; `width` in characters of the sheet.
    """

    key: str
    label: str
    value: Callable[[Any], Value]
    kind: str = "text"
    width: int = 12


def shown(value: Value) -> str:
    """Return a value as every table shows it."""
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
