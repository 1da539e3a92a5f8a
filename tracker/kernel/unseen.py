"""Characters that print nothing: two texts that look alike must be alike; pure, for all readers.

Marks of writing direction, joiners, soft hyphens, variation selectors and control characters
come along from web pages and chats; blanks, tabulators and line ends stay.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)


def without_unseen(text: str) -> str:
    """Return a text without characters that print nothing."""
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub("", text)
