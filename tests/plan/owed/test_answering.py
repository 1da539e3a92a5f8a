"""Letters to write, sign, check, issue, correct and deliver: table by table."""

from __future__ import annotations

import pytest

from tests.plan.owed.given import (
    ASSIGNED,
    LETTER,
    PART,
    REGISTERED,
    case,
    dated,
    day,
    duties,
    letter,
    one,
    part,
    rated,
    turn,
    wanted,
)

SUBJECT = ("assignment", PART)
# state of the draft → what is owed, by whom; the office for a unit that does not log in
STEPS = [
    (None, "reply", ("unit", False)),
    ("drafting", "reply", ("unit", False)),
    ("signing", "sign_off", ("unit_leader", False)),
    ("office_check", "check", ("office", False)),
    ("checked", "issue", ("unit_leader", False)),
]


@pytest.mark.parametrize(("state", "kind", "whose"), STEPS)
def test_all_steps_of_a_letter_stand_under_the_limit_of_the_reply(state, kind, whose):
    letters = (letter(state),) if state else ()
    facts = case("handling", part(letters=letters))
    facts = dated(facts, SUBJECT, "reply", day("6-18"), ASSIGNED)
    assert list(duties(facts)) == [kind]
    assert turn(facts, kind) == whose
    duty = one(facts, kind)
    assert (duty.due_on, duty.first_on, duty.subject) == (day("6-18"), ASSIGNED, SUBJECT)


@pytest.mark.parametrize("state", ["drafting", "signing", "office_check", "checked"])
def test_a_unit_that_does_not_log_in_has_the_office_enter_its_letter(state):
    facts = case("handling", part(online=False, letters=(letter(state),)))
    assert list(duties(facts)) == ["reply"]
    assert turn(facts, "reply") == ("office", True)


@pytest.mark.parametrize(
    ("state", "ready"),
    [("assigned", False), ("signed", True), ("handling", True), ("return_requested", False)],
)
def test_a_letter_can_be_written_once_the_unit_has_signed(state, ready):
    assert one(case("assigned", part(state)), "reply").ready is ready


def test_the_letter_of_the_next_round_is_owed_under_the_limit_of_that_round():
    facts = case("handling", part(round=2, letters=(letter(delivered_on=day("4-3")),)))
    facts = dated(facts, SUBJECT, "reply", day("6-18"), ASSIGNED)
    facts = dated(facts, SUBJECT, "reply", day("5-7"), day("4-7"), ordinal=2)
    assert list(duties(facts)) == ["reply"]
    assert (one(facts, "reply").due_on, one(facts, "reply").ordinal) == (day("5-7"), 2)


def answered(*letters, **fields):
    """A case whose one unit has answered."""
    return case("replied", part("replied", letters=letters, **fields), replied_on=day("4-3"))


@pytest.mark.parametrize(("online", "whose"), [(True, ("unit", False)), (False, ("office", True))])
def test_a_letter_that_was_issued_is_to_be_delivered(online, whose):
    facts = answered(letter(), online=online)
    assert list(duties(facts)) == ["deliver"]
    assert turn(facts, "deliver") == whose
    assert one(facts, "deliver").first_on == REGISTERED
    assert wanted(one(facts, "deliver")) == [("deliver", "issued", None)]
    facts = dated(facts, ("reply", LETTER), "deliver", day("4-9"), day("4-3"))
    assert (one(facts, "deliver").due_on, one(facts, "deliver").first_on) == (
        day("4-9"),
        day("4-3"),
    )


# edition of the letter of record, delivered, rated → is its delivery still owed
DELIVERIES = [
    (1, None, False, True),
    (1, None, True, False),  # who rated has it
    (2, None, True, True),  # the correction has to be delivered still
    (1, "4-3", False, False),
    (2, "4-3", True, False),
]


@pytest.mark.parametrize(("edition", "delivered", "said", "stands"), DELIVERIES)
def test_when_the_delivery_of_a_letter_is_owed(edition, delivered, said, stands):
    on = day(delivered) if delivered else None
    ratings = (rated(),) if said else ()
    facts = answered(letter(edition=edition, delivered_on=on), ratings=ratings)
    assert ("deliver" in duties(facts)) is stands


@pytest.mark.parametrize(("state", "kind", "whose"), STEPS[1:])
def test_a_correction_stands_under_a_limit_of_the_offices_own(state, kind, whose):
    draft = letter(state, id=22, edition=2)
    facts = answered(letter(delivered_on=day("4-3")), draft, ratings=(rated(),))
    assert list(duties(facts)) == [kind]
    assert turn(facts, kind) == whose
    assert wanted(one(facts, kind)) == [("correct", "correcting", None)]
    facts = dated(facts, ("reply", 22), "correct", day("4-10"), day("4-3"))
    assert (one(facts, kind).subject, one(facts, kind).due_on) == (("reply", 22), day("4-10"))


@pytest.mark.parametrize("state", ["withdrawn", "handed_out", "void"])
def test_no_letter_is_owed_for_a_case_that_is_gone(state):
    assert duties(case(state, part("ended", letters=(letter(),)))) == {}


def test_a_part_that_was_returned_owes_no_letter():
    gone = part("returned", id=12, letters=(letter(),))
    assert list(duties(case("handling", gone, part()))) == ["reply"]
