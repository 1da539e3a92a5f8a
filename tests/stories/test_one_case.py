"""One hand-registered case from its registration to the end of its follow-up, by the pages."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tests.rows import every
from tests.stories import roads
from tests.stories.people import at
from tracker.audit.queries import verify
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.rating.models import Rating
from tracker.reply.models import Commitment

MARCH_18, MARCH_19, MARCH_25 = date(2026, 3, 18), date(2026, 3, 19), date(2026, 3, 25)
MAY_8, MAY_12 = date(2026, 5, 8), date(2026, 5, 12)
AUGUST_28, SEPTEMBER_2 = date(2026, 8, 28), date(2026, 9, 2)
APRIL_10, APRIL_13, APRIL_15 = date(2026, 4, 10), date(2026, 4, 13), date(2026, 4, 15)


def registered(stage) -> int:
    with at(MARCH_18, 9):
        clerk = stage.person("clerk")
        address = clerk.does(
            "/cases/new",
            session_id=stage.district.ids["congress_session"],
            period="session",
            number="015",
            title="关于增加城东片区普惠性幼儿园学位的建议",
            lead_type="person",
            lead="刘桂兰",
            co_signers="王守田",
            received_on=date(2026, 3, 2),
            text="城东片区新建小区多，公办园学位不足。",
        )
    return int(address.rsplit("/", 1)[1])


def assigned(stage, case_id: int) -> int:
    with at(MARCH_18, 10):
        stage.person("clerk").does(
            f"/cases/{case_id}/propose", mode="independent", unit_id=stage.district.ids["education"]
        )
    with at(MARCH_18, 11):
        stage.person("leader").does(f"/cases/{case_id}/approve", assigned_on=MARCH_18, batch_id=0)
    return roads.unit_of(case_id, stage, "education")


PEOPLE = ("handler", "head")


def first_round(stage, case_id: int, row: int) -> None:
    """A class C letter that the deputy is not satisfied with."""
    roads.sign(stage, case_id, row, "handler", MARCH_19)
    roads.contact(stage, case_id, row, "handler", MARCH_25)
    facts = {"number": "云教函〔2026〕12号", "reply_class": "C", "outcome": "not_now"}
    letter = roads.answer(stage, case_id, row, PEOPLE, APRIL_10, **facts)
    assert roads.state_of(case_id) == "replied"
    roads.deliver(stage, case_id, letter, "handler", APRIL_10)
    roads.rate(stage, case_id, row, "unsatisfied", APRIL_13, "没有说明何时解决。")


def ordered_again(stage, case_id: int) -> None:
    """The clerk finds it on the desk, cannot close it, and opens round 2."""
    (rating,) = every(Rating)
    with at(APRIL_15):
        clerk = stage.person("clerk")
        assert "没有说明何时解决" in clerk.sees("/")
        assert "研究是否重办" in clerk.sees("/supervision/")
        status, text = clerk.tries(f"/supervision/cases/{case_id}/close", on=APRIL_15)
        assert status == 409
        assert "尚未决定是否重新办理" in text
        address = f"/supervision/cases/{case_id}/decide/{rating.id}"
        clerk.does(address, on=APRIL_15, reason="请说明解决的时间。")
        # one month from the order: 15 May 2026, a Friday
        assert "5月15日" in clerk.sees(f"/cases/{case_id}")
    assert roads.state_of(case_id) == "handling"


def second_round(stage, case_id: int, row: int) -> None:
    """A class B letter with a dated promise; satisfied; closed, still followed."""
    roads.contact(stage, case_id, row, "handler", date(2026, 5, 6))
    facts = {
        "number": "云教函〔2026〕25号",
        "reply_class": "B",
        "outcome": "planned_dated",
        "promise": "新建公办园一所，增加学位270个",
        "promise_due_on": date(2026, 9, 1),
    }
    letter = roads.answer(stage, case_id, row, PEOPLE, MAY_8, **facts)
    roads.deliver(stage, case_id, letter, "handler", MAY_8)
    roads.rate(stage, case_id, row, "satisfied", date(2026, 5, 11))
    with at(MAY_12):
        clerk = stage.person("clerk")
        clerk.does(f"/supervision/cases/{case_id}/close", on=MAY_12)
        assert "报告进展" in clerk.sees("/supervision/?only=promises")
        ending = {"on": MAY_12, "reason": "已办结"}
        assert clerk.tries(f"/supervision/cases/{case_id}/end", **ending)[0] == 409
    assert roads.state_of(case_id) == "closed"


def promise_kept(stage, case_id: int) -> None:
    """The unit reports, the office looks, the case leaves follow-up with a reason."""
    (promise,) = every(Commitment)
    base, reported, looked = f"/cases/{case_id}/commitments/{promise.id}", AUGUST_28, SEPTEMBER_2
    with at(reported):
        facts = {"text": "新园已建成。", "on": reported, "done": "y"}
        stage.person("handler").does(f"{base}/progress", **facts)
    with at(looked):
        clerk = stage.person("clerk")
        clerk.does(f"{base}/close", decision="done", on=looked, reason="现场核实，已开园。")
        ending = {"on": looked, "reason": "承诺已落实，代表认可"}
        clerk.does(f"/supervision/cases/{case_id}/end", **ending)
        assert "没有这样的事项" in clerk.sees("/supervision/")


def test_not_satisfied_handled_again_closed_and_still_followed(stage):
    case_id = registered(stage)
    row = assigned(stage, case_id)
    first_round(stage, case_id, row)
    ordered_again(stage, case_id)
    second_round(stage, case_id, row)
    promise_kept(stage, case_id)
    with at(SEPTEMBER_2):
        for name in ("clerk", "leader", "handler", "head", "congress_office"):
            assert "关于增加城东片区" in stage.person(name).sees(f"/cases/{case_id}")
        assert "已办结" in stage.person("deputy").sees(f"/cases/{case_id}")
    assert verify().intact


def test_a_stranger_never_learns_that_the_case_exists(stage):
    case_id = registered(stage)
    assigned(stage, case_id)
    with at(MARCH_18, 12):
        for name in ("city_handler", "city_head", "cppcc_office", "district_leader"):
            person = stage.person(name)
            assert person.refused(f"/cases/{case_id}") == 404
            assert "城东片区" not in person.sees("/")
        assert stage.person("co_deputy").refused(f"/rating/cases/{case_id}") == 200


def test_a_refused_form_changes_nothing(stage):
    with at(MARCH_18):
        clerk = stage.person("clerk")
        status, text = clerk.tries("/cases/new", number="", title="", received_on="2026-02-30")
        assert status == 422
        assert "请填写标题" in text
    assert db.session.scalar(select(Case)) is None
