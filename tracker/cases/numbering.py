"""How case numbers are compared and said; pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tracker.kernel import numerals
from tracker.kernel.simplified import fold
from tracker.terms import Kind, Period

UNNUMBERED = "（未编号）"
_MARKS = " *★☆※●○■□▲△◆◇#、.．,，:：;；"  # what people set beside a number
_BEFORE = re.compile(
    r"^(?:.*(?:人大|政[协協]|[会會][议議]|建[议議]|提案)案?)?第?(?:(?:No[.．:：]?|№)(?=\d))?", re.I
)
_AFTER = re.compile(r"[号號]?(?:(?:代表|委[员員]|人大|政[协協])*(?:建[议議]|提案|[议議]案))?$")
_REMARK = re.compile(  # （重点）, （闭会）; not （2020）, （一）, （甲）, which tell numbers apart
    r"[(（](?:[^()（）\dA-Za-z一二三四五六七八九十甲乙丙丁上下]{2,}|[闭閉平重])[)）]$"
)
_APART = re.compile(r"(?<=[\d号號])\s+(?=\S*\d)")
_FLOAT = re.compile(r"^(\d+)\.0+$")
_BRACKETS = str.maketrans("〔【[﹝〕】]﹞", "(((())))")


@lru_cache(maxsize=4096)
def number_key(number: str) -> str:
    """Return the number for comparing: NFKC, no blanks, no 第…号, no leading zeros, upper case.

    `015` → `15`, `第 9号` → `9`, `第五号` → `5`, `15.0` → `15`, `州人大第214号` → `214`,
    `B〔2020〕79` → `B(2020)79`, `閉字1` → `闭字1`, `34（重点）` → `34`, `No.29` → `29`.
    Empty where no figure is left: `无`, `待编`, `-` are no numbers.
    Source: domain rule that zeros matter for print, not for search.
    """
    if number.isascii() and number.isdecimal():
        return number.lstrip("0") or "0"
    plain = unicodedata.normalize("NFKC", number).translate(_BRACKETS)
    core = _bare(fold(together(plain).upper()))
    if (value := numerals.value_of(core)) is not None:
        return str(value)
    if core.isdigit():
        return core.lstrip("0") or core[:1]
    figures = any(char.isdigit() or char in numerals.CHARACTERS for char in core)
    return core if figures else ""


def case_label(kind: Kind, period: Period, number: str) -> str:
    """Return kind and number as people say it: 建议第015号, 提案（平时）第12号."""
    word = "建议" if kind is Kind.SUGGESTION else "提案"
    between = ""
    if period is Period.INTERSESSION:
        between = "（闭会）" if kind is Kind.SUGGESTION else "（平时）"
    return f"{word}{between}{said_number(number) or UNNUMBERED}"


def short_label(kind: Kind, period: Period, number: str) -> str:
    """Return kind and number in the width of a column: 建议 015, 建议 闭036, 提案 平014."""
    word = "建议" if kind is Kind.SUGGESTION else "提案"
    between = "" if period is Period.SESSION else "闭" if kind is Kind.SUGGESTION else "平"
    said = said_number(number)
    if not said:
        return f"{word} {between}未编号"
    plain = said[1:-1] if said.startswith("第") and said.endswith("号") else said
    return f"{word} {between}{plain}"


def said_number(number: str) -> str:
    """Return the number as it is said, its zeros kept: 第015号, whatever the list sets around it.

    Empty where the case has none.

    `28号` → `第28号`, `建议30` → `第30号`, `34（重点）` → `第34号`, `2026年第5号` stays whole.
    """
    core = _bare(together(number)) or number.strip()
    if not core:
        return ""
    return f"{core}号" if "第" in core else f"第{core}号"


def together(text: str) -> str:
    """Return a number without blanks; two numbers stay two: `5 6` → `5、6`.

    Figures of one number may be spaced out; a zero among them tells it: `0 1 5` → `015`.
    """
    pieces = text.split()
    if "0" not in pieces:
        pieces = _APART.sub("、", " ".join(pieces)).split()
    return "".join(pieces)


def _bare(number: str) -> str:
    """Return the number without words, remarks and marks around it."""
    if number.isdecimal():
        return number
    text = number.strip(_MARKS)
    for around in (_AFTER, _REMARK, _AFTER):
        text = around.sub("", text).strip(_MARKS)
    return _FLOAT.sub(r"\1", _BEFORE.sub("", text))
