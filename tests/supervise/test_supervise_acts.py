"""Who may supervise in which state."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.roles import Role
from tracker.supervise.acts import Act, Facts, allowed
from tracker.terms import CaseState

BASE = {
    "roles": frozenset({Role.OH}),
    "state": CaseState.REPLIED,
    "undecided": False,
    "pending": False,
    "closable": False,
    "in_follow_up": False,
    "endable": True,
}


def acts(**changes) -> set[str]:
    return {str(act) for act in allowed(Facts(**{**BASE, **changes}))}


@pytest.mark.parametrize(
    ("changes", "open_acts"),
    [
        ({}, {"record", "follow"}),
        ({"closable": True}, {"record", "follow", "close"}),
        ({"undecided": True}, {"record", "follow", "decide"}),
        ({"undecided": True, "roles": {Role.OL}}, {"record", "follow", "decide", "decline"}),
        ({"in_follow_up": True}, {"record", "pause", "restate", "end"}),
        ({"in_follow_up": True, "paused": True}, {"record", "move", "resume", "restate", "end"}),
        ({"in_follow_up": True, "endable": False}, {"record", "pause", "restate"}),
        ({"paused": True}, {"record", "follow"}),
        ({"state": CaseState.HANDLING, "closable": True}, {"record", "follow"}),
        ({"state": CaseState.CLOSED}, {"reopen", "follow"}),
        (
            {"state": CaseState.CLOSED, "in_follow_up": True},
            {"reopen", "record", "pause", "restate", "end"},
        ),
        ({"state": CaseState.CLOSED, "undecided": True}, {"follow", "decide"}),
        ({"state": CaseState.CLOSED, "pending": True}, {"follow"}),
        ({"state": CaseState.REGISTERED, "undecided": True, "in_follow_up": True}, set()),
        ({"state": CaseState.ASSIGN_PENDING, "closable": True}, set()),
    ],
)
def test_the_state_opens_the_acts(changes, open_acts):
    roles = frozenset(changes.get("roles", BASE["roles"]))
    assert acts(**{**changes, "roles": roles}) == open_acts


everything = {
    "undecided": st.booleans(),
    "closable": st.booleans(),
    "in_follow_up": st.booleans(),
    "endable": st.booleans(),
    "paused": st.booleans(),
}


@given(st.fixed_dictionaries({**everything, "state": st.sampled_from(list(CaseState))}))
def test_nobody_outside_the_office_supervises(facts):
    others = frozenset(set(Role) - {Role.OH, Role.OL})
    assert acts(**facts, roles=others) == set()


@given(
    st.fixed_dictionaries(everything),
    st.sampled_from([CaseState.WITHDRAWN, CaseState.HANDED_OUT, CaseState.VOID]),
)
def test_a_case_that_left_is_not_supervised(facts, state):
    assert acts(**facts, state=state, roles=frozenset(Role)) == set()


@given(st.fixed_dictionaries({**everything, "state": st.sampled_from(list(CaseState))}))
def test_only_the_leader_declines_to_handle_again(facts):
    assert Act.DECLINE not in acts(**facts, roles=frozenset(Role) - {Role.OL})
