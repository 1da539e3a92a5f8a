"""Which moves each table allows: `moves.csv` says the same as the tables of the program.

A set of states stands there as a move from nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

TABLE = Path(__file__).with_name("moves.csv")
HOLDERS = (
    "tracker.accounts.actions",
    "tracker.assign.lifecycle",
    "tracker.cases.lifecycle",
    "tracker.plan.day_run",
    "tracker.rating.lifecycle",
    "tracker.reply.lifecycle",
)


def moves_of(holder: str) -> Iterator[tuple[str, str, str]]:
    """Yield each move of the tables and sets of a module, as text."""
    for name, table in sorted(vars(import_module(holder)).items()):
        tables = table if isinstance(table, Mapping) else {"": table}
        if name.isupper() and all(isinstance(row, frozenset | set) for row in tables.values()):
            for before, after in tables.items():
                yield from ((f"{holder}.{name}", str(before), str(state)) for state in after)


def test_the_tables_of_moves_are_those_that_were_agreed():
    with TABLE.open(encoding="utf-8", newline="") as file:
        said = {tuple(row.values()) for row in csv.DictReader(file)}
    found = {move for holder in HOLDERS for move in moves_of(holder)}
    assert sorted(found ^ said) == []
