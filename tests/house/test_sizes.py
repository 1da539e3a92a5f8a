"""Law 10: small files, functions, views and templates."""

from __future__ import annotations

import ast
import tomllib

from tests.house.sources import ROOT, product, templates, written_tests

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ROUTES = {"get", "post", "route"}


def _lines(node: ast.AST) -> int:
    """Return the length of a function from `def` to its last line."""
    return node.end_lineno - node.lineno + 1


def _is_view(node: ast.FunctionDef) -> bool:
    """Whether a decorator hangs the function on a blueprint."""
    return any(
        isinstance(item, ast.Call)
        and isinstance(item.func, ast.Attribute)
        and item.func.attr in ROUTES
        for item in node.decorator_list
    )


def test_no_file_is_longer_than_300_lines():
    long = {s.name: len(s.text.splitlines()) for s in (*product(), *written_tests())}
    assert {name: count for name, count in long.items() if count > 300} == {}


def test_no_function_is_longer_than_40_lines():
    sources = (*product(), *written_tests())
    long = {s.at(node): _lines(node) for s in sources for node in s.nodes(FUNCTIONS)}
    assert {place: count for place, count in long.items() if count > 40} == {}


def test_no_view_is_longer_than_25_lines():
    views = {s.at(n): _lines(n) for s in product() for n in s.nodes(FUNCTIONS) if _is_view(n)}
    assert views
    assert {place: count for place, count in views.items() if count > 25} == {}


def test_no_template_is_longer_than_150_lines():
    long = {path.name: len(path.read_text().splitlines()) for path in templates()}
    assert long
    assert {name: count for name, count in long.items() if count > 150} == {}


def test_the_linter_keeps_complexity_at_8_and_lines_at_100():
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]
    assert ruff["line-length"] <= 100
    assert ruff["lint"]["mccabe"]["max-complexity"] <= 8
    assert "C90" in ruff["lint"]["select"]
    silencers = ("noqa: C901", "noqa: E501", "noqa: PLC0415", "ruff: noqa")
    assert [s.name for s in product() if any(word in s.text for word in silencers)] == []
