"""What is said about a day or a reason that does not fit is composed in two files alone."""

from __future__ import annotations

import ast

from tests.house.sources import product

HOMES = {"tracker/kernel/days.py", "tracker/kernel/given.py"}
SAID = ("不能晚于今天", "早于今天，期限", "请填写日期，如", " 年，请检查年份")
WHOLE = {"请填写理由。"}


def _strays() -> list[str]:
    """Return where a file writes one of the sentences itself."""
    return [
        f"{source.at(node)} {node.value}"
        for source in product()
        if source.name not in HOMES
        for node in source.nodes(ast.Constant)
        if isinstance(node.value, str)
        and (node.value in WHOLE or any(words in node.value for words in SAID))
    ]


def test_sentences_about_days_and_reasons_have_one_home():
    assert _strays() == []


def test_the_homes_hold_them():
    texts = "".join(source.text for source in product() if source.name in HOMES)
    assert [words for words in (*SAID, *WHOLE) if words not in texts] == []
