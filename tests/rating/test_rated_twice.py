"""Two forms for one letter at the same moment, on both databases: one counts."""

from __future__ import annotations

import secrets
import threading

import psycopg
import pytest

from tests import scenes
from tests.rating.answered import answered, ratings
from tests.reply.letters import DAY, Letters
from tracker.kernel import clock
from tracker.kernel.db import db


@pytest.fixture
def database_url(backend, tmp_path, request):
    """A fresh database on each of the two systems."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.db'}"
    server = request.getfixturevalue("postgres_server")
    name = f"rated_{secrets.token_hex(6)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.get_uri(database=name, driver="psycopg")


def test_a_letter_is_rated_once(app):
    with clock.moved_to(clock.at(DAY)):
        letters = Letters(app, scenes.build())
        answered(letters)
        people = [letters.client("deputy") for _ in range(2)]
    path = f"/rating/cases/{letters.case_id}/assignments/{letters.rows['education']}/rate"
    db.session.remove()
    ready, found = threading.Barrier(2), {}

    def press(client, value: str) -> None:
        with clock.moved_to(clock.at(DAY)):
            ready.wait(10)
            data = {"overall": value, "checked": "yes"}
            found[value] = client.post(path, data=data).status_code

    values = ("satisfied", "basically_satisfied")
    pressing = [
        threading.Thread(target=press, args=pair) for pair in zip(people, values, strict=True)
    ]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(60)
    assert sorted(found.values()) == [302, 409]
    (taken,) = [value for value, status in found.items() if status == 302]
    assert ratings(letters) == [("submitted", taken)]
