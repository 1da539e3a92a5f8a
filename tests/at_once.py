"""People who press a button at the same moment, on a database of their own."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence

import psycopg


def own_database(backend: str, tmp_path, request) -> str:
    """Return the address of a fresh database of one of the two systems."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.db'}"
    server = request.getfixturevalue("postgres_server")
    name = f"own_{secrets.token_hex(6)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.get_uri(database=name, driver="psycopg")


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
