"""Figures as of a day come from the history: what happens later does not reach them."""

from __future__ import annotations

import json
from datetime import date

from flask_migrate import stamp
from sqlalchemy import select

from tests.reports.village import day, live
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.reply import commitments
from tracker.reply.models import Commitment
from tracker.reports.queries import load
from tracker.reports.statistics import Statistics, as_json, compute


def statistics_of(as_of: date) -> Statistics:
    """Everything that the statistics know of a day."""
    found = compute(load(select(Case.id)), as_of)
    db.session.rollback()
    return found


def figures(as_of: date) -> dict:
    """What a script would print, and the counts."""
    found = statistics_of(as_of)
    return {**as_json(found), "counts": found.counts}


def test_the_figures_of_a_day_stay_what_they_were_on_that_day(app, district):
    then = {on: statistics_of(on) for on in live(district)}
    assert len(then) == 16
    for on, printed in then.items():
        assert statistics_of(on) == printed, on


def rates(found: dict) -> dict[str, tuple[int, int]]:
    """Numerators and denominators by key."""
    return {row["key"]: (row["numerator"], row["denominator"]) for row in found["figures"]}


def test_a_rating_that_arrived_after_the_cut_off_does_not_count(village):
    before, after = rates(figures(day(4, 12))), rates(figures(day(4, 13)))
    assert (before["feedback_rate"], before["satisfied_rate"]) == ((0, 1), (0, 0))
    assert (after["feedback_rate"], after["satisfied_rate"]) == ((1, 1), (1, 1))


def test_a_case_that_was_closed_after_the_cut_off_is_open(village):
    before, after = figures(day(4, 13)), figures(day(4, 14))
    assert (before["counts"]["replied"], before["counts"]["closed"]) == (1, 0)
    assert (after["counts"]["replied"], after["counts"]["closed"]) == (0, 1)
    assert rates(before)["closing_rate"] == (0, 4)
    assert rates(after)["closing_rate"] == (1, 4)


def test_a_case_that_was_handled_again_counts_its_last_rating_and_its_first(village):
    open_again = rates(figures(day(4, 21)))
    assert (open_again["rework_rate"], open_again["answer_rate"]) == ((0, 1), (1, 4))
    in_the_end = rates(figures(day(6, 30)))
    assert in_the_end["rework_rate"] == (1, 3)
    assert in_the_end["satisfied_rate"] == (1, 2)
    assert in_the_end["basically_satisfied_rate"] == (1, 2)
    assert in_the_end["first_satisfied_rate"] == (1, 2)


def test_a_limit_that_was_moved_after_it_passed_excuses_nothing(village):
    for on in (day(6, 22), day(6, 23), day(6, 30)):
        assert rates(figures(on))["on_time_answer_rate"] == (2, 4), on


def test_a_promise_that_is_carried_over_later_was_due_on_the_promised_day(village):
    end_of_year = date(2026, 12, 31)
    assert rates(figures(end_of_year))["commitment_rate"] == (0, 1)
    with village.act("clerk", date(2027, 1, 5)):
        commitments.carry_over(db.session.query(Commitment).one(), date(2027, 6, 30), "资金未到")
    assert rates(figures(end_of_year))["commitment_rate"] == (0, 1)
    assert rates(figures(date(2027, 1, 31)))["commitment_rate"] == (0, 1)


def test_withdrawn_and_void_cases_are_counted_but_stand_in_no_denominator(village):
    found = figures(day(6, 30))
    assert found["counts"] == {
        "received": 7,
        "registered": 1,
        "assigned": 1,
        "handling": 0,
        "replied": 1,
        "closed": 2,
        "withdrawn": 1,
        "handed_out": 0,
        "void": 1,
    }
    assert rates(found)["answer_rate"] == (3, 4)


def test_the_command_prints_the_figures_of_a_day(village, app):
    asked = ["statistics", "--as-of", "2026-06-30", "--json"]
    stamp()
    with clock.moved_to(clock.at(day(7, 1))):
        printed = json.loads(app.test_cli_runner().invoke(args=asked).output)
    assert list(printed) == ["as_of", "counted", "figures", "by_unit"]
    assert (printed["as_of"], printed["counted"]) == ("2026-06-30", "case")
    rows = {row["key"]: row for row in printed["figures"]}
    assert rows["on_time_answer_rate"] == {
        "key": "on_time_answer_rate",
        "label": "按期办复率",
        "numerator": 2,
        "denominator": 4,
        "rate": "50.0",
    }
    assert rows["commitment_rate"]["rate"] is None
    units = {row["unit"]: rates(row)["answer_rate"] for row in printed["by_unit"]}
    assert units == {"区城市管理局": (2, 3), "区教育局": (2, 2), "区财政局": (0, 0)}


def test_the_command_prints_lines_for_people(village, app):
    stamp()
    with clock.moved_to(clock.at(day(6, 30))):
        printed = app.test_cli_runner().invoke(args=["statistics", "--as-of", "2026-06-30"]).output
    lines = printed.splitlines()
    assert "按期办复率 2/4 50.0%" in lines
    assert "承诺兑现率（项） 0/0 —" in lines


def test_the_command_says_that_a_day_lies_ahead_beside_the_figures(village, app):
    stamp()
    with clock.moved_to(clock.at(day(6, 29))):
        asked = ["statistics", "--as-of", "2026-06-30", "--json"]
        done = app.test_cli_runner().invoke(args=asked)
    assert "2026-06-30 在今天（2026-06-29）以后" in done.stderr
    assert json.loads(done.stdout)["as_of"] == "2026-06-30"
