"""Entering a sign-for that happened on paper before the system was used; tells nobody."""

from __future__ import annotations

from datetime import date

from tracker.assign.models import Assignment
from tracker.assign.signing import signed


def sign(row: Assignment, on: date, handler: str = "") -> None:
    """Enter a paper sign-for.

    :raises Invalid: the date lies ahead or before the assignment.
    """
    row.handler_name = handler.strip()
    signed(row, on, f"{row.unit_name}签收（导入前已办）。")
