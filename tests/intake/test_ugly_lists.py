"""Every list of the corpus says just what stands in it, in whatever way it was made."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.intake.ugly import answers, by_hand, cells, formats, refused, shapes, systems
from tests.intake.ugly.corpus import CORPUS, sentences, told
from tracker.intake.queries import preview_of
from tracker.kernel import clock, sheets
from tracker.kernel.sheet_reading import reading

OF_A_LIBRARY = {module.__name__ for module in (answers, cells, shapes, systems)}
OF_NONE = {module.__name__ for module in (by_hand, formats)}


@pytest.mark.parametrize("one", CORPUS, ids=[one.name for one in CORPUS])
def test_a_list_says_what_stands_in_it_and_nothing_else(district, tmp_path, monkeypatch, one):
    if not one.child:
        monkeypatch.setattr(sheets, "_run", lambda path: reading.outcome(str(path), sheets.CELLS))
    path = tmp_path / "waiting"
    path.write_bytes(one.make())
    with clock.moved_to(clock.at(date(2026, 4, 30))):
        preview, _ = preview_of(path, "清单.xls")
    assert (preview.refused or "") == one.refused
    assert told(preview) == one.lines
    text = sentences(preview)
    assert [sentence for sentence in one.said if sentence not in text] == []


def test_the_corpus_is_large_and_of_every_kind():
    names = [one.name for one in CORPUS]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    made = Counter(one.make.__module__ for one in CORPUS if not one.refused)
    assert sum(made[name] for name in OF_A_LIBRARY) >= 35
    assert sum(made[name] for name in OF_NONE) >= 15
    assert sum(made.values()) >= 60
    assert sum(one.make.__module__ == refused.__name__ for one in CORPUS) >= 20
    assert 5 <= sum(one.child for one in CORPUS) <= 10
