"""Two acts that wait for each other: the database ends one, and that person is told to look."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from tracker.desk import views
from tracker.kernel.db import is_overtaken
from tracker.roles import Role


def _refused_by(state: str) -> OperationalError:
    """What PostgreSQL says of an act that it ended."""
    reason = Exception("deadlock detected")
    reason.sqlstate = state  # type: ignore[attr-defined]
    return OperationalError("UPDATE case_record", {}, reason)


@pytest.mark.parametrize("state", ["40P01", "40001"])
def test_who_loses_of_two_that_wait_for_each_other_is_asked_to_look_again(
    state, client_as, monkeypatch
):
    person = client_as(Role.OH)

    def ended(*_args, **_values):
        raise _refused_by(state)

    monkeypatch.setattr(views, "render_template", ended)
    answer = person.get("/")
    assert (answer.status_code, "刷新" in answer.text) == (409, True)


def test_another_fault_of_the_database_is_not_called_overtaken():
    assert not is_overtaken(_refused_by("53100"))  # the disk is full
