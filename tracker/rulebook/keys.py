"""What a rulebook may hold: every limit and choice that the program keeps, in words; pure.

What stands here is read by the program, and each value that is offered is kept: another one is
refused, so that no office believes in a rule that nothing follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.terms import LimitUnit

M, D, W, Q = LimitUnit.MONTHS, LimitUnit.DAYS, LimitUnit.WORKDAYS, LimitUnit.QUARTERS
TIMES = (M, D, W)
REMINDERS, CLASSES = "reminders", "classes"
BATCH_MODEL, EARLIER, BATCH, NO_BATCH = "batch_end_date", "earlier_wins", "batch_wins", "no_batch"
RECEIVED, ASSIGNED = "received", "assigned"


@dataclass(frozen=True)
class LimitSpec:
    """One limit: its name, the events from which it may count, the units that fit."""

    label: str
    events: tuple[str, ...]
    units: tuple[LimitUnit, ...] = TIMES


@dataclass(frozen=True)
class ChoiceSpec:
    """One choice: its name, each value with its words; `before`: as it was before it existed."""

    label: str
    offered: tuple[tuple[Any, str], ...]
    before: Any

    def words(self, value: Any) -> str:
        """Say a value."""
        return next((text for offered, text in self.offered if offered == value), str(value))


def _reply(label: str) -> LimitSpec:
    """Return the limit of a reply: in months or days, from the assignment or the receipt."""
    return LimitSpec(label, (ASSIGNED, RECEIVED), (M, D))


LIMITS: Mapping[str, LimitSpec] = {
    "reply.suggestion.session": _reply("大会期间建议的答复"),
    "reply.suggestion.intersession": _reply("闭会期间建议的答复"),
    "reply.proposal.session": _reply("全会期间提案的答复"),
    "reply.proposal.intersession": _reply("平时提案的答复"),
    "extension": LimitSpec("答复延期最长", ("due",), TIMES),
    "assign_session": LimitSpec("大会件的交办", ("closing",)),
    "assign_intersession": LimitSpec("闭会件的交办", ("registered",)),
    "sign": LimitSpec("签收", (ASSIGNED,)),
    "return": LimitSpec("申请退办", (RECEIVED, ASSIGNED)),
    "return_decide": LimitSpec("审定退办", ("requested",)),
    "extension_request": LimitSpec("申请延期最迟提前", ("before_due",), (D, W)),
    "extension_decide": LimitSpec("审定延期申请", ("requested",)),
    "contact_first": LimitSpec("首次沟通", (ASSIGNED, RECEIVED)),
    "assist": LimitSpec("会办意见", (RECEIVED, ASSIGNED)),
    "assist_redo": LimitSpec("会办意见退回重报", ("sent_back",)),
    "feedback": LimitSpec("提出者评价", ("reply_received",)),
    "remind": LimitSpec("逾期未评价的催评", ("feedback",)),
    "lapse": LimitSpec("催评后记为未反馈", ("reminded",)),
    "rework": LimitSpec("重新办理", ("ordered",)),
    "file": LimitSpec("登记立案审查意见", ("submitted",)),
    "deliver": LimitSpec("登记送达", ("issued",)),
    "correct": LimitSpec("印发更正", ("correcting",)),
    "confirm": LimitSpec("核对代录的评价", ("entered",)),
    "decide": LimitSpec("研究是否重新办理", ("rated",)),
    "close": LimitSpec("办结", ("settled",)),
    "verify": LimitSpec("核实承诺", ("claimed",)),
    "promise": LimitSpec("没有写明日期的承诺", ("promised",), (Q,)),
    "promise_again": LimitSpec("报告以后仍没有日期的承诺", ("reported",), (Q,)),
}
CHOICES: Mapping[str, ChoiceSpec] = {
    BATCH_MODEL: ChoiceSpec(
        "答复期限与批次统一期限",
        (
            (EARLIER, "两者取早：不晚于批次统一期限"),
            (BATCH, "以批次统一期限为准，不得晚于法定上限"),
            (NO_BATCH, "只按规定的月数或日数，不看批次"),
        ),
        EARLIER,
    ),
    "extension_by": ChoiceSpec(
        "答复延期由谁批准",
        (("office", "政府办经办人或领导"), ("leader", "须由政府办领导批准")),
        "office",
    ),
    "office_check": ChoiceSpec(
        "答复印发前政府办把关", ((False, "不把关，单位直接印发"), (True, "政府办核过才印发")), False
    ),
    "unit_sees_rating": ChoiceSpec(
        "承办单位看得到评价",
        (("after_confirmed", "评价生效以后看得到"), ("never", "看不到")),
        "after_confirmed",
    ),
    "dimensions": ChoiceSpec(
        "评价的内容",
        (
            (["overall"], "总体评价"),
            (["attitude", "result"], "办理态度、办理结果分别评价"),
            (["overall", "attitude", "result"], "总体、办理态度、办理结果"),
        ),
        ["overall"],
    ),
    "must_meet_in_person": ChoiceSpec(
        "答复前应当面商",
        (
            ([], "不要求"),
            (["key_item"], "重点件应当面商"),
            (["every"], "每一件都应当面商"),
        ),
        ["key_item"],
    ),
    "class_mark": ChoiceSpec(
        "答复函首页的标注",
        (
            ("letter", "标注类别：A类、B类……"),
            ("outcome", "标注办理结果：已解决、列入计划……"),
            ("none", "不标注"),
        ),
        "letter",
    ),
    "deliver_joint": ChoiceSpec(
        "联名的答复送达",
        (("every", "送达每一位联名人"), ("lead", "只送领衔代表（第一提案人），由其转告")),
        "every",
    ),
    "copies": ChoiceSpec(
        "答复函的抄送",
        (
            (["committee", "office", "assisting"], "人大或政协机关、政府办、会办单位"),
            (["committee", "office"], "人大或政协机关、政府办"),
        ),
        ["committee", "office", "assisting"],
    ),
    "commitment_report_quarter": ChoiceSpec(
        "每年报告承诺进展的季度",
        ((1, "第一季度"), (2, "第二季度"), (3, "第三季度"), (4, "第四季度")),
        4,
    ),
}


def label_of(key: str) -> str:
    """Return what a value of the rulebook is called."""
    if key in LIMITS:
        return LIMITS[key].label
    if key in CHOICES:
        return CHOICES[key].label
    return {REMINDERS: "提醒的日子", CLASSES: "办理类别"}.get(key, key)
