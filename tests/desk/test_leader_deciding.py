"""The leader decides in place: exactly what was seen, once; anything else is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.desk.leaders import LeaderPage, page_of
from tests.desk.town import MONDAY, TODAY, case_id
from tests.rows import the
from tracker.assign import actions as assign
from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies.models import Batch, CongressSession
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices.models import Notice
from tracker.terms import AssignRole, DeadlineKind, Period
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

STALE = "建议第003号在您打开页面以后有了改动，或者已经批过，这次没有办。"
OUTSIDE = ("clerk", "handler", "head", "deputy", "district_leader", "congress_office")


def state() -> str:
    """The state of the case that waits."""
    db.session.expire_all()
    return str(the(Case, case_id("003")).state)


def share(town, unit: str, role: AssignRole = AssignRole.INDEPENDENT, part: str = "") -> ShareFacts:
    """A unit's share."""
    return ShareFacts(town.row(Unit, unit), role, part)


def propose_again(town, *shares: ShareFacts) -> None:
    """Let the clerk take the submission back, propose something else and submit it."""
    with town.act("clerk", TODAY):
        case = the(Case, case_id("003"))
        assign.recall_submission(case)
        assign.propose(case, shares)
        assign.submit(case)


def press(client, row, **typed):
    """Press a button of a row."""
    address = row.send_back if typed else row.approve
    return client.post(address, data={"seen": row.seen, **typed})


def test_a_press_approves_what_was_seen_and_says_what_happened(log_in, town):
    client = log_in("leader")
    answer = press(client, page_of(client).row("003"))
    assert (answer.status_code, answer.location) == (302, "/")
    page = page_of(client)
    assert page.said == [
        "已批准：建议第003号交区教育局（独办），2026-09-16 前答复。各单位今天收到通知。"
    ]
    assert "建议 003" not in [row.number for row in page.rows]
    assert state() == "assigned"
    row = db.session.query(Assignment).filter_by(case_id=case_id("003")).one()
    due = db.session.query(Deadline).filter_by(subject_id=row.id, kind=DeadlineKind.REPLY).one()
    assert (row.assigned_on, due.due_on) == (TODAY, date(2026, 9, 16))
    head = town.person("head").account_id
    told = [one.sentence for one in db.session.query(Notice).filter_by(account_id=head)]
    assert any("建议第003号" in one and "交你单位独办" in one for one in told)


def test_a_second_press_does_nothing_more(log_in):
    client = log_in("leader")
    row = page_of(client).row("003")
    assert press(client, row).status_code == 302
    before = db.session.query(HistoryEntry).filter_by(case_id=case_id("003")).count()
    again = press(client, row)
    assert again.status_code == 409
    assert STALE in again.text
    assert press(client, row, reason="再看").status_code == 409
    assert db.session.query(HistoryEntry).filter_by(case_id=case_id("003")).count() == before
    assert state() == "assigned"


CHANGES = {
    "another unit": lambda town: propose_again(town, share(town, "city")),
    "one more unit": lambda town: propose_again(
        town, share(town, "education", AssignRole.HOST), share(town, "city", AssignRole.ASSISTING)
    ),
    "another part": lambda town: propose_again(
        town,
        share(town, "education", AssignRole.SEPARATE, "校内"),
        share(town, "city", AssignRole.SEPARATE, "校外"),
    ),
    "the same once more": lambda town: propose_again(town, share(town, "education")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_since_is_not_approved(log_in, town, change):
    client = log_in("leader")
    row = page_of(client).row("003")
    CHANGES[change](town)
    for answer in (press(client, row), press(client, row, reason="请再研究")):
        assert answer.status_code == 409
        assert STALE in answer.text
    assert state() == "assign_pending"
    fresh = page_of(client).row("003")
    assert fresh.seen != row.seen
    assert press(client, fresh).status_code == 302


def test_another_limit_than_the_one_that_was_seen_is_not_set(log_in, town):
    row = page_of(log_in("leader")).row("003")
    with clock.moved_to(clock.at(TODAY.replace(day=17))):
        client = log_in("leader")
        assert press(client, row).status_code == 409
        assert page_of(client).row("003").due == "批准后 2026-09-17 前答复"
    client = log_in("leader")
    with town.act("clerk", TODAY):
        session = town.row(CongressSession, "congress_session")
        batch = bodies.save_batch(session, Period.SESSION, "第一批", None, date(2026, 8, 31))
        the(Case, case_id("003")).batch = batch
    row = page_of(client).row("003")
    assert (row.due, row.pairs["批次"]) == ("批准后 2026-08-31 前答复", "第一批")
    with town.act("clerk", TODAY):
        batch, session = (
            db.session.query(Batch).one(),
            town.row(CongressSession, "congress_session"),
        )
        bodies.save_batch(session, Period.SESSION, "第一批", None, date(2026, 7, 31), batch)
    assert press(client, row).status_code == 409
    assert state() == "assign_pending"
    assert press(client, page_of(client).row("003")).status_code == 302
    row = db.session.query(Assignment).filter_by(case_id=case_id("003")).one()
    due = db.session.query(Deadline).filter_by(subject_id=row.id, kind=DeadlineKind.REPLY).one()
    assert due.due_on == date(2026, 7, 31)


def test_a_form_without_what_was_seen_does_nothing(log_in):
    client = log_in("leader")
    for seen in ("", "0" * 32, page_of(client).row("003").seen[:-1]):
        address = f"/leader/cases/{case_id('003')}/approve"
        assert client.post(address, data={"seen": seen}).status_code == 409
    assert state() == "assign_pending"


def test_sent_back_with_a_reason_the_clerk_proposes_again(log_in, town):
    client = log_in("leader")
    answer = press(client, page_of(client).row("003"), reason="请财政局会办")
    assert (answer.status_code, answer.location) == (302, "/")
    assert page_of(client).said == ["已退回经办人重拟：建议第003号。"]
    assert state() == "registered"
    entries = db.session.query(HistoryEntry).filter_by(case_id=case_id("003"))
    last = entries.order_by(HistoryEntry.id.desc()).first()
    assert last.sentence == "交办方案退回重拟：请财政局会办"


@pytest.mark.parametrize("typed", ["", "   ", "长" * 2001])
def test_without_a_reason_that_can_be_used_nothing_is_sent_back(log_in, typed):
    client = log_in("leader")
    row = page_of(client).row("003")
    answer = client.post(row.send_back, data={"seen": row.seen, "reason": typed})
    assert answer.status_code == 422
    page = LeaderPage(answer)
    assert page.said[0].startswith("没有退回：")
    opened = page.document.xpath('//ol[@class="decide"]//details[@open]')
    assert len(opened) == 1
    assert opened[0].xpath('.//textarea[@aria-invalid="true"]')[0].text_content().strip() == (
        typed.strip()
    )
    assert opened[0].xpath('.//p[@class="wrong"]')
    assert state() == "assign_pending"


def test_a_batch_that_is_over_is_said_at_the_row_and_the_page_with_the_date_is_beside(log_in, town):
    with town.act("clerk", MONDAY):
        session = town.row(CongressSession, "congress_session")
        batch = bodies.save_batch(session, Period.SESSION, "第一批", None, date(2026, 6, 12))
        the(Case, case_id("003")).batch = batch
    client = log_in("leader")
    answer = press(client, page_of(client).row("003"))
    assert answer.status_code == 422
    page = LeaderPage(answer)
    assert "统一办结期限 2026-06-12 早于交办日期" in page.said[0]
    assert state() == "assign_pending"
    assert client.get(page.row("003").href).status_code == 200


def test_a_confidential_case_is_marked_and_decided_without_telling_units_the_name(log_in, town):
    with town.act("clerk", TODAY):
        case = the(Case, case_id("003"))
        cases.mark(case, key_item=False, confidential=True)
    client = log_in("leader")
    row = page_of(client).row("003")
    assert row.tags == ("保密",)
    assert press(client, row).status_code == 302
    assert "刘桂兰" not in page_of(client).said[0]
    handler = log_in("handler")
    assert "刘桂兰" not in handler.get(f"/cases/{case_id('003')}").text
    unit = [town.person(one).account_id for one in ("handler", "head")]
    told = db.session.query(Notice).filter(Notice.account_id.in_(unit))
    about = [one.sentence for one in told if "第003号" in one.sentence]
    assert about
    assert [sentence for sentence in about if "刘桂兰" in sentence] == []


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_else_decides_or_is_shown_the_buttons(log_in, who):
    client = log_in(who)
    for act in ("approve", "send-back"):
        answer = client.post(f"/leader/cases/{case_id('003')}/{act}", data={"reason": "无"})
        assert answer.status_code == 403
    assert "/leader/cases/" not in client.get("/", follow_redirects=True).text
    assert state() == "assign_pending"


def test_a_foreign_token_is_refused(app, town):
    client = scenes.client_of(app, town, "leader")
    row = page_of(client).row("003")
    app.config["WTF_CSRF_ENABLED"] = True
    assert press(client, row).status_code == 400
    assert state() == "assign_pending"


def test_one_comes_back_to_the_page_that_one_decided_on(log_in):
    client = log_in("leader")
    row = page_of(client).row("003")
    assert client.post(f"{row.approve}?page=2", data={"seen": row.seen}).location == "/?page=2"
