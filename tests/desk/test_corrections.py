"""The correction of an issued letter is on the desk of whoever goes on with it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import current_app

from tests.desk.rows import mine_of
from tests.desk.town import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from tests.reports.walk import Walk
from tracker.desk.case_page import CasePage, page_of
from tracker.kernel import clock
from tracker.kernel.errors import Refused
from tracker.rating import actions as rating
from tracker.reply import actions as letters
from tracker.reply import issuing, queries
from tracker.reply.letter_check import IssueFacts
from tracker.supervise import actions as supervise
from tracker.supervise.queries import hindrances
from tracker.terms import CaseState, Dimension, Satisfaction

TODAY = date(2026, 6, 16)


@pytest.fixture
def walk(district) -> Walk:
    """A letter that was issued and delivered, and whose correction was begun."""
    walk = Walk(district).assign("301", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.answer(THURSDAY, "云教函〔2026〕31号").deliver(THURSDAY)
    with district.act("handler", FRIDAY):
        letters.mend(walk.letter(), "完成日期写错。")
    return walk


def waits(walk: Walk, who: str) -> list[tuple[str, str]]:
    """What waits for a person: category and reason."""
    with clock.moved_to(clock.at(TODAY, 9)):
        lines = mine_of(walk.district.person(who), TODAY)
        return [(line.duty.kind.label, line.reason) for line in lines]


def shown(walk: Walk, who: str) -> CasePage:
    """The page of the case."""
    with clock.moved_to(clock.at(TODAY, 9)), current_app.test_request_context():
        return page_of(walk.case, walk.district.person(who))


def steps(walk: Walk) -> dict[str, str]:
    """How far the bar says that the case is."""
    return {step.label: step.state for step in shown(walk, "clerk").steps}


def submit(walk: Walk) -> None:
    with walk.district.act("handler", FRIDAY, 11):
        letters.submit_for_signing(walk.letter())


def sign(walk: Walk) -> None:
    with walk.district.act("head", FRIDAY, 12):
        letters.sign_in_unit(walk.letter())


def issue(walk: Walk) -> None:
    with walk.district.act("head", FRIDAY, 13):
        issuing.issue(walk.letter(), IssueFacts("云教函〔2026〕32号", FRIDAY, "孙立军"))


def rate(walk: Walk, value: Satisfaction) -> None:
    (letter,) = queries.letters(walk.case_id)
    with walk.district.act("deputy", FRIDAY, 16):
        rating.submit(letter, {Dimension.OVERALL: value}, "没有时间")


def test_each_step_waits_for_the_one_whose_turn_it_is(walk):
    assert ("待答复", "更正的答复未印发") in waits(walk, "handler")
    submit(walk)
    assert ("待签发", "更正的答复未印发，稿子待签发") in waits(walk, "head")
    assert "待签发" not in {category for category, _ in waits(walk, "handler")}
    sign(walk)
    assert ("待印发", "更正的答复未印发，已签发待印发") in waits(walk, "head")
    assert [line.words for line in shown(walk, "head").lines] == [
        "轮到您编号印发更正的答复",
        "等刘桂兰评价区教育局的答复",
    ]
    issue(walk)
    assert not {category for category, _ in waits(walk, "head")} & {"待签发", "待印发"}


def test_a_correction_that_came_after_the_rating_is_to_be_delivered(walk):
    rate(walk, Satisfaction.SATISFIED)
    submit(walk)
    sign(walk)
    issue(walk)
    told = ("待送达", "更正的答复送达未登记")
    assert told in waits(walk, "handler")
    walk.deliver(FRIDAY)
    assert told not in waits(walk, "handler")


def test_a_case_is_not_closed_before_the_correction_is_issued(walk):
    rate(walk, Satisfaction.SATISFIED)
    assert hindrances(walk.case) == ["区教育局的更正答复尚未印发。"]
    assert "待办结" not in {category for category, _ in waits(walk, "clerk")}
    with pytest.raises(Refused, match="更正答复尚未印发"), walk.district.act("clerk", FRIDAY, 18):
        supervise.close(walk.case, FRIDAY)
    submit(walk)
    sign(walk)
    issue(walk)
    assert "待办结" in {category for category, _ in waits(walk, "clerk")}
    walk.close(FRIDAY)
    assert walk.case.state == CaseState.CLOSED


@pytest.mark.parametrize("steps", [(), (submit,), (submit, sign)])
def test_a_round_that_is_opened_meanwhile_takes_the_correction_over_as_its_draft(walk, steps):
    for step in steps:
        step(walk)
    rate(walk, Satisfaction.UNSATISFIED)
    walk.again(FRIDAY)
    draft = walk.letter()
    assert (draft.round, draft.edition, draft.state, draft.mend_reason) == (2, 1, "drafting", "")
    assert (draft.signed_by, draft.checked_by) == (None, None)
    assert ("待答复", "答复未印发") in waits(walk, "handler")
    assert not {category for category, _ in waits(walk, "head")} & {"待签发", "待印发"}


def test_a_new_round_takes_answer_and_rating_back_on_the_bar(walk):
    rate(walk, Satisfaction.UNSATISFIED)
    marks = steps(walk)
    assert (marks["答复"], marks["评价"], marks["办结"]) == ("done", "now", "todo")
    walk.again(FRIDAY)
    marks = steps(walk)
    assert (marks["答复"], marks["评价"], marks["办结"]) == ("now", "todo", "todo")
