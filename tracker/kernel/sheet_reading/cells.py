"""What one cell shows: its text, its kind and its mark, the same for every kind of file."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from tracker.kernel.unseen import without_unseen

FEWER_DIGITS = 1e15
ZEROS = re.compile(r"^([^0#?.,%/@]*)(0+)([^0#?.,%/@]*)$")
LAYOUT = re.compile(r"_.|\*.|\[[^\]]*\]")  # widths, fillers, colours of a number format
FORMULA, MISSING, ERROR = "f", "x", "e"


class RefusalError(Exception):
    """A file that is not read; the code names why."""


def cell_of(value: Any, code: str = "", mark: str = "") -> Any:
    """Return one cell: null, a text, or [text, kind, mark].

    :param code: the number format.
    :param mark: "f": formula, "x": formula without a value, "e": an error.
    """
    text, kind = shown(value, code)
    if not text and not mark:
        return None
    return text if kind == "text" and not mark else [text, kind, mark]


@lru_cache(maxsize=8192, typed=True)
def plain_cell(value: Any) -> Any:
    """Return a cell without number format and mark; the same stands in a list many times."""
    return cell_of(value)


def shown(value: Any, code: str) -> tuple[str, str]:
    """Return what a cell shows, and text | number | date | bool."""
    if isinstance(value, str):
        return without_unseen(value.replace("_x000D_", "")).strip(), "text"
    if isinstance(value, bool):
        return ("是" if value else "否"), "bool"
    if isinstance(value, (int, float)):
        return number_shown(value, code), "number"
    if isinstance(value, datetime):
        return value.date().isoformat(), "date"
    if isinstance(value, date):
        return value.isoformat(), "date"
    return "" if value is None else str(value), "text"


def number_shown(value: float, code: str) -> str:
    """Return a number as the sheet shows it: a format of zeros keeps its zeros."""
    if not abs(value) < FEWER_DIGITS or value != int(value):
        return format(value, ".15g")
    found = ZEROS.match(LAYOUT.sub("", code.partition(";")[0]))
    if not found:
        return str(int(value))
    before, zeros, after = (re.sub(r'["\\]', "", part) for part in found.groups())
    return f"{before}{int(value):0{len(zeros)}d}{after}".strip()
