"""Two leaders press 批准 at the same moment, and the whole page, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.at_once import own_database, press
from tests.desk.leaders import behind, page_of
from tests.reply.letters import PROMISED
from tests.reports.walk import Walk
from tests.rows import the
from tracker.assign import actions as assign
from tracker.assign.actions import ShareFacts
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.terms import AssignRole
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

TODAY = date(2026, 6, 23)
MARCH_20, MARCH_25, APRIL_10 = date(2026, 3, 20), date(2026, 3, 25), date(2026, 4, 10)


@pytest.fixture
def make_config(make_config):
    """The people made their passwords in March."""
    return lambda url, **changes: make_config(url, password_days=1000, **changes)


@pytest.fixture
def database_url(backend, tmp_path, request):
    """A fresh database on each of the two systems."""
    return own_database(backend, tmp_path, request)


@pytest.fixture
def district(district):
    """A district with one late key item, one promise and one case before the leader."""
    made = district
    late = Walk(made).assign("001").sign(MARCH_20)
    promised = Walk(made).assign("002").sign(MARCH_20).talk(MARCH_25)
    promised.answer(APRIL_10, "云教函〔2026〕2号", facts=PROMISED)
    new = scenes.register(made, "003")
    with made.act("clerk", TODAY):
        cases.mark(the(Case, late.case_id), key_item=True, confidential=False)
        case = the(Case, new)
        assign.propose(case, [ShareFacts(made.row(Unit, "city"), AssignRole.INDEPENDENT)])
        assign.submit(case)
    with clock.moved_to(clock.at(TODAY)):
        yield made


def test_the_page_is_the_same_on_both(app, district):
    client = scenes.client_of(app, district, "leader")
    page = page_of(client)
    assert [(row.number, row.due) for row in page.rows] == [
        ("建议 003", "批准后 2026-09-23 前答复")
    ]
    assert [(label, number) for label, number, _ in page.parts] == [
        ("待交办", 1), ("待签收", 0), ("办理中", 1), ("待审签", 0), ("已答复", 1), ("办结", 0),
    ]  # fmt: skip
    assert page.units == [["区教育局", "1", "5 天", "1"]]  # due on 18 June
    assert [row[1:3] for row in page.key_items] == [["—", "区教育局：登记沟通"]]
    assert page.months["到期"][-1] == "1"
    found = list(page.links())
    assert [number for _, number, _ in found] == [behind(client, to) for _, _, to in found]
    assert client.get("/commitments?month=2026-12&outcome=open").text.count("剩 191 天") == 1
    assert client.get("/leader/approve").status_code == 200


def test_of_two_presses_at_once_one_approves_and_the_other_is_told(app, district):
    clients = [scenes.client_of(app, district, "leader") for _ in range(2)]
    row = page_of(clients[0]).rows[0]
    answers: list[int] = []

    def approve(client) -> None:
        with clock.moved_to(clock.at(TODAY)):
            answers.append(client.post(row.approve, data={"seen": row.seen}).status_code)

    db.session.remove()
    press([lambda one=one: approve(one) for one in clients])
    assert sorted(answers) == [302, 409]
    assigned = db.session.query(HistoryEntry).filter_by(act="case.assigned")
    assert [entry.case_id for entry in assigned].count(int(row.approve.split("/")[3])) == 1
