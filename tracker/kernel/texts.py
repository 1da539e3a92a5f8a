"""Texts as they are compared: however they were typed, widths, blanks and old forms aside; pure."""

from __future__ import annotations

import unicodedata

from tracker.kernel.simplified import fold

ONE_DOT = str.maketrans(dict.fromkeys("•‧∙・⋅●․.", "·"))  # the dot inside a name, in any spelling

_ONE_BRACKET = str.maketrans("〔【[〕】]", "((()))")


def tidy(text: str) -> str:
    """Return a text in plain characters (NFKC), without blanks: （１） is (1)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def comparable(text: str) -> str:
    """Return a text as names are compared: tidy, in simplified characters."""
    return fold(tidy(text))


def searchable(text: str) -> str:
    """Return a text as it is searched: comparable, in small letters, one kind of dot and bracket.

    The same for what is found and for what is typed: `ＡＢ` finds `ab`, `停車` finds `停 车`.
    """
    plain = comparable(text).casefold().translate(ONE_DOT).translate(_ONE_BRACKET)
    return unicodedata.normalize("NFKC", plain).replace("\0", "")
