"""Traditional characters as simplified ones, for comparing only; pure.

Lists come through converters that leave traditional forms behind. What is shown and stored
keeps its characters; only keys are folded. The pairs are OpenCC's, character by character: its
phrases would make what a character becomes depend on its neighbours, and then a name inside a
text would not be found by the name alone.
"""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

LAST_NEAR = 0xFFFF  # a class of single characters beyond is searched one by one
_BLOCKS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
# written for each other on lists, kept apart by OpenCC
_MORE = {"衹": "只", "覆": "复", "濬": "浚", "逕": "径"}


def fold(text: str) -> str:
    """Return the text with traditional characters as simplified ones."""
    if text.isascii() or not _traditional().search(text):
        return text
    return text.translate(_table())


@cache
def _traditional() -> re.Pattern[str]:
    """Return what finds a character that becomes another one; most texts hold none."""
    near = "".join(chr(code) for code in _table() if code <= LAST_NEAR)
    return re.compile(f"[{near}\U00020000-\U000323af]")


@cache
def _table() -> dict[int, str]:
    """Return what each character becomes; where that becomes another one again, the last."""
    every = [chr(code) for first, last in _BLOCKS for code in range(first, last + 1)]
    simple = OpenCC("t2s").convert("\n".join(every)).split("\n")
    pairs = {old: new for old, new in zip(every, simple, strict=True) if old != new} | _MORE
    return {ord(old): pairs.get(new, new) for old, new in pairs.items()}
