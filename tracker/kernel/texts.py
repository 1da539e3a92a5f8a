"""Texts as they are compared: however they were typed, widths, blanks and old forms aside; pure."""

from __future__ import annotations

import unicodedata

from tracker.kernel.simplified import fold


def tidy(text: str) -> str:
    """Return a text in plain characters (NFKC), without blanks: （１） is (1)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def comparable(text: str) -> str:
    """Return a text as names are compared: tidy, in simplified characters."""
    return fold(tidy(text))
