"""Which faults are drawn: so many of each kind, by a seed, of all that can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from random import Random
from typing import NamedTuple

from tests.faults import operators
from tests.faults.equivalent import EQUIVALENT
from tests.faults.source import ROOT, Fault, Source

SEED = 20261201


class Kind(NamedTuple):
    """How many of a kind are drawn, how they are made and in which files."""

    count: int
    make: Callable[[Source], Iterable[Fault]]
    files: tuple[str, ...]


RULES = (
    "tracker/assign/acts.py",
    "tracker/assign/responsibility.py",
    "tracker/contact/acts.py",
    "tracker/deadlines/counting.py",
    "tracker/plan/owed/*.py",
    "tracker/plan/steps.py",
    "tracker/rating/lifecycle.py",
    "tracker/reply/acts.py",
    "tracker/standing/rule.py",
    "tracker/standing/facts.py",
    "tracker/supervise/acts.py",
    "tracker/supervise/closing.py",
)
ACTS = ("tracker/*/*.py",)
KINDS: dict[str, Kind] = {
    "route": Kind(14, operators.permissions, ("tracker/*views.py",)),
    "rule": Kind(10, operators.conditions("rule"), RULES),
    "boundary": Kind(
        12,
        operators.boundaries,
        (*RULES, "tracker/kernel/workdays.py", "tracker/plan/lapsing.py", "tracker/standing/*.py"),
    ),
    "move": Kind(10, operators.moves, ("tracker/*/lifecycle.py", "tracker/plan/day_run.py")),
    "audit": Kind(10, operators.statements("audit", "record|note"), ACTS),
    "notice": Kind(8, operators.statements("notice", "_?tell.*"), ACTS),
    "mark": Kind(8, operators.marks, ACTS),
    "reader": Kind(
        12, operators.reading, ("tracker/intake/reading/*.py", "tracker/kernel/sheet_reading/*.py")
    ),
    "visible": Kind(
        6,
        operators.conditions("visible"),
        (
            "tracker/cases/queries.py",
            "tracker/cases/search.py",
            "tracker/cases/gate.py",
            "tracker/cases/sheet.py",
            "tracker/desk/scopes.py",
            "tracker/desk/history.py",
            "tracker/contact/queries.py",
            "tracker/rating/queries.py",
            "tracker/reply/queries.py",
        ),
    ),
    "figure": Kind(
        6,
        operators.conditions("figure"),
        (
            "tracker/reports/sums.py",
            "tracker/reports/counting.py",
            "tracker/reports/behind.py",
            "tracker/reports/rates.py",
            "tracker/reports/ledger.py",
            "tracker/reports/tallies.py",
            "tracker/reports/statistics.py",
            "tracker/reports/summaries.py",
        ),
    ),
    "output": Kind(
        2,
        operators.outputs,
        (
            "tracker/reports/workbook.py",
            "tracker/reports/masks.py",
            "tracker/cases/secrecy.py",
            "tracker/kernel/files.py",
        ),
    ),
    "constraint": Kind(2, operators.constraints, ("tracker/*/models.py",)),
}
NOT_THE_PROGRAM = ("tracker/demo/",)


@cache
def source_of(path: str) -> Source:
    """Return a file, read once."""
    return Source(path)


@cache
def files() -> tuple[str, ...]:
    """The files of the program."""
    found = (path.relative_to(ROOT).as_posix() for path in (ROOT / "tracker").rglob("*.py"))
    return tuple(sorted(one for one in found if not one.startswith(NOT_THE_PROGRAM)))


def possible(kind: str) -> list[Fault]:
    """All faults of a kind, in the order of their places."""
    made = KINDS[kind]
    chosen = [path for path in files() if any(fnmatch(path, one) for one in made.files)]
    found = (fault for path in chosen for fault in made.make(source_of(path)))
    return [fault for fault in found if fault.was != fault.becomes]


def drawn(kind: str, seed: int) -> Iterator[Fault]:
    """Yield the faults of a kind in the order of the drawing: at one place one, of any sort."""
    rows = possible(kind)
    Random(f"{seed}:{kind}").shuffle(rows)
    places: set[tuple[str, int, int]] = set()
    for fault in rows:
        place = (fault.path, fault.start, fault.end)
        if place not in places and fault.name not in EQUIVALENT:
            places.add(place)
            yield fault


def draw(seed: int = SEED) -> list[Fault]:
    """Return the hundred faults of a seed."""
    found: list[Fault] = []
    for kind, made in KINDS.items():
        turn = drawn(kind, seed)
        found.extend(fault for fault, _ in zip(turn, range(made.count), strict=False))
    return found
