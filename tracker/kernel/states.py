"""The one writer of state."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any, Protocol

from tracker.kernel.errors import Refused
from tracker.terms import Term


class Stateful(Protocol):
    """Anything with a state."""

    state: Any


def move(subject: Stateful, new: Term, moves: Mapping[Any, Set[Any]]) -> None:
    """Move a record to a new state if its feature's table of moves allows it.

    Acts on a case go through `timeline`, which records the history as well.

    :raises Refused: the move is not in the table.
    """
    old = subject.state
    if new not in moves.get(old, frozenset()):
        raise Refused(f"当前为“{old.label}”，不能改为“{new.label}”。请刷新页面查看最新情况。")
    subject.state = new
