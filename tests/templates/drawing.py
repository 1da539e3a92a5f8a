"""Reading what a template drew."""

from __future__ import annotations

import re

TAG = re.compile(r"<[^>]+>")


def said(html: str) -> str:
    """What a page says, its blanks made one."""
    return " ".join(TAG.sub(" ", html).split())
