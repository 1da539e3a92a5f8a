"""The history of a case: one line per act, with its business date and its recorded instant."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests import scenes
from tests.rows import the
from tracker.audit.models import AuditEntry
from tracker.cases.lifecycle import MOVES
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.terms import CaseState
from tracker.timeline import queries
from tracker.timeline.actions import Act, change_state, note
from tracker.timeline.events import Event

MARCH_18, MARCH_20 = date(2026, 3, 18), date(2026, 3, 20)


@pytest.fixture
def case(district):
    """A registered case."""
    return the(Case, scenes.register(district))


def test_an_act_keeps_its_business_date_beside_the_instant_at_which_it_was_recorded(district, case):
    with district.act("clerk", MARCH_20, 10):
        note(case, Act(case.id, Event.CASE_MARKED, "来函说明。", MARCH_18))
    line = queries.of_case(case.id)[0]
    assert (line.on, line.at) == (MARCH_18, datetime(2026, 3, 20, 2, tzinfo=UTC))
    assert (line.actor_place, line.sentence) == ("政府办经办", "来函说明。")


def test_an_act_without_a_business_date_is_of_the_day_and_of_the_system_without_a_person(case):
    with clock.moved_to(clock.at(MARCH_20)), transaction():
        note(case, Act(case.id, Event.CASE_MARKED, "自动记录。"))
    line = queries.of_case(case.id)[0]
    assert (line.on, line.actor_name, line.actor_id) == (MARCH_20, "系统", None)


def test_the_newest_line_comes_first_and_a_deputy_reads_the_public_ones(district, case):
    with district.act("clerk", MARCH_20):
        note(case, Act(case.id, Event.CASE_MARKED, "内部。"))
        note(case, Act(case.id, Event.CASE_ASSIGNED, "公开。"))
        note(case, Act(case.id, Event.CASE_MARKED, "又是内部。"))
    assert [row.sentence for row in queries.of_case(case.id)][:3] == [
        "又是内部。",
        "公开。",
        "内部。",
    ]
    assert "公开。" in {row.sentence for row in queries.of_case(case.id, public_only=True)}
    assert "内部。" not in {row.sentence for row in queries.of_case(case.id, public_only=True)}


def test_a_change_of_state_is_told_to_the_audit_log_in_the_same_transaction(district, case):
    with district.act("leader", MARCH_20):
        act = Act(case.id, Event.CASE_VOIDED, "登记错误。", MARCH_18)
        change_state(case, CaseState.VOID, MOVES, act)
    line = queries.of_case(case.id)[0]
    assert (line.old_state, line.new_state) == ("registered", "void")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry.action == "case.voided"
    assert '"state": "void"' in entry.detail
    assert '"on": "2026-03-18"' in entry.detail


def test_a_move_that_the_table_does_not_have_writes_nothing(district, case):
    before = len(queries.of_case(case.id))
    with pytest.raises(Refused, match="不能改为“办结”"), district.act("clerk", MARCH_20):
        change_state(case, CaseState.CLOSED, MOVES, Act(case.id, Event.CASE_CLOSED, "办结。"))
    assert len(queries.of_case(case.id)) == before
    assert the(Case, case.id).state == CaseState.REGISTERED
