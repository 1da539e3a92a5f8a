"""Every figure, defined once: which cases or assignments it counts, of which; pure.

Source: domain §6. A count is a condition on the columns of a standing row, so that the sum in the
database, the recount in memory and the list behind a figure read the same definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.cases.lifecycle import BEFORE_UNITS
from tracker.terms import AssignRole, CaseState, ReplyClass, Satisfaction

GOOD, FAIR, BAD = Satisfaction
A, B, C, D = ReplyClass
# a column is one of some values, has any (None), lacks one (UNSTATED), or is above zero
Where = tuple[tuple[str, tuple[Any, ...] | None], ...]
MORE_THAN_NONE: tuple[Any, ...] = ()
UNSTATED: tuple[Any, ...] = (None,)
RATINGS = frozenset({"rating", "first_rating", "again_rating", "sent", "lapsed"})


@dataclass(frozen=True)
class Rate:
    """A rate: what of what; `of_parts`: it counts assignments (件次) or promises (项)."""

    key: str
    label: str
    some: str
    of: str
    formula: str
    of_parts: bool = False


def _is(column: str, *values: Any) -> Where:
    """Return the condition that a column is true, or one of some values."""
    return ((column, values or (True,)),)


def _any(column: str) -> Where:
    """Return the condition that a column has a value."""
    return ((column, None),)


# of what answers: a case as a whole, or a unit's own part of it
ITEMS: Mapping[str, Where] = {
    **{
        name: _is(name)
        for name in (
            "counted", "answered", "decided", "on_time", "decided_original", "on_time_original",
            "talked", "met", "closed", "sent", "lapsed", "reworked",
        )
    },
    "rated": _any("rating"),
    "good": _is("rating", GOOD),
    "fair": _is("rating", FAIR),
    "good_or_fair": _is("rating", GOOD, FAIR),
    "bad": _is("rating", BAD),
    "first_rated": _any("first_rating"),
    "first_good": _is("first_rating", GOOD),
    "again_rated": _any("again_rating"),
    "again_good_or_fair": _is("again_rating", GOOD, FAIR),
    "class_a": _is("reply_class", A),
    "class_b": _is("reply_class", B),
    "class_c": _is("reply_class", C),
    "class_d": _is("reply_class", D),
    "class_unstated": (*_is("answered"), ("reply_class", UNSTATED)),
    "class_a_or_b": _is("reply_class", A, B),
}  # fmt: skip
# of assignments, those that were returned among them
PARTS: Mapping[str, Where] = {
    "given": (),
    "held": _is("held"),
    **{
        name: _is(name)
        for name in (
            "returned", "signed", "sign_asked", "sign_decided", "sign_timely", "assist_decided",
            "assist_timely",
        )
    },
    **{role.value: (*_is("held"), *_is("role", role)) for role in AssignRole},
}  # fmt: skip
DAYS: Mapping[str, Where] = {
    name: (*_is("counted"), *_any(name)) for name in ("contact_days", "answer_days")
}
SUMMED = ("promises_due", "promises_kept")
SHARES = tuple(f"class_{mark}_share" for mark in ("a", "b", "c", "d", "unstated"))

RATES = (
    Rate("answer_rate", "办复率", "answered", "counted",
         "全部答复 ÷ 应答复（已交办，不含撤回、转出、作废）"),
    Rate("on_time_answer_rate", "按期办复率", "on_time", "decided",
         "期限内答复 ÷（期限已到＋提前答复）；期满前批准的改期按新期限"),
    Rate("on_time_original_rate", "按期办复率（按原期限）", "on_time_original", "decided_original",
         "最初期限内答复 ÷（最初期限已到＋提前答复）"),
    Rate("contact_rate", "沟通率", "talked", "answered", "答复前有沟通 ÷ 已答复"),
    Rate("meeting_rate", "面商率", "met", "answered", "当面商谈过 ÷ 已答复"),
    Rate("closing_rate", "办结率", "closed", "counted", "办结 ÷ 应办结"),
    Rate("feedback_rate", "反馈率", "rated", "sent", "收回评价 ÷ 发出评价（已送达领衔人）"),
    Rate("lapsed_rate", "逾期未反馈率", "lapsed", "sent",
         "催评后仍未反馈 ÷ 发出评价；不计为满意"),
    Rate("satisfied_rate", "满意率", "good", "rated", "满意 ÷ 收回评价（最后一轮）"),
    Rate("basically_satisfied_rate", "基本满意率", "fair", "rated",
         "基本满意 ÷ 收回评价（最后一轮）"),
    Rate("satisfied_or_basically_rate", "满意率（含基本满意）", "good_or_fair", "rated",
         "（满意＋基本满意）÷ 收回评价（最后一轮）"),
    Rate("unsatisfied_rate", "不满意率", "bad", "rated", "不满意 ÷ 收回评价（最后一轮）"),
    Rate("first_satisfied_rate", "首次满意率", "first_good", "first_rated",
         "首轮评为满意 ÷ 首轮收回评价"),
    Rate("class_a_share", "A类占比", "class_a", "answered",
         "A类 ÷ 已答复；四类和未注明类别之和凑足 100%（最大余数法）"),
    Rate("class_b_share", "B类占比", "class_b", "answered", "B类 ÷ 已答复"),
    Rate("class_c_share", "C类占比", "class_c", "answered", "C类 ÷ 已答复"),
    Rate("class_d_share", "D类占比", "class_d", "answered", "D类 ÷ 已答复"),
    Rate("class_unstated_share", "未注明类别占比", "class_unstated", "answered",
         "有答复未注明类别 ÷ 已答复；只有代录、导入的纸质答复可以未注明"),
    Rate("solved_rate", "解决率（A类）", "class_a", "answered", "A类 ÷ 已答复"),
    Rate("solved_or_planned_rate", "解决和列入计划率（A、B类）", "class_a_or_b", "answered",
         "（A类＋B类）÷ 已答复"),
    Rate("rework_rate", "二次办理率", "reworked", "answered", "开过第二轮 ÷ 已答复"),
    Rate("rework_satisfied_rate", "二次办理后满意率（含基本满意）", "again_good_or_fair",
         "again_rated", "第二轮后满意或基本满意 ÷ 第二轮后收回评价"),
    Rate("sign_rate", "签收率（件次）", "signed", "sign_asked", "已签收 ÷ 已交办",
         of_parts=True),
    Rate("sign_on_time_rate", "按期签收率（件次）", "sign_timely", "sign_decided",
         "期限内签收 ÷（已签收＋期满未签收）", of_parts=True),
    Rate("assist_on_time_rate", "会办意见按期率（件次）", "assist_timely", "assist_decided",
         "期限内送出会办意见 ÷（期限已到＋提前送出）", of_parts=True),
    Rate("return_rate", "退办率（件次）", "returned", "given", "同意退办 ÷ 已交办",
         of_parts=True),
    Rate("commitment_rate", "承诺兑现率（项）", "promises_kept", "promises_due",
         "按答复所承诺日期落实 ÷ 承诺日期已到；结转不改变承诺日期", of_parts=True),
)  # fmt: skip
IN_COUNT = {
    "registered": tuple(sorted(BEFORE_UNITS)),
    "assigned": (CaseState.ASSIGNED,),
    "handling": (CaseState.HANDLING,),
    "replied": (CaseState.REPLIED,),
    "closed": (CaseState.CLOSED,),
    "withdrawn": (CaseState.WITHDRAWN,),
    "handed_out": (CaseState.HANDED_OUT,),
    "void": (CaseState.VOID,),
}
BY_KEY = {rate.key: rate for rate in RATES}
FORMULAS = {rate.key: rate.formula for rate in RATES}


def where(rate: Rate, count: str) -> Where:
    """Return the condition that a count of a rate stands for."""
    if not rate.of_parts:
        return (*_is("counted"), *ITEMS[count])
    return PARTS.get(count, ((count, MORE_THAN_NONE),))


def tells_ratings(condition: Where) -> bool:
    """Whether a condition tells how somebody rated, or that nobody did."""
    return any(name in RATINGS for name, _ in condition)


OF_RATINGS = frozenset(
    rate.key
    for rate in RATES
    if any(tells_ratings(where(rate, one)) for one in (rate.some, rate.of))
)


def meets(row: Mapping[str, Any], condition: Where) -> bool:
    """Whether a row meets a condition."""
    return all(_has(row[name], values) for name, values in condition)


def _has(value: Any, wanted: tuple[Any, ...] | None) -> bool:
    """Whether a value is one of those that are wanted."""
    if wanted is None:
        return value is not None
    return value > 0 if wanted is MORE_THAN_NONE else value in wanted


def is_late(due: date | None, day: date) -> bool:
    """Whether a limit is over: on its last day it is not."""
    return due is not None and due < day
