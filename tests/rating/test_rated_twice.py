"""Two forms for one letter at the same moment, on both databases: one counts."""

from __future__ import annotations

from functools import partial

import pytest

from tests import scenes
from tests.at_once import own_database, press
from tests.rating.answered import answered, ratings
from tests.reply.letters import DAY, Letters
from tracker.kernel import clock
from tracker.kernel.db import db


@pytest.fixture
def database_url(backend, tmp_path, request):
    """A fresh database on each of the two systems."""
    return own_database(backend, tmp_path, request)


def test_a_letter_is_rated_once(app):
    with clock.moved_to(clock.at(DAY)):
        letters = Letters(app, scenes.build())
        answered(letters)
        people = [letters.client("deputy") for _ in range(2)]
    path = f"/rating/cases/{letters.case_id}/assignments/{letters.rows['education']}/rate"
    db.session.remove()
    found = {}

    def rate(client, value: str) -> None:
        with clock.moved_to(clock.at(DAY)):
            data = {"overall": value}
            found[value] = client.post(path, data=data).status_code

    values = ("satisfied", "basically_satisfied")
    press([partial(rate, *pair) for pair in zip(people, values, strict=True)])
    assert sorted(found.values()) == [302, 409]
    (taken,) = [value for value, status in found.items() if status == 302]
    assert ratings(letters) == [("submitted", taken)]
