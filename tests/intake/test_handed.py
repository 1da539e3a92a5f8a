"""What one stage of taking a list in hands to the next cannot be changed by it."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType

import pytest

from tests.intake import books
from tracker.intake.comparing.compare import compare
from tracker.intake.opening import parse_book
from tracker.intake.reading import handed
from tracker.intake.reading.preview import Entry, SheetPreview

PLAIN = (str, int, bool, date, Enum, type(None))
ROWS = [
    ["015", "", "刘桂兰等5人", "关于学位的建议", "区教育局", "区财政局", ""],
    ["", "", "陌生人", "关于轨道的建议", "区轨道办", "", ""],
    ["015", "", "王守田", "", "", "", ""],
]
HANDED = (handed.Preview, handed.ListSheet, handed.ListRow)


def loose(value, place="list"):
    """Return where something stands that can be changed."""
    if isinstance(value, PLAIN):
        return []
    if isinstance(value, tuple):
        return [found for at, one in enumerate(value) for found in loose(one, f"{place}[{at}]")]
    if isinstance(value, MappingProxyType):
        return [found for key, one in value.items() for found in loose(one, f"{place}.{key}")]
    if is_dataclass(value) and type(value).__dataclass_params__.frozen:
        return [
            found
            for field in fields(value)
            for found in loose(getattr(value, field.name), f"{place}.{field.name}")
        ]
    return [place]


@pytest.mark.parametrize("kind", HANDED)
def test_the_types_are_frozen_and_hold_nothing_that_is_not(kind):
    assert kind.__dataclass_params__.frozen
    said = [field.type for field in fields(kind)]
    assert not [one for one in said if re.search(r"\b(list|dict|set|Entry|SheetPreview)\b", one)]


@pytest.mark.parametrize(("draft", "kind"), [(Entry, handed.ListRow)])
def test_a_row_has_each_field_of_what_was_worked_on(draft, kind):
    assert [one.name for one in fields(draft)] == [one.name for one in fields(kind)]
    left = {one.name for one in fields(SheetPreview)} - {
        one.name for one in fields(handed.ListSheet)
    }
    assert left == {"found"}


def test_reading_and_comparing_hand_over_nothing_that_can_be_changed(district, tmp_path):
    read = parse_book(books.catalogue(tmp_path / "a.xlsx", ROWS), "a.xlsx")
    assert loose(read) == []
    before = repr(read)
    with district.act("clerk"):
        judged, _ = compare(read, {})
    assert loose(judged) == []
    assert repr(read) == before, "comparing works on rows of its own"
    assert repr(judged) != before
    with pytest.raises(FrozenInstanceError):
        judged.sheets[0].rows[0].decision = "new"
