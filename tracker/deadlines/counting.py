"""How limits are counted; pure. Source: domain §3.3, by analogy to 民法典 201–203."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.kernel.workdays import Calendar
from tracker.rulebook.book import Limit, Rulebook, Source
from tracker.rulebook.keys import BATCH, BATCH_MODEL, NO_BATCH, RECEIVED
from tracker.terms import Kind, LimitUnit, Period

EVENTS = {
    "assigned": "交办之日",
    "received": "收到之日",
    "reply_received": "收到答复之日",
    "reminded": "催评之日",
    "ordered": "重新交办之日",
    "sent_back": "退回之日",
    "requested": "申请之日",
    "replied": "答复之日",
    "registered": "收件之日",
    "closing": "会议闭幕之日",
    "submitted": "送审之日",
    "reported": "报告之日",
    "batch": "批次交办之日",
    "due": "原期限届满之日",
    "office": "政府办调整之日",
    "feedback": "评价期限届满之日",
    "issued": "答复印发登记之日",
    "correcting": "开始更正之日",
    "entered": "评价代录之日",
    "rated": "收到不满意评价之日",
    "settled": "具备办结条件之日",
    "claimed": "单位报告落实之日",
    "quarter": "该季度首日",
    "promised": "承诺列入台账之日",
}
MONTHS_IN_YEAR, MONTHS_IN_QUARTER = 12, 3
BATCH_END, SET_BY_OFFICE = "batch_end_date", "office.set"
VISITS, QUARTER_END = "reminders.visits", "commitment_report_quarter"
FIXED_DAYS = frozenset({BATCH_END, SET_BY_OFFICE, QUARTER_END})
UNROLLED = (LimitUnit.WORKDAYS, LimitUnit.QUARTERS)


@dataclass(frozen=True)
class Due:
    """A date with the rule that made it; `event_on` is the day from which it counts."""

    on: date
    rule: str
    value: int
    unit: LimitUnit
    event: str
    event_on: date
    source: str
    provisional: bool


def add_months(day: date, months: int) -> date:
    """Return the same day number so many months later, or the month's last day."""
    year, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def quarter_end(day: date, number: int) -> date:
    """Return the last day of a day's quarter (number 1), or of so many quarters with it."""
    first = date(day.year, day.month - (day.month - 1) % MONTHS_IN_QUARTER, 1)
    return add_months(first, MONTHS_IN_QUARTER * number) - timedelta(days=1)


def count(limit: Limit, event_on: date, days: Calendar) -> Due:
    """Return when a limit ends: the first day is not counted, a last day off rolls on.

    A quarter ends on its last day, whatever day that is.
    """
    plain = _plain(limit.value, limit.unit, event_on, days)
    on = plain if limit.unit in UNROLLED else days.next_workday(plain)
    return Due(
        on=on,
        rule=limit.key,
        value=limit.value,
        unit=limit.unit,
        event=limit.event,
        event_on=event_on,
        source=limit.source,
        provisional=_provisional(limit.unit, event_on, plain, on, days),
    )


def hard_cap(book: Rulebook, kind: Kind, period: Period, assigned_on: date) -> date | None:
    """Return the last day that the law allows for a reply at all, None where it says none."""
    limit = book.reply_limit(kind, period)
    if limit.cap_value is None or limit.cap_unit is None:
        return None
    return _plain(limit.cap_value, limit.cap_unit, assigned_on, Calendar())


def reply_due(
    book: Rulebook,
    kind: Kind,
    period: Period,
    assigned_on: date,
    batch_end: date | None,
    days: Calendar,
    received: date | None = None,
) -> Due:
    """Return the reply's date: the rule's and the batch's common end as the place has it.

    :param received: the day of receipt where it is known; else that of the sign-for limit.
    """
    limit = book.reply_limit(kind, period)
    at_last = received_on(assigned_on, None, sign_due(book, assigned_on, days).on)
    due = count(limit, from_day(limit, assigned_on, received or at_last), days)
    return within(due, book, Assigned(kind, period, assigned_on, batch_end))


@dataclass(frozen=True)
class Assigned:
    """What the batch's common end date is judged by: kind, period, the day, the end."""

    kind: Kind
    period: Period
    on: date
    batch_end: date | None


def from_day(limit: Limit, assigned_on: date, received: date) -> date:
    """Return the day from which a limit of a unit counts in this place."""
    return received if limit.event == RECEIVED else assigned_on


def within(due: Due, book: Rulebook, case: Assigned) -> Due:
    """Return the date, or the batch's common end date where the place lets that decide.

    The common end may be the later one only where the place says so, and never lies beyond what
    the law allows at all.
    """
    model, end, assigned_on = book.choice(BATCH_MODEL), case.batch_end, case.on
    if end is None or model == NO_BATCH or (model != BATCH and end >= due.on):
        return due
    cap = hard_cap(book, case.kind, case.period, assigned_on)
    batch_end = min(end, cap) if cap else end
    return replace(
        due,
        on=max(batch_end, assigned_on),
        rule=BATCH_END,
        value=max(0, (batch_end - assigned_on).days),
        unit=LimitUnit.DAYS,
        source="本批次统一办结期限",
        provisional=False,
    )


def received_on(assigned_on: date, signed_on: date | None, sign_due_on: date) -> date:
    """Return the day of receipt: the sign-for, at the latest the end of its limit."""
    return max(assigned_on, min(signed_on or sign_due_on, sign_due_on))


def sign_due(book: Rulebook, assigned_on: date, days: Calendar) -> Due:
    """Return until when a unit signs for it."""
    return count(book.limit("sign"), assigned_on, days)


def unit_due(book: Rulebook, key: str, assigned_on: date, received: date, days: Calendar) -> Due:
    """Return until when a unit asks to return it, makes contact, or gives its opinion.

    The place says whether that counts from the assignment or from the receipt.
    """
    limit = book.limit(key)
    return count(limit, from_day(limit, assigned_on, received), days)


def redo_due(book: Rulebook, sent_back: date, days: Calendar) -> Due:
    """Return until when an opinion that was sent back comes again."""
    return count(book.limit("assist_redo"), sent_back, days)


def extension_end(book: Rulebook, first_due: date) -> date | None:
    """Return the last day to which a reply may be put off, None where the book sets none.

    A book of before this limit sets none; the law's own cap holds beside it in any case.
    """
    limit = book.limits.get("extension")
    return _plain(limit.value, limit.unit, first_due, Calendar()) if limit else None


def again(due: Due, event_on: date, days: Calendar) -> Due:
    """Return a date counted anew by the rule that is stored with it, in today's calendar.

    A date that was set as a day stays: no rule of counting made it.
    """
    if due.rule in FIXED_DAYS:
        return due
    limit = Limit(due.rule, due.value, due.unit, due.event, Source(due.source, article=True))
    return count(limit, event_on, days)


def rework_due(book: Rulebook, ordered_on: date, days: Calendar) -> Due:
    """Return until when the next round is answered."""
    return count(book.limit("rework"), ordered_on, days)


def explain(due: Due, book: Rulebook) -> list[str]:
    """Return in words how a date came about, and whose rule that is in the book of its case."""
    event = EVENTS.get(due.event, due.event)
    lines = [f"依据：{due.source}{_whose(due, book)}"]
    if due.rule in FIXED_DAYS:
        lines.append(f"直接确定为 {due.on}")
    elif due.unit is LimitUnit.QUARTERS:
        nth = f"起第 {due.value} 个季度" if due.value > 1 else ""
        lines.append(f"自{event} {due.event_on} 所在季度{nth}的末日 {due.on}")
    else:
        lines.append(f"自{event} {due.event_on} 起 {due.value} {due.unit.label}，当日不计")
        rolls = "" if due.rule == VISITS else "；末日逢休息日的顺延至下一个工作日"
        lines.append(f"到期日 {due.on}{rolls}")
    if due.provisional:
        lines.append("跨到尚未公布放假安排的年份，公布后可能变动，现为暂定")
    return lines


def _whose(due: Due, book: Rulebook) -> str:
    """Say whose a rule is, and why the office has one of its own.

    A date that was counted by another rule than the book's, as before an upgrade, says nothing.
    """
    origin = book.origin(due.rule)
    if origin is None or origin.text != due.source:
        return ""
    return f"（{origin.whose}；理由：{origin.reason}）" if origin.reason else f"（{origin.whose}）"


def _plain(value: int, unit: LimitUnit, event_on: date, days: Calendar) -> date:
    """Return the end before any rolling."""
    if unit is LimitUnit.MONTHS:
        return add_months(event_on, value)
    if unit is LimitUnit.DAYS:
        return event_on + timedelta(days=value)
    if unit is LimitUnit.QUARTERS:
        return quarter_end(event_on, value)
    return days.add_workdays(event_on, value)


def _provisional(unit: LimitUnit, event_on: date, plain: date, on: date, days: Calendar) -> bool:
    """Whether an unknown year decided: every day for working days, else only the last."""
    if unit is LimitUnit.QUARTERS:
        return False
    start = event_on if unit is LimitUnit.WORKDAYS else plain
    return days.provisional(start, on)
