"""Class and outcome of a row, told from each other by the place's own table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests import books
from tracker.intake.comparing.answers import settle
from tracker.intake.reading.answers import answer_of
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.terms import Outcome, ReplyClass


def book(**classes):
    """Return the default book with other classes: letters with codes of outcomes."""
    table = {ReplyClass(key): tuple(map(Outcome, codes)) for key, codes in classes.items()}
    return replace(books.DEFAULT, classes=table)


PLACE = {
    "A": ("done", "adopted", "partly_done"),
    "B": ("under_way", "planned_dated", "planned"),
    "C": ("not_now", "reference", "not_feasible", "beyond_level"),
}
APART = PLACE | {"A": ("done",), "D": ("adopted", "partly_done")}


@pytest.mark.parametrize(
    ("cell", "table", "letter", "outcome"),
    [
        ("留作参考", PLACE, "C", "reference"),
        ("解决或采纳", PLACE, "A", None),
        ("解决或采纳", APART, "", None),
        ("列入计划", PLACE, "B", None),
        ("B列入计划", PLACE, "B", None),
        ("A", PLACE, "A", None),
        ("A部分解决", PLACE, "A", "partly_done"),
        ("", PLACE, "", None),
    ],
)
def test_the_table_of_the_place_decides(cell, table, letter, outcome):
    entry = Entry(1, said=answer_of(cell))
    settle(entry, SheetPreview("表", None, "", None, None, []), book(**table))
    assert entry.reply_class == letter
    assert entry.outcome == (Outcome(outcome) if outcome else None)
    assert entry.asked == []


def test_a_class_and_a_result_that_do_not_fit_are_asked_about():
    entry = Entry(1, said=answer_of("A留作参考"))
    settle(entry, SheetPreview("表", None, "", None, None, []), book(**PLACE))
    assert "不是A类" in str(entry.asked[0])


def test_the_national_table_calls_reference_d():
    entry = Entry(1, said=answer_of("留作参考"))
    settle(entry, SheetPreview("表", None, "", None, None, []), books.DEFAULT)
    assert entry.reply_class == "D"
