"""Which cases and assignments each figure counts, as of a day; pure. Source: domain §6."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.reports.facts import Item, Part
from tracker.reports.rates import Figure, Span, ratio, shares_of, span_of
from tracker.terms import AssignRole, CaseState, CommitmentState, ReplyClass, Satisfaction

GOOD, FAIR, BAD = Satisfaction


def of_items(items: Sequence[Item], as_of: date) -> list[Figure]:
    """Return the figures of items, each with numerator and denominator."""
    answered = [item for item in items if item.answered(as_of)]
    closed = [item for item in items if item.case.state_on(as_of) is CaseState.CLOSED]
    sent = [item for item in answered if item.form_sent(as_of)]
    talked = [item for item in answered if item.talks_before_answer(as_of)]
    met = [i for i in answered if any(talk.in_person for talk in i.talks(as_of))]
    return [
        _figure("answer_rate", "办复率", answered, items),
        *_punctuality(items, as_of),
        _figure("contact_rate", "沟通率", talked, answered),
        _figure("meeting_rate", "面商率", met, answered),
        _figure("closing_rate", "办结率", closed, items),
        _figure("feedback_rate", "反馈率", [i for i in sent if i.rating(as_of)], sent),
        _figure("lapsed_rate", "逾期未反馈率", [i for i in sent if i.lapsed(as_of)], sent),
        *_satisfaction(answered, as_of),
        *_classes(answered, as_of),
        *_second_handling(answered, as_of),
    ]


def of_assignments(parts: Sequence[Part], as_of: date) -> list[Figure]:
    """Return the figures that count assignments (件次) or promises (项)."""
    returned = [p for p in parts if p.returned and p.ended_on and p.ended_on <= as_of]
    return [
        *_signing(parts, as_of),
        _assisting(parts, as_of),
        ratio("return_rate", "退办率（件次）", len(returned), len(parts)),
        _promises(parts, as_of),
    ]


def spans_of(items: Sequence[Item], as_of: date) -> list[Span]:
    """Return the days from the assignment to the first contact and to the answer."""
    first = [
        (min(talk.on for talk in talks) - item.began).days
        for item in items
        if (talks := item.talks(as_of))
    ]
    answered = [(on - item.began).days for item in items if (on := item.replied_on(as_of))]
    return [
        span_of("days_to_contact", "交办至首次沟通", first),
        span_of("days_to_answer", "交办至答复", answered),
    ]


def _punctuality(items: Sequence[Item], as_of: date) -> list[Figure]:
    """Return 按期办复率 by the date in force, and by the date first set.

    What is neither answered nor due stands in no base; a limit that was moved in time counts.
    """
    found = []
    for key, label, original in (
        ("on_time_answer_rate", "按期办复率", False),
        ("on_time_original_rate", "按期办复率（按原期限）", True),
    ):
        decided = [i for i in items if i.answered(as_of) or i.missed(as_of, original)]
        timely = [item for item in decided if item.on_time(as_of, original)]
        found.append(_figure(key, label, timely, decided))
    return found


def _satisfaction(answered: Sequence[Item], as_of: date) -> list[Figure]:
    """Return 满意率 both ways, final and first-time; forms not returned are out of the base."""
    final = [value for item in answered if (value := item.rating(as_of))]
    first = [value for item in answered if (value := item.rating(as_of, first=True))]
    wanted = (
        ("satisfied_rate", "满意率", final, (GOOD,)),
        ("basically_satisfied_rate", "基本满意率", final, (FAIR,)),
        ("satisfied_or_basically_rate", "满意率（含基本满意）", final, (GOOD, FAIR)),
        ("unsatisfied_rate", "不满意率", final, (BAD,)),
        ("first_satisfied_rate", "首次满意率", first, (GOOD,)),
    )
    return [
        ratio(key, label, sum(value in kinds for value in base), len(base))
        for key, label, base, kinds in wanted
    ]


def _classes(answered: Sequence[Item], as_of: date) -> list[Figure]:
    """Return the share of each class, summing up to 100 as printed, and what is solved."""
    found = [item.reply_class(as_of) for item in answered]
    numbers = [found.count(letter) for letter in ReplyClass]
    total = sum(numbers)
    shares = [
        Figure(f"class_{mark.value.lower()}_share", f"{mark.label}占比", number, total, share)
        for mark, number, share in zip(ReplyClass, numbers, shares_of(numbers), strict=True)
    ]
    solved, planned = found.count(ReplyClass.A), found.count(ReplyClass.B)
    return [
        *shares,
        ratio("solved_rate", "解决率（A类）", solved, total),
        ratio("solved_or_planned_rate", "解决和列入计划率（A、B类）", solved + planned, total),
    ]


def _second_handling(answered: Sequence[Item], as_of: date) -> list[Figure]:
    """Return how many were handled again, and how many were satisfied after it."""
    again = [item for item in answered if item.reworked(as_of)]
    said = [value for item in again if (value := item.rating_again(as_of))]
    good = sum(value in (GOOD, FAIR) for value in said)
    return [
        _figure("rework_rate", "二次办理率", again, answered),
        ratio("rework_satisfied_rate", "二次办理后满意率（含基本满意）", good, len(said)),
    ]


def _signing(parts: Sequence[Part], as_of: date) -> list[Figure]:
    """Return 签收率, and how many signed in time of those that signed or should have.

    An answered part whose sign-for nobody knows, as on paper, stands in neither base.
    """
    days = [(p, _stood(p.signed_on, p.signs_recalled, as_of)) for p in parts]
    signed = [(p, on) for p, on in days if on]
    waiting = [p for p, on in days if on is None and p.first_by(as_of) is None]
    late = [p for p in waiting if p.sign_due and p.sign_due <= as_of and p.held(p.sign_due)]
    timely = [p for p, on in signed if p.sign_due and on <= p.sign_due]
    base = len(signed) + len(waiting)
    return [
        ratio("sign_rate", "签收率（件次）", len(signed), base),
        ratio("sign_on_time_rate", "按期签收率（件次）", len(timely), len(signed) + len(late)),
    ]


def _assisting(parts: Sequence[Part], as_of: date) -> Figure:
    """Return how many assisting opinions came in time of those given or due.

    A limit that ended after the unit had given its part up asked nothing of it.
    """
    asked = [
        (p, p.assist_due, _stood(p.opinion_on, p.opinions_recalled, as_of))
        for p in parts
        if p.role is AssignRole.ASSISTING
    ]
    due = [(d, on) for p, d, on in asked if d and (on or (d <= as_of and p.held(d)))]
    given = [d for d, on in due if on and on <= d]
    return ratio("assist_on_time_rate", "会办意见按期率（件次）", len(given), len(due))


def _stood(on: date | None, recalled: Iterable[tuple[date, date]], day: date) -> date | None:
    """Return the first day of what stood on a day, though it was recalled later."""
    spans = [*recalled, (on, date.max)] if on else recalled
    return min((begun for begun, until in spans if begun <= day < until), default=None)


def _promises(parts: Sequence[Part], as_of: date) -> Figure:
    """Return how many promises were delivered by the promised date, of those due.

    One without a date is never due: it stands in no base.
    """
    promises = [one for p in parts for one in p.promises if one.counts(as_of)]
    dated = [(one, until) for one in promises if (until := one.due_by(as_of)) is not None]
    due = [(one, until) for one, until in dated if until <= as_of]
    kept = [
        one
        for one, until in due
        if one.state is CommitmentState.CLOSED and one.ended_on and one.ended_on <= until
    ]
    return ratio("commitment_rate", "承诺兑现率（项）", len(kept), len(due))


def _figure(key: str, label: str, some: Iterable[Item], of: Iterable[Item]) -> Figure:
    """Return a figure of how many items are among others."""
    return ratio(key, label, len(list(some)), len(list(of)))
