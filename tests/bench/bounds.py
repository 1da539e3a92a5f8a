"""How dear each thing may be, as ratios in one run; a figure beyond its bound is marked."""

from __future__ import annotations

from dataclasses import dataclass

# many cases against 1,000: of the pages with a tenth under way, and with all
PAGE, PAGE_ALL = 1.5, 3.0
STATISTICS_ALL = 4.0
ACT = 1.2
DAILY = 1.3
FLAT = 16  # MiB by which the peak of the daily run may be higher than with few cases
NOT_BOUND = ("emptiest page", "telephone reminders", "form to register")
DESKS = ("desk, ", "supervision", "calendar", "deputy's list")
AS_DEAR_AS_THE_LEDGER = 1.5


@dataclass(frozen=True)
class Limit:
    """What a page may cost against itself before, its statements and kB; None: any number."""

    ratio: float | None = None
    statements: int | None = None
    kilobytes: int | None = None


AGAINST_BEFORE = {
    "emptiest page": Limit(0.5),
    "ledger": Limit(0.4, 8),
    "ledger, filter": Limit(0.4, 8),
    "case page, under way": Limit(0.4, 16),
    "case page, closed": Limit(0.4, 16),
    "search": Limit(0.1),
    "search, many hits": Limit(0.1),
    "statistics, one session": Limit(0.02, None, 300),
    "statistics, all": Limit(0.02, None, 300),
    "register a case": Limit(1.0),
}


def of_growth(kind: str, name: str, *, all_under_way: bool) -> float | None:
    """Return how many times as dear something may be with many cases as with 1,000."""
    if kind == "daily":
        return DAILY
    if kind == "act":
        return ACT
    if name in NOT_BOUND:
        return None
    if name.startswith("statistics") and all_under_way:
        return None
    if name == "statistics, all":
        return STATISTICS_ALL
    return PAGE_ALL if all_under_way else PAGE


def of_before(name: str) -> Limit:
    """Return what something may cost against itself in the version before."""
    return AGAINST_BEFORE.get(name, Limit())


def is_desk(name: str) -> bool:
    """Whether a page may be no dearer than one and a half ledgers."""
    return name.startswith(DESKS)
