"""Chinese numerals: every number as it is written, and nothing else."""

from __future__ import annotations

import pytest

from tracker.kernel.numerals import value_of, written

DIGITS = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """Return a number in numerals, written by another rule: pieces between the zeros."""
    if number < 10:
        return DIGITS[number]
    unit, name = next((u, n) for u, n in ((1000, "千"), (100, "百"), (10, "十")) if number >= u)
    rest = number % unit
    gap = "零" if rest and rest * 10 < unit else ""
    return f"{DIGITS[number // unit]}{name}{gap}{spelled(rest) if rest else ''}"


def test_every_number_below_ten_thousand_is_read_in_its_writings():
    wrong = []
    for number in range(10_000):
        text = spelled(number)
        forms = {
            text,
            text.replace("一十", "十"),
            text.replace("零", "〇"),
            text.replace("二百", "两百"),
        }
        wrong += [(form, number) for form in forms if value_of(form) != number]
        wrong += [(text, written(number))] if written(number) != text else []
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("二〇二六", 2026), ("二○二六", 2026), ("〇一五", 15), ("一五", 15), ("廿三", 23), ("卅", 30)],
)  # fmt: skip
def test_digits_one_by_one_and_old_forms(text, number):
    assert value_of(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "十十",
        "三十四十",
        "一百五",
        "二百二",
        "三百百",
        "百五",
        "百",
        "五、六",
        "万",
        "五号",
        "零十",
    ],
)
def test_what_is_no_number_is_none(text):
    assert value_of(text) is None
