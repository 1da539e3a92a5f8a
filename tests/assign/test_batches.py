"""The batch that the leader chooses when a case is assigned, and choosing none."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.rows import the
from tests.scenes import START
from tracker.assign import actions
from tracker.assign.actions import ShareFacts
from tracker.bodies import actions as bodies
from tracker.bodies.models import Batch, CongressSession
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.terms import AssignRole, Period
from tracker.units.models import Unit

OVER, AHEAD = date(2026, 3, 10), date(2026, 5, 8)


@pytest.fixture
def pending(district):
    """A function: a case of a batch with this common end that waits for the leader."""

    def make(end_on: date) -> int:
        with district.act("clerk"):
            session = district.row(CongressSession, "congress_session")
            batch_id = bodies.save_batch(session, Period.SESSION, "第一批", None, end_on).id
        case_id = scenes.register(district, batch=db.session.get_one(Batch, batch_id))
        with district.act("clerk"):
            unit = district.row(Unit, "education")
            case = the(Case, case_id)
            actions.propose(case, [ShareFacts(unit, AssignRole.INDEPENDENT)])
            actions.submit(case)
        return case_id

    return make


def approve(app, district, case_id: int, batch_id: str):
    """Let the leader approve on the page of the case."""
    with clock.moved_to(clock.at(START, 10)):
        client = scenes.client_of(app, district, "leader")
        version = str(the(Case, case_id).version)
        data = {"version": version, "assigned_on": str(START), "batch_id": batch_id}
        answer = client.post(f"/cases/{case_id}/approve", data=data)
    db.session.expire_all()
    return answer


def shown(case_id: int) -> tuple[str, str, date | None]:
    case = the(Case, case_id)
    return str(case.state), case.batch.name if case.batch else "", scenes.limit_of(case_id)


@pytest.mark.parametrize("end_on", [AHEAD, OVER])
def test_a_case_leaves_its_batch_where_the_leader_chooses_none(app, district, pending, end_on):
    case_id = pending(end_on)
    assert approve(app, district, case_id, "0").status_code == 302
    # three months from 18 March: no common end is kept
    assert shown(case_id) == ("assigned", "", date(2026, 6, 18))


def test_a_case_stays_in_the_batch_that_the_page_shows(app, district, pending):
    case_id = pending(AHEAD)
    batch_id = str(the(Case, case_id).batch_id)
    assert approve(app, district, case_id, batch_id).status_code == 302
    assert shown(case_id) == ("assigned", "第一批", AHEAD)
