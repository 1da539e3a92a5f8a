"""When reminders go, day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.plan.owed.duty import Duty
from tracker.plan.steps import Step, latest_only, next_on, steps
from tracker.plan_terms import DutyKind, Party
from tracker.rulebook.book import Reminders

TIMES = Reminders(before=(7, 3, 1), late_every=7, visits=(30, 60, 90), soon=5)
EARLY, DUE = date(2026, 3, 18), date(2026, 6, 18)


LIMITS = ("contact", "reply", "sign_off", "check", "issue", "opinion", "promise")
EVERY = ("sign", *LIMITS, "rate", "visit")


def duty(kind: str, due: date = DUE, since: date = EARLY, number: int = 1) -> Duty:
    """Return a duty; a rating and a visit are asked for on the day itself."""
    asks = due if kind in ("rate", "visit") else None
    subject = ("assignment", number)
    return Duty(DutyKind(kind), subject, Party.UNIT, since, due, unit_id=number, asks_on=asks)


def plan(found: list[Step]) -> list[tuple[date, str, str]]:
    return [(step.day, step.who, step.name) for step in found]


BEFORE = [
    (date(2026, 6, 11), "handler", "T-7"),
    (date(2026, 6, 15), "handler", "T-3"),
    (date(2026, 6, 17), "handler", "T-1"),
]
LATE = [
    (date(2026, 6, 19), "handler", "late-1"),
    (date(2026, 6, 19), "leader", "late-1"),
    (date(2026, 6, 26), "handler", "late-2"),
    (date(2026, 6, 26), "leader", "late-2"),
    (date(2026, 7, 3), "handler", "late-3"),
    (date(2026, 7, 3), "leader", "late-3"),
]


@pytest.mark.parametrize("kind", LIMITS)
def test_a_limit_is_reminded_of_before_it_and_from_the_first_day_late(kind):
    assert plan(steps(duty(kind), date(2026, 7, 9), TIMES)) == BEFORE + LATE
    assert plan(steps(duty(kind), DUE, TIMES)) == BEFORE
    assert plan(steps(duty(kind), date(2026, 6, 10), TIMES)) == []


def test_sign_for_is_reminded_of_from_the_first_day_late_only():
    assert plan(steps(duty("sign"), date(2026, 7, 9), TIMES)) == LATE


@pytest.mark.parametrize(("kind", "who"), [("rate", "rater"), ("visit", "office")])
def test_a_rating_and_a_visit_are_reminded_of_once(kind, who):
    one = duty(kind)
    assert plan(steps(one, date(2026, 6, 17), TIMES)) == []
    assert plan(steps(one, date(2027, 6, 17), TIMES)) == [(DUE, who, "due")]


def test_a_rating_that_came_in_after_its_day_is_asked_for_once_it_is_in_the_system():
    late = duty("rate", since=date(2026, 6, 25))
    assert plan(steps(late, date(2026, 7, 9), TIMES)) == [(date(2026, 6, 25), "rater", "due")]


@pytest.mark.parametrize("kind", ["propose", "deliver", "decide", "close", "verify"])
def test_what_stands_on_a_desk_only_is_reminded_of_by_nobody(kind):
    assert steps(duty(kind), date(2027, 6, 18), TIMES) == []
    assert next_on(duty(kind), None, TIMES) is None


def test_a_correction_is_reminded_of_by_nobody():
    letter = Duty(DutyKind.SIGN_OFF, ("reply", 1), Party.UNIT_LEADER, EARLY, DUE, unit_id=1)
    assert steps(letter, date(2027, 6, 18), TIMES) == []


def test_a_duty_that_rests_is_silent_and_what_fell_into_the_rest_is_not_made_up_for():
    rest = {"rests_from": date(2026, 6, 14), "rests_until": date(2026, 6, 25)}
    one = replace(duty("promise"), **rest)
    assert plan(steps(one, date(2026, 6, 13), TIMES)) == BEFORE[:1]
    assert plan(steps(one, date(2026, 6, 20), TIMES)) == []
    assert plan(steps(one, date(2026, 6, 26), TIMES)) == LATE[2:4]
    assert next_on(one, None, TIMES) == date(2026, 6, 11)
    assert next_on(one, date(2026, 6, 13), TIMES) == date(2026, 6, 26)


def test_nothing_is_reminded_of_before_the_duty_was_known():
    known = duty("reply", since=date(2026, 6, 19))
    assert plan(steps(known, date(2026, 6, 25), TIMES)) == LATE[:2]
    known = duty("reply", since=date(2026, 6, 20))
    assert plan(steps(known, date(2026, 6, 25), TIMES)) == []
    known = duty("visit", since=date(2026, 6, 19))
    assert plan(steps(known, date(2026, 7, 25), TIMES)) == []


def test_the_place_decides_when():
    times = Reminders(before=(10,), late_every=3, visits=(15,), soon=2)
    found = plan(steps(duty("reply"), date(2026, 6, 22), times))
    assert [(day.day, step) for day, who, step in found if who.endswith("handler")] == [
        (8, "T-10"),
        (19, "late-1"),
        (22, "late-2"),
    ]


def test_of_what_was_missed_only_the_latest_goes_to_each():
    latest, rest = latest_only(steps(duty("reply"), date(2026, 6, 26), TIMES))
    assert plan(latest) == LATE[2:4]
    assert sorted(plan(rest)) == sorted(BEFORE + LATE[:2])


def test_duties_do_not_overtake_each_other():
    two = [duty("reply"), duty("reply", number=2)]
    latest, rest = latest_only(step for one in two for step in steps(one, BEFORE[1][0], TIMES))
    assert [step.duty.unit_id for step in latest] == [1, 2]
    assert {step.day for step in latest} == {date(2026, 6, 15)}
    assert {step.day for step in rest} == {date(2026, 6, 11)}


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
times = st.builds(
    Reminders,
    st.lists(st.integers(1, 30), unique=True, max_size=4).map(tuple),
    st.integers(1, 30),
    st.just((30, 60, 90)),
    st.just(5),
)
duties = st.builds(duty, st.sampled_from(EVERY), days, days)


@given(duties, days, times)
def test_steps_stand_between_the_first_day_and_today_and_come_once(one, until, book):
    found = steps(one, until, book)
    assert all(one.first_on <= step.day <= until for step in found)
    assert [step.day for step in found] == sorted(step.day for step in found)
    assert len({(step.day, step.who) for step in found}) == len(found)


@given(duties, days, st.integers(0, 40), times)
def test_a_later_day_only_adds_steps_of_later_days(one, until, more, book):
    before = steps(one, until, book)
    after = steps(one, until + timedelta(days=more), book)
    assert [step for step in after if step.day <= until] == before


@given(st.lists(duties, max_size=4), days, times)
def test_each_missed_step_is_sent_or_overtaken(some, until, book):
    found = [step for one in some for step in steps(one, until, book)]
    latest, rest = latest_only(found)
    assert sorted(map(repr, latest + rest)) == sorted(map(repr, found))
    for step in latest:
        same = [other.day for other in found if (other.kind, other.who) == (step.kind, step.who)]
        assert step.day == max(same)
