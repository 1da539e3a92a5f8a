"""Returning a case: asked by the unit, decided by the office."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tracker.assign import queries, returns
from tracker.assign.models import Assignment, Deadline
from tracker.cases.models import Case, Participant
from tracker.cases.queries import get, relations
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.units.models import Unit

HOST_AND_ASSISTING = (("education", "host"), ("finance", "assisting"))


def case_of(case_id: int) -> Case:
    return db.session.get_one(Case, case_id)


def row_of(assignment_id: int) -> Assignment:
    return db.session.get_one(Assignment, assignment_id)


def dates_of(assignment_id: int) -> dict[str, date]:
    query = select(Deadline).where(
        Deadline.assignment_id == assignment_id, Deadline.superseded_at.is_(None)
    )
    return {str(row.kind): row.due_on for row in db.session.scalars(query)}


def test_a_handlers_request_to_return_waits_for_the_head_and_the_office_decides(district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    city = district.ids["city"]
    with district.act("handler", date(2026, 3, 19)):
        unit = db.session.get_one(Unit, city)
        returns.request(row_of(host), "学位规划不属于本局职责", unit, date(2026, 3, 19))
    with pytest.raises(Refused), district.act("clerk", date(2026, 3, 19)):
        returns.decide(row_of(host), returns.Decision(True, "同意", None))
    with district.act("head", date(2026, 3, 19)):
        returns.confirm(row_of(host))
    with district.act("clerk", date(2026, 3, 23)):
        unit = db.session.get_one(Unit, city)
        returns.decide(row_of(host), returns.Decision(True, "职责已划转", unit))
    old, fresh = row_of(host), queries.answering(case_id)[0]
    assert (old.state, fresh.unit_id, fresh.role) == ("returned", city, "host")
    assert fresh.assigned_on == date(2026, 3, 23)
    assert dates_of(fresh.id)["reply"] == date(2026, 6, 18)
    assert dates_of(fresh.id)["sign"] == date(2026, 3, 25)
    assert case_of(case_id).state == "assigned"
    handler = district.person("handler")
    assert relations(case_of(case_id), handler) == frozenset()
    assert get(case_id, handler) is not None
    query = select(Participant.until).filter_by(unit_id=district.ids["education"])
    assert db.session.scalar(query) == date(2026, 3, 23)


def test_a_refused_return_leaves_the_duty(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    with district.act("head"):
        unit = db.session.get_one(Unit, district.ids["city"])
        returns.request(row_of(row), "不属于本局", unit, scenes.START)
    with district.act("leader"):
        returns.decide(row_of(row), returns.Decision(False, "属于你局职责"))
    assert row_of(row).state == "assigned"
    scenes.sign(district, row)
    assert case_of(case_id).state == "handling"


def test_a_late_request_to_return_is_refused(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    unit = db.session.get_one(Unit, district.ids["city"])
    with pytest.raises(Refused, match="2026-03-27 已过"), district.act("head", date(2026, 3, 30)):
        returns.request(row_of(row), "不属于本局", unit, date(2026, 3, 30))
