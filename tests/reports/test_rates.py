"""Rates and shares, against figures that offices published."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.reports.rates import rate_of, shares_of


@pytest.mark.parametrize(
    ("numerator", "denominator", "rate"),
    [
        pytest.param(111, 115, "96.5", id="96.52"),
        pytest.param(247, 254, "97.2", id="filed of submitted"),
        pytest.param(144, 146, "98.6", id="satisfied only"),
        pytest.param(527, 591, "89.2", id="forms returned"),
        pytest.param(519, 527, "98.5", id="result"),
        pytest.param(16, 23, "69.6", id="B made A"),
        pytest.param(1, 16, "6.3", id="6.25 goes up"),
        pytest.param(1, 3, "33.3", id="33.33 goes down"),
        pytest.param(2, 3, "66.7", id="66.67 goes up"),
        pytest.param(1999, 2000, "100.0", id="99.95 goes up"),
        pytest.param(0, 7, "0.0", id="none of some"),
        pytest.param(7, 7, "100.0", id="all"),
    ],
)
def test_a_rate_has_one_decimal_and_rounds_half_up(numerator, denominator, rate):
    assert rate_of(numerator, denominator) == rate


def test_where_there_is_nothing_to_divide_by_there_is_no_rate():
    assert rate_of(0, 0) is None


@pytest.mark.parametrize(
    ("numbers", "shares"),
    [
        pytest.param([22, 68, 2, 0], ["23.9", "73.9", "2.2", "0.0"], id="92 proposals"),
        pytest.param([64, 38, 21, 5], ["50.0", "29.7", "16.4", "3.9"], id="128 suggestions"),
        pytest.param([114, 43, 9, 0], ["68.7", "25.9", "5.4", "0.0"], id="166 suggestions"),
        pytest.param([91, 77, 8, 1], ["51.4", "43.5", "4.5", "0.6"], id="177 proposals"),
        pytest.param([54, 33, 2, 4], ["58.1", "35.5", "2.1", "4.3"], id="93: 2.15 is bent"),
        pytest.param([1, 1, 1, 0], ["33.4", "33.3", "33.3", "0.0"], id="thirds"),
        pytest.param([0, 0, 5, 0], ["0.0", "0.0", "100.0", "0.0"], id="one class"),
    ],
)
def test_shares_are_bent_by_the_largest_remainder_so_that_they_sum_to_100(numbers, shares):
    assert shares_of(numbers) == shares


def test_without_answers_no_class_has_a_share():
    assert shares_of([0, 0, 0, 0]) == [None, None, None, None]


@given(some.lists(some.integers(0, 3000), min_size=1, max_size=6).filter(any))
def test_shares_always_sum_to_100_and_stay_within_a_tenth_of_the_quotient(numbers):
    shares = [Decimal(share) for share in shares_of(numbers)]
    assert sum(shares) == 100
    total = sum(numbers)
    for number, share in zip(numbers, shares, strict=True):
        assert abs(share * total - 100 * number) < Decimal("0.1") * total
