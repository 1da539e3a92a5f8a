"""One run: offices of several sizes on both databases, and the version before beside them.

Offices are made two at a time; what they cost is measured one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import table
from tests.bench.ground import KINDS, ROOT, Ground, Office, ground, version_before

Say = Callable[[str], None]
Rows = list[dict[str, Any]]
Keep = Callable[[Rows], None]
STEPS = ("pages", "acts", "daily")
AT_ONCE = 2


@dataclass(frozen=True)
class Sizes:
    """How many cases the offices have: the small one, the large ones, the one that is compared."""

    few: int
    many: tuple[int, ...]
    compared: int


WHOLE = Sizes(1_000, (20_000, 100_000), 20_000)
SMALL = Sizes(1_000, (3_000,), 3_000)


@dataclass(frozen=True)
class Wanted:
    """An office that is wanted: which version, which database, how many cases, all under way."""

    version: str
    tree: Path
    kind: str
    count: int
    every: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """How it is asked for."""
        return (str(self.count), "all") if self.every else (str(self.count),)

    def __str__(self) -> str:
        """Say it in words."""
        which = ", all under way" if self.every else ""
        return f"{self.kind}, {self.version}: {self.count} cases{which}"


@dataclass(frozen=True)
class Made:
    """An office that was made, with how many cases it has."""

    wanted: Wanted
    office: Office
    cases: int


def measure(
    sizes: Sizes, say: Say, keep: Keep, *, kinds: Sequence[str] = KINDS, before: bool = True
) -> Rows:
    """Measure everything; `keep` is given the figures so far after each office."""
    rows: Rows = []
    with ExitStack() as stack:
        place = stack.enter_context(ground())
        trees = {"now": ROOT}
        if before:
            trees["before"] = stack.enter_context(version_before())
        chains = [_wanted(sizes, kind, *one) for one in trees.items() for kind in kinds]
        with ThreadPoolExecutor(AT_ONCE) as workers:
            made = list(workers.map(lambda chain: _make(place, chain, say), chains))
        for one in (one for offices in made for one in offices):
            rows += _cost(place, one, say)
            keep(rows)
    return rows


def lines(rows: Rows) -> Iterator[str]:
    """Give the tables of all figures."""
    for kind in dict.fromkeys(row["database"] for row in rows):
        yield from _lines([row for row in rows if row["database"] == kind])


def _wanted(sizes: Sizes, kind: str, version: str, tree: Path) -> list[Wanted]:
    """Return the offices of one version on one database."""
    if version == "before":
        return [Wanted(version, tree, kind, sizes.compared)]
    few = Wanted(version, tree, kind, sizes.few)
    every = [(count, whole) for whole in (False, True) for count in sizes.many]
    return [few, *(Wanted(version, tree, kind, *one) for one in every)]


def _make(place: Ground, chain: Sequence[Wanted], say: Say) -> list[Made]:
    """Make the originals of one version on one database, then the offices out of them."""
    one = chain[0]
    say(f"{one.kind}, {one.version}: making the originals ...")
    first = place.office(one.kind, f"{one.version}-originals", one.tree)
    first.do("originals")
    made = []
    for wanted in chain:
        say(f"{wanted}: making ...")
        office = place.office(wanted.kind, "-".join((one.version, *wanted.words)), one.tree, first)
        made.append(Made(wanted, office, office.do("fill", *wanted.words)["cases"]))
    place.drop(first)
    return made


def _cost(place: Ground, made: Made, say: Say) -> Rows:
    """Measure one office and take it away."""
    wanted = made.wanted
    say(f"{wanted}: measuring ...")
    said = {
        "version": wanted.version,
        "database": wanted.kind,
        "count": wanted.count,
        "all": wanted.every,
        "cases": made.cases,
    }
    rows = [{**said, **row} for step in STEPS for row in made.office.do(step)]
    place.drop(made.office)
    return rows


def _lines(rows: Rows) -> Iterator[str]:
    """Give the tables of one database, as far as its offices were measured."""
    kind = rows[0]["database"]
    (few, *many), before = _offices(rows, "now"), _offices(rows, "before")
    for one in many:
        under_way = "all under way" if one[0]["all"] else "a tenth under way"
        yield f"\n{kind}: {one[0]['cases']} cases, {under_way}, against {few[0]['cases']}"
        yield from table.of_growth(few, one)
    for one in many[:1]:
        yield f"\n{kind}: desks against the ledger, {one[0]['cases']} cases"
        yield from table.of_desks(one)
    for then in before:
        like = [one for one in many if one[0]["count"] == then[0]["count"] and not one[0]["all"]]
        yield f"\n{kind}: {then[0]['cases']} cases against the version before"
        yield from table.of_before(like[0], then)


def _offices(rows: Rows, version: str) -> list[Rows]:
    """Return the figures of one version, office by office."""
    found: dict[tuple[int, bool], Rows] = {}
    for row in rows:
        if row["version"] == version:
            found.setdefault((row["count"], row["all"]), []).append(row)
    return list(found.values())
