"""Telephones as people of an office write them; pure."""

from __future__ import annotations

import re
import unicodedata
from string import digits

LONGEST_TELEPHONE = 20  # characters
TELEPHONE_RULE = "只有数字、加号、横线、括号和“转”"
_TELEPHONE = re.compile(r"[0-9+()\- 转]{5,20}")


def tidy_telephone(text: str) -> str:
    """Return a telephone as it is kept: １３８ is 138, else nobody finds or dials it."""
    return unicodedata.normalize("NFKC", text).strip()


def digits_of(text: str) -> str:
    """Return the digits of a telephone, for comparing: 138-0000-6021 is 13800006021."""
    return "".join(char for char in tidy_telephone(text) if char in digits)


def is_telephone(text: str) -> bool:
    """Whether a tidy text is a telephone."""
    return _TELEPHONE.fullmatch(text) is not None
