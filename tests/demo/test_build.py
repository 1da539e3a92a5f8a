"""The demonstration: every state, every kind of work waiting, nothing told twice."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from tests import plain_sql
from tests.desk.rows import kinds_of, late_in_the_ledger, late_replies
from tests.oracles import duties
from tests.reports.second_way import differences, some_days
from tracker.accounts.models import Account
from tracker.assign.models import Assignment, Opinion, ReturnRequest
from tracker.audit.queries import verify
from tracker.bodies.models import CongressSession
from tracker.cases.models import Case, Filing, Submitter
from tracker.demo import places
from tracker.demo.answered import WAYS
from tracker.demo.build import build
from tracker.deputies.models import Deputy
from tracker.intake.matching.unknown import unknown_people, unknown_units
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.notices.models import PhoneCall
from tracker.plan import keeping
from tracker.plan_terms import DutyKind
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply
from tracker.standing import keeping as standing
from tracker.supervise.models import FollowUpAct
from tracker.terms import AssignRole, FollowUpKind
from tracker.timeline.models import FollowUp
from tracker.units.models import Unit

TODAY = date(2026, 11, 25)
WAITING = {
    "clerk": {
        "待交办", "待签收", "待答复", "待审定退办", "待审核", "待研究重办", "待核实承诺", "待办结",
    },
    "leader": {"待批交办", "待核对评价"},
    "handler": {"待签收", "待答复", "待沟通", "待会办", "待用会办意见", "承诺兑现"},
    "head": {"待签发", "待印发", "待确认退办"},
    "congress-office": {"待核对评价"},
}  # fmt: skip


@pytest.fixture
def built(app):
    """The demonstration as made on a Wednesday in November."""
    with clock.moved_to(clock.at(TODAY, 10)):
        build()
        yield


def _counted(column) -> Counter:
    """Return how often each value of a column stands in its table."""
    return Counter(dict(db.session.execute(select(column, func.count()).group_by(column)).all()))


def _all_states_stand_in(*columns) -> None:
    for column in columns:
        assert set(column.type.enums) - {str(value) for value in _counted(column)} == set(), column


def _no_desk_is_empty() -> None:
    district, today = places.District(), clock.today()
    found = {login: kinds_of(district.person(login), today) for login in WAITING}
    missing = {login: WAITING[login] - found[login] for login in WAITING}
    assert {login: kinds for login, kinds in missing.items() if kinds} == {}


def _the_size_is_that_of_a_district() -> None:
    assert db.session.scalar(select(func.count(Case.id))) == 156
    assert db.session.scalar(select(func.count(Unit.id))) == 30
    assert db.session.scalar(select(func.count(Deputy.id))) == 60
    assert db.session.scalar(select(func.count(CongressSession.id))) == 4
    assert db.session.scalar(select(func.count(Case.title.distinct()))) == 156
    assert _counted(Unit.online)[False] == 2
    names = db.session.scalars(select(Account.name)).all()
    assert len(set(names)) == len(names)
    assert [name for name in names if "测试" in name] == []


def _the_plan_is_kept() -> None:
    owed = duties.owed(plain_sql.rows)
    assert duties.kept(plain_sql.rows) == owed
    assert duties.miscounted(plain_sql.rows) == []
    assert keeping.verify() == []
    assert {one.kind for one in owed} >= set(DutyKind) - {DutyKind.CHECK_POINT}


def _late_letters_are_late_in_the_ledger() -> None:
    clerk = places.District().person("clerk")
    late = late_replies(clerk, clock.today())
    assert late
    assert late_in_the_ledger(clerk, clock.today()) == late


def _both_ways_to_count_agree() -> None:
    seed = "the demonstration"
    assert standing.verify() == []
    assert differences(some_days(seed, 12)) == [], seed


def test_the_demonstration_has_every_state_and_work_for_every_log_in(built):
    _the_size_is_that_of_a_district()
    _all_states_stand_in(Case.state, Case.lead_type, Case.period, Assignment.role, Assignment.state)
    _all_states_stand_in(Filing.outcome)
    _all_states_stand_in(ReturnRequest.state, Opinion.state, Reply.state, Rating.state)
    _all_states_stand_in(Reply.reply_class, Reply.disclosure, Rating.overall, Commitment.state)
    _no_desk_is_empty()
    assert set(_counted(FollowUpAct.kind)) == set(FollowUpKind)
    assert db.session.scalar(select(func.count(FollowUp.id)).where(FollowUp.until.is_not(None))) > 0
    assert db.session.scalar(select(func.max(Reply.edition))) == 2
    assert db.session.scalar(select(func.max(Assignment.round))) == 2
    assert _counted(PhoneCall.done_on)[None] > 0
    assert _counted(Assignment.role)[AssignRole.SEPARATE] >= 4
    assert db.session.scalar(select(func.max(Submitter.position))) >= 2
    assert {one.text for one in unknown_units()} == {"区公共交通公司"}
    assert {one.name for one in unknown_people()} == {"赵一鸣"}
    assert verify().intact
    _the_plan_is_kept()
    _late_letters_are_late_in_the_ledger()
    _both_ways_to_count_agree()
    db.session.rollback()
    with pytest.raises(Refused, match="只能放进空的数据库"), transaction():
        build()


def test_each_way_is_walked_by_suggestions_and_by_proposals():
    assert len(WAYS) % 5 != 0  # three of five cases are suggestions
