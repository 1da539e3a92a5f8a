"""What an answered ledger says of letter and rating: words to values, nothing invented; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tracker.kernel.simplified import fold
from tracker.terms import Disclosure, Outcome, ReplyClass, Satisfaction

O = Outcome  # noqa: E741
_LETTER = re.compile(r"^[(]?([A-D])[)]?(\d?)类?(?:件|答复)?$")
NOT_STATED = frozenset({"未注明", "未标注", "无"})
_LETTERS = re.compile(r"[A-D]")
_WORDS: tuple[tuple[str, tuple[Outcome, ...]], ...] = (
    (r"未采纳|不予采纳|不采纳|不可行|不宜", (O.NOT_FEASIBLE,)),
    (r"超出.{0,4}(?:权限|职权|职责)|不属.{0,4}(?:权限|职权|职责)", (O.BEYOND_LEVEL,)),
    (r"暂不|暂时不|暂难|近期[不难]|目前不|条件.{0,3}(?:限制|不具备)", (O.NOT_NOW,)),
    (r"不能解决|无法解决", (O.NOT_NOW,)),
    (r"留作参考|作参考|供参考|留待", (O.REFERENCE,)),
    (r"列入计划|纳入计划|计划解决|拟解决|规划解决", (O.PLANNED_DATED, O.PLANNED)),
    (r"部分(?:解决|采纳|落实)|基本(?:解决|落实)", (O.PARTLY_DONE,)),
    (r"正在|逐步|推进中|办理中", (O.UNDER_WAY,)),
    (r"解决或?者?采纳|采纳或者?解决|所提问题.*解决.*采纳", (O.DONE, O.ADOPTED)),
    (r"已?采纳", (O.ADOPTED,)),
    (r"已(?:经)?解决|解决|已?落实", (O.DONE,)),
)  # fmt: skip
_RATINGS = {
    **dict.fromkeys(("满意", "很满意", "非常满意", "十分满意"), Satisfaction.SATISFIED),
    **dict.fromkeys(("基本满意", "比较满意", "较满意"), Satisfaction.BASICALLY_SATISFIED),
    **dict.fromkeys(("不满意", "非常不满意", "很不满意"), Satisfaction.UNSATISFIED),
}
_NOT_PUBLIC = re.compile(r"^(?:否|不公开|不予公开|不同意公开|不同意)$")
_PUBLIC = re.compile(r"^(?:是|公开|主动公开|全文公开|同意公开|同意|√|✓)$")
_YES = re.compile(r"^(?:是|√|✓|✔|●|★|有|1|Y|重点|重点件|重点督办|重点提案|重点建议)$", re.I)
_NO = re.compile(r"^(?:|否|无|×|0|N|-+|—+|/|非重点|一般|当年|多年重复)$", re.I)


@dataclass(frozen=True)
class Said:
    """What a cell of class or result says.

    `letter` where it gives one, `outcomes` that its words can mean; `finer` is a figure behind
    the letter, `several` where more than one letter stands there, `unread` where nothing of it
    is known.
    """

    letter: ReplyClass | None = None
    outcomes: tuple[Outcome, ...] = ()
    finer: str = ""
    several: bool = False
    unread: bool = False


def answer_of(cell: str) -> Said:
    """Read a class or a result: A, A类, A1, 解决或采纳, （B）列入计划."""
    plain = "".join(unicodedata.normalize("NFKC", fold(cell)).upper().split())
    if not any(char.isalnum() for char in plain) or plain in NOT_STATED:
        return Said()
    if found := _LETTER.match(plain):
        return Said(ReplyClass(found[1]), finer=found[2])
    letters = list(dict.fromkeys(_LETTERS.findall(plain)))
    if len(letters) > 1:
        return Said(several=True)
    letter = ReplyClass(letters[0]) if letters else None
    outcomes = next((means for words, means in _WORDS if re.search(words, plain)), ())
    return Said(letter, outcomes, unread=letter is None and not outcomes)


def rating_of(cell: str) -> Satisfaction | None:
    """Read a rating in words; 理解, 未表态 and others are none of the three."""
    return _RATINGS.get("".join(unicodedata.normalize("NFKC", fold(cell)).split()))


def disclosure_of(cell: str) -> Disclosure | None:
    """Read how a letter is disclosed; None where the words are others."""
    plain = "".join(unicodedata.normalize("NFKC", fold(cell)).split())
    if "依申请" in plain:
        return Disclosure.ON_REQUEST
    if _NOT_PUBLIC.match(plain):
        return Disclosure.WITHHELD
    return Disclosure.PUBLIC if _PUBLIC.match(plain) else None


def secret_of(cell: str) -> bool | None:
    """Read whether the proposer asked for secrecy; None where the words do not say."""
    plain = "".join(unicodedata.normalize("NFKC", fold(cell)).split())
    if plain in ("保密", "要求保密", "姓名保密"):
        return True
    return False if plain in ("不保密", "不要求", "公开") else yes_of(plain)


def yes_of(cell: str) -> bool | None:
    """Read yes or no: √, 是, 重点; None where it is neither."""
    plain = "".join(unicodedata.normalize("NFKC", fold(cell)).split())
    if _NO.match(plain):
        return False
    return True if _YES.match(plain) else None
