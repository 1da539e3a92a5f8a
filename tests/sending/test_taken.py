"""A page whose act is no longer the reader's: what took it away is told, and no more than that."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from tests import scenes
from tests.reply.test_reply_views import DRAFT
from tests.reports.walk import Walk
from tests.sending.test_twice import marks
from tracker.assign import endings, reassigning, returns, signing, undoing
from tracker.assign.returns import Decision
from tracker.audit.models import AuditEntry
from tracker.cases import actions as cases
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.deputies.models import Deputy
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.sending import since
from tracker.terms import Period
from tracker.units.models import Unit

TODAY = date(2026, 3, 23)
WRITTEN = "城东片区将新增学位五百四十个。"
TALK = {"form": "visit", "held_on": "2026-03-20", "place": "城东街道", "said": WRITTEN}


@pytest.fixture(autouse=True)
def _day():
    """A few days after the assignment."""
    with clock.moved_to(clock.at(TODAY)):
        yield


@pytest.fixture
def one(app, district) -> Walk:
    """A case that 教育局 handles and has signed for."""
    return Walk(district).assign("041").sign(date(2026, 3, 20))


def reassigned(one: Walk) -> None:
    """The office gives it to another unit."""
    with one.district.act("leader", TODAY, 10):
        unit = one.district.row(Unit, "city")
        reassigning.reassign(one.row(), unit, "机构职责调整", TODAY)


def returned(one: Walk) -> None:
    """The unit's leader asks to be rid of it and the office agrees."""
    with one.district.act("head", TODAY, 10):
        returns.request(one.row(), "不属于本局", one.district.row(Unit, "city"), TODAY)
    with one.district.act("leader", TODAY, 11):
        unit = one.district.row(Unit, "city")
        returns.decide(one.row(), Decision(True, "职责已划转", unit))


def withdrawn(one: Walk) -> None:
    """The proposers take it back."""
    with one.district.act("leader", TODAY, 10):
        endings.withdraw(one.case, TODAY, "代表书面撤回")


WORDS = {
    reassigned: "已改由其他单位办理",
    returned: "已改由其他单位办理",
    withdrawn: "已停止办理",
}


def forms(one: Walk) -> dict[str, dict[str, str]]:
    """Return the forms that the handler has open, with what is typed into each."""
    own = f"/cases/{one.case_id}/assignments/{one.rows['education']}"
    return {
        f"{own}/reply": {**DRAFT, "text": WRITTEN},
        f"{own}/contacts/new": TALK,
        f"{own}/return": {"reason": WRITTEN, "on": "2026-03-23", "unit_id": "3"},
    }


@pytest.mark.parametrize("act", WORDS)
def test_who_writes_while_the_case_is_taken_away_is_told_and_gets_the_text_back(
    app, district, one, act
):
    handler = scenes.client_of(app, district, "handler")
    open_forms = {path: {**marks(handler, path), **data} for path, data in forms(one).items()}
    act(one)
    for path, data in open_forms.items():
        answer = handler.post(path, data=data)
        assert answer.status_code == 409, path
        assert WORDS[act] in answer.text, path
        assert district.person("leader").name in answer.text, path
        assert WRITTEN in answer.text, path


def test_what_came_after_the_hand_over_is_not_told(app, district, one):
    handler = scenes.client_of(app, district, "handler")
    path, data = next(iter(forms(one).items()))
    data = {**marks(handler, path), **data}
    reassigned(one)
    with district.act("clerk", TODAY, 14):
        cases.mark(one.case, key_item=True, confidential=False)
    answer = handler.post(path, data=data)
    assert answer.status_code == 409
    told = answer.text
    assert "已改由其他单位办理" in told
    assert not [word for word in ("标记重点", "城市管理局", "城管", "职责调整") if word in told]


def test_changes_are_read_up_to_the_hand_over_and_no_further(district, one):
    before = db.session.scalar(select(func.max(AuditEntry.seq)))
    reassigned(one)
    with district.act("clerk", TODAY, 14):
        cases.mark(one.case, key_item=True, confidential=False)
    args = {"case_id": one.case_id}
    told = [row.what for row in since.changes(args, before, district.person("handler"))]
    assert told == ["已改由其他单位办理"]
    assert "标记重点或保密" in [
        row.what for row in since.changes(args, before, district.person("leader"))
    ]


def test_who_never_could_is_answered_as_before(app, district, one):
    path, data = next(iter(forms(one).items()))
    handler = scenes.client_of(app, district, "handler")
    late = marks(handler, path)
    reassigned(one)
    other = scenes.client_of(app, district, "finance_handler")
    assert other.post(path, data={**late, **data}).status_code == 404
    deputy = scenes.client_of(app, district, "deputy")
    assert deputy.post(path, data={**late, **data}).status_code == 403
    later = handler.get(f"/cases/{one.case_id}")
    assert later.status_code == 200
    fresh = dict(late, _since=str(10**6), _mark="a" * 16)
    assert handler.post(path, data={**fresh, **data}).status_code == 403
    assert handler.post(path, data=data).status_code == 403


def test_a_part_that_was_given_back_is_the_units_again(app, district, one):
    path, data = next(iter(forms(one).items()))
    handler = scenes.client_of(app, district, "handler")
    late = marks(handler, path)
    withdrawn(one)
    with district.act("leader", TODAY, 12):
        undoing.take_back_withdrawal(one.case, "登记错了件")
    answer = handler.post(path, data={**late, **data})
    assert answer.status_code == 409
    assert "已停止办理" not in answer.text
    assert "撤销撤回登记" in answer.text
    assert WRITTEN in answer.text


def test_a_proposer_who_was_struck_out_is_told(app, district):
    case = Walk(district).assign("042").sign(date(2026, 3, 18)).talk(date(2026, 3, 19))
    case.answer(date(2026, 3, 20), "云教函〔2026〕42号").deliver(date(2026, 3, 20))
    path = f"/rating/cases/{case.case_id}/assignments/{case.rows['education']}/rate"
    deputy = scenes.client_of(app, district, "deputy")
    data = {**marks(deputy, path), "overall": "unsatisfied", "reason": WRITTEN}
    with district.act("leader", TODAY, 12):
        people = (SubmitterFacts("王守田", deputy=district.row(Deputy, "co")), SubmitterFacts("李"))
        facts = CaseFacts(
            case.case.session, Period.SESSION, "042", "幼儿园", people, case.case.received_on
        )
        cases.correct(case.case, facts, "姓名有误")
    answer = deputy.post(path, data=data)
    assert answer.status_code == 409
    assert "已更正提出者" in answer.text
    assert WRITTEN in answer.text
    assert deputy.post(path, data={"overall": "satisfied"}).status_code == 404


def test_an_act_that_the_state_forbids_tells_what_happened(app, district, one):
    own = f"/cases/{one.case_id}/assignments/{one.rows['education']}/contacts/new"
    late = marks(scenes.client_of(app, district, "handler"), own)
    with district.act("handler", date(2026, 3, 20), 15):
        signing.recall(one.row())
    db.session.rollback()
    head = scenes.client_of(app, district, "head")
    answer = head.post(own, data={**TALK, "_since": late["_since"]})
    assert answer.status_code == 409
    assert "还没有签收" in answer.text
    assert "收回签收" in answer.text


def test_a_unit_that_has_another_part_of_the_case_now_lost_the_one_of_its_page(district):
    walk = Walk(district).assign("043", ("city", "host"), ("education", "assisting"))
    part, before = walk.rows["education"], db.session.scalar(select(func.max(AuditEntry.seq)))
    for giver, taker in (("education", "finance"), ("finance", "education")):
        with district.act("leader", TODAY, 10):
            unit = district.row(Unit, taker)
            reassigning.reassign(walk.row(giver), unit, "机构职责调整", TODAY)
        walk.learn()
    args, handler = {"case_id": walk.case_id}, district.person("handler")
    told = since.taken({**args, "assignment_id": part}, before, handler)
    assert told is not None
    assert told.what == "已改由其他单位办理"
    now = {**args, "assignment_id": walk.rows["education"]}
    assert since.taken(now, before, handler) is None
