"""Traditional characters are compared as simplified ones, each by itself."""

from __future__ import annotations

import pytest

from tracker.kernel.simplified import fold


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("停車難", "停车难"),
        ("臺江鄉村旅遊", "台江乡村旅游"),
        ("答覆", "答复"),
        ("徑、逕", "径、径"),
        ("衹、濬", "只、浚"),
        ("薴", "苎"),
        ("云岭区教育局 ABC", "云岭区教育局 ABC"),
    ],
)
def test_what_a_character_becomes(old, new):
    assert fold(old) == new


def test_a_character_becomes_the_same_whatever_stands_beside_it():
    # by its phrases OpenCC would keep 乾坤 and change 乾淨
    assert fold("乾坤") == fold("乾") + fold("坤") == "干坤"


def test_folding_twice_changes_nothing():
    every = "".join(map(chr, range(0x4E00, 0xA000)))
    assert len(fold(every)) == len(every)
    assert fold(fold(every)) == fold(every)
