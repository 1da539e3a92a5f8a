"""What each duty is called on the page of its case; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.plan_terms import DutyKind
from tracker.terms import LimitUnit

K = DutyKind
ROUNDS = "一二三四五六七八九"
FIRST_ROUND = "第一轮"
WHAT: Mapping[DutyKind, str] = {
    K.FILE: "登记立案决定",
    K.PROPOSE: "拟定承办单位",
    K.APPROVE: "批准交办",
    K.SIGN: "签收",
    K.RETURN_CONFIRM: "确认退办申请",
    K.RETURN_DECIDE: "审定{unit}的退办申请",
    K.EXTENSION_CONFIRM: "确认延期申请",
    K.EXTENSION_DECIDE: "审定{unit}的延期申请",
    K.CONTACT: "与提出者首次沟通",
    K.OPINION: "送会办意见",
    K.OPINION_SIGN: "签发会办意见",
    K.OPINION_DECIDE: "采用或退回{other}的会办意见",
    K.REPLY: "印发{letter}",
    K.SIGN_OFF: "签发{letter}稿",
    K.CHECK: "审核{unit}的{letter}稿",
    K.ISSUE: "编号印发{letter}",
    K.DELIVER: "登记{letter}的送达",
    K.RATE: "评价{unit}的{letter}",
    K.CONFIRM: "核对代录的评价",
    K.DECIDE: "研究是否重新办理（对{unit}的{letter}不满意）",
    K.CLOSE: "办结",
    K.PROMISE: "兑现承诺：{text}",
    K.CHECK_POINT: "报告承诺的本年度进展：{text}",
    K.VERIFY: "核实{unit}的承诺：{text}",
    K.VISIT: "作第{ordinal}次回访",
}
ON_BEHALF: Mapping[DutyKind, str] = {
    K.SIGN: "代{unit}签收",
    K.RETURN_CONFIRM: "代{unit}确认退办申请",
    K.EXTENSION_CONFIRM: "代{unit}确认延期申请",
    K.CONTACT: "代录{unit}的首次沟通",
    K.OPINION: "代录{unit}的会办意见",
    K.OPINION_DECIDE: "代{unit}采用或退回{other}的会办意见",
    K.REPLY: "代录{unit}的{letter}",
    K.DELIVER: "登记{unit}{letter}的送达",
    K.RATE: "代录对{unit}{letter}的评价",
    K.PROMISE: "代录{unit}的承诺进展：{text}",
    K.CHECK_POINT: "代录{unit}承诺的本年度进展：{text}",
}
UNDATED = "报告承诺的进展：{text}"
OWN: Mapping[DutyKind, str] = {K.REPLY: "拟写{letter}"}
URGED: Mapping[DutyKind, str] = {
    K.SIGN: "请尽快签收",
    K.RETURN_CONFIRM: "请尽快确认或撤回退办申请",
    K.EXTENSION_CONFIRM: "请尽快确认或撤回延期申请",
    K.CONTACT: "请尽快与提出者沟通",
    K.OPINION: "请尽快把会办意见送主办单位",
    K.OPINION_SIGN: "请尽快签发会办意见，送主办单位",
    K.OPINION_DECIDE: "请尽快采用或退回会办意见",
    K.DELIVER: "请尽快把答复送达提出者并登记",
    K.PROMISE: "请尽快兑现承诺，并报告进展",
    K.CHECK_POINT: "请尽快报告承诺的本年度进展",
}
URGED_LETTER = "请尽快办理并印发答复"


@dataclass(frozen=True)
class About:
    """What a sentence names: the unit, another one, the letter, the promise, which time.

    `undated`: the promise names no day.
    """

    unit: str = ""
    other: str = ""
    letter: str = "答复"
    text: str = ""
    ordinal: int = 1
    undated: bool = False


def sentence(kind: DutyKind, about: About, *, on_behalf: bool, mine: bool = False) -> str:
    """Return what is to be done, as it follows 等某某 or 轮到您 (`mine`)."""
    special = ON_BEHALF if on_behalf else OWN if mine else WHAT
    plain = UNDATED if about.undated else WHAT[kind]
    return special.get(kind, plain).format(**about.__dict__)


def round_name(number: int) -> str:
    """Return the name of a round: 第二轮."""
    return f"第{ROUNDS[number - 1]}轮" if number <= len(ROUNDS) else f"第{number}轮"


def letter_name(number: int, edition: int = 1) -> str:
    """Return what a letter is called: 答复, 第二轮答复, 更正的答复."""
    name = "答复" if number == 1 else f"{round_name(number)}答复"
    return f"更正的{name}" if edition > 1 else name


def counted(day: str, event: str, value: int, unit: LimitUnit) -> str:
    """Return briefly how a date came about: 8月20日重新交办起 3 个月."""
    since = f"{day}{event.removesuffix('之日')}"
    if unit is LimitUnit.QUARTERS:
        return f"{since}所在季度末" if value == 1 else f"{since}所在季度起第 {value} 个季度末"
    return f"{since}起 {value} {unit.label}"
