"""Telephones as lists write them: nothing is cut, what lost its digits is not read; pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tracker.kernel.telephones import LONGEST_TELEPHONE

_SHORTENED = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")
_POINT = re.compile(r"(?<=\d)\.0+$")
_BETWEEN = re.compile(r"[、,，;；/／\r\n]+|(?<=\d{7})\s+(?=\d{7})|或")
_REMARK = re.compile(r"[(（][^()（）\d]*[)）]$")


@lru_cache(maxsize=4096)
def telephone_of(cell: str) -> tuple[str, str]:
    """Return the telephone of a cell as the register keeps it, and what the clerk is told of it.

    `13800000000.0` → `13800000000`, `+86 138 0000 0000` → `+8613800000000`. Of several numbers the
    first is taken whole, and it is said. `1.38E+10` has lost its digits.
    """
    plain = unicodedata.normalize("NFKC", cell).strip()
    if _SHORTENED.match("".join(plain.split())):
        return "", f"“{plain}”是被 Excel 改写的号码，位数已丢失，没有读入，请补上。"
    pieces = [_tidy(piece) for piece in _BETWEEN.split(plain)]
    numbers = [piece for piece in pieces if piece]
    if not numbers:
        return "", ""
    if len(numbers[0]) > LONGEST_TELEPHONE:
        return "", f"“{plain}”超过 {LONGEST_TELEPHONE} 个字，没有读入，请补上。"
    more = f"写了几个号码，只读入第一个“{numbers[0]}”。" if len(numbers) > 1 else ""
    return numbers[0], more


def _tidy(piece: str) -> str:
    """Return one number without blanks, a remark behind it, or the point of a figure."""
    return _POINT.sub("", _REMARK.sub("", "".join(piece.split())))
