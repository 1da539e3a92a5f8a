"""Figures as of a day come from the history: what happens later does not reach them."""

from __future__ import annotations

import json
from datetime import date

from flask_migrate import stamp
from sqlalchemy import select

from tests.reports.counted import compute
from tests.reports.village import GOOD, day, live
from tests.reports.walk import Walk
from tests.rows import every
from tracker.assign import opinions, signing
from tracker.assign.reassigning import reassign
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.rating import actions as rating
from tracker.rating.models import Rating
from tracker.rating.queries import awaited
from tracker.reply import commitments
from tracker.reply.models import Commitment
from tracker.reports.statistics import Statistics, as_json
from tracker.standing.loading import load
from tracker.units.models import Unit


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
    new_year = date(2027, 1, 1)
    assert rates(figures(date(2026, 12, 31)))["commitment_rate"] == (0, 0)
    assert rates(figures(new_year))["commitment_rate"] == (0, 1)
    with village.act("clerk", date(2027, 1, 5)):
        commitments.carry_over(every(Commitment)[0], date(2027, 6, 30), "资金未到")
    assert rates(figures(new_year))["commitment_rate"] == (0, 1)
    assert rates(figures(date(2027, 1, 31)))["commitment_rate"] == (0, 1)


def test_withdrawn_and_void_cases_are_counted_but_stand_in_no_denominator(village):
    found = figures(day(6, 30))
    assert found["counts"] == {
        "received": 6,
        "submitted": 0,
        "registered": 1,
        "assigned": 1,
        "handling": 0,
        "replied": 1,
        "closed": 2,
        "not_filed": 0,
        "turned": 0,
        "merged": 0,
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


def assisted(district) -> Walk:
    """教育局 hosts, 财政局 assists; they sign on 20 March: the opinion is due 20 April."""
    walk = Walk(district).assign("015", ("education", "host"), ("finance", "assisting"))
    return walk.sign(day(3, 20), "education", "finance")


def assert_rates(key: str, expected: dict[date, tuple[int, int]]) -> None:
    """What a figure is as of each of several days."""
    assert {on: rates(figures(on))[key] for on in expected} == expected


def test_an_opinion_that_came_late_stays_late_when_the_host_asks_for_a_better_one(district):
    walk = assisted(district).opinion(day(4, 24))
    assert_rates("assist_on_time_rate", {day(4, 24): (0, 1)})
    with district.act("handler", day(4, 27)):
        opinions.send_back(walk.row("finance"), "请写明金额")
    late = dict.fromkeys((day(4, 21), day(4, 24), day(4, 27), day(6, 30)), (0, 1))
    late[day(4, 20)] = (0, 0)  # its last day
    assert_rates("assist_on_time_rate", late)
    walk.opinion(day(4, 28))
    assert_rates("assist_on_time_rate", late)


def test_an_opinion_that_came_in_time_stays_so_when_the_host_asks_for_a_better_one(district):
    walk = assisted(district).opinion(day(4, 20))
    with district.act("handler", day(4, 21)):
        opinions.send_back(walk.row("finance"), "请写明金额")
    in_time = dict.fromkeys((day(4, 20), day(4, 21), day(6, 30)), (1, 1))
    assert_rates("assist_on_time_rate", {day(4, 19): (0, 0), **in_time})


def test_an_opinion_that_was_taken_back_counts_until_that_day(district):
    walk = assisted(district).opinion(day(4, 15))
    with district.act("finance_head", day(4, 17)):
        opinions.recall(walk.row("finance"))
    walk.opinion(day(4, 24))
    expected = {
        day(4, 14): (0, 0),
        day(4, 15): (1, 1),
        day(4, 16): (1, 1),
        day(4, 17): (0, 0),
        day(4, 20): (0, 0),
        day(4, 21): (0, 1),
        day(4, 24): (0, 1),
    }
    assert_rates("assist_on_time_rate", expected)


def test_a_sign_for_that_was_taken_back_counts_until_that_day(district):
    walk = Walk(district).assign("015").sign(day(3, 19))
    with district.act("handler", day(3, 23)):
        signing.recall(walk.row())
    signed = dict.fromkeys((day(3, 19), day(3, 20), day(3, 22)), (1, 1))
    before = {day(3, 18): (0, 1), **signed, day(3, 23): (0, 1)}
    assert_rates("sign_rate", before)
    assert_rates("sign_on_time_rate", {**before, day(3, 18): (0, 0)})
    walk.sign(day(3, 24))
    assert_rates("sign_rate", {**before, day(3, 24): (1, 1)})
    assert_rates("sign_on_time_rate", {**before, day(3, 18): (0, 0), day(3, 24): (0, 1)})


def test_a_form_that_lapsed_stays_so_while_a_late_paper_form_waits_for_its_second_person(district):
    walk = Walk(district).assign("015").sign(day(3, 19)).talk(day(3, 27))
    walk.answer(day(4, 3), "云教函〔2026〕1号").deliver(day(4, 3))
    with district.act("clerk", day(5, 20)):
        (item,) = awaited(walk.case_id)
        rating.lapse(item, day(5, 20))
    lapsed = {day(5, 19): (0, 1), day(5, 20): (1, 1), day(5, 25): (1, 1)}
    assert_rates("lapsed_rate", lapsed)
    walk.enter_rating(day(5, 25), GOOD)
    assert_rates("lapsed_rate", lapsed)
    assert_rates("feedback_rate", {day(5, 25): (0, 1)})
    with district.act("leader", day(5, 26)):
        rating.confirm_on_behalf(every(Rating)[0])
    assert_rates("lapsed_rate", {**lapsed, day(5, 26): (0, 1)})
    assert_rates("feedback_rate", {day(5, 25): (0, 1), day(5, 26): (1, 1)})


def test_a_unit_that_gave_its_part_up_before_a_limit_is_not_late(district):
    walk = Walk(district).assign("015", ("education", "host"), ("finance", "assisting"))
    with district.act("leader", day(3, 19)):
        reassign(walk.row("finance"), district.row(Unit, "city"), "交办有误", day(3, 19))
    found = {row["unit"]: rates(row) for row in figures(day(4, 30))["by_unit"]}
    of_finance, of_city = found["区财政局"], found["区城市管理局"]
    both = ("sign_on_time_rate", "assist_on_time_rate")
    assert [of_finance[key] for key in both] == [(0, 0), (0, 0)]
    assert [of_city[key] for key in both] == [(0, 1), (0, 1)]
