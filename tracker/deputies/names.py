"""How names and telephones are read, compared and shown; pure."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.kernel.simplified import fold
from tracker.kernel.texts import ONE_DOT, tidy

LONGEST_NAME = 40
HEAD, TAIL = 3, 4
BETWEEN = re.compile(r"[、,，;；/／\r\n]+")


def names_in(text: str) -> list[str]:
    """Return the names that are typed one in a line, or with commas or slashes between them.

    A blank parts nothing: names are written with blanks (张 三).
    """
    return [name for piece in BETWEEN.split(text) if (name := piece.strip())]


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return the name for comparing: NFKC, no blanks, one dot, simplified characters.

    `张　三` → `张三`, `買買提.艾力` → `买买提·艾力`.
    """
    return fold(tidy(name).translate(ONE_DOT))


def mask_phone(phone: str) -> str:
    """Return a telephone with its middle hidden: 138****6021."""
    if len(phone) <= HEAD + TAIL:
        return "*" * len(phone)
    return f"{phone[:HEAD]}{'*' * (len(phone) - HEAD - TAIL)}{phone[-TAIL:]}"
