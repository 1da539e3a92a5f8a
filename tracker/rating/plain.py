"""The words of the trade in a deputy's words: what a letter says, how far a case is, what comes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from tracker.cases.models import Case
from tracker.cases.numbering import case_label
from tracker.kernel import clock
from tracker.kernel.days import spoken
from tracker.plan_terms import DutyKind
from tracker.rating.models import Rating
from tracker.rating.queries import Line
from tracker.reply.lifecycle import TO_DO
from tracker.reply.models import Commitment, Reply
from tracker.terms import Kind, Outcome, Period, RatingState, Satisfaction

OUT_OF_SESSION = re.compile("[（(](闭会|平时)[)）]|闭会|平时")
RATED = {
    DutyKind.DELIVER.label: "答复正在送达",
    RatingState.PENDING.label: "已收到纸质评价表，正在核对",
    RatingState.LAPSED.label: "没有按期收到评价",
}
SAYS = {
    Outcome.DONE: "问题已经解决",
    Outcome.PARTLY_DONE: "问题解决了一部分",
    Outcome.ADOPTED: "您的意见已经采纳",
    Outcome.UNDER_WAY: "问题正在解决",
    Outcome.PLANNED_DATED: "列入计划",
    Outcome.PLANNED: "列入计划，还没有定时间",
    Outcome.NOT_NOW: "现在还解决不了",
    Outcome.NOT_FEASIBLE: "这样做行不通",
    Outcome.REFERENCE: "留作以后工作的参考",
    Outcome.BEYOND_LEVEL: "要由上级机关决定",
}
ROLES = {
    "独办": "办理",
    "主办": "主要办理",
    "会办": "协助办理",
    "分办": "办理其中一部分",
}


def day_of(day: date | None) -> str:
    """Return a day without its year while it is this year's."""
    return spoken(day, clock.today()) if day else ""


def label_of(case: Case) -> str:
    """Return what kind of case it is and its number, in plain words."""
    return said_label(case.kind, case.period, case.number)


def said_label(kind: Kind, period: Period, number: str) -> str:
    """Return kind and number; 闭会, 平时 are said as what they mean."""
    label = case_label(kind, period, number)
    if period is Period.INTERSESSION:
        return f"会后提出的{OUT_OF_SESSION.sub('', label)}"
    return label


def says(letter: Reply) -> str:
    """Return what a letter comes to, in one phrase; nothing where that is not stated."""
    return comes_to(letter.outcome, letter.promise_due_on)


def comes_to(outcome: Outcome | None, promised_on: date | None) -> str:
    """Return an outcome in one phrase, with the day of what was promised."""
    if outcome is None:
        return ""
    until = f"，{day_of(promised_on)}前办成" if promised_on else ""
    return f"{SAYS[Outcome(outcome)]}{until}"


def ratings(lines: Iterable[Line]) -> list[str]:
    """Return the ratings of a case, a sentence each; awaited ones with their limit."""
    return [_rating(line) for line in lines]


def _rating(line: Line) -> str:
    """Return one rating."""
    said = line.value or RATED.get(line.state, line.state)
    again = "的重新答复" if line.round > 1 else ""
    waits = line.due_on if line.rating_id is None else None
    return f"{line.unit}{again}：{said}{f'，{day_of(waits)}前' if waits else ''}"


def thanks(row: Rating | None) -> str:
    """Return the one large sentence after a rating."""
    if row is None or row.overall is None:
        return "评价还没有提交"
    if row.overall == Satisfaction.UNSATISFIED:
        return "您的意见收到了"
    return f"谢谢您，您的“{Satisfaction(row.overall).label}”收到了"


def what_next(
    row: Rating | None, body_office: str, promises: list[Commitment]
) -> list[tuple[str, str]]:
    """Return what happens after a rating, when and by whom; it fits the answer that was given."""
    if row is None or row.overall is None:
        return []
    came = ("已经", f"政府办和{body_office}都收到了您的评价。")
    if row.overall == Satisfaction.UNSATISFIED:
        return [
            came,
            ("接下来", f"政府办和{body_office}研究是否重新办理，结果和理由会告诉您。"),
            ("要是重办", "办理单位先和您谈，再重新答复，您再评价一次。"),
        ]
    promised = [
        (_until(item), f"{item.assignment.unit_name}应当办成：{item.text}")
        for item in promises
        if item.state in TO_DO
    ]
    return [came, *promised, ("以后", "这一件的经过和答复，随时可以在这里查看。")]


def _until(promise: Commitment) -> str:
    """Return until when a promise is to be kept; where no day was named, how it is followed."""
    return f"{day_of(promise.due_on)}前" if promise.due_on else "没有写明日期，每季度末催问"
