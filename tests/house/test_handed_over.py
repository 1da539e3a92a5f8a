"""Who has handed a case over reads no more: nothing that came after it, on any route."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from tests import scenes
from tests.house.routes import views
from tests.reply.letters import PROMISED, TALK
from tests.reports.walk import Walk
from tests.rows import every
from tracker.assign import actions as assign
from tracker.assign import reassigning, signing
from tracker.assign.models import Assignment, ExtensionRequest, Opinion, ReturnRequest
from tracker.audit.models import AuditEntry
from tracker.cases import actions as cases
from tracker.cases.models import CaseAttachment
from tracker.contact import actions as contacts
from tracker.contact.models import Contact
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply, ReplyDraft
from tracker.roles import AuditResult
from tracker.supervise import actions as supervise
from tracker.supervise.models import FollowUpAct
from tracker.terms import FollowUpKind, Satisfaction
from tracker.timeline.models import FollowUp
from tracker.units.models import Unit

SIGNED, TALKED, GIVEN, LATER, LAST, NEXT = (date(2026, 3, day) for day in (20, 23, 24, 25, 26, 27))
ROWS = {
    "assignment_id": Assignment,
    "reply_id": Reply,
    "draft_id": ReplyDraft,
    "attachment_id": CaseAttachment,
    "contact_id": Contact,
    "opinion_id": Opinion,
    "return_id": ReturnRequest,
    "extension_id": ExtensionRequest,
    "rating_id": Rating,
    "commitment_id": Commitment,
    "follow_up_id": FollowUp,
    "act_id": FollowUpAct,
}
# what stands on the case only since 教育局 handed it over
AFTER = (
    "甲后事", "乙后事", "丙后事", "丁后事", "戊后事", "己后事", "庚后事", "钱后来", "010-5559999",
    "云城函", "2026-07-15", "已答复", "3月25日", "3月26日", "跟踪中",
)  # fmt: skip


@pytest.fixture
def handed_over(app, district) -> Walk:
    """A case that 教育局 wrote about and handed over; the next unit has answered it."""
    one = Walk(district).assign("051", text="城东片区学位不足。").sign(SIGNED)
    one.talk(TALKED).draft(TALKED)
    with district.act("leader", GIVEN, 10):
        unit = district.row(Unit, "city")
        reassigning.reassign(one.row(), unit, "机构职责调整", GIVEN)
    one.learn()
    with district.act("city_handler", LATER, 9):
        slip = signing.Slip("钱后来", "010-5559999")
        signing.sign(one.row("city"), LATER, slip)
        contacts.add(one.row("city"), contacts.ContactFacts(**_talk("甲后事")))
    with district.act("clerk", LATER, 10):
        assign.set_deadline(one.row("city"), date(2026, 7, 15), "乙后事")
        cases.attach(one.case, FileStorage(BytesIO(scenes.SCAN), "丙后事.pdf"))
        _urge(one)
    one.answer(LAST, "云城函〔2026〕51号", "city", _letter())
    one.deliver(LAST, "city").rate(LAST, Satisfaction.UNSATISFIED, "city", "己后事")
    return one


def _talk(said: str) -> dict[str, object]:
    return {**TALK.__dict__, "held_on": LATER, "said": said}


def _letter():
    return replace(PROMISED, text="丁后事，现答复如下。" * 5, promise="戊后事")


def _urge(one: Walk) -> None:
    facts = supervise.Record(FollowUpKind.SUPERVISE, LATER, "庚后事", "", one.row("city"))
    supervise.record(one.case, facts)


def _addresses(app, case_id: int, method: str) -> list[str]:
    """Return every address about the case, with each of its objects."""
    numbers = {name: [row.id for row in every(model)] for name, model in ROWS.items()}
    db.session.rollback()
    found = []
    for rule in views(app):
        if "case_id" not in rule.arguments or method not in rule.methods:
            continue
        names = sorted(rule.arguments - {"case_id"})
        with app.test_request_context():
            for some in product(*(numbers[name] or [1] for name in names)):
                values = dict(zip(names, some, strict=True))
                found.append(app.url_for(rule.endpoint, case_id=case_id, **values))
    return found


def _acts() -> int:
    """Return how many acts the log knows."""
    query = select(func.count()).where(AuditEntry.result == AuditResult.OK)
    return db.session.scalar(query)


@pytest.mark.parametrize("who", ["handler", "head"])
def test_a_former_unit_opens_nothing_of_what_came_after(app, handed_over, who):
    with clock.moved_to(clock.at(NEXT)):
        client = scenes.client_of(app, handed_over.district, who)
        told = {}
        for path in _addresses(app, handed_over.case_id, "GET"):
            answer = client.get(path)
            if answer.status_code == 200 and answer.mimetype.startswith("text/"):
                told[path] = [word for word in AFTER if word in answer.text]
            elif answer.status_code == 200:
                told[path] = ["file"]
            else:
                assert answer.status_code in (302, 403, 404, 409), path
                told[path] = [word for word in AFTER if word in answer.text]
            answer.close()
    assert len(told) > 40
    assert {path: words for path, words in told.items() if words} == {}


@pytest.mark.parametrize("who", ["handler", "head"])
def test_a_former_unit_does_nothing_any_more(app, handed_over, who):
    with clock.moved_to(clock.at(NEXT)):
        client = scenes.client_of(app, handed_over.district, who)
        before, answers = _acts(), {}
        for path in _addresses(app, handed_over.case_id, "POST"):
            answer = client.post(path, data={"reason": "补写。", "text": "补写。"})
            words = [word for word in AFTER if word in answer.text]
            answers[path] = (answer.status_code, words)
        assert _acts() == before
    assert {status for status, _ in answers.values()} <= {403, 404, 409, 422}
    assert {path: words for path, (_, words) in answers.items() if words} == {}


def test_the_unit_that_has_it_now_reads_all_that(app, handed_over):
    with clock.moved_to(clock.at(NEXT)):
        client = scenes.client_of(app, handed_over.district, "city_head")
        paths = _addresses(app, handed_over.case_id, "GET")
        read = ""
        for path in paths:
            page = client.get(path)
            read += page.text if page.mimetype.startswith("text/") else ""
            page.close()
    assert [word for word in AFTER if word not in read] == []
