"""Columns whose heading has two meanings are told apart by what stands in them; pure.

办理结果 is a class in one system and a rating in the next, 提案分类 a topic or what the
proposer is, 建议内容 a title or the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from tracker.intake.reading.headers import Field

LONGEST_TITLE = 60
ENOUGH = 0.5
_RATING = re.compile(r"^(非常|基本|比较|不)?满意$|^未表态$|^理解$")
_LETTER = re.compile(r"^[（(]?[A-DＡ-Ｄ][）)]?\d?[类類]?$|^未注明$")
_CLASS = re.compile(r"^[（(]?[A-D][）)]?类?$|解决|列入|采纳|参考|落实")
_LEAD_TYPE = re.compile(
    r"^(委员|个人|集体|联名|党派|党派团体|团体|界别|单位|组织)(提案|委员|联名)?$"
)
DOUBTFUL = frozenset({Field.RESULT, Field.TOPIC, Field.BODY_TEXT, Field.KIND})
WORDS = {
    Field.RATING: "满意度",
    Field.REPLY_CLASS: "办理类别",
    Field.LEAD_TYPE: "提出者的性质",
    Field.TITLE: "标题",
    Field.OTHER: "其他内容（随件保存）",
}


def field_by_values(field: Field, values: Sequence[str], present: Set[Field]) -> Field:
    """Return the field that the values of a column say.

    :param present: the fields that the list has.
    """
    if field is Field.RESULT:
        return _result(values, present)
    if field is Field.KIND and _mostly(_LETTER, values) and Field.REPLY_CLASS not in present:
        return Field.REPLY_CLASS
    if field is Field.TOPIC and _mostly(_LEAD_TYPE, values) and Field.LEAD_TYPE not in present:
        return Field.LEAD_TYPE
    if field is Field.BODY_TEXT and Field.TITLE not in present and _are_titles(values):
        return Field.TITLE
    return field


def _result(values: Sequence[str], present: Set[Field]) -> Field:
    """Return what a column of results is: rating, class, words beside a class, or nothing known."""
    if _mostly(_RATING, values):
        return Field.RATING
    if not _mostly(_CLASS, values):
        return Field.OTHER
    return Field.RESULT if Field.REPLY_CLASS in present else Field.REPLY_CLASS


def _are_titles(values: Sequence[str]) -> bool:
    """Whether texts are short enough for titles."""
    return bool(values) and sum(map(len, values)) / len(values) <= LONGEST_TITLE


def _mostly(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    """Whether more than half of the values are of a form."""
    found = sum(1 for text in values if pattern.search("".join(text.split())))
    return bool(values) and found / len(values) > ENOUGH
