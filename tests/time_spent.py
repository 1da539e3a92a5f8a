"""The end of a test run says where its time went: by folder, and the dearest tests.

The times are those of a clock on the wall, added over all workers. What is built once for many
tests stands at the first test that asks for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest

FEW = 20  # tests; a smaller run needs no table
DEAREST = 10
PHASES = ("setup", "call", "teardown")


class Spent(NamedTuple):
    """How long a phase of a test took, in seconds."""

    test: str
    phase: str
    seconds: float

    @property
    def folder(self) -> str:
        """The folder of the test, one below tests/."""
        return self.test.split("::")[0].removeprefix("tests/").split("/")[0]


class Times:
    """What the reports of the tests say, those of other processes too."""

    def __init__(self) -> None:
        """Begin with none."""
        self.spent: list[Spent] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep how long a phase of a test took."""
        self.spent.append(Spent(report.nodeid, report.when, report.duration))

    def pytest_terminal_summary(self, terminalreporter) -> None:
        """Write the tables under the results."""
        if len({one.test for one in self.spent}) > FEW:
            terminalreporter.section("where the time went, in seconds")
            for line in (*by_folder(self.spent), "", *dearest(self.spent)):
                terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Keep the times of this run."""
    config.pluginmanager.register(Times())


def by_folder(spent: Iterable[Spent]) -> Iterator[str]:
    """Yield a line for each folder, the dearest first, and one for all."""
    seconds: dict[str, Counter[str]] = defaultdict(Counter)
    tests: dict[str, set[str]] = defaultdict(set)
    for one in spent:
        for name in (one.folder, "all"):
            seconds[name][one.phase] += one.seconds
            tests[name].add(one.test)
    yield f"{'folder':16}{'tests':>7}{'set-up':>9}{'call':>9}{'end':>9}{'sum':>9}"
    rest = sorted(seconds.keys() - {"all"}, key=lambda name: -seconds[name].total())
    for name in (*rest, *seconds.keys() & {"all"}):
        phases = "".join(f"{seconds[name][phase]:9.1f}" for phase in PHASES)
        yield f"{name:16}{len(tests[name]):7}{phases}{seconds[name].total():9.1f}"


def dearest(spent: Iterable[Spent]) -> Iterator[str]:
    """Yield a line for each of the dearest phases of single tests."""
    for one in sorted(spent, key=lambda one: -one.seconds)[:DEAREST]:
        yield f"{one.seconds:7.1f} {one.phase:8} {one.test}"
