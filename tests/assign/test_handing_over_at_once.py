"""Two people press 交接 at the same moment, on both databases."""

from __future__ import annotations

import pytest

from tests.assign.held import FRIDAY, Held
from tests.at_once import own_database, press
from tests.rows import the
from tracker.accounts.models import Account
from tracker.assign import handing_over
from tracker.assign.handing_over import Outcome, Ticked
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.timeline.models import HistoryEntry


@pytest.fixture
def database_url(backend, tmp_path, request):
    """A fresh database on each of the two systems."""
    return own_database(backend, tmp_path, request)


@pytest.fixture
def held(app, district):
    """The unit whose handler stops, on each of the two databases."""
    with clock.moved_to(clock.at(FRIDAY)):
        made = Held(app, district)
        made.begin()
        yield made


def test_each_part_gets_one_new_handler_and_the_slower_is_told(held):
    shown = [Ticked(row.id, row.version) for row in held.parts()]
    people = {name: held.account(name).id for name in ("next", "head")}
    outcomes: list[Outcome] = []

    def give(to: int) -> None:
        with held.app.app_context():
            with held.district.act("head", FRIDAY):
                account = the(Account, to)
                outcomes.append(handing_over.hand_over(shown, account, "调离"))
            db.session.remove()

    db.session.remove()
    press([lambda to=to: give(to) for to in people.values()])
    assert sorted((len(one.done), len(one.skipped)) for one in outcomes) == [(0, 3), (3, 0)]
    lines = db.session.query(HistoryEntry).filter_by(act="assignment.handed_over")
    assert lines.count() == 3
    assert len(set(held.names())) == 1
