"""How case numbers are compared and said; pure."""

from __future__ import annotations

import re
import unicodedata

from tracker.kernel.simplified import fold
from tracker.terms import Kind, Period

_NUMERALS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SAID = re.compile(r"^(?:.*(?:人大|政协|会议|建议|提案))?第?(.*?)号?$")
_FLOAT = re.compile(r"^(\d+)\.0+$")
_BRACKETS = str.maketrans("〔【[﹝〕】]﹞", "(((())))")


def number_key(number: str) -> str:
    """Return the number for comparing: NFKC, no blanks, no 第…号, no leading zeros, upper case.

    `015` → `15`, `第 9号` → `9`, `第五号` → `5`, `15.0` → `15`, `州人大第214号` → `214`,
    `B〔2020〕79` → `B(2020)79`, `閉字1` → `闭字1`. Empty if nothing is left.
    Source: domain rule that zeros matter for print, not for search.
    """
    plain = unicodedata.normalize("NFKC", number).translate(_BRACKETS)
    tidy = fold("".join(plain.split()).upper())
    found = _SAID.match(tidy)
    core = _FLOAT.sub(r"\1", found.group(1)) if found else ""
    if core and all(char in _NUMERALS or char in _UNITS for char in core):
        return str(_from_numerals(core))
    if core.isdigit():
        return core.lstrip("0") or core[:1]
    return core


def case_label(kind: Kind, period: Period, number: str) -> str:
    """Return kind and number as people say it: 建议第015号, 提案（平时）第12号."""
    word = "建议" if kind is Kind.SUGGESTION else "提案"
    between = ""
    if period is Period.INTERSESSION:
        between = "（闭会）" if kind is Kind.SUGGESTION else "（平时）"
    core = number.strip()
    said = core if core.startswith("第") else f"第{core}号"
    return f"{word}{between}{said}"


def _from_numerals(text: str) -> int:
    """Read Chinese numerals up to thousands, or digit by digit (二〇)."""
    if not any(char in _UNITS for char in text):
        return int("".join(str(_NUMERALS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _NUMERALS[char]
    return total + digit
