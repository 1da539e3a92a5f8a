"""A leader's morning: sends one back, approves another in place, meets what changed meanwhile."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.desk.leaders import page_of
from tests.stories import roads
from tests.stories.people import at
from tracker.kernel.db import db
from tracker.notices.models import Notice

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 23), date(2026, 3, 24), date(2026, 3, 25)


@pytest.fixture
def proposed(stage):
    """A function: the clerk proposes units on the page of a case and submits it."""

    def propose(case_id: int, unit: str, *beside: str) -> None:
        ids = stage.district.ids
        mode = "host" if beside else "independent"
        fields = {"mode": mode, "unit_id": ids[unit], "assisting": [ids[one] for one in beside]}
        stage.person("clerk").does(f"/cases/{case_id}/propose", **fields)

    return propose


def test_a_leader_decides_in_place_what_was_seen_and_nothing_else(stage, proposed):
    first = scenes.register(stage.district, "031")
    second = scenes.register(
        stage.district, "032", title="关于公园夜间照明的建议", confidential=True
    )
    with at(MONDAY):
        proposed(first, "education")
        proposed(second, "city", "finance")
    with at(TUESDAY):
        leader = stage.person("leader").client
        page = page_of(leader)
        assert [row.number for row in page.rows] == ["建议 031", "建议 032"]
        row = page.row("032")
        assert row.pairs == {"主办": "区城市管理局", "会办": "区财政局"}
        assert (row.tags, row.due) == (("保密",), "批准后 2026-06-24 前答复")
        _sent_back(stage, leader, page.row("031"), first)
        _changed_meanwhile(stage, leader, row, second, proposed)
    with at(WEDNESDAY):
        proposed(first, "education", "finance")
        leader = stage.person("leader").client
        for number in ("031", "032"):
            row = page_of(leader).row(number)
            pressed = [leader.post(row.approve, data={"seen": row.seen}) for _ in range(2)]
            assert [answer.status_code for answer in pressed] == [302, 409]
        assert page_of(leader).rows == []
    assert {roads.state_of(first), roads.state_of(second)} == {"assigned"}
    told = [one.sentence for one in db.session.query(Notice).filter_by(case_id=second)]
    assert any("交你单位独办" in sentence for sentence in told)
    _units_read_no_name(stage, second)


def _sent_back(stage, leader, row, case_id: int) -> None:
    """Without a reason nothing happens; with one the clerk reads it and the row is gone."""
    assert leader.post(row.send_back, data={"seen": row.seen}).status_code == 422
    assert roads.state_of(case_id) == "assign_pending"
    answer = leader.post(row.send_back, data={"seen": row.seen, "reason": "请财政局会办"})
    assert answer.status_code == 302
    page = page_of(leader)
    assert page.said == ["已退回经办人重拟：建议第031号。"]
    assert [one.number for one in page.rows] == ["建议 032"]
    assert "请财政局会办" in stage.person("clerk").sees(f"/cases/{case_id}/history")


def _changed_meanwhile(stage, leader, row, case_id: int, proposed) -> None:
    """The clerk takes it back and proposes another host; the old page approves nothing."""
    stage.person("clerk").does(f"/cases/{case_id}/submit/recall", opened=f"/cases/{case_id}")
    assert leader.post(row.approve, data={"seen": row.seen}).status_code == 409
    proposed(case_id, "education")
    refused = leader.post(row.approve, data={"seen": row.seen})
    assert refused.status_code == 409
    assert "有了改动，或者已经批过，这次没有办" in refused.text
    assert roads.state_of(case_id) == "assign_pending"
    assert page_of(leader).row("032").pairs == {"独办": "区教育局"}


def _units_read_no_name(stage, case_id: int) -> None:
    """The unit reads the confidential case without its proposer."""
    with at(WEDNESDAY):
        page = stage.person("handler").sees(f"/cases/{case_id}")
    assert "刘桂兰" not in page
    assert "保密" in page
