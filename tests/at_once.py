"""People who press a button at the same moment, on a database of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from tests import postgres


def own_database(backend: str, tmp_path, request) -> str:
    """Return the address of a fresh database of one of the two systems."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.db'}"
    return postgres.new(request.getfixturevalue("postgres_server"))


def press(buttons: Sequence[Callable[[], object]]) -> None:
    """Call all of them in threads that start together, and wait for them."""
    ready = threading.Barrier(len(buttons))

    def one(button: Callable[[], object]) -> None:
        ready.wait(10)
        button()

    people = [threading.Thread(target=one, args=(button,)) for button in buttons]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    assert not any(person.is_alive() for person in people)
