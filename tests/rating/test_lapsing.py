"""No answer: one reminder, then out of the count; never satisfied, and never too late."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tests.plan.days import run
from tests.rating.answered import (
    BAD,
    GOOD,
    WHY,
    confirm,
    lapse,
    paper,
    rate,
    rating_of,
    ratings,
)
from tests.reply.letters import Letters
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.plan.models import Reminder
from tracker.plan_terms import ReminderKind
from tracker.rating import actions, queries
from tracker.rating.models import Rating
from tracker.standing.facts import Item
from tracker.standing.loading import load

MAY_7, MAY_8, MAY_11 = date(2026, 5, 7), date(2026, 5, 8), date(2026, 5, 11)


def asked(letters: Letters) -> list[tuple[date, str]]:
    """Return when the rating was reminded of, and how."""
    query = select(Reminder.due_day, Reminder.state).where(
        Reminder.kind == ReminderKind.RATING, Reminder.case_id == letters.case_id
    )
    return [(day, str(state)) for day, state in db.session.execute(query)]


def counted(letters: Letters, day: date) -> str | None:
    """Return the rating as statistics count it on a day."""
    (case,) = load(select(Case.id).where(Case.id == letters.case_id))
    return Item(case, tuple(case.parts)).rating(day)


def lapses(letters: Letters, day: date) -> list[date]:
    """Return the lapses as statistics count them, up to a day."""
    (case,) = load(select(Case.id).where(Case.id == letters.case_id))
    return [on for part in case.parts for _round, on in part.lapses if on <= day]


def test_a_letter_waits_with_its_dates(letters):
    (item,) = queries.awaited(letters.case_id)
    assert (item.delivered_on, item.due_on, item.reminder_on, item.lapses_on) == (
        date(2026, 4, 3),
        date(2026, 4, 27),
        date(2026, 4, 28),
        MAY_8,
    )


@pytest.mark.parametrize(("day", "state"), [(MAY_7, []), (MAY_8, [("lapsed", None)])])
def test_it_lapses_on_its_day_and_not_before(letters, day, state):
    lapse(letters, day)
    assert ratings(letters) == state


def test_a_letter_without_recorded_delivery_never_lapses(app, district):
    other = Letters(app, district)
    with clock.moved_to(clock.at(date(2026, 4, 3))):
        other.issued()
    assert lapse(other, date(2026, 12, 31)) is None
    run(date(2026, 12, 31))
    assert (asked(other), ratings(other)) == ([], [])
    (item,) = queries.awaited(other.case_id)
    assert (item.due_on, item.lapses_on) == (None, None)


def test_one_reminder_goes_and_then_it_lapses(letters):
    run(*(date(2026, 4, day) for day in (24, 27)))
    assert asked(letters) == []
    run(*(date(2026, 4, day) for day in (28, 29, 30)), MAY_7)
    assert asked(letters) == [(date(2026, 4, 28), "sent")]
    assert letters.told("deputy")[-1].endswith("的答复已送达，请您评价。")
    assert ratings(letters) == []
    run(MAY_8)
    assert ratings(letters) == [("lapsed", None)]
    run(MAY_11)
    assert asked(letters) == [(date(2026, 4, 28), "sent")]
    assert ratings(letters) == [("lapsed", None)]


def test_a_reminder_that_went_out_late_gives_its_full_days(letters):
    run(date(2026, 4, 24), MAY_11)
    assert asked(letters) == [(date(2026, 4, 28), "sent")]
    assert ratings(letters) == []
    # five working days from Monday 11 May: Monday 18 May
    run(date(2026, 5, 15))
    assert ratings(letters) == []
    run(date(2026, 5, 18))
    assert ratings(letters) == [("lapsed", None)]


def test_silence_is_not_satisfied(letters):
    run(date(2026, 4, 28), MAY_8)
    assert counted(letters, date(2026, 12, 31)) is None
    assert queries.days(letters.case_id) == []
    assert queries.unsatisfied(letters.case_id) == []


def test_a_rating_in_time_is_neither_reminded_of_nor_lapsed(letters):
    rate(letters, GOOD)
    run(date(2026, 4, 28), MAY_8)
    assert asked(letters) == []
    assert ratings(letters) == [("submitted", "satisfied")]


def test_a_form_that_waits_for_the_second_person_does_not_lapse(letters):
    number = paper(letters, GOOD)
    run(date(2026, 4, 28), MAY_8, MAY_11)
    confirm(letters, number, on=MAY_11)
    assert asked(letters) == []
    assert ratings(letters) == [("submitted", "satisfied")]


def test_a_form_that_comes_afterwards_counts_from_then_on(letters):
    run(date(2026, 4, 28), MAY_8)
    rate(letters, BAD, WHY, on=MAY_11)
    assert ratings(letters) == [("submitted", "unsatisfied")]
    assert [row.reason for row in queries.unsatisfied(letters.case_id)] == [WHY]
    assert counted(letters, date(2026, 5, 10)) is None
    assert counted(letters, MAY_11) == "unsatisfied"
    assert db.session.scalar(select(Rating.lapsed_on)) == MAY_8


def test_a_paper_form_that_comes_afterwards_is_confirmed_like_any_other(letters):
    run(date(2026, 4, 28), MAY_8)
    number = paper(letters, GOOD, on=MAY_11)
    assert ratings(letters) == [("pending", "satisfied")]
    confirm(letters, number, on=MAY_11)
    assert ratings(letters) == [("submitted", "satisfied")]
    assert db.session.scalar(select(func.count()).select_from(Rating)) == 1


def test_a_late_paper_form_that_was_wrong_leaves_the_lapse_as_it_was(letters):
    run(date(2026, 4, 28), MAY_8)
    number = paper(letters, GOOD, on=MAY_11)
    with letters.district.act("leader", MAY_11):
        actions.reject_on_behalf(rating_of(number), "不是这一件的。")
    assert ratings(letters) == [("rejected", "satisfied"), ("lapsed", None)]
    row = rating_of(queries.of_case_rows(letters.case_id)[0].id)
    old = rating_of(number)
    assert (row.lapsed_on, row.due_on, row.delivered_on) == (MAY_8, old.due_on, old.delivered_on)
    assert (row.values, row.scan_id, row.on_behalf) == ([], None, False)
    assert queries.awaited(letters.case_id) == []
    run(date(2026, 6, 12))
    assert ratings(letters) == [("rejected", "satisfied"), ("lapsed", None)]
    assert lapses(letters, MAY_8) == lapses(letters, date(2026, 12, 31)) == [MAY_8]


def test_after_a_wrong_form_the_right_one_still_counts(letters):
    run(date(2026, 4, 28), MAY_8)
    wrong = paper(letters, GOOD, on=MAY_11)
    with letters.district.act("leader", MAY_11):
        actions.reject_on_behalf(rating_of(wrong), "不是这一件的。")
    confirm(letters, paper(letters, BAD, WHY, on=MAY_11), on=MAY_11)
    assert ratings(letters) == [("rejected", "satisfied"), ("submitted", "unsatisfied")]
    assert counted(letters, MAY_11) == "unsatisfied"


def test_a_wrong_form_in_time_leaves_the_letter_waiting(letters):
    number = paper(letters, GOOD)
    with letters.district.act("leader", MAY_7):
        actions.reject_on_behalf(rating_of(number), "不是这一件的。")
    assert ratings(letters) == [("rejected", "satisfied")]
    assert len(queries.awaited(letters.case_id)) == 1
