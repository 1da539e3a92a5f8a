"""A limit is said in words alone, whatever it counts from."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests import books
from tracker.rulebook.keys import LIMITS
from tracker.rules.lines import limit_words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("sign", "自交办之日起 2 个工作日"),
        ("extension_request", "到期前 10 日"),
        ("extension", "自原期限届满之日起 3 个月"),
        ("promise_again", "报告之日起第 2 个季度的末日"),
    ],
)
def test_a_limit_of_the_default_rules_is_said_so(key, words):
    assert limit_words(books.DEFAULT.limit(key)) == words


@pytest.mark.parametrize("key", sorted(LIMITS))
def test_no_limit_is_said_with_a_stored_code(key):
    limit = books.DEFAULT.limit(key)
    for event in LIMITS[key].events:
        assert not re.search("[A-Za-z_]", limit_words(replace(limit, event=event))), event
