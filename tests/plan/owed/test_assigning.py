"""Until the units have signed for a case, and returns and opinions: table by table."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plan.owed.given import (
    ASSIGNED,
    PART,
    REGISTERED,
    case,
    dated,
    day,
    duties,
    one,
    part,
    turn,
    wanted,
)
from tracker.assign_terms import ExtensionState
from tracker.plan.owed.facts import AskedExtension, AskedReturn
from tracker.terms import Period, ReturnState

SUBJECT = ("assignment", PART)
ASKED = AskedReturn(51, ReturnState.ASKED, day("3-20"))
CONFIRMED = AskedReturn(51, ReturnState.CONFIRMED, day("3-20"))


@pytest.mark.parametrize(
    ("state", "kind", "party"),
    [("registered", "propose", "office"), ("assign_pending", "approve", "office_leader")],
)
def test_before_the_units_have_it_the_office_assigns(state, kind, party):
    assert list(duties(case(state))) == [kind]
    assert turn(case(state), kind) == (party, False)


@pytest.mark.parametrize("state", ["assigned", "handling", "replied", "closed", "void"])
def test_a_case_that_was_assigned_is_not_assigned_again(state):
    assert duties(case(state)).keys().isdisjoint({"propose", "approve"})


def test_the_limit_of_assigning_counts_from_the_closing_or_from_the_receipt():
    session, between = case("registered"), case("registered", period=Period.INTERSESSION)
    assert wanted(one(session, "propose")) == [("assign", "closing", date(2025, 12, 24))]
    assert wanted(one(between, "propose")) == [("assign", "registered", REGISTERED)]


def test_a_limit_of_the_other_event_does_not_serve_even_on_the_same_day():
    facts = case("registered", period=Period.INTERSESSION, closing_on=REGISTERED)
    facts = dated(facts, ("case_record", 1), "assign", day("2-5"), REGISTERED, event="closing")
    (want,) = one(facts, "propose").wants
    assert not want.met_by(facts.dates[want.key])


def test_what_waits_for_its_unit_stands_under_the_stored_limit():
    facts = dated(case("registered"), ("case_record", 1), "assign", day("1-23"), day("1-8"))
    assert (one(facts, "propose").due_on, one(facts, "propose").first_on) == (
        day("1-23"),
        day("1-8"),
    )


# state of the part → which of these duties stand
STANDS = [
    ("assigned", {"sign", "reply"}),
    ("signed", {"contact", "reply"}),
    ("handling", {"reply"}),
    ("return_requested", {"reply"}),
    ("replied", set()),
    ("returned", set()),
    ("ended", set()),
]


@pytest.mark.parametrize(("state", "kinds"), STANDS)
def test_what_a_unit_that_answers_owes_in_each_state(state, kinds):
    assert set(duties(case("handling", part(state)))) == kinds


HELPS = [
    ("assigned", {"sign", "opinion"}),
    ("signed", {"opinion"}),
    ("handling", {"opinion"}),
    ("return_requested", {"opinion"}),
    ("opinion_submitted", {"opinion_decide"}),
    ("opinion_accepted", set()),
    ("ended", set()),
]


@pytest.mark.parametrize(("state", "kinds"), HELPS)
def test_what_an_assisting_unit_owes_in_each_state(state, kinds):
    assert set(duties(case("handling", part(state, "assisting")))) == kinds


@pytest.mark.parametrize("state", ["replied", "closed", "withdrawn", "handed_out", "void"])
def test_nothing_of_this_stands_once_the_case_is_answered_or_gone(state):
    assert duties(case(state, part("assigned"), part("handling", "assisting", id=12))) == {}


@pytest.mark.parametrize(
    ("kind", "limit", "state", "role"),
    [
        ("sign", "sign", "assigned", "independent"),
        ("contact", "contact", "signed", "host"),
        ("opinion", "assist", "signed", "assisting"),
    ],
)
@pytest.mark.parametrize(("online", "whose"), [(True, ("unit", False)), (False, ("office", True))])
def test_the_unit_owes_it_or_the_office_for_it(kind, limit, state, role, online, whose):
    facts = case("assigned", part(state, role, online=online))
    facts = dated(facts, SUBJECT, limit, day("4-9"), ASSIGNED)
    assert turn(facts, kind) == whose
    assert (one(facts, kind).due_on, one(facts, kind).unit_id) == (day("4-9"), 7)


def test_a_duty_stands_since_its_date_was_set():
    facts = case("assigned", part("assigned"))
    assert one(facts, "sign").first_on == REGISTERED
    facts = dated(facts, SUBJECT, "sign", day("3-20"), ASSIGNED)
    assert one(facts, "sign").first_on == ASSIGNED


def test_the_first_talk_is_asked_for_from_the_sign_for_on():
    facts = case("assigned", part("signed", signed_on=day("3-19")))
    facts = dated(facts, SUBJECT, "contact", day("4-9"), ASSIGNED)
    assert one(facts, "contact").first_on == day("3-19")


@pytest.mark.parametrize(
    ("state", "ready"),
    [("assigned", False), ("signed", True), ("handling", True), ("return_requested", False)],
)
def test_an_opinion_can_be_given_once_the_unit_has_signed(state, ready):
    assert one(case("assigned", part(state, "assisting")), "opinion").ready is ready


@pytest.mark.parametrize(
    ("state", "online", "kind", "whose"),
    [
        ("signed", True, "opinion_sign", ("unit_leader", False)),
        ("handling", True, "opinion_sign", ("unit_leader", False)),
        ("handling", False, "opinion", ("office", True)),
    ],
)
def test_an_opinion_that_was_written_waits_for_the_units_leader(state, online, kind, whose):
    facts = case("handling", part(state, "assisting", opinion_signing=True, online=online))
    facts = dated(facts, SUBJECT, "assist", day("4-18"), day("3-18"))
    assert set(duties(facts)) == {kind}
    assert (turn(facts, kind), one(facts, kind).due_on) == (whose, day("4-18"))


RETURNS = [
    (ASKED, True, "return_confirm", ("unit_leader", False)),
    (ASKED, False, "return_confirm", ("office", True)),
    (CONFIRMED, True, "return_decide", ("office", False)),
    (CONFIRMED, False, "return_decide", ("office", False)),
]


@pytest.mark.parametrize(("asked", "online", "kind", "whose"), RETURNS)
def test_a_return_is_confirmed_by_the_units_leader_and_decided_by_the_office(
    asked, online, kind, whose
):
    facts = case("handling", part("return_requested", asked=asked, online=online))
    assert turn(facts, kind) == turn(facts, "reply") == whose
    assert one(facts, kind).subject == ("return_request", 51)
    assert wanted(one(facts, kind)) == [("return_decide", "requested", day("3-20"))]


EXTENSIONS = [
    ("asked", True, "extension_confirm", ("unit_leader", False)),
    ("asked", False, "extension_confirm", ("office", True)),
    ("confirmed", True, "extension_decide", ("office_leader", False)),
    ("confirmed", False, "extension_decide", ("office_leader", False)),
]


@pytest.mark.parametrize(("state", "online", "kind", "whose"), EXTENSIONS)
def test_an_extension_is_confirmed_in_the_unit_and_decided_by_the_offices_leader(
    state, online, kind, whose
):
    asked = AskedExtension(61, ExtensionState(state), day("3-20"))
    facts = case("handling", part("handling", extension=asked, online=online))
    assert turn(facts, kind) == whose
    assert turn(facts, "reply") == (("unit", False) if online else ("office", True))
    assert one(facts, kind).subject == ("extension_request", 61)
    assert wanted(one(facts, kind)) == [("extension_decide", "requested", day("3-20"))]


def test_a_decision_on_a_return_stands_under_its_own_limit():
    facts = case("handling", part("return_requested", asked=CONFIRMED))
    facts = dated(facts, ("return_request", 51), "return_decide", day("3-27"), day("3-20"))
    assert one(facts, "return_decide").due_on == day("3-27")


@pytest.mark.parametrize(("online", "whose"), [(True, ("unit", False)), (False, ("office", True))])
def test_the_host_uses_an_opinion_before_its_own_letter_is_due(online, whose):
    helper = part("opinion_submitted", "assisting", id=12, unit_id=8)
    facts = case("handling", part("handling", "host", online=online), helper)
    facts = dated(facts, SUBJECT, "reply", day("6-18"), ASSIGNED)
    duty = one(facts, "opinion_decide")
    assert turn(facts, "opinion_decide") == whose
    assert (duty.subject, duty.unit_id, duty.due_on) == (("assignment", 12), 7, day("6-18"))


def test_without_a_host_the_office_decides_on_an_opinion():
    facts = case("handling", part("opinion_submitted", "assisting"))
    assert turn(facts, "opinion_decide") == ("office", False)
    assert one(facts, "opinion_decide").due_on is None
