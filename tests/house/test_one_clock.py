"""Law 2: one reader of time."""

from __future__ import annotations

import ast

from tests.house.sources import Source, product

CLOCK = "tracker/kernel/clock.py"
READERS = {"now", "utcnow", "today"}
OF_THE_MODULE = {"time", "time_ns", "localtime", "gmtime", "ctime"}


def _reads_time(node: ast.Call) -> bool:
    """Whether a call reads the time by another road than `clock.now()`, `clock.today()`."""
    called = node.func
    if not isinstance(called, ast.Attribute):
        return False
    holder = called.value.id if isinstance(called.value, ast.Name) else ""
    if called.attr in READERS:
        return holder != "clock"
    return holder == "time" and called.attr in OF_THE_MODULE


def _imports_a_reader(source: Source) -> bool:
    """Whether the file takes a reading function out of the module `time`."""
    return any(
        node.module == "time" and OF_THE_MODULE & {alias.name for alias in node.names}
        for node in source.nodes(ast.ImportFrom)
    )


def test_only_the_clock_reads_the_time():
    others = [source for source in product() if source.name != CLOCK]
    calls = [s.at(node) for s in others for node in s.nodes(ast.Call) if _reads_time(node)]
    assert calls == []
    assert [s.name for s in others if _imports_a_reader(s)] == []


def test_the_database_sets_no_time_either():
    assert [s.name for s in product() if "CURRENT_TIMESTAMP" in s.text.upper()] == []


def test_the_search_would_find_a_second_clock():
    bad = ("datetime.now(UTC)", "date.today()", "time.time()", "func.now()", "dt.datetime.utcnow()")
    good = ("clock.now()", "clock.today()", "time.monotonic()", "time(9, 0)")
    parsed = {text: ast.parse(text).body[0].value for text in (*bad, *good)}
    assert [text for text in parsed if _reads_time(parsed[text])] == list(bad)
