"""Which states each set of a lifecycle holds: `states.csv` says the same as the program.

The tables of moves are held to the rules by `test_moves_are_the_rules.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

TABLE = Path(__file__).with_name("states.csv")
HOLDERS = (
    "tracker.assign.lifecycle",
    "tracker.cases.lifecycle",
    "tracker.rating.lifecycle",
    "tracker.reply.lifecycle",
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
