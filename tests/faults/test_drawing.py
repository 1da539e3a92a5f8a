"""The drawing of faults: always the same hundred, each a program that differs."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.faults.drawing import KINDS, SEED, draw, possible, source_of
from tests.faults.equivalent import EQUIVALENT
from tests.faults.noticing import stages
from tests.faults.source import ROOT


def test_a_seed_draws_the_same_hundred_faults_again_and_another_seed_others():
    first = draw(SEED)
    assert len(set(first)) == 100
    assert draw(SEED) == first
    assert draw(SEED + 1) != first


def test_each_kind_gives_as_many_as_it_should():
    drawn = Counter(fault.kind for fault in draw(SEED))
    assert drawn == {kind: made.count for kind, made in KINDS.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_kind_is_another_program(kind):
    for fault in possible(kind)[:: max(1, len(possible(kind)) // 25)]:
        whole = source_of(fault.path).text
        assert whole[fault.start : fault.end].decode() == fault.was
        assert ast.dump(ast.parse(fault.applied(whole))) != ast.dump(ast.parse(whole))


def test_what_is_asked_about_a_fault_exists():
    for fault in draw(SEED):
        asked = [path for stage in stages(fault) for path in stage]
        assert asked
        assert [path for path in asked if not (ROOT / path).exists()] == []


def test_what_is_called_equivalent_could_be_drawn_and_says_why():
    names = {fault.name for kind in KINDS for fault in possible(kind)}
    assert set(EQUIVALENT) - names == set()
    assert all(len(why) > 20 for why in EQUIVALENT.values())
