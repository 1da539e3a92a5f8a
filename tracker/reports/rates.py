"""Figures with numerator, denominator and rate; shares that sum up to 100; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

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
class Span:
    """How many days something took: of how many cases, mean and median with one decimal."""

    key: str
    label: str
    count: int
    mean: str | None
    median: str | None


def ratio(key: str, label: str, numerator: int, denominator: int) -> Figure:
    """Return a figure with its rate."""
    return Figure(key, label, numerator, denominator, rate_of(numerator, denominator))


def rate_of(numerator: int, denominator: int) -> str | None:
    """Return per cent with one decimal, half up; None where there is nothing to divide by."""
    if denominator == 0:
        return None
    return _tenths(Decimal(numerator) * HUNDRED / Decimal(denominator))


def shares_of(numbers: Sequence[int]) -> list[str | None]:
    """Return shares in per cent with one decimal that sum up to 100.0 (largest remainder)."""
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


def span_of(key: str, label: str, counted: Mapping[int, int]) -> Span:
    """Return mean and median of numbers of days, None where there are none.

    :param counted: how often each number of days came up.
    """
    total = sum(counted.values())
    if not total:
        return Span(key, label, 0, None, None)
    mean = Decimal(sum(days * often for days, often in counted.items())) / Decimal(total)
    return Span(key, label, total, _tenths(mean), _tenths(_median(counted, total)))


def _median(counted: Mapping[int, int], total: int) -> Decimal:
    """Return the middle of numbers of days, or what lies between the two in the middle."""
    places, seen, found = ((total - 1) // 2, total // 2), 0, []
    for days in sorted(counted):
        found += [days for place in places if seen <= place < seen + counted[days]]
        seen += counted[days]
    return Decimal(sum(found)) / 2


def _tenths(value: Decimal) -> str:
    """Return a number with one decimal, half up."""
    return str(value.quantize(TENTH, ROUND_HALF_UP))
