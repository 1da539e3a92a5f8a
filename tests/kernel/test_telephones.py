"""Telephones as people of an office write them."""

from __future__ import annotations

import pytest

from tracker.kernel.telephones import digits_of, is_telephone, tidy_telephone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１３８００００６０２１", "13800006021"),
        (" （０４５１）５５５２－０００１ ", "(0451)5552-0001"),
        ("010-55520001转801", "010-55520001转801"),
    ],
)
def test_a_telephone_is_kept_in_plain_digits(typed, kept):
    assert tidy_telephone(typed) == kept
    assert is_telephone(kept)


@pytest.mark.parametrize("text", ["", "1234", "不详", "13800006021x", "1" * 21])
def test_what_nobody_can_dial_is_no_telephone(text):
    assert not is_telephone(text)


@pytest.mark.parametrize("typed", ["138-0000-6021", "１３８ ００００ ６０２１", "(138)00006021"])
def test_a_telephone_is_compared_by_its_digits_alone(typed):
    assert digits_of(typed) == "13800006021"
    assert digits_of("不详") == ""
