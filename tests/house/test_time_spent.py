"""The end of a test run says where its time went."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.time_spent import FEW, Times


@pytest.fixture
def said():
    """A function that gives the lines at the end of a run of so many tests."""

    def end(count: int) -> list[str]:
        times, lines = Times(), []
        for number in range(count):
            folder = "tests/desk/far" if number % 2 else "tests/units"
            for when, seconds in (("setup", 0.5), ("call", 2.0 + number), ("teardown", 0.25)):
                test = f"{folder}/test_x.py::test_{number}[a/b]"
                times.pytest_runtest_logreport(
                    SimpleNamespace(nodeid=test, when=when, duration=seconds)
                )
        writer = SimpleNamespace(section=lines.append, write_line=lines.append)
        times.pytest_terminal_summary(writer)
        return lines

    return end


def test_each_folder_is_told_with_its_tests_and_its_seconds_the_dearest_first(said):
    lines = [line.split() for line in said(FEW + 2)]
    table = {line[0]: line[1:] for line in lines if line and line[0] in {"desk", "units", "all"}}
    assert table == {
        "desk": ["11", "5.5", "143.0", "2.8", "151.2"],
        "units": ["11", "5.5", "132.0", "2.8", "140.2"],
        "all": ["22", "11.0", "275.0", "5.5", "291.5"],
    }
    assert list(table) == ["desk", "units", "all"]


def test_the_ten_dearest_are_named(said):
    dearest = [line.split() for line in said(FEW + 2)][-10:]
    assert dearest[0] == ["23.0", "call", "tests/desk/far/test_x.py::test_21[a/b]"]
    assert [line[0] for line in dearest] == [f"{seconds}.0" for seconds in range(23, 13, -1)]


def test_after_few_tests_nothing_is_said(said):
    assert said(FEW) == []
