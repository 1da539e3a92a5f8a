"""How names and telephones are compared and shown; pure."""

from __future__ import annotations

import unicodedata

HEAD, TAIL = 3, 4


def name_key(name: str) -> str:
    """Return the name for comparing: NFKC, no blanks (`张　三` → `张三`)."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def mask_phone(phone: str) -> str:
    """Return a telephone with its middle hidden: 138****6021."""
    if len(phone) <= HEAD + TAIL:
        return "*" * len(phone)
    return f"{phone[:HEAD]}{'*' * (len(phone) - HEAD - TAIL)}{phone[-TAIL:]}"
