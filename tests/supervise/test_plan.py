"""When reminders go, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.plan_terms import ReminderKind
from tracker.rulebook.loader import Reminders
from tracker.supervise.plan import Duty, Step, latest_only, steps, visits

TIMES = Reminders(before=(7, 3, 1), late_every=7, visits=(30, 60, 90), soon=5)
EARLY, DUE = date(2026, 3, 18), date(2026, 6, 18)


def duty(kind: str, due: date = DUE, since: date = EARLY, party: str = "unit:1") -> Duty:
    return Duty(1, "assignment", 1, ReminderKind(kind), due, since, party)


def plan(found: list[Step]) -> list[tuple[date, str, str]]:
    return [(step.day, step.recipient, step.step) for step in found]


BEFORE = [
    (date(2026, 6, 11), "unit:1:handler", "T-7"),
    (date(2026, 6, 15), "unit:1:handler", "T-3"),
    (date(2026, 6, 17), "unit:1:handler", "T-1"),
]
LATE = [
    (date(2026, 6, 19), "unit:1:handler", "late-1"),
    (date(2026, 6, 19), "unit:1:leader", "late-1"),
    (date(2026, 6, 26), "unit:1:handler", "late-2"),
    (date(2026, 6, 26), "unit:1:leader", "late-2"),
    (date(2026, 7, 3), "unit:1:handler", "late-3"),
    (date(2026, 7, 3), "unit:1:leader", "late-3"),
]


@pytest.mark.parametrize("kind", ["contact", "reply", "assist", "commitment"])
def test_a_limit_is_reminded_of_before_it_and_from_the_first_day_late(kind):
    assert plan(steps(duty(kind), date(2026, 7, 9), TIMES)) == BEFORE + LATE
    assert plan(steps(duty(kind), DUE, TIMES)) == BEFORE
    assert plan(steps(duty(kind), date(2026, 6, 10), TIMES)) == []


def test_sign_for_is_reminded_of_from_the_first_day_late_only():
    assert plan(steps(duty("sign"), date(2026, 7, 9), TIMES)) == LATE


@pytest.mark.parametrize(
    ("kind", "party", "recipient"),
    [("rating", "submitter:4", "submitter:4:rater"), ("visit", "office", "office:office")],
)
def test_a_rating_and_a_visit_are_reminded_of_once(kind, party, recipient):
    one = duty(kind, party=party)
    assert plan(steps(one, date(2026, 6, 17), TIMES)) == []
    assert plan(steps(one, date(2027, 6, 17), TIMES)) == [(DUE, recipient, "due")]


def test_nothing_is_reminded_of_before_the_duty_was_known():
    known = duty("reply", since=date(2026, 6, 19))
    assert plan(steps(known, date(2026, 6, 25), TIMES)) == LATE[:2]
    known = duty("reply", since=date(2026, 6, 20))
    assert plan(steps(known, date(2026, 6, 25), TIMES)) == []
    known = duty("visit", party="office", since=date(2026, 6, 19))
    assert plan(steps(known, date(2026, 7, 25), TIMES)) == []


def test_the_place_decides_when():
    times = Reminders(before=(10,), late_every=3, visits=(15,), soon=2)
    found = plan(steps(duty("reply"), date(2026, 6, 22), times))
    assert [(day.day, step) for day, who, step in found if who.endswith("handler")] == [
        (8, "T-10"),
        (19, "late-1"),
        (22, "late-2"),
    ]
    assert visits(date(2026, 4, 3), times) == [date(2026, 4, 18)]


def test_visits_are_counted_from_the_reply():
    assert visits(date(2026, 4, 3), TIMES) == [
        date(2026, 5, 3),
        date(2026, 6, 2),
        date(2026, 7, 2),
    ]


def test_of_what_was_missed_only_the_latest_goes_to_each():
    latest, rest = latest_only(steps(duty("reply"), date(2026, 6, 26), TIMES))
    assert plan(latest) == LATE[2:4]
    assert sorted(plan(rest)) == sorted(BEFORE + LATE[:2])


def test_duties_do_not_overtake_each_other():
    two = [duty("reply"), Duty(1, "assignment", 2, ReminderKind.REPLY, DUE, EARLY, "unit:2")]
    latest, rest = latest_only(step for one in two for step in steps(one, BEFORE[1][0], TIMES))
    assert [step.recipient for step in latest] == ["unit:1:handler", "unit:2:handler"]
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
duties = st.builds(
    duty, st.sampled_from([str(kind) for kind in ReminderKind]), days, days, st.just("unit:1")
)


@given(duties, days, times)
def test_steps_stand_between_the_first_day_and_today_and_come_once(one, until, book):
    found = steps(one, until, book)
    assert all(one.since <= step.day <= until for step in found)
    assert [step.day for step in found] == sorted(step.day for step in found)
    assert len({(step.day, step.recipient) for step in found}) == len(found)


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
        same = [
            other.day
            for other in found
            if (other.duty.kind, other.recipient) == (step.duty.kind, step.recipient)
        ]
        assert step.day == max(same)
