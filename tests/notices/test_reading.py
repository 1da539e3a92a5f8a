"""Reading messages: one by one, or all at once."""

from __future__ import annotations

import pytest

from tests import scenes
from tests.rows import every, written
from tracker.audit.models import AuditEntry
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.notices import directory
from tracker.notices.gathering import Gathering
from tracker.notices.models import Notice
from tracker.notices.queries import unread


@pytest.fixture(autouse=True)
def _day():
    """The day of the assignment."""
    with clock.moved_to(clock.at(scenes.START, 12)):
        yield


def at_work(app, district):
    """Return a client logged in as the handler."""
    return scenes.client_of(app, district, "handler")


def test_all_of_ones_own_messages_are_read_at_once_and_nobody_elses(app, district):
    scenes.assign_to(district, scenes.register(district), ("education", "independent"))
    mine, other = (district.person(who).account_id for who in ("handler", "head"))
    waiting = unread(other)
    assert unread(mine) == 1
    db.session.rollback()
    client = at_work(app, district)
    assert "全部标为已读" in client.get("/notices").text
    answer = client.post("/notices/read", follow_redirects=True)
    assert "已把 1 条消息标为已读" in answer.text
    assert unread(mine) == 0
    assert unread(other) == waiting > 0
    entry = db.session.query(AuditEntry).filter_by(action="notice.all_read").one()
    assert (entry.object_id, '"count": 1' in entry.detail) == (mine, True)


def test_a_message_keeps_the_moment_at_which_it_was_read_first(app, district):
    scenes.assign_to(district, scenes.register(district), ("education", "independent"))
    client = at_work(app, district)
    client.post("/notices/read")
    first = [row.read_at for row in db.session.query(Notice).order_by(Notice.id)]
    db.session.rollback()
    client.post("/notices/read")
    assert [row.read_at for row in db.session.query(Notice).order_by(Notice.id)] == first


def gathered(district, who: str, *cases: int) -> None:
    """Tell a person about cases, as one run does."""
    with transaction():
        told = Gathering("daily:1", "今天的提醒", directory.read())
        for case_id in cases:
            told.tell([district.person(who).account_id], case_id, f"第{case_id}件快到期了。")
        told.send()


@pytest.mark.parametrize(
    ("who", "page"), [("handler", "/cases/{}"), ("deputy", "/rating/cases/{}")]
)
def test_a_message_about_many_cases_has_a_link_to_each(app, district, who, page):
    ids = [scenes.register(district, number) for number in ("021", "022")]
    gathered(district, who, *ids)
    client = scenes.client_of(app, district, who)
    text = client.get("/notices").text
    assert "今天的提醒，共 2 条：" in text
    assert [f'href="{page.format(case_id)}"' in text for case_id in ids] == [True, True]
    row = db.session.query(Notice).filter_by(gathers="daily:1").one()
    number, case_id = row.id, row.case_id
    assert case_id is None
    db.session.rollback()
    assert client.post(f"/notices/{number}/read").location == "/notices"
    assert db.session.get_one(Notice, number).read_at is not None
    assert written("notice") == ["notice.read"]


def test_a_message_about_one_case_stays_its_sentence_and_grows_until_it_is_read(app, district):
    one, other = (scenes.register(district, number) for number in ("021", "022"))
    gathered(district, "handler", one)
    row = db.session.query(Notice).filter_by(gathers="daily:1").one()
    assert (row.case_id, row.sentence) == (one, f"第{one}件快到期了。")
    gathered(district, "handler", other)
    (row,) = every(Notice, Notice.gathers == "daily:1")
    assert [line.case_id for line in row.lines] == [one, other]
    with transaction():
        db.session.query(Notice).update({Notice.read_at: clock.now()})
    gathered(district, "handler", one)
    rows = every(Notice, Notice.gathers == "daily:1")
    assert [len(row.lines) for row in rows] == [2, 1]


@pytest.mark.parametrize(("waiting", "shown"), [(98, "99"), (99, "99+"), (250, "99+")])
def test_hundreds_of_unread_messages_are_told_as_more_than_99(app, district, waiting, shown):
    scenes.assign_to(district, scenes.register(district), ("education", "independent"))
    person = district.person("handler")
    with transaction():
        for _ in range(waiting):
            notice = Notice(account_id=person.account_id, sentence="请签收。")
            notice.created_at = clock.now()
            db.session.add(notice)
    page = at_work(app, district).get("/me").text
    assert f'<span class="count">{shown}<' in page
