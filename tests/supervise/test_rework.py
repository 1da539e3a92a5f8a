"""Not satisfied: another round in one act, or why not; and a closed case handled again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.rating.answered import (
    APRIL_7,
    BAD,
    GOOD,
    WHY,
    answer_apart,
    confirm,
    lapse,
    paper,
    rate,
    rating_of,
)
from tests.reply.letters import DONE, TALK, Letters
from tests.scenes import limit_of
from tracker.contact import actions as contacts
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.rating import queries as ratings
from tracker.reply import actions as replies
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts
from tracker.supervise import actions, following, queries
from tracker.supervise.models import ReworkDecision
from tracker.terms import CaseState, DeliveryWay

APRIL_15 = date(2026, 4, 15)
ORDERED = date(2026, 4, 13)
PLEASE = "请写明解决的时间。"


@pytest.fixture
def disliked(letters):
    """The case with a 不满意 of 7 April."""
    letters.rating = rate(letters, BAD, WHY)
    return letters


def order(letters: Letters, who: str = "clerk", *, reason: str = PLEASE, on: date = ORDERED):
    with letters.district.act(who, APRIL_15):
        return actions.open_round(rating_of(letters.rating), reason, on)


def decline(letters: Letters, who: str = "leader", *, reason: str = "已当面解释。"):
    with letters.district.act(who, APRIL_15):
        return actions.decide_without_round(rating_of(letters.rating), reason, APRIL_15)


def second_letter(letters: Letters, day: date) -> None:
    """Answer the second round on a day."""
    with clock.moved_to(clock.at(day)):
        district = letters.district
        with district.act("handler", day):
            contacts.add(letters.row(), replace(TALK, held_on=day))
            replies.start(letters.row(), DONE)
            replies.submit_for_signing(letters.letter())
        with district.act("head", day):
            replies.sign_in_unit(letters.letter())
            issuing.issue(letters.letter(), IssueFacts("云教函(2026)第025号", day, "陈志远"))


def test_the_next_round_counts_from_the_order_and_not_from_today(disliked):
    order(disliked)
    row, case = disliked.row(), disliked.case()
    # one month from Monday 13 April is 13 May, a Wednesday
    assert limit_of(case.id) == date(2026, 5, 13)
    assert row.deadline("reply").due_on == date(2026, 5, 13)
    assert (row.deadline("reply").rule, row.deadline("reply").event_on) == ("rework", ORDERED)
    assert (row.round, str(row.state), str(case.state)) == (2, "handling", "handling")
    firsts = [(d.ordinal, d.due_on) for d in row.deadlines if d.kind == "reply"]
    assert firsts == [(1, date(2026, 6, 18)), (2, date(2026, 5, 13))]
    (decision,) = db.session.scalars(select(ReworkDecision))
    assert (decision.opens_round, decision.reason, decision.decided_on) == (2, PLEASE, ORDERED)


def test_everybody_concerned_is_told_of_the_next_round(disliked):
    order(disliked)
    assert disliked.told("handler")[-1].endswith(f"重新办理，请于 2026-05-13 前再次答复：{PLEASE}")
    assert disliked.told("deputy")[-1].endswith("由区教育局重新办理，2026-05-13 前答复您。")
    assert disliked.told("congress_office")[-1].endswith("由区教育局重新办理。")
    assert disliked.told("cppcc_office") == []


def test_one_rating_has_one_decision(disliked):
    order(disliked)
    for again in (order, decline):
        with pytest.raises(Refused):
            again(disliked)
    db.session.add(
        ReworkDecision(
            case_id=disliked.case_id, assignment_id=disliked.rows["education"],
            rating_id=disliked.rating, reason="再来一次", decided_on=APRIL_15,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    assert disliked.row().round == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"on": date(2026, 4, 6)}, "on"),
        ({"on": date(2026, 4, 16)}, "on"),
    ],
)
def test_an_order_needs_its_reason_and_a_day_that_can_be(disliked, changes, field):
    with pytest.raises(Invalid) as refusal:
        order(disliked, **changes)
    assert refusal.value.field == field
    db.session.expire_all()
    assert (disliked.row().round, queries.undecided(disliked.case_id)) == (
        1,
        [rating_of(disliked.rating)],
    )


@pytest.mark.parametrize("who", ["handler", "head", "deputy", "congress_office", "district_leader"])
def test_only_the_office_decides(disliked, who):
    for attempt in (order, decline):
        with pytest.raises(Refused, match="现在不能"):
            attempt(disliked, who)


def test_the_leader_records_why_it_is_not_handled_again(disliked):
    with pytest.raises(Refused, match="现在不能不再重办"):
        decline(disliked, "clerk")
    with pytest.raises(Invalid):
        decline(disliked, reason=" ")
    decline(disliked)
    assert queries.undecided(disliked.case_id) == []
    assert queries.hindrances(disliked.case()) == []
    assert (disliked.row().round, str(disliked.case().state)) == (1, "replied")
    for who in ("congress_office", "deputy"):
        assert disliked.told(who)[-1].endswith("区教育局的答复不再重办：已当面解释。")
    with pytest.raises(Refused):
        order(disliked)


@pytest.mark.parametrize("value", ["satisfied", "lapsed", "pending"])
def test_what_is_not_unsatisfied_is_not_decided(letters, value):
    if value == "satisfied":
        letters.rating = rate(letters, GOOD)
    elif value == "lapsed":
        letters.rating = lapse(letters, date(2026, 5, 8)).id
    else:
        letters.rating = paper(letters, BAD, WHY)
    with pytest.raises(Refused):
        order(letters)
    assert letters.row().round == 1


def test_a_paper_form_is_decided_from_its_confirmation_on(letters):
    letters.rating = paper(letters, BAD, WHY)
    assert queries.undecided(letters.case_id) == []
    confirm(letters, letters.rating)
    assert [row.id for row in queries.undecided(letters.case_id)] == [letters.rating]
    order(letters)
    assert letters.row().round == 2


def test_both_rounds_are_kept_with_letter_and_rating(disliked):
    order(disliked)
    number = disliked.letter
    with pytest.raises(AssertionError):
        number()  # the second round has no letter yet
    second_letter(disliked, date(2026, 4, 20))
    assert str(disliked.case().state) == "replied"
    assert queries.hindrances(disliked.case()) == [
        "区教育局的答复还没有登记送达，请先登记送达日期。"
    ]
    rate(disliked, GOOD, on=date(2026, 4, 21))
    assert queries.hindrances(disliked.case()) == []
    rows = db.session.execute(db.text("SELECT round, overall FROM rating ORDER BY round"))
    assert [tuple(row) for row in rows] == [(1, "unsatisfied"), (2, "satisfied")]
    rows = db.session.execute(db.text("SELECT round, number FROM reply ORDER BY round"))
    assert [tuple(row) for row in rows] == [
        (1, "云教函〔2026〕12号"),
        (2, "云教函〔2026〕25号"),
    ]


def test_a_third_round_may_follow(disliked):
    order(disliked)
    second_letter(disliked, date(2026, 4, 20))
    disliked.rating = rate(disliked, BAD, "仍然没有时间。", on=date(2026, 4, 21))
    with disliked.district.act("leader", date(2026, 4, 22)):
        actions.open_round(rating_of(disliked.rating), PLEASE, date(2026, 4, 22))
    assert (disliked.row().round, limit_of(disliked.case_id)) == (3, date(2026, 5, 22))


def test_each_of_two_letters_is_decided_by_itself(stage):
    answer_apart(stage, "021")
    first = rate(stage, BAD, WHY)
    second = rate(stage, BAD, "经费没有说清。", unit="finance")
    stage.rating = first
    order(stage)
    assert (stage.row().round, stage.row("finance").round) == (2, 1)
    assert [row.id for row in queries.undecided(stage.case_id)] == [second]
    stage.rating = second
    order(stage, on=date(2026, 4, 14))
    assert stage.row("finance").deadline("reply").due_on == date(2026, 5, 14)
    assert limit_of(stage.case_id) == date(2026, 5, 13)


def test_a_late_form_puts_a_closed_case_under_decision(letters):
    lapse(letters, date(2026, 5, 8))
    with letters.district.act("clerk", date(2026, 5, 11)):
        actions.close(letters.case(), date(2026, 5, 11))
    letters.rating = rate(letters, BAD, WHY, on=date(2026, 5, 12))
    assert [row.id for row in queries.undecided(letters.case_id)] == [letters.rating]
    with letters.district.act("clerk", date(2026, 5, 13)):
        actions.open_round(rating_of(letters.rating), PLEASE, date(2026, 5, 13))
    case = letters.case()
    # 13 June 2026 is a Saturday, 15 June the next working day
    assert (str(case.state), case.closed_on, limit_of(case.id)) == (
        "handling",
        None,
        date(2026, 6, 15),
    )


def test_congress_asks_to_handle_a_closed_case_again(letters):
    rate(letters, GOOD)
    with letters.district.act("clerk", APRIL_7):
        with pytest.raises(Refused, match="现在不能应要求重新办理"):
            actions.reopen(letters.case(), letters.row(), "人大要求。", APRIL_7)
        actions.close(letters.case(), APRIL_7)
    with letters.district.act("clerk", APRIL_15):
        with pytest.raises(Invalid, match="不能早于办结日期"):
            actions.reopen(letters.case(), letters.row(), "人大要求。", date(2026, 4, 6))
        actions.reopen(letters.case(), letters.row(), "人大要求。", ORDERED)
    case = letters.case()
    assert (str(case.state), case.closed_on, limit_of(case.id)) == (
        "handling",
        None,
        date(2026, 5, 13),
    )
    assert queries.is_followed(case)
    assert letters.told("handler")[-1].endswith("重新办理，请于 2026-05-13 前再次答复：人大要求。")
    assert letters.told("congress_office")[-1].endswith("由区教育局重新办理。")
    assert case.state == CaseState.HANDLING
    with letters.district.act("clerk", APRIL_15), pytest.raises(Refused, match="还没有答复"):
        following.end(letters.case(), "人大认可。", APRIL_15)
    second_letter(letters, date(2026, 4, 20))
    with letters.district.act("handler", date(2026, 4, 20)):
        day, lead = date(2026, 4, 20), letters.case().lead
        issuing.record_delivery(letters.letter(), lead, DeliveryWay.IN_PERSON, day)
    (waiting,) = ratings.awaited(letters.case_id)
    # fifteen working days from Monday 20 April, over Labour Day, with Saturday 9 May worked
    assert (waiting.letter.round, waiting.due_on) == (2, date(2026, 5, 13))


def test_a_closed_case_is_decided_before_it_is_handled_again_on_request(letters):
    """Or the new round would run beside a 不满意 that can no longer be ordered."""
    late, after = date(2026, 5, 12), date(2026, 5, 13)
    lapse(letters, date(2026, 5, 8))
    with letters.district.act("clerk", date(2026, 5, 11)):
        actions.close(letters.case(), date(2026, 5, 11))
    letters.rating = paper(letters, BAD, WHY, on=late)
    with letters.district.act("clerk", after), pytest.raises(Refused, match="现在不能应要求"):
        actions.reopen(letters.case(), letters.row(), "人大要求。", after)
    confirm(letters, letters.rating, on=late)
    with letters.district.act("clerk", after), pytest.raises(Refused, match="现在不能应要求"):
        actions.reopen(letters.case(), letters.row(), "人大要求。", after)
    with letters.district.act("clerk", after):
        actions.open_round(rating_of(letters.rating), PLEASE, after)
    assert (letters.row().round, str(letters.case().state)) == (2, "handling")
    assert queries.undecided(letters.case_id) == []
