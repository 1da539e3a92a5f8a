"""Many cases registered in one go are what they are one by one, in each table that follows."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tracker.assign import actions as assign
from tracker.assign import many as assigning
from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment
from tracker.audit.models import AuditEntry
from tracker.audit.queries import verify
from tracker.bodies.models import CongressSession
from tracker.cases import actions as cases
from tracker.cases import many
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case, CaseText, Participant
from tracker.deputies.models import Deputy
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.plan import keeping
from tracker.plan.models import DutyRow
from tracker.standing.models import StaleStanding
from tracker.terms import AssignRole, Period
from tracker.timeline.actions import Act, note_all
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

DAY = date(2026, 1, 6)
NOT_ALIKE = {
    "id",
    "case_id",
    "subject_id",
    "object_id",
    "at",
    "seq",
    "previous",
    "digest",
    "deadline_id",
}
TABLES = (HistoryEntry, Participant, CaseText, Assignment, DutyRow)


def facts(district, number, **more):
    """Return a suggestion of 刘桂兰 and somebody whom no register knows."""
    lead = SubmitterFacts("刘桂兰", "城东代表团", "13800006021", district.row(Deputy, "lead"))
    values = {
        "session": district.row(CongressSession, "congress_session"),
        "period": Period.SESSION,
        "number": number,
        "title": "关于改善北街积水的建议",
        "submitters": (lead, SubmitterFacts("陌生人")),
        "received_on": DAY,
        "text": "北街低洼处每逢大雨积水。",
        **more,
    }
    return CaseFacts(**values)


def shares(district):
    return [
        ShareFacts(district.row(Unit, "education"), AssignRole.HOST, "", "教育局"),
        ShareFacts(None, AssignRole.ASSISTING, "", "区轨道办"),
    ]


def said(row, number):
    """Return the columns of a row that two cases have alike, their number put aside."""
    columns = {name: getattr(row, name) for name in {*row.__table__.columns.keys()} - NOT_ALIKE}
    return {
        name: value.replace(number, "N") if isinstance(value, str) else value
        for name, value in columns.items()
    }


def rows_of(case):
    """Return all that hangs on a case, table by table."""
    found = [
        [
            said(row, case.number)
            for row in db.session.scalars(select(kind).filter_by(case_id=case.id))
        ]
        for kind in TABLES
    ]
    told = [
        (row.action, row.object_type, row.actor_id, row.detail.replace(f": {case.id}", ": N"))
        for row in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
        if f'"case": {case.id}' in row.detail
    ]
    return [*found, told]


@pytest.fixture
def both(district):
    """Return the numbers of two cases: one was registered by itself, one with another."""
    with district.act("clerk", DAY):
        alone = cases.register(facts(district, "601", confidential=True))
        assign.propose(alone, shares(district))
    with district.act("clerk", DAY):
        made = many.register_all([facts(district, n, confidential=True) for n in ("602", "603")])
        assigning.propose_all([(case, shares(district)) for case in made])
    return alone.id, made[0].id


def test_what_hangs_on_a_case_is_the_same(both):
    alone, among = (rows_of(db.session.get(Case, number)) for number in both)
    assert among == alone
    assert all(alone)


def test_the_log_the_plan_and_the_search_hold_them_all(both):
    assert verify().intact
    assert keeping.verify() == []
    stale = set(db.session.scalars(select(StaleStanding.case_id)))
    assert not stale & set(both)


def test_a_number_that_is_taken_refuses_only_its_own_row(district):
    with district.act("clerk", DAY):
        cases.register(facts(district, "015"))
    with district.act("clerk", DAY):
        found = many.register_all(
            [facts(district, n) for n in ("第15号", "016", "16", "", "")]
            + [facts(district, "017", title=" ")]
        )
    refused = [str(one) if isinstance(one, Invalid) else one.number for one in found]
    taken = "建议第{}号已经登记：“关于改善北街积水的建议”。请核对编号或届次。"
    assert refused == [taken.format("015"), "016", taken.format("016"), "", "", "请填写标题。"]
    assert sorted(db.session.scalars(select(Case.number))) == ["", "", "015", "016"]


def test_events_that_begin_follow_up_are_not_written_at_once(district):
    with district.act("clerk", DAY):
        case = cases.register(facts(district, "018"))
        act = Act(case.id, Event.FOLLOW_UP_LISTED, "列入跟踪。")
        with pytest.raises(ValueError, match="follow-up"):
            note_all([(case, act, None)])
