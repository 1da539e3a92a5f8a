"""Reading messages: one by one, or all at once."""

from __future__ import annotations

import pytest

from tests import scenes
from tracker.audit.models import AuditEntry
from tracker.kernel import clock
from tracker.kernel.db import db
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
