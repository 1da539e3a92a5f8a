"""What is left of an assisting part once the case is answered, and once it is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.desk.rows import lines_for
from tests.plan.days import made, run
from tests.rating.answered import APRIL_7, GOOD, deliver, rate
from tests.reply.letters import DAY, DONE, ISSUED, MET, Letters
from tracker.assign import opinions, queries, reassigning, returns, signing
from tracker.assign.acts import Act
from tracker.kernel import clock
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import actions as replies
from tracker.supervise import actions as supervise
from tracker.supervise import queries as supervision
from tracker.units.models import Unit

SHARES = (("education", "host"), ("finance", "assisting"), ("post", "assisting"))
WHY = "不属本单位职责。"


@pytest.fixture
def stage(app, district):
    """A case of one host and two assisting units, of which one does not log in."""
    with clock.moved_to(clock.at(DAY)):
        letters = Letters(app, district)
        letters.assign(*SHARES)
        letters.sign()
        letters.talk()
        yield letters


def answer(stage: Letters) -> None:
    """Let the host answer without waiting for opinions."""
    stage.draft(replace(DONE, missing_opinions_reason="期限将至。"))
    with stage.by("handler"):
        replies.submit_for_signing(stage.letter())
    with stage.by("head"):
        replies.sign_in_unit(stage.letter())
    stage.issue()


def close(stage: Letters) -> None:
    """Let the lead be satisfied and the office close the case."""
    deliver(stage)
    rate(stage, GOOD)
    with stage.district.act("clerk", APRIL_7):
        supervise.close(stage.case(), APRIL_7)


def _sign(stage: Letters) -> None:
    signing.sign(stage.row("finance"), APRIL_7)


def _sign_on_behalf(stage: Letters) -> None:
    signing.sign_on_behalf(stage.row("post"), APRIL_7, stage.scan())


def _request(stage: Letters) -> None:
    returns.request(stage.row("finance"), WHY, stage.district.row(Unit, "city"), APRIL_7)


def _enter_return(stage: Letters) -> None:
    unit = stage.district.row(Unit, "city")
    returns.enter_on_behalf(stage.row("post"), WHY, unit, date(2026, 3, 20), stage.scan())


def _reassign(stage: Letters) -> None:
    unit = stage.district.row(Unit, "city")
    reassigning.reassign(stage.row("finance"), unit, "交办有误。", APRIL_7)


@pytest.mark.parametrize(
    ("closed", "state"), [(False, "已答复"), (True, "办结")], ids=["answered", "closed"]
)
@pytest.mark.parametrize(
    ("who", "act", "label"),
    [
        ("finance_handler", _sign, "签收"),
        ("clerk", _sign_on_behalf, "代签收"),
        ("finance_head", _request, "申请退办"),
        ("clerk", _enter_return, "代录退办申请"),
        ("clerk", _reassign, "改办"),
    ],
)
def test_an_assisting_part_is_neither_signed_for_nor_handed_on_once_the_case_is_answered(
    stage, closed, state, who, act: Callable[[Letters], None], label
):
    answer(stage)
    if closed:
        close(stage)
    with (
        pytest.raises(Refused, match=f"该件为“{state}”，现在不能{label}。请刷新页面查看。"),
        stage.district.act(who, APRIL_7),
    ):
        act(stage)
    assert [str(row.state) for row in queries.live(stage.case_id)[1:]] == ["assigned", "assigned"]
    assert queries.offers(stage.case(), stage.district.person(who)) == []


def test_a_sign_for_is_not_taken_back_once_the_case_is_answered(stage):
    stage.sign("finance", "finance_handler")
    answer(stage)
    offers = queries.offers(stage.case(), stage.district.person("finance_handler"))
    assert [offer.code for offer in offers] == [Act.SUBMIT_OPINION]
    with pytest.raises(Refused, match="现在不能收回签收"), stage.by("finance_handler"):
        signing.recall(stage.row("finance"))


def test_an_opinion_may_come_after_the_answer_but_not_after_the_closing(stage):
    stage.sign("finance", "finance_handler")
    stage.sign_for_offline()
    answer(stage)
    with stage.by("finance_head"):
        opinions.submit(stage.row("finance"), "资金已列入年度预算。", MET)
    with stage.by("handler"):
        opinions.accept(stage.row("finance"))
    assert str(stage.row("finance").state) == "opinion_accepted"
    close(stage)
    with pytest.raises(Refused, match="该件为“办结”"), stage.district.act("clerk", APRIL_7):
        opinions.enter_on_behalf(stage.row("post"), "网点可以配合。", MET, stage.scan())


def test_an_open_part_hinders_no_closing_and_is_reminded_of_no_more(stage):
    answer(stage)
    deliver(stage)
    rate(stage, GOOD)
    assert supervision.hindrances(stage.case()) == []
    with stage.district.act("clerk", APRIL_7):
        supervise.close(stage.case(), APRIL_7)
    run(date(2026, 4, 8), date(2026, 4, 21))
    assert (made(stage, "sign"), made(stage, "assist")) == ([], [])
    assert lines_for(stage.district.person("finance_handler"), APRIL_7) == []


def test_a_part_is_signed_for_again_once_the_case_is_reopened(stage):
    answer(stage)
    close(stage)
    with stage.district.act("clerk", APRIL_7):
        supervise.reopen(stage.case(), stage.row(), "代表要求重新办理。", APRIL_7)
    with stage.district.act("finance_handler", APRIL_7):
        _sign(stage)
    assert str(stage.row("finance").state) == "signed"


@pytest.mark.parametrize("closed", [False, True], ids=["answered", "closed"])
@pytest.mark.parametrize(("granted", "left"), [(True, "returned"), (False, "assigned")])
def test_an_open_request_is_decided_after_the_answer_but_gives_the_part_to_nobody(
    stage, closed, granted, left
):
    city = stage.district.row(Unit, "city")
    with stage.district.act("finance_head", date(2026, 3, 20)):
        returns.request(stage.row("finance"), WHY, city, date(2026, 3, 20))
    answer(stage)
    if closed:
        close(stage)
    with (
        pytest.raises(Invalid, match="不再交其他单位会办") as refusal,
        stage.district.act("clerk", APRIL_7),
    ):
        returns.decide(stage.row("finance"), returns.Decision(True, "同意。", city, APRIL_7))
    assert refusal.value.field == "unit_id"
    with stage.district.act("clerk", APRIL_7):
        decision = returns.Decision(granted, "已答复。", None, APRIL_7)
        returns.decide(stage.row("finance"), decision)
    assert str(stage.row("finance").state) == left
    assert stage.told("city_handler") == []


def test_the_page_that_decides_a_request_proposes_no_unit_after_the_answer(stage):
    city = stage.district.row(Unit, "city")
    with stage.district.act("finance_head", date(2026, 3, 20)):
        returns.request(stage.row("finance"), WHY, city, date(2026, 3, 20))
    chosen = f'<option selected value="{city.id}"'
    with clock.moved_to(clock.at(ISSUED, 9)):
        clerk = stage.client("clerk")
        assert chosen in clerk.get(stage.url("/return/decide", "finance")).text
        answer(stage)
        assert chosen not in clerk.get(stage.url("/return/decide", "finance")).text
