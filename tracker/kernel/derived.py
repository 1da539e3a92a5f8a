"""Tables that are worked out from others: they have no model and are in no backup; pure."""

from __future__ import annotations

from typing import Any

CASE_TEXT_INDEX = "case_text_index"


def is_derived(table: str) -> bool:
    """Whether a table can be made anew from others, its companions of FTS5 among them."""
    return table.startswith(CASE_TEXT_INDEX)


def is_compared(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether Alembic compares something of the database with the models."""
    return not (kind == "table" and name is not None and is_derived(name))
