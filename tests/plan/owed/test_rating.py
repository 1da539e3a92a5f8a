"""Ratings, 不满意 and the closing of a case: table by table."""

from __future__ import annotations

import pytest

from tests.plan.owed.given import (
    LETTER,
    RATING,
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

SENT = letter(delivered_on=day("4-3"))


def answered(*ratings, letters=(SENT,), state: str = "replied", **fields):
    """A case whose one unit has answered."""
    replied = part("replied", letters=letters, ratings=ratings)
    return case(state, replied, replied_on=day("4-3"), **fields)


@pytest.mark.parametrize(
    ("online", "whose"), [(True, ("proposer", False)), (False, ("office", True))]
)
def test_who_rates_logs_in_or_the_office_enters_the_paper(online, whose):
    facts = answered(lead_online=online)
    assert list(duties(facts)) == ["rate"]
    assert turn(facts, "rate") == whose
    assert (one(facts, "rate").subject, one(facts, "rate").unit_id) == (("reply", LETTER), 7)


def test_limit_reminder_and_lapse_hang_on_each_other():
    facts, subject = answered(lead_online=True), ("reply", LETTER)
    limit = ("feedback", "reply_received", day("4-3"))
    assert wanted(one(facts, "rate")) == [limit]
    facts = dated(facts, subject, "feedback", day("4-27"), day("4-3"), event_on=day("4-3"))
    reminder = ("remind", "feedback", day("4-27"))
    assert wanted(one(facts, "rate")) == [limit, reminder]
    facts = dated(facts, subject, "remind", day("4-28"), day("4-3"), event_on=day("4-27"))
    assert wanted(one(facts, "rate")) == [limit, reminder, ("lapse", "reminded", day("4-28"))]
    duty = one(facts, "rate")
    assert (duty.due_on, duty.asks_on, duty.first_on) == (day("4-27"), day("4-28"), REGISTERED)


# the ratings of the round → what is owed
CAME = [
    ((), {"rate"}),
    ((rated("pending", by=3),), {"confirm"}),
    ((rated("submitted"),), {"close"}),
    ((rated("lapsed"),), {"close"}),
    ((rated("submitted", bad=True),), {"decide"}),
    ((rated("submitted", bad=True, decided=True),), {"close"}),
]


@pytest.mark.parametrize(("ratings", "kinds"), CAME)
def test_what_is_owed_after_a_letter_hangs_on_its_rating(ratings, kinds):
    assert set(duties(answered(*ratings))) == kinds


def test_nothing_is_to_be_rated_before_the_delivery_is_recorded():
    assert set(duties(answered(letters=(letter(),)))) == {"deliver"}


def test_another_person_confirms_what_was_entered_from_paper():
    facts = answered(rated("pending", by=3))
    duty = one(facts, "confirm")
    assert (turn(facts, "confirm"), duty.not_by) == (("second", False), 3)
    assert wanted(duty) == [("confirm", "entered", None)]
    facts = dated(facts, ("rating", RATING), "confirm", day("4-13"), day("4-8"))
    assert (one(facts, "confirm").due_on, one(facts, "confirm").first_on) == (
        day("4-13"),
        day("4-8"),
    )


@pytest.mark.parametrize("state", ["handling", "replied", "closed"])
def test_the_office_decides_about_not_satisfied_even_where_it_came_late(state):
    facts = answered(rated(bad=True), state=state)
    assert turn(facts, "decide") == ("office", False)
    assert wanted(one(facts, "decide")) == [("decide", "rated", None)]
    facts = dated(facts, ("rating", RATING), "decide", day("4-14"), day("4-7"))
    assert (one(facts, "decide").due_on, one(facts, "decide").first_on) == (
        day("4-14"),
        day("4-7"),
    )


@pytest.mark.parametrize("state", ["handling", "closed"])
def test_only_an_answered_case_is_to_be_closed(state):
    assert "close" not in duties(answered(rated(), state=state))


def test_a_case_is_closed_under_a_limit_of_the_offices_own():
    facts = answered(rated())
    assert turn(facts, "close") == ("office", False)
    assert wanted(one(facts, "close")) == [("close", "settled", None)]
    facts = dated(facts, ("case_record", 1), "close", day("4-14"), day("4-7"))
    assert (one(facts, "close").due_on, one(facts, "close").first_on) == (
        day("4-14"),
        day("4-7"),
    )


def test_each_letter_of_several_has_to_be_rated_before_the_closing():
    first = part("replied", "separate", letters=(SENT,), ratings=(rated(),))
    sent = letter(id=22, delivered_on=day("4-3"))
    second = part("replied", "separate", id=12, unit_id=8, letters=(sent,))
    facts = case("replied", first, second, replied_on=day("4-3"))
    assert set(duties(facts)) == {"rate"}
    assert one(facts, "rate").unit_id == 8


def test_a_correction_under_way_stands_against_the_closing():
    draft = letter("drafting", id=22, edition=2)
    assert set(duties(answered(rated(), letters=(SENT, draft)))) == {"reply"}
