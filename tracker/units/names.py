"""How names of units are compared and how long they may be; pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tracker.kernel.texts import comparable, searchable

LONGEST_SHORT_NAME = 40
LONGEST_ALIAS = 80
SHOWN = 10


@lru_cache(maxsize=4096)
def unit_key(name: str) -> str:
    """Return the name of a unit for comparing: NFKC, no blanks, simplified characters.

    What is stored keeps its spelling, such as the full-width brackets of the seal.
    """
    return comparable(name)


def names_to_search(name: str, short_name: str, aliases: Iterable[str]) -> str:
    """Return the names by which cases of a unit are found, each in a line."""
    return "\n".join(searchable(one) for one in (name, short_name, *sorted(aliases)))


def too_long(name: str, short_name: str, aliases: Iterable[str]) -> list[tuple[str, str]]:
    """Return each name that is too long to be kept: its field and what to do.

    The full name stands in for a short name that is not given.
    """
    found = []
    if not short_name and len(name) > LONGEST_SHORT_NAME:
        found.append(("short_name", f"全称超过 {LONGEST_SHORT_NAME} 个字，请填写简称。"))
    found += [
        ("aliases", f"别名“{alias[:SHOWN]}…”超过 {LONGEST_ALIAS} 个字。")
        for alias in aliases
        if len(alias) > LONGEST_ALIAS
    ]
    return found
