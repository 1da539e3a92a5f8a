"""The auditor reads Chinese: every code that the program writes has a name."""

from __future__ import annotations

import ast

import pytest

from tests.house.sources import product
from tracker.audit import labels
from tracker.directory.roster import ListKind
from tracker.roles import Role
from tracker.timeline.events import Event

WRITERS = {"record": 0, "_guesses_counted": 2}


def _written() -> set[str]:
    """Return every code that stands in a call that writes the log, and those of the history."""
    found = {f"directory.{kind.value}_imported" for kind in ListKind}
    found |= {event.value for event in Event}
    for source in product():
        for call in source.nodes(ast.Call):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            place = WRITERS.get(name)
            if place is None or len(call.args) <= place:
                continue
            code = call.args[place]
            if isinstance(code, ast.Constant) and "." in str(code.value):
                found.add(str(code.value))
    return found


def test_every_code_that_is_written_has_its_name():
    written = _written()
    assert len(written) > 90
    assert written - set(labels.ACTIONS) == set()


def test_two_acts_on_one_thing_are_not_called_the_same():
    names = [(code.split(".")[0], name) for code, name in labels.ACTIONS.items()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("words", ["登录", "授权", "auth.login"])
def test_the_log_is_found_by_what_an_act_is_called(client_as, words):
    page = client_as(Role.AUD).get("/audit/", query_string={"q": words}).text
    assert "没有符合条件的记录" not in page
    assert "审计管理员" in page or words == "授权"
