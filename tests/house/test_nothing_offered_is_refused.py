"""What a page offers can be done: behind each button that opens a form, the form opens."""

from __future__ import annotations

import pytest
from flask import url_for

from tests.house.people import logged_in
from tests.rows import the
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.desk.case_page import offers_of
from tracker.desk.duty_lines import page_of
from tracker.desk.scopes import Days, scope_of
from tracker.kernel import clock
from tracker.kernel.access import acting
from tracker.kernel.db import db

LOGINS = ("clerk", "leader", "handler", "head", "finance_handler", "deputy", "congress_office")
SOON = 5


@pytest.fixture
def world(whole_world):
    """A case at every stage and a person of each role."""
    return whole_world


def _offered(world, name: str) -> dict[tuple[str, str], str]:
    """Return one address for each form that is offered to a person in each state of a case."""
    found: dict[tuple[str, str], str] = {}
    person = world.district.person(name)
    with world.app.test_request_context(), acting(person):
        numbers = [stage.case_id for stage in world.made.values()]
        query = db.select(Case.id).where(visible(person), Case.id.in_(numbers))
        for number in db.session.scalars(query.order_by(Case.id)).all():
            case = the(Case, number)
            for offer in offers_of(case, person):
                if not offer.post:
                    key = (offer.endpoint, str(case.state))
                    found.setdefault(key, url_for(offer.endpoint, **offer.args))
        days = Days.of(clock.today(), SOON)
        scope = scope_of(person, days)
        for line in page_of(person, scope.all, scope.mine, days.today).rows:
            if line.href:
                found.setdefault((line.href.split("?")[0], "desk"), line.href)
        db.session.rollback()
    return found


@pytest.mark.parametrize("name", LOGINS)
def test_the_form_behind_each_offer_opens(app, world, name):
    offered = _offered(world, name)
    assert offered
    client = logged_in(app, world.district.logins[name])
    answers = {
        address: client.get(address, follow_redirects=True).status_code
        for address in offered.values()
    }
    assert {address: code for address, code in answers.items() if code != 200} == {}
