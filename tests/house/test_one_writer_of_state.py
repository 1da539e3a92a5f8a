"""Law 3: a state is written in one place, after the table of moves was asked."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.sources import product

WRITER = "tracker/kernel/states.py"


def _targets(node: ast.AST) -> Iterator[ast.AST]:
    """Return what an assignment writes to."""
    for target in getattr(node, "targets", None) or [node.target]:
        yield from ast.walk(target)


def _assigns(node: ast.AST) -> bool:
    """Whether the node assigns to an attribute `state`; reading one in a target is no write."""
    return any(
        isinstance(part, ast.Attribute) and part.attr == "state" and isinstance(part.ctx, ast.Store)
        for part in _targets(node)
    )


def _sets_by_name(node: ast.Call) -> bool:
    """Whether the call is setattr(…, "state", …) or an UPDATE of the column."""
    called = node.func
    if isinstance(called, ast.Name) and called.id == "setattr":
        return isinstance(node.args[1], ast.Constant) and node.args[1].value == "state"
    if isinstance(called, ast.Attribute) and called.attr == "values":
        return any(keyword.arg == "state" for keyword in node.keywords)
    return False


def _writes(tree: ast.AST) -> list[int]:
    """Return the lines that write a state."""
    assignments = (ast.Assign, ast.AugAssign, ast.AnnAssign)
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, assignments) and _assigns(node))
        or (isinstance(node, ast.Call) and _sets_by_name(node))
    ]


def test_only_the_kernel_writes_a_state():
    found = {source.name: _writes(source.tree) for source in product()}
    assert {name for name, lines in found.items() if lines} == {WRITER}


def test_the_search_would_find_a_second_writer():
    bad = (
        "case.state = NEW",
        "case.state, other = NEW, 1",
        "setattr(case, 'state', NEW)",
        "update(Case).values(state=NEW)",
    )
    good = ("Case(state=NEW)", "seen[case.state] = 1", "old = case.state")
    assert [text for text in (*bad, *good) if _writes(ast.parse(text))] == list(bad)
