"""The acts of the history stand in one registry: code, label, audience, follow-up."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.house.sources import Source, product
from tracker.timeline.events import Event

REGISTRY = "tracker/timeline/events.py"
CODES = frozenset(event.value for event in Event)


def _spelled(tree: ast.AST) -> Iterator[ast.Constant]:
    """Return each string that is the code of an act."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in CODES:
            yield node


def _addresses(tree: ast.AST) -> set[ast.AST]:
    """Return the endings of routes, which are spelled alike: `url_for("reply.issue")` and such."""
    return {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("url_for", "ForeignKey")
        for part in ast.walk(node)
    }


def _wrong(sources: Iterable[Source]) -> list[str]:
    """Return where a code of the history stands outside the registry."""
    return [
        source.at(node)
        for source in sources
        if source.name != REGISTRY
        for node in _spelled(source.tree)
        if node not in _addresses(source.tree)
    ]


def test_no_code_of_the_history_stands_outside_the_registry():
    assert _wrong(product()) == []


def test_the_search_would_find_a_code():
    bad, good = "note(row, Act(1, 'case.closed', ''))", "url_for('reply.show'), 'case.closed now'"
    assert list(_spelled(ast.parse(bad)))
    assert not list(_spelled(ast.parse(good)))


def test_a_member_is_named_after_its_code_and_is_used():
    assert [event.value.replace(".", "_").upper() for event in Event] == [
        event.name for event in Event
    ]
    used = {
        node.attr
        for source in product()
        if source.name != REGISTRY
        for node in source.nodes(ast.Attribute)
        if isinstance(node.value, ast.Name) and node.value.id == "Event"
    }
    assert {event.name for event in Event} == used
