"""A rating that stood in a paper ledger: what comes in, what is owed after it, how it counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests import plain_sql
from tests.oracles import duties, lifecycle
from tests.rating.answered import BAD, FAIR, GOOD
from tests.reply.letters import DAY, NUMBERED
from tests.reports import second_way
from tests.rows import the
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import Notice
from tracker.plan.models import DutyRow
from tracker.rating import on_paper, queries
from tracker.rating.models import Rating
from tracker.reply import issuing
from tracker.reply.letter_check import LetterFacts
from tracker.supervise import actions as supervise
from tracker.terms import CaseState, Dimension, RatingState, ReplyClass
from tracker.timeline import queries as timeline
from tracker.timeline.models import HistoryEntry

LATER = date(2026, 6, 10)


@pytest.fixture
def answered_on_paper(letters):
    """A case answered on 3 April by a paper letter from before the system."""
    letters.assign(("education", "independent"), number="016")
    with letters.by("clerk"):
        facts = LetterFacts("", ReplyClass.A)
        issuing.enter_issued_on_behalf(letters.row(), facts, NUMBERED, paper=True)
    return letters


def enter(letters, value, on=None, reason="", today=LATER) -> Rating:
    """Enter what the ledger says, two months after the letter."""
    with letters.district.act("clerk", today):
        return on_paper.enter_on_paper(letters.letter(), value, on, reason)


def open_duties(letters) -> set[str]:
    """Return what is owed on the case."""
    query = select(DutyRow.kind).where(DutyRow.case_id == letters.case_id)
    return {str(kind) for kind in db.session.scalars(query)}


@pytest.mark.parametrize("value", [GOOD, FAIR])
@pytest.mark.parametrize("on", [None, date(2026, 4, 20)])
def test_a_rating_of_the_ledger_is_the_leads_and_final(answered_on_paper, value, on):
    told = db.session.query(Notice).count()
    row = the(Rating, enter(answered_on_paper, value, on).id)
    assert (row.state, row.overall, row.filled_on) == (RatingState.SUBMITTED, value, on)
    assert (row.on_paper, row.on_behalf, row.scan_id, row.due_on) == (True, True, None, None)
    assert row.submitter_id == answered_on_paper.case().lead.id
    assert [(one.dimension, one.value) for one in queries.by_id(row.id).values] == [
        (Dimension.OVERALL, value)
    ]
    assert db.session.query(Notice).count() == told
    lines = db.session.query(HistoryEntry).filter_by(act="rating.from_paper").all()
    when = "" if on else "，未注明日期，自录入之日计"
    sentence = f"对区教育局答复的评价：{value.label}（纸面台账所载{when}）。"
    assert [(line.sentence, line.on, line.public) for line in lines] == [
        (sentence, on or LATER, True)
    ]
    assert "close" in open_duties(answered_on_paper)
    assert "rate" not in open_duties(answered_on_paper)


@pytest.mark.parametrize("reason", ["", "没有写明何时解决。"])
def test_a_rating_of_not_satisfied_waits_for_the_decision_of_the_office(answered_on_paper, reason):
    enter(answered_on_paper, BAD, reason=reason)
    case = answered_on_paper.case()
    assert case.state == CaseState.REPLIED
    waits = open_duties(answered_on_paper)
    assert "decide" in waits
    assert "close" not in waits
    (followed,) = timeline.open_follow_ups([case.id])[case.id]
    assert followed.reason == (reason or "纸面台账记为不满意，未注明理由。")
    with answered_on_paper.district.act("leader", LATER):
        (row,) = queries.unsatisfied(case.id)
        supervise.decide_without_round(the(Rating, row.id), "已当面解释。", LATER)
    assert "close" in open_duties(answered_on_paper)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 4, 2), "不能早于答复函落款日期 2026-04-03"),
        (LATER + timedelta(days=1), "日期不能晚于今天"),
    ],
)
def test_a_day_that_cannot_be_is_asked_about(answered_on_paper, on, words):
    with pytest.raises(Invalid, match=words) as refused:
        enter(answered_on_paper, GOOD, on)
    assert refused.value.field == "filled_on"


def test_a_letter_that_was_rated_or_is_not_out_takes_no_rating(answered_on_paper):
    enter(answered_on_paper, GOOD)
    with pytest.raises(Refused, match="已有评价"):
        enter(answered_on_paper, FAIR)


def test_a_draft_takes_no_rating(letters):
    letters.assign(("education", "independent"), number="016")
    letters.sign()
    letters.draft()
    with pytest.raises(Refused, match="还没有印发"):
        enter(letters, GOOD)


@pytest.mark.parametrize("value", [GOOD, BAD])
@pytest.mark.parametrize("on", [None, date(2026, 4, 20)])
def test_figures_and_plan_are_those_of_the_oracles(answered_on_paper, value, on):
    enter(answered_on_paper, value, on)
    days = [DAY, date(2026, 4, 19), date(2026, 4, 20), LATER - timedelta(days=1), LATER]
    with clock.moved_to(clock.at(LATER)):
        assert second_way.differences(days) == []
        assert lifecycle.broken(plain_sql.rows) == []
    assert duties.kept(plain_sql.rows) == duties.owed(plain_sql.rows)


@pytest.mark.parametrize(
    ("on", "day", "rated"),
    [
        (date(2026, 4, 20), date(2026, 4, 19), 0),
        (date(2026, 4, 20), date(2026, 4, 20), 1),
        (None, LATER - timedelta(days=1), 0),
        (None, LATER, 1),
    ],
)
def test_it_counts_from_its_own_day_or_else_from_that_of_its_entry(
    answered_on_paper, on, day, rated
):
    enter(answered_on_paper, GOOD, on)
    told = second_way.Reading(second_way.Scope(), day).tallies()
    assert told.items["rated"] == rated


@pytest.mark.parametrize("values", [{"on_paper": False}, {"on_behalf": False}])
def test_the_database_lets_only_paper_have_neither_day_nor_reason(letters, values):
    letters.assign(("education", "independent"), number="016")
    with letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row(), LetterFacts(""), NUMBERED, paper=True)
    row = enter(letters, BAD)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Rating).where(Rating.id == row.id).values(**values))
    db.session.rollback()


def test_pages_say_that_it_stood_on_paper_and_names_no_day(answered_on_paper):
    enter(answered_on_paper, BAD)
    letters = answered_on_paper
    (row,) = queries.unsatisfied(letters.case_id)
    clerk = letters.client("clerk")
    page = clerk.get(f"/cases/{letters.case_id}").text
    for words in ("纸面记录", "未注明，2026-06-10 录入", "未注明日期，自录入之日计"):
        assert words in page
    decide = clerk.get(f"/supervision/cases/{letters.case_id}/decide/{row.id}")
    assert "未注明日期" in decide.text
    assert "纸面台账未注明" in decide.text
    assert "不满意" in letters.client("deputy").get(f"/rating/cases/{letters.case_id}").text
