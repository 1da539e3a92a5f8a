"""Who may rate, enter and confirm; the worst value counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rating.lifecycle import Act, Facts, allowed, worst
from tracker.roles import Role
from tracker.terms import BodyType, Kind, RatingState, Satisfaction

GOOD, FAIR, BAD = Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED, Satisfaction.UNSATISFIED
S = RatingState


def facts(*roles: Role, **changes) -> Facts:
    values = {
        "roles": frozenset(roles),
        "body": None,
        "kind": Kind.SUGGESTION,
        "lead": False,
        "issued": True,
        "state": None,
    }
    return Facts(**{**values, **changes})


@pytest.mark.parametrize(
    ("given_values", "value"),
    [
        ([GOOD], GOOD),
        ([GOOD, FAIR], FAIR),
        ([FAIR, GOOD, BAD], BAD),
        ([BAD, GOOD], BAD),
    ],
)
def test_not_satisfied_in_one_dimension_is_not_satisfied(given_values, value):
    assert worst(given_values) is value


@pytest.mark.parametrize(
    ("viewer", "act"),
    [
        (facts(Role.DEP, lead=True), {"rate"}),
        (facts(Role.DEP), set()),
        (facts(Role.OH, lead=True), {"enter_on_behalf"}),
        (facts(Role.OL), set()),
        (facts(Role.UH), set()),
        (facts(Role.UL), set()),
        (facts(Role.DL), set()),
        (facts(Role.SA), set()),
        (facts(Role.OBS, body=BodyType.CONGRESS), {"enter_on_behalf"}),
        (facts(Role.OBS, body=BodyType.CPPCC), set()),
        (facts(Role.OBS, body=BodyType.CPPCC, kind=Kind.PROPOSAL), {"enter_on_behalf"}),
        (facts(Role.OBS), set()),
    ],
)
def test_the_lead_rates_and_office_or_body_enter_a_paper_form(viewer, act):
    assert allowed(viewer) == act


@pytest.mark.parametrize(
    ("viewer", "act"),
    [
        (facts(Role.OL), {"confirm"}),
        (facts(Role.OL, entered_by_viewer=True), set()),
        (facts(Role.OH), set()),
        (facts(Role.OH, Role.OL, entered_by_viewer=True), set()),
        (facts(Role.OBS, body=BodyType.CONGRESS), {"confirm"}),
        (facts(Role.OBS, body=BodyType.CONGRESS, entered_by_viewer=True), set()),
        (facts(Role.OBS, body=BodyType.CPPCC), set()),
        (facts(Role.DEP, lead=True), set()),
        (facts(Role.UL), set()),
    ],
)
def test_a_form_that_was_entered_waits_for_a_second_person(viewer, act):
    pending = Facts(**{**viewer.__dict__, "state": S.PENDING})
    assert allowed(pending) == act


@given(
    st.sets(st.sampled_from(list(Role))),
    st.sampled_from([None, *BodyType]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, *S]),
)
def test_what_is_not_issued_or_rated_already_is_open_to_nobody(roles, body, lead, issued, state):
    found = allowed(facts(*roles, body=body, lead=lead, issued=issued, state=state))
    if not issued or state in (S.SUBMITTED, S.PENDING, S.REJECTED):
        assert not found & {Act.RATE, Act.ENTER}
    if state is not S.PENDING:
        assert Act.CONFIRM not in found
