"""The figures an office reports, as of a cut-off date; pure. Source: domain §6.

The unit of the district's figures is the case (件); a unit's count its assignments (件次).
Withdrawn, handed-out and void cases stand in no denominator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from tracker.reports.facts import CaseFacts, Item, Part
from tracker.terms import AssignRole, CaseState, CommitmentState, ReplyClass, Satisfaction

ENDED = frozenset({CaseState.WITHDRAWN, CaseState.HANDED_OUT, CaseState.VOID})
TENTH = Decimal("0.1")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Figure:
    """One figure; `rate` in per cent with one decimal, None where the denominator is 0."""

    key: str
    label: str
    numerator: int
    denominator: int
    rate: str | None


@dataclass(frozen=True)
class Statistics:
    """All figures as of a day: the district's by case, each unit's by assignment."""

    as_of: date
    counted: str
    counts: dict[str, int]
    figures: list[Figure]
    by_unit: list[tuple[str, list[Figure]]]


COUNTS = {
    "received": "收件",
    "registered": "待交办",
    "assigned": "已交办",
    "handling": "办理中",
    "replied": "已答复",
    "closed": "办结",
    "withdrawn": "撤回",
    "handed_out": "转出",
    "void": "作废",
}
IN_COUNT = {
    CaseState.REGISTERED: "registered",
    CaseState.ASSIGN_PENDING: "registered",
    CaseState.ASSIGNED: "assigned",
    CaseState.HANDLING: "handling",
    CaseState.REPLIED: "replied",
    CaseState.CLOSED: "closed",
    CaseState.WITHDRAWN: "withdrawn",
    CaseState.HANDED_OUT: "handed_out",
    CaseState.VOID: "void",
}


def rate_of(numerator: int, denominator: int) -> str | None:
    """Return per cent with one decimal, half up; None where there is nothing to divide by."""
    if denominator == 0:
        return None
    share = Decimal(numerator) * HUNDRED / Decimal(denominator)
    return str(share.quantize(TENTH, ROUND_HALF_UP))


def compute(cases: Sequence[CaseFacts], as_of: date) -> Statistics:
    """Return every figure as of a day."""
    items = [
        Item(case, tuple(parts))
        for case in cases
        if case.state_on(as_of) not in (None, *ENDED) and (parts := case.answering(as_of))
    ]
    return Statistics(
        as_of=as_of,
        counted="case",
        counts=counts_of(cases, as_of),
        figures=[*figures_of(items, as_of), *_of_assignments(_parts(cases, as_of), as_of)],
        by_unit=_by_unit(cases, items, as_of),
    )


def counts_of(cases: Iterable[CaseFacts], as_of: date) -> dict[str, int]:
    """Count every case once by its state on the day; the states sum up to received."""
    found = dict.fromkeys(COUNTS, 0)
    for case in cases:
        state = case.state_on(as_of)
        if state is not None:
            found["received"] += 1
            found[IN_COUNT[state]] += 1
    return found


def figures_of(items: Sequence[Item], as_of: date) -> list[Figure]:
    """Return the figures of items, each with numerator and denominator."""
    answered = [item for item in items if item.answered(as_of)]
    timely = [item for item in items if item.due(as_of) or item.answered(as_of)]
    closed = [item for item in items if item.case.state_on(as_of) is CaseState.CLOSED]
    sent = [item for item in answered if item.form_sent(as_of)]
    met = [i for i in answered if any(talk.in_person for talk in i.talks_before_answer(as_of))]
    return [
        _figure("answer_rate", "办复率", answered, items),
        _figure("on_time_answer_rate", "按期办复率", _on_time(timely, as_of), timely),
        _figure("contact_rate", "沟通率", _talked(answered, as_of), answered),
        _figure("meeting_rate", "面商率", met, answered),
        _figure("closing_rate", "办结率", closed, items),
        _figure("feedback_rate", "反馈率", [i for i in sent if i.rating(as_of)], sent),
        *_satisfaction(answered, as_of),
        *_classes(answered, as_of),
        _figure("rework_rate", "二次办理率", [i for i in answered if i.reworked(as_of)], answered),
    ]


def _on_time(items: Iterable[Item], as_of: date) -> list[Item]:
    """Return the items answered in time."""
    return [item for item in items if item.on_time(as_of)]


def _talked(items: Iterable[Item], as_of: date) -> list[Item]:
    """Return the items with a contact before the answer."""
    return [item for item in items if item.talks_before_answer(as_of)]


def _satisfaction(answered: Sequence[Item], as_of: date) -> list[Figure]:
    """Return 满意率 both ways, final and first-time; forms not returned are out of the base."""
    final = [value for item in answered if (value := item.rating(as_of))]
    first = [value for item in answered if (value := item.rating(as_of, first=True))]
    good, fair = Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED
    wanted = (
        ("satisfied_rate", "满意率", final, (good,)),
        ("basically_satisfied_rate", "基本满意率", final, (fair,)),
        ("satisfied_or_basically_rate", "满意率（含基本满意）", final, (good, fair)),
        ("unsatisfied_rate", "不满意率", final, (Satisfaction.UNSATISFIED,)),
        ("first_satisfied_rate", "首次满意率", first, (good,)),
    )
    return [
        _ratio(key, label, sum(value in kinds for value in base), len(base))
        for key, label, base, kinds in wanted
    ]


def _classes(answered: Sequence[Item], as_of: date) -> list[Figure]:
    """Return the share of each class; the printed shares sum up to 100 (largest remainder)."""
    found = [item.reply_class(as_of) for item in answered]
    numbers = [found.count(letter) for letter in ReplyClass]
    shares = shares_of(numbers)
    return [
        Figure(
            f"class_{letter.value.lower()}_share",
            f"{letter.label}占比",
            number,
            sum(numbers),
            share,
        )
        for letter, number, share in zip(ReplyClass, numbers, shares, strict=True)
    ]


def shares_of(numbers: Sequence[int]) -> list[str | None]:
    """Return shares in per cent with one decimal that sum up to 100.0."""
    total = sum(numbers)
    if total == 0:
        return [None for _ in numbers]
    exact = [Decimal(number) * HUNDRED / Decimal(total) for number in numbers]
    floors = [share.quantize(TENTH, ROUND_DOWN) for share in exact]
    left = int((HUNDRED - sum(floors)) / TENTH)
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for place in order[:left]:
        floors[place] += TENTH
    return [str(share) for share in floors]


def _of_assignments(parts: Sequence[Part], as_of: date) -> list[Figure]:
    """Return the figures that count assignments (件次) or promises (项)."""
    due = [p for p in parts if _signed(p, as_of) or (p.sign_due and p.sign_due < as_of)]
    signed = [
        p for p in due if p.signed_on and p.sign_due and p.signed_on <= min(p.sign_due, as_of)
    ]
    asked = [
        p
        for p in parts
        if p.role is AssignRole.ASSISTING
        and p.assist_due
        and (p.assist_due <= as_of or _given(p, as_of))
    ]
    given = [p for p in asked if p.opinion_on and p.assist_due and p.opinion_on <= p.assist_due]
    returned = [p for p in parts if p.returned and p.ended_on and p.ended_on <= as_of]
    promises = [one for p in parts for one in p.promises if one.due_on <= as_of]
    kept = [
        one
        for one in promises
        if one.state is CommitmentState.CLOSED and one.ended_on and one.ended_on <= one.due_on
    ]
    return [
        _ratio("sign_on_time_rate", "按期签收率（件次）", len(signed), len(due)),
        _ratio("assist_on_time_rate", "会办意见按期率（件次）", len(given), len(asked)),
        _ratio("return_rate", "退办率（件次）", len(returned), len(parts)),
        _ratio("commitment_rate", "承诺兑现率（项）", len(kept), len(promises)),
    ]


def _signed(part: Part, as_of: date) -> bool:
    """Whether the unit had signed for it by the day."""
    return part.signed_on is not None and part.signed_on <= as_of


def _given(part: Part, as_of: date) -> bool:
    """Whether the opinion was given by the day."""
    return part.opinion_on is not None and part.opinion_on <= as_of


def _parts(cases: Iterable[CaseFacts], as_of: date) -> list[Part]:
    """Return every assignment made by the day, returned ones too."""
    return [
        part
        for case in cases
        if case.state_on(as_of) not in (None, *ENDED)
        for part in case.parts
        if part.assigned_on <= as_of
    ]


def _by_unit(
    cases: Sequence[CaseFacts], items: Sequence[Item], as_of: date
) -> list[tuple[str, list[Figure]]]:
    """Return each unit's figures over its own assignments (件次)."""
    own: dict[str, list[Item]] = {}
    for item in items:
        for part in item.parts:
            own.setdefault(part.unit, []).append(Item(item.case, (part,)))
    parts: dict[str, list[Part]] = {}
    for part in _parts(cases, as_of):
        parts.setdefault(part.unit, []).append(part)
    return [
        (unit, [*figures_of(own.get(unit, []), as_of), *_of_assignments(parts[unit], as_of)])
        for unit in sorted(parts)
    ]


def _figure(key: str, label: str, some: Sequence[Item], of: Sequence[Item]) -> Figure:
    """Return a figure of how many items are among others."""
    return _ratio(key, label, len(some), len(of))


def _ratio(key: str, label: str, numerator: int, denominator: int) -> Figure:
    """Return a figure."""
    return Figure(key, label, numerator, denominator, rate_of(numerator, denominator))


def only_unit(found: Statistics, unit: str) -> Statistics:
    """Return what one unit, by its short name, may see: its own figures by assignment (件次)."""
    own = [(name, figures) for name, figures in found.by_unit if name == unit]
    figures = own[0][1] if own else []
    return Statistics(found.as_of, "assignment", {}, figures, own)


def as_json(found: Statistics) -> dict[str, object]:
    """Return the figures for a script."""
    return {
        "as_of": found.as_of.isoformat(),
        "counted": found.counted,
        "counts": found.counts,
        "figures": [_plain(figure) for figure in found.figures],
        "by_unit": [
            {"unit": unit, "figures": [_plain(figure) for figure in figures]}
            for unit, figures in found.by_unit
        ],
    }


def _plain(figure: Figure) -> dict[str, object]:
    """Return one figure for a script."""
    return {
        "key": figure.key,
        "label": figure.label,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "rate": figure.rate,
    }
