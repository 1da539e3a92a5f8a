"""Days as people of an office write them; pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DAY = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?$")


def parse_day(text: str) -> date | None:
    """Return the day written as 2026-03-05, 2026.3.5 or 2026年3月5日, None if it is none."""
    tidy = "".join(unicodedata.normalize("NFKC", text).split())
    found = _DAY.match(tidy)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
