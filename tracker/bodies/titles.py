"""How terms and sessions are written and groups are compared; pure."""

from __future__ import annotations

from tracker.kernel.texts import comparable
from tracker.terms import BodyType

_DIGITS = "零一二三四五六七八九"
TEN = 10
HUNDRED = 100


def chinese_number(number: int) -> str:
    """Return 1 to 99 in Chinese numerals, e.g. 18 → 十八.

    :raises ValueError: outside 1 to 99.
    """
    if not 0 < number < HUNDRED:
        raise ValueError("only 1 to 99 are written in numerals")
    tens, ones = divmod(number, TEN)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def session_title(body: BodyType, term: int, number: int) -> str:
    """Return the session as offices write it: 区十八届人大三次会议, 区政协十届三次会议."""
    which, times = chinese_number(term), chinese_number(number)
    if body is BodyType.CONGRESS:
        return f"区{which}届人大{times}次会议"
    return f"区政协{which}届{times}次会议"


def group_key(name: str) -> str:
    """Return the name of a group for comparing: NFKC, no blanks, simplified characters."""
    return comparable(name)
