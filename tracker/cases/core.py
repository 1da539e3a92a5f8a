"""What a title is about, as a list says it; pure."""

from __future__ import annotations

import re

_SHELL = re.compile(r"关于(.+?)的?(?:建议|提案|议案)")


def core(title: str) -> str:
    """Return a title without 关于 … 的建议, which every title has."""
    found = _SHELL.fullmatch(title.strip())
    return found[1] if found else title
