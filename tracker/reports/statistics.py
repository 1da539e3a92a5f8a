"""The figures an office reports, as of a cut-off date; pure. Source: domain §6.

The unit of the district's figures is the case (件); a unit's count its assignments (件次).
Withdrawn, handed-out and void cases stand in no denominator, void ones in no count of what came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.reports.catalogue import BY_KEY, IN_COUNT, OF_RATINGS, RATES, SHARES, Rate
from tracker.reports.rates import Figure, Span, ratio, shares_of, span_of
from tracker.reports.tallies import Counts, Late, OfUnit, Tallies
from tracker.terms import AssignRole, CaseState

COUNTS = {
    "received": "收件",
    "submitted": "待立案",
    "registered": "待交办",
    "assigned": "已交办",
    "handling": "办理中",
    "replied": "已答复",
    "closed": "办结",
    "not_filed": "不予立案",
    "turned": "转参阅",
    "merged": "并案",
    "withdrawn": "撤回",
    "handed_out": "转出",
    "void": "作废（不计）",
}


@dataclass(frozen=True)
class UnitFigures:
    """One unit: how often it has a case in each role, what is late, its figures by assignment."""

    unit: str
    unit_id: int
    roles: dict[AssignRole, int]
    late: int
    longest: int
    figures: list[Figure]


@dataclass(frozen=True)
class Statistics:
    """All figures as of a day: the district's by case, each unit's by assignment.

    `late` holds the letters that are late the longest, `late_total` says how many there are.
    `tells_ratings`: what the raters said is among the figures.
    """

    as_of: date
    counted: str
    counts: dict[str, int]
    figures: list[Figure]
    spans: list[Span]
    late: list[Late]
    late_total: int
    by_unit: list[UnitFigures]
    tells_ratings: bool = True


def statistics_of(
    found: Tallies, names: Mapping[int, tuple[str, str]], late: Sequence[Late], as_of: date,
    *, own: bool,
) -> Statistics:  # fmt: skip
    """Return every figure of what was counted; `own`: of one unit, by assignment."""
    return Statistics(
        as_of=as_of,
        counted="assignment" if own else "case",
        counts={} if own else counts_of(found.states),
        figures=[
            figure
            for figure in figures_of(found.items, found.parts)
            if not (own and BY_KEY[figure.key].of_received)
        ],
        spans=[
            span_of("days_to_contact", "交办至首次沟通", found.contact_days),
            span_of("days_to_answer", "交办至答复", found.answer_days),
        ],
        late=list(late),
        late_total=sum(unit.late for unit in found.units.values()),
        by_unit=[
            _of_unit(name, number, found.units[number], as_of)
            for name, number in _named(found.units, names)
        ],
    )


def without_ratings(found: Statistics) -> Statistics:
    """Return the figures without what the raters said."""
    units = [replace(unit, figures=_untold(unit.figures)) for unit in found.by_unit]
    return replace(found, figures=_untold(found.figures), by_unit=units, tells_ratings=False)


def figures_of(items: Counts, parts: Counts) -> list[Figure]:
    """Return every rate of what was counted; the shares of the classes sum up to 100."""
    shares = dict(
        zip(SHARES, shares_of([items[key.removesuffix("_share")] for key in SHARES]), strict=True)
    )
    return [_figure(rate, parts if rate.of_parts else items, shares) for rate in RATES]


def items_only(items: Counts) -> list[Figure]:
    """Return the rates that count cases."""
    wanted = {rate.key for rate in RATES if not (rate.of_parts or rate.of_received)}
    return [figure for figure in figures_of(items, Counter()) if figure.key in wanted]


def counts_of(states: Mapping[CaseState, int]) -> dict[str, int]:
    """Count every case once by its state on the day; all but void ones sum up to received."""
    found = {name: sum(states.get(one, 0) for one in of) for name, of in IN_COUNT.items()}
    return {"received": sum(found.values()) - found["void"], **found}


def as_json(found: Statistics) -> dict[str, object]:
    """Return the figures for a script."""
    return {
        "as_of": found.as_of.isoformat(),
        "counted": found.counted,
        "figures": [_plain(figure) for figure in found.figures],
        "by_unit": [
            {"unit": row.unit, "figures": [_plain(figure) for figure in row.figures]}
            for row in found.by_unit
        ],
    }


def _untold(figures: Sequence[Figure]) -> list[Figure]:
    """Return those figures that tell nothing of ratings."""
    return [figure for figure in figures if figure.key not in OF_RATINGS]


def _figure(rate: Rate, counts: Counts, shares: Mapping[str, str | None]) -> Figure:
    """Return one rate."""
    some, of = counts[rate.some], counts[rate.of]
    if rate.key in shares:
        return Figure(rate.key, rate.label, some, of, shares[rate.key])
    return ratio(rate.key, rate.label, some, of)


def _of_unit(name: str, number: int, found: OfUnit, as_of: date) -> UnitFigures:
    """Return one unit's figures over its own assignments (件次)."""
    roles = {role: found.parts[role.value] for role in AssignRole if found.parts[role.value]}
    longest = (as_of - found.oldest).days if found.oldest else 0
    figures = figures_of(found.items, found.parts)
    return UnitFigures(name, number, roles, found.late, longest, figures)


def _named(
    units: Mapping[int, OfUnit], names: Mapping[int, tuple[str, str]]
) -> list[tuple[str, int]]:
    """Return the units by short name; by the full one where two share the short one."""
    shared = Counter(names[number][0] for number in units)
    return sorted((names[number][shared[names[number][0]] > 1], number) for number in units)


def _plain(figure: Figure) -> dict[str, object]:
    """Return one figure for a script."""
    return {
        "key": figure.key,
        "label": figure.label,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "rate": figure.rate,
    }
