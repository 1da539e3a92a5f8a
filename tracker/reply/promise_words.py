"""Until when a promise is to be kept, in words; pure."""

from __future__ import annotations

from datetime import date

UNDATED = "未写明日期，按季末催问"


def day_or_why(day: date | None) -> str:
    """Return the day of a promise as a list shows it."""
    return str(day) if day else UNDATED


def until(day: date | None) -> str:
    """Return until when a promise is to be kept; a letter may name no day."""
    return f"{day} 前完成" if day else UNDATED
