"""One English word for one Chinese word: the codes of terms.py are those of the glossary."""

from __future__ import annotations

import ast
import inspect
import re

from tests.house.sources import ROOT, product
from tracker import roles, terms
from tracker.terms import Term

STEM = 4
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|", re.M)
# the limit and the reminder of an opinion; two words of the role matrix
OTHERWISE = {("assist", "会办意见"), ("part", "分办"), ("DL", "区领导")}
CJK = re.compile(r"[\u4e00-\u9fff]")


def _words() -> dict[str, set[str]]:
    """Return the English words of each Chinese one."""
    found: dict[str, set[str]] = {}
    for english, chinese in ROW.findall((ROOT / "docs" / "glossary.md").read_text()):
        for word in re.split("、", chinese.strip()):
            found.setdefault(word, set()).update(english.strip().split(", "))
    return found


def _members() -> list[tuple[str, str]]:
    """Return code and label of every term."""
    kinds = [
        kind
        for module in (terms, roles)
        for _name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Term) and kind is not Term
    ]
    return [(member.value, member.label) for kind in kinds for member in kind]


def test_a_chinese_word_has_one_row():
    rows = ROW.findall((ROOT / "docs" / "glossary.md").read_text())
    words = [word for _, chinese in rows for word in chinese.strip().split("、")]
    assert len(words) > 60
    assert sorted({word for word in words if words.count(word) > 1 and CJK.search(word)}) == []


def test_a_code_is_the_english_word_of_its_label():
    words, compared, wrong = _words(), 0, []
    for code, label in _members():
        if label in words and (code, label) not in OTHERWISE:
            compared += 1
            stems = {"_".join(word.lower().split())[:STEM] for word in words[label]}
            if not any(stem in code.lower() for stem in stems):
                wrong.append((code, label, words[label]))
    assert compared > 15
    assert wrong == []


def test_no_name_in_the_code_is_written_in_chinese_or_called_motion():
    names = {
        source.at(node): node.name
        for source in product()
        for node in source.nodes((ast.FunctionDef, ast.ClassDef))
        if CJK.search(node.name) or "motion" in node.name.lower()
    }
    assert names == {}
