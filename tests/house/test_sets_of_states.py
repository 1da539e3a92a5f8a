"""Which states and roles each set holds: `states.csv` says the same as the program.

A set has one home, a lifecycle or `roles.py`, and nobody writes it out again.

The tables of moves are held to the rules by `test_moves_are_the_rules.py`.
"""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from tests.house.sources import product
from tracker import plan_terms, roles, terms

TABLE = Path(__file__).with_name("states.csv")
HOLDERS = (
    "tracker.accounts.lifecycle",
    "tracker.assign.lifecycle",
    "tracker.cases.lifecycle",
    "tracker.rating.lifecycle",
    "tracker.reply.lifecycle",
    "tracker.roles",
)


def states_of(holder: str) -> Iterator[tuple[str, str]]:
    """Yield each state of the sets of a module, as text."""
    for name, states in sorted(vars(import_module(holder)).items()):
        if name.isupper() and isinstance(states, frozenset):
            yield from ((f"{holder}.{name}", str(state)) for state in states)


def test_the_sets_of_states_are_those_that_were_agreed():
    with TABLE.open(encoding="utf-8", newline="") as file:
        said = {tuple(row.values()) for row in csv.DictReader(file)}
    found = {state for holder in HOLDERS for state in states_of(holder)}
    assert said
    assert sorted(found ^ said) == []


TERMS = frozenset(
    name
    for home in (roles, plan_terms, terms)
    for name, kind in vars(home).items()
    if isinstance(kind, type) and issubclass(kind, terms.Term)
)
ASKS = "is_one_of"


def names_of(tree: ast.Module) -> dict[str, str]:
    """Return by which short names a file calls its enums: `A, C = AssignmentState, CaseState`."""
    found = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            pair = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            ones = (
                zip(target.elts, node.value.elts, strict=False) if pair else [(target, node.value)]
            )
            found |= {
                short.id: value.id
                for short, value in ones
                if isinstance(short, ast.Name) and isinstance(value, ast.Name)
            }
    return found


def elements(node: ast.AST) -> Sequence[ast.expr]:
    """Return what a collection is written of, or what a person's roles are asked for."""
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return node.elts
    asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return node.args if asks and node.func.attr == ASKS else []


def sets_in(tree: ast.Module) -> Iterator[tuple[str, frozenset[str], int]]:
    """Yield each set of two members and more of one enum: the enum, the members, the line."""
    known = names_of(tree)
    for node in ast.walk(tree):
        found = elements(node)
        if len(found) > 1 and all(
            isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) for one in found
        ):
            kinds = {known.get(one.value.id, one.value.id) for one in found}
            if len(kinds) == 1 and kinds <= TERMS:
                yield kinds.pop(), frozenset(one.attr for one in found), node.lineno


def written() -> Iterator[tuple[str, frozenset[str], str]]:
    """Yield each set of terms of the product outside their homes, with its place.

    What the demonstration deals out is no set that anything hangs on.
    """
    for source in product():
        module = source.name.removesuffix(".py").replace("/", ".")
        if module not in HOLDERS and not module.startswith("tracker.demo"):
            for kind, members, line in sets_in(source.tree):
                yield kind, members, f"{source.name}:{line}"


def test_a_set_of_states_or_roles_is_written_in_its_home():
    strays = [place for kind, _, place in written() if kind == "Role" or kind.endswith("State")]
    assert strays == [], "give it a name in roles.py or in the lifecycle of its feature"


def test_no_other_set_of_terms_is_written_twice():
    places: dict[tuple[str, frozenset[str]], list[str]] = defaultdict(list)
    for kind, members, place in written():
        places[kind, members].append(place)
    assert [found for found in places.values() if len(found) > 1] == []


@pytest.mark.parametrize(
    "line",
    [
        "OFFICE = (Role.OH, Role.OL)",
        "R = Role\nOFFICE = frozenset({R.OH, R.OL})",
        "R, C = Role, CaseState\nfound = person.is_one_of(R.OH, R.OL)",
        "if case.state in [CaseState.REPLIED, CaseState.CLOSED]: pass",
    ],
)
def test_a_stray_set_is_seen(line):
    assert len(list(sets_in(ast.parse(line)))) == 1
