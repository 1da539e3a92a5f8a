"""Numbers written in Chinese numerals; pure. Why by ourselves: docs/decisions/0032."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_PLACES = (("千", 1000), ("百", 100), ("十", 10), ("", 1))
_UNITS = {name: unit for name, unit in _PLACES if name}
_SPELLED = str.maketrans({"〇": "零", "○": "零", "两": "二", "廿": "二十", "卅": "三十"})
CHARACTERS = frozenset("零〇○一二两三四五六七八九十百千廿卅")


def value_of(text: str) -> int | None:
    """Return the number that a text writes, up to 9999 or digit by digit (二〇二六, 〇一五).

    `十五` → 15, `一百〇五` → 105, `一百十五` → 115, `两百` → 200, `廿三` → 23. What is not
    written as numbers are is none: 三十四十, 十十, and 一百五, which is 105 to some and 150 to
    others.
    """
    plain = text.translate(_SPELLED)
    if not plain or not CHARACTERS.issuperset(plain):
        return None
    if not _UNITS.keys() & set(plain):
        return int("".join(str(_DIGITS.index(char)) for char in plain))
    number, digit = 0, 0
    for char in plain:
        if char in _UNITS:
            number += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS.index(char)
    number += digit
    return number if _short(plain) == _short(written(number)) else None


def written(number: int) -> str:
    """Return a number below 10 000 in numerals: 105 → 一百零五."""
    said, gap = "", False
    for name, unit in _PLACES:
        digit = number // unit % 10
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + name
        gap = not digit
    return said or "零"


def _short(text: str) -> str:
    """Return a number with 十 for 一十: both are written, 一百十五 and 一百一十五."""
    return text.replace("一十", "十")
