"""Rating: once, by the lead, with a reason where not satisfied, never changed afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests.rating.answered import (
    APRIL_7,
    APRIL_8,
    BAD,
    FAIR,
    GOOD,
    WHY,
    answer_apart,
    confirm,
    paper,
    rate,
    rating_of,
    ratings,
    said,
)
from tests.reply.letters import Letters
from tests.rows import the
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.rating import actions, queries
from tracker.rating.models import Rating
from tracker.reply import actions as replies
from tracker.settings.in_force import rulebook
from tracker.terms import Dimension
from tracker.timeline.models import HistoryEntry


def acts(letters: Letters) -> list[str]:
    query = select(HistoryEntry.act).where(
        HistoryEntry.case_id == letters.case_id, HistoryEntry.act.startswith("rating.")
    )
    return list(db.session.scalars(query.order_by(HistoryEntry.id)))


@pytest.mark.parametrize("value", [GOOD, FAIR])
def test_the_lead_rates_without_a_reason(letters, value):
    row = rating_of(rate(letters, value))
    assert ratings(letters) == [("submitted", value)]
    assert (row.filled_on, row.delivered_on, row.due_on) == (
        APRIL_7,
        date(2026, 4, 3),
        date(2026, 4, 27),
    )
    assert (row.on_behalf, row.entered_by) == (False, None)
    assert acts(letters) == ["rating.submitted"]
    assert letters.told("clerk")[-1].endswith(f"评价为{value.label}。")
    assert letters.told("congress_office")[-1].endswith("已收到评价。")
    assert letters.told("handler")[-1].endswith("已收到评价。")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_not_satisfied_asks_for_the_reason(letters, reason):
    with pytest.raises(Invalid, match="不满意请写明原因") as refusal:
        rate(letters, BAD, reason)
    assert refusal.value.field == "reason"
    with pytest.raises(Invalid, match="不满意请写明原因"):
        paper(letters, BAD, reason)
    assert ratings(letters) == []


def test_not_satisfied_puts_the_case_under_decision(letters):
    rate(letters, BAD, f" {WHY} ")
    assert [row.reason for row in queries.unsatisfied(letters.case_id)] == [WHY]
    assert acts(letters) == ["rating.submitted", "rating.unsatisfied"]
    assert letters.told("clerk")[-1].endswith(f"评价为不满意，待研究是否重新办理：{WHY}")
    assert WHY not in "".join(letters.told("handler"))


def test_the_base_refuses_a_missing_reason_and_a_second_rating(letters):
    number = rate(letters, BAD, WHY)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Rating).where(Rating.id == number).values(reason=""))
    db.session.rollback()
    row = rating_of(number)
    again = Rating(
        state="submitted", case=row.case, assignment=row.assignment, round=row.round,
        submitter=row.submitter, reply=row.reply, overall=GOOD, filled_on=APRIL_8,
    )  # fmt: skip
    db.session.add(again)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_value_for_each_dimension_of_the_place_is_asked_for(letters, monkeypatch):
    asked = {**rulebook().choices, "dimensions": ["attitude", "result"]}
    book = replace(rulebook(), choices=asked)
    monkeypatch.setattr(actions, "book_of", lambda _case: book)
    with letters.district.act("deputy", APRIL_7):
        with pytest.raises(Invalid) as refusal:
            actions.submit(letters.letter(), {Dimension.ATTITUDE: GOOD}, "")
        values = {Dimension.ATTITUDE: GOOD, Dimension.RESULT: BAD}
        with pytest.raises(Invalid, match="不满意请写明原因"):
            actions.submit(letters.letter(), values, "")
        row = actions.submit(letters.letter(), values, WHY)
    assert refusal.value.field == "result"
    assert row.overall == BAD
    assert {value.dimension: value.value for value in the(Rating, row.id).values} == values


@pytest.mark.parametrize(
    "who",
    ["co_deputy", "clerk", "leader", "handler", "head", "congress_office", "cppcc_office"],
)
def test_nobody_but_the_lead_rates(letters, who):
    with pytest.raises(Refused, match="现在不能评价"):
        rate(letters, GOOD, who=who)
    assert ratings(letters) == []


@pytest.mark.parametrize("who", ["handler", "head", "leader", "deputy", "cppcc_office"])
def test_a_unit_never_enters_a_form(letters, who):
    with pytest.raises(Refused, match="现在不能代录评价"):
        paper(letters, GOOD, who=who)
    assert ratings(letters) == []


def test_a_rating_is_never_changed(letters):
    number = rate(letters, BAD, WHY)
    for attempt in (rate, paper):
        with pytest.raises(Refused, match="可能已经评价过"):
            attempt(letters, GOOD, on=APRIL_8)
    with pytest.raises(Refused, match="现在不能核对"):
        confirm(letters, number)
    with pytest.raises(Refused), letters.district.act("leader", APRIL_8):
        actions.reject_on_behalf(rating_of(number), "重来")
    assert queries.awaited(letters.case_id) == []
    assert ratings(letters) == [("submitted", "unsatisfied")]


def test_a_letter_that_is_not_out_is_not_rated(letters):
    other = Letters(letters.app, letters.district)
    other.assign(("education", "independent"), number="020")
    other.sign()
    other.talk()
    other.draft()
    with pytest.raises(Refused, match="现在不能评价"):
        rate(other, GOOD)
    with other.by("handler"):
        replies.submit_for_signing(other.letter())
    with pytest.raises(Refused, match="现在不能代录评价"):
        paper(other, GOOD)


def test_two_letters_have_two_ratings(letters):
    both = Letters(letters.app, letters.district)
    answer_apart(both, "021")
    rate(both, GOOD)
    assert [item.letter.assignment_id for item in queries.awaited(both.case_id)] == [
        both.rows["finance"]
    ]
    rate(both, BAD, WHY, unit="finance")
    assert ratings(both) == [("submitted", "satisfied"), ("submitted", "unsatisfied")]


def test_a_paper_form_counts_after_a_second_person_confirmed_it(letters):
    number = paper(letters, BAD, WHY)
    assert ratings(letters) == [("pending", "unsatisfied")]
    assert queries.unsatisfied(letters.case_id) == []
    assert acts(letters) == ["rating.entered"]
    assert letters.told("leader")[-1].endswith("代录的评价待核对。")
    assert letters.told("congress_office")[-1].endswith("代录的评价待核对。")
    confirm(letters, number)
    row = rating_of(number)
    assert ratings(letters) == [("submitted", "unsatisfied")]
    assert row.entered_by == letters.district.person("clerk").account_id
    assert row.confirmed_by == letters.district.person("leader").account_id
    assert row.filled_on == APRIL_7
    assert acts(letters)[1:] == ["rating.confirmed", "rating.unsatisfied"]
    line = db.session.query(HistoryEntry).filter_by(act="rating.confirmed").one()
    assert line.sentence == "对区教育局答复的评价：不满意（代录，已由第二人核对）。"
    assert line.public


def test_who_entered_a_form_never_confirms_it(letters):
    number = paper(letters, GOOD, who="congress_office")
    for who in ("congress_office", "clerk", "cppcc_office", "head", "deputy"):
        with pytest.raises(Refused, match="现在不能核对代录的评价"):
            confirm(letters, number, who)
    assert ratings(letters) == [("pending", "satisfied")]
    confirm(letters, number, "leader")
    assert ratings(letters) == [("submitted", "satisfied")]


def test_the_body_confirms_what_the_office_entered(letters):
    confirm(letters, paper(letters, FAIR), "congress_office")
    assert ratings(letters) == [("submitted", "basically_satisfied")]


def test_a_wrong_entry_is_sent_back_and_entered_again(letters):
    number = paper(letters, BAD, WHY)
    with letters.district.act("leader", APRIL_8):
        with pytest.raises(Invalid, match="请填写理由"):
            actions.reject_on_behalf(rating_of(number), " ")
        actions.reject_on_behalf(rating_of(number), "扫描件是另一件的。")
    assert letters.told("clerk")[-1].endswith("代录的评价被退回，请重新录入。")
    confirm(letters, paper(letters, GOOD, on=APRIL_8))
    assert ratings(letters) == [("rejected", "unsatisfied"), ("submitted", "satisfied")]
    assert queries.unsatisfied(letters.case_id) == []


def test_the_bodys_office_that_entered_a_form_is_told_that_it_was_rejected(letters):
    number = paper(letters, GOOD, who="congress_office")
    with letters.district.act("leader", APRIL_8):
        actions.reject_on_behalf(rating_of(number), "与扫描件不符。")
    for who in ("congress_office", "clerk"):
        assert letters.told(who)[-1].endswith("代录的评价被退回，请重新录入。")
    assert letters.told("cppcc_office") == []


def test_the_lead_does_not_rate_beside_a_form_that_waits(letters):
    paper(letters, GOOD)
    with pytest.raises(Refused, match="现在不能评价"):
        rate(letters, BAD, WHY)


def test_a_paper_form_needs_its_scan_and_a_day_that_can_be(letters):
    with pytest.raises(Invalid) as refusal:
        paper(letters, GOOD, scan=False)
    assert refusal.value.field == "scan"
    for day, words in ((date(2026, 4, 2), "不能早于答复函落款日期"), (APRIL_8, "不能晚于今天")):
        form = actions.Form(said(GOOD), "", day)
        with letters.district.act("clerk", APRIL_7):
            letter, scan = letters.letter(), letters.scan()
            with pytest.raises(Invalid, match=words):
                actions.enter_on_behalf(letter, form, scan)
    assert ratings(letters) == []
