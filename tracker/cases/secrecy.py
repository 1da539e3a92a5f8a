"""Where a text gives away the names of those who asked for secrecy; pure.

A name is one also where blanks stand in it, and in traditional characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.kernel.simplified import fold

SOMEBODY = "提出者"
SHORTEST = 2


def names_told(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that a text gives away, each once; one character is no name."""
    folded = fold(text)
    known = [name for name in dict.fromkeys(names) if len(_bare(name)) >= SHORTEST]
    return tuple(name for name in known if re.search(_pattern(name), folded))


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text with other words for the names in it; the longest first."""
    for name in sorted(filter(_bare, set(names)), key=lambda one: (-len(one), one)):
        found = list(re.finditer(_pattern(name), fold(text)))
        for place in reversed(found):  # folding keeps every character in its place
            text = text[: place.start()] + SOMEBODY + text[place.end() :]
    return text


def _pattern(name: str) -> str:
    """Return what finds a name in a folded text."""
    return r"\s*".join(map(re.escape, fold(_bare(name))))


def _bare(name: str) -> str:
    """Return a name without blanks."""
    return "".join(name.split())
