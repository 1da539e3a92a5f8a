"""The offices that are measured are sound: else the figures would be those of something else."""

from __future__ import annotations

import pytest
from flask import current_app
from sqlalchemy import func, select, text

from tests.at_once import own_database
from tests.bench import copying, either, offices, originals
from tests.bench.office import TODAY, at_work, client_of, open_office
from tests.bench.originals import Walk
from tests.bench.values import APART, CASE
from tracker.bodies.models import CongressSession
from tracker.cases.models import Case
from tracker.demo import answered, places, roads
from tracker.demo.tale import Tale, register
from tracker.kernel.db import db
from tracker.plan.models import Reminder
from tracker.terms import BodyType, CaseState, Kind

ENDED = (Walk(answered.satisfied, 155, own=True), Walk(answered.separate, 155))
UNDER_WAY = (
    Walk(roads.late, 104, originals.SCHOOLS, led=True),
    Walk(roads.signed, 92, originals.OFFLINE),
    Walk(answered.undecided, 60, originals.SCHOOLS),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def folder(tmp_path_factory, request):
    """Sixty-six cases of five originals: six under way, the others in 25 sessions.

    They are made once for all tests here; the last two add to them.
    """
    folder = tmp_path_factory.mktemp("office")
    with at_work(open_office(folder, own_database(request.param, folder, request))):
        originals.make(folder, ENDED, UNDER_WAY)
        assert offices.fill(folder, 66, all_under_way=False) == {"cases": 66}
        yield folder


def test_an_office_is_sound_and_lies_in_25_sessions(folder):
    states = dict(db.session.execute(select(Case.state, func.count()).group_by(Case.state)).all())
    assert states == {CaseState.CLOSED: 60, CaseState.HANDLING: 4, CaseState.REPLIED: 2}
    assert db.session.scalar(select(func.count()).select_from(CongressSession)) == 50
    in_use = select(Case.session_id).where(Case.kind == Kind.SUGGESTION)
    assert len(set(db.session.scalars(in_use))) == 25
    numbers = [row.id + k * APART for row in _originals() for k in (0, 1)]
    assert either.differences(numbers) == []
    assert copying.broken() == []


def test_every_table_that_hangs_on_a_case_is_copied(folder):
    held, copied = set(), set()
    for name, family in copying.families().items():
        key = next(iter(db.metadata.tables[name].primary_key)).name
        count = text(f"SELECT max({key}) FROM {name}")
        if family == CASE and (most := db.session.scalar(count)):
            held.add(name)
            copied |= {name} if most > APART else set()
    assert {"duty", "deadline", "reminder", "case_text", "history_entry", "rating"} <= held
    assert held - copied == set()


def test_copies_are_found_stand_on_desks_and_are_joined_by_others(folder):
    known = originals.read(folder)
    clerk = client_of(current_app, "clerk")
    found = clerk.get(f"/ledger?q=建议 {known['street']}").get_data(as_text=True)
    assert found.count(known["street"]) >= 8  # two ended originals, four copies in a street
    assert "2005" in client_of(current_app, "handler").get("/ledger").get_data(as_text=True)
    data = places.read()
    fresh = Tale(
        district=originals.district_of(folder),
        topic=data["topics"][0],
        place=data["places"][0],
        kind=BodyType.CONGRESS,
        number="900",
        session=3,
        deputy=0,
    )
    register(fresh, TODAY)
    assert fresh.case_id > 29 * APART


def test_the_day_after_is_run_with_the_reminders_of_every_copy(folder):
    either.run_day(TODAY)
    today = select(func.count()).select_from(Reminder).where(Reminder.ran_on == TODAY)
    of_originals = db.session.scalar(today.where(Reminder.case_id < APART))
    of_copies = db.session.scalar(today.where(Reminder.case_id > APART))
    assert of_originals == of_copies > 0  # two of each case under way


def _originals() -> list[Case]:
    """Return the cases that were made by the real actions."""
    return list(db.session.scalars(select(Case).where(Case.id < APART)))
