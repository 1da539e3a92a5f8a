"""Promises, their yearly reports, their verification, and visits: table by table."""

from __future__ import annotations

from datetime import date

import pytest

from tests.plan.owed.given import (
    BOOK,
    PROMISE,
    REGISTERED,
    case,
    dated,
    day,
    duties,
    letter,
    one,
    part,
    promise,
    rated,
    turn,
    wanted,
)
from tracker.plan.owed.facts import Pause
from tracker.plan.owed.rule import owed

SUBJECT = ("commitment", PROMISE)
SENT = letter(delivered_on=day("4-3"))
PAUSE = Pause(day("5-1"), day("6-1"))


def promised(*promises, state: str = "closed", online: bool = True, **fields):
    """A case that was answered with a promise, satisfied, and closed."""
    row = part("replied", online=online, letters=(SENT,), ratings=(rated(),), promises=promises)
    return case(state, row, replied_on=day("4-3"), **fields)


@pytest.mark.parametrize("state", ["open", "carried_over"])
@pytest.mark.parametrize(("online", "whose"), [(True, ("unit", False)), (False, ("office", True))])
def test_a_promise_is_the_units_or_the_offices_for_it(state, online, whose):
    facts = promised(promise(state, day("9-30")), online=online)
    assert list(duties(facts)) == ["promise"]
    assert turn(facts, "promise") == whose
    duty = one(facts, "promise")
    assert (duty.due_on, duty.first_on, duty.unit_id) == (day("9-30"), day("4-3"), 7)
    assert wanted(duty) == []


def test_what_a_unit_reports_as_kept_is_verified_by_the_office():
    facts = promised(promise("done_claimed", day("9-30"), said="9-1"))
    assert list(duties(facts)) == ["verify"]
    assert turn(facts, "verify") == ("office", False)
    assert wanted(one(facts, "verify")) == [("verify", "claimed", None)]
    facts = dated(facts, SUBJECT, "verify", day("9-8"), day("9-1"))
    assert (one(facts, "verify").due_on, one(facts, "verify").first_on) == (
        day("9-8"),
        day("9-1"),
    )


# until when, made on, last reported on → in which year it is reported on in the fourth quarter
REPORTS = [
    (date(2026, 12, 31), "4-3", "", None),  # the promise itself is due by then
    (date(2027, 1, 1), "4-3", "", 2026),
    (date(2028, 6, 30), "4-3", "", 2026),
    (date(2028, 6, 30), "4-3", "9-30", 2026),  # before the quarter does not count
    (date(2028, 6, 30), "4-3", "10-1", 2027),
    (date(2028, 6, 30), "11-5", "", 2026),  # it was made in the quarter: the same one
    (date(2027, 12, 31), "4-3", "10-1", None),
]


@pytest.mark.parametrize(("due", "opened", "said", "year"), REPORTS)
def test_a_long_promise_is_reported_on_in_each_fourth_quarter(due, opened, said, year):
    found = duties(promised(promise("open", due, opened, said)))
    assert ("check_point" in found) is (year is not None)
    if year is not None:
        assert found["check_point"].ordinal == year
        assert wanted(found["check_point"]) == [("check_point", "quarter", date(year, 10, 1))]


def test_a_report_stands_from_the_first_day_of_its_quarter():
    facts = promised(promise("open", date(2027, 6, 30)))
    assert one(facts, "check_point").first_on == day("10-1")
    facts = dated(facts, SUBJECT, "check_point", day("12-31"), day("4-3"), ordinal=2026)
    assert one(facts, "check_point").due_on == day("12-31")
    assert turn(facts, "check_point") == ("unit", False)


def test_a_pause_rests_promises_and_reports_but_no_verification():
    facts = promised(promise("open", date(2027, 6, 30)), pause=PAUSE)
    for kind in ("promise", "check_point"):
        duty = one(facts, kind)
        assert (duty.rests_from, duty.rests_until) == (day("5-1"), day("6-1"))
    facts = promised(promise("done_claimed", day("9-30")), pause=PAUSE)
    assert one(facts, "verify").rests_from is None


@pytest.mark.parametrize("state", ["withdrawn", "handed_out", "void"])
def test_no_promise_outlives_a_case_that_is_gone(state):
    assert duties(promised(promise("open", day("9-30")), state=state)) == {}


# made on, last reported on → the event from which a promise without a day is asked after
ASKED = [
    ("4-3", "", ("promised", None)),
    ("4-3", "4-3", ("reported", day("4-3"))),
    ("4-3", "7-1", ("reported", day("7-1"))),
]


@pytest.mark.parametrize(("opened", "said", "want"), ASKED)
def test_a_promise_without_a_day_is_asked_after_under_a_limit_of_the_offices_own(
    opened, said, want
):
    facts = promised(promise("open", None, opened, said))
    assert list(duties(facts)) == ["promise"]  # nothing is asked once a year beside it
    duty = one(facts, "promise")
    assert (wanted(duty), duty.due_on) == ([("promise", *want)], None)


def test_a_promise_without_a_day_stands_until_the_date_that_was_stored():
    silent = promised(promise("open", None), pause=PAUSE)
    facts = dated(silent, SUBJECT, "promise", day("6-30"), day("4-7"), event="promised")
    duty = one(facts, "promise")
    assert (duty.due_on, duty.first_on, duty.deadline_id) == (day("6-30"), day("4-7"), 100)
    assert (duty.rests_from, duty.rests_until) == (day("5-1"), day("6-1"))
    # a report on the very day counts anew all the same
    said = promised(promise("open", None, said="4-7"))
    facts = dated(said, SUBJECT, "promise", day("6-30"), day("4-7"), event="promised")
    assert one(facts, "promise").due_on is None
    claimed = promised(promise("done_claimed", None, said="4-7"))
    assert list(duties(claimed)) == ["verify"]


# state, followed, visits made → which visits are still owed
VISITS = [
    ("closed", True, 0, [1, 2, 3]),
    ("closed", True, 1, [2, 3]),
    ("closed", True, 3, []),
    ("closed", True, 4, []),
    ("closed", False, 0, []),
    ("handling", True, 0, []),
    ("withdrawn", True, 0, []),
]


@pytest.mark.parametrize(("state", "followed", "made", "numbers"), VISITS)
def test_visits_are_owed_after_the_reply_while_the_case_is_followed(state, followed, made, numbers):
    facts = promised(state=state, followed=followed, visits_made=made)
    found = [duty for duty in owed(facts, BOOK) if duty.kind == "visit"]
    assert [duty.ordinal for duty in found] == numbers
    assert [duty.ordinal for duty in found if duty.ready] == numbers[:1]
    for duty in found:
        assert wanted(duty) == [("visit", "replied", day("4-3"))]
        assert (str(duty.party), duty.due_on, duty.first_on) == ("office", None, REGISTERED)


def test_a_visit_stands_a_week_before_its_day_and_rests_with_the_follow_up():
    facts = promised(followed=True, visits_made=2, pause=PAUSE)
    facts = dated(
        facts, ("case_record", 1), "visit", day("7-2"), day("4-3"), event_on=day("4-3"), ordinal=3
    )
    duty = one(facts, "visit")
    assert (duty.due_on, duty.asks_on, duty.first_on) == (day("7-2"), day("7-2"), day("6-25"))
    assert (duty.rests_from, duty.rests_until) == (day("5-1"), day("6-1"))


def test_the_day_of_a_visit_after_an_earlier_reply_no_longer_serves():
    facts = promised(followed=True, visits_made=2)
    facts = dated(
        facts, ("case_record", 1), "visit", day("7-2"), day("4-3"), event_on=day("4-2"), ordinal=3
    )
    assert one(facts, "visit").due_on is None
