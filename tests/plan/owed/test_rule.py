"""The rule as a whole: no open case without a duty, none for one that is gone."""

from __future__ import annotations

import pytest

from tests.plan.owed.given import case, day, duties, letter, part, rated

SENT = letter(delivered_on=day("4-3"))
DONE = part("replied", letters=(SENT,), ratings=(rated(),))
OPEN = [
    case("registered"),
    case("assign_pending"),
    case("assigned", part("assigned")),
    case("handling", part("handling")),
    case("replied", DONE, replied_on=day("4-3")),
]


@pytest.mark.parametrize("facts", OPEN, ids=lambda facts: str(facts.state))
def test_an_open_case_always_owes_something(facts):
    assert duties(facts)


def test_a_closed_case_that_is_not_followed_owes_nothing():
    assert duties(case("closed", DONE, replied_on=day("4-3"))) == {}


@pytest.mark.parametrize("state", ["withdrawn", "handed_out", "void"])
def test_a_case_that_is_gone_owes_nothing_whatever_hangs_on_it(state):
    assert duties(case(state, part("assigned"), DONE, followed=True)) == {}


def test_each_duty_of_a_case_has_a_key_of_its_own():
    helper = part("signed", "assisting", id=12, unit_id=8)
    found = duties(case("assigned", part("signed", "host"), helper))
    assert set(found) == {"contact", "reply", "opinion"}
    assert len({duty.key for duty in found.values()}) == 3
