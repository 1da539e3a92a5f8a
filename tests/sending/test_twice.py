"""A form that is sent twice has its effect once, and is answered both times alike."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests import scenes
from tests.at_once import own_database, press
from tests.rows import the
from tracker import jobs
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.sending.models import SentForm
from tracker.supervise.models import FollowUpAct
from tracker.timeline.models import HistoryEntry

TODAY = date(2026, 3, 23)
HIDDEN = re.compile(r'<input type="hidden" name="(_mark|_since)" value="([^"]+)">')


@pytest.fixture(autouse=True)
def _day():
    """A week after the assignment."""
    with clock.moved_to(clock.at(TODAY)):
        yield


@pytest.fixture
def database_url(backend, tmp_path, request):
    """A fresh database on each of the two systems."""
    return own_database(backend, tmp_path, request)


@pytest.fixture
def assigned(district):
    """A district, and a case that its education bureau handles."""
    case_id = scenes.register(district, "021")
    scenes.assign_to(district, case_id, ("education", "independent"))
    return district, case_id


def marks(client, path: str) -> dict[str, str]:
    """Return the marks of the form on a page."""
    page = client.get(path)
    assert page.status_code == 200, path
    main = page.text[page.text.index("<main") :]
    return dict(HIDDEN.findall(main))


def sent() -> list[SentForm]:
    """Return what is kept of forms."""
    db.session.rollback()
    return db.session.query(SentForm).all()


def noted(case_id: int, act: str) -> int:
    """Return how often an act stands in the history of a case."""
    return db.session.query(HistoryEntry).filter_by(case_id=case_id, act=act).count()


def test_the_second_sending_does_nothing_and_leads_where_the_first_led(app, assigned):
    district, case_id = assigned
    clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{case_id}/mark"
    data = {**marks(clerk, path), "key_item": "y"}
    first = clerk.post(path, data=data)
    said = clerk.get(first.location).text
    again = clerk.post(path, data=data)
    assert (first.status_code, again.status_code) == (302, 302)
    assert again.location == first.location
    assert noted(case_id, "case.marked") == 1
    (sentence,) = re.findall(r'class="said"[^>]*>([^<]+)<', said)
    assert sentence in clerk.get(again.location).text


def test_two_at_once_have_one_effect(app, assigned):
    district, case_id = assigned
    path = f"/supervision/cases/{case_id}/record"
    clients = [scenes.client_of(app, district, "clerk") for _ in range(2)]
    data = {"kind": "urge", "done_on": TODAY.isoformat(), "requirement": "请抓紧。"}
    data |= {"assignment_id": "0", **marks(clients[0], path)}
    answers: list[int] = []

    def send(client) -> None:
        with clock.moved_to(clock.at(TODAY)):
            answers.append(client.post(path, data=data).status_code)

    db.session.remove()
    press([lambda client=client: send(client) for client in clients])
    assert answers == [302, 302]
    assert db.session.query(FollowUpAct).count() == 1
    assert [row.location for row in sent()] == [f"/cases/{case_id}"]


def test_a_form_that_was_refused_may_be_sent_again(app, assigned):
    district, case_id = assigned
    clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{case_id}/withdraw"
    data = marks(clerk, path)
    assert clerk.post(path, data={**data, "reason": ""}).status_code == 422
    foreign = {**data, "reason": "代表来函撤回。", "on": "2026-03-22", "_since": "0"}
    assert clerk.post(path, data={**foreign, **scenes.scanned()}).status_code == 409
    assert sent() == []
    done = clerk.post(path, data={**foreign, "_since": data["_since"], **scenes.scanned()})
    assert done.status_code == 302
    assert the(Case, case_id).state == "withdrawn"


def test_the_mark_of_somebody_else_answers_nothing(app, assigned):
    district, case_id = assigned
    path = f"/cases/{case_id}/mark"
    clerk, leader = (scenes.client_of(app, district, who) for who in ("clerk", "leader"))
    data = {**marks(clerk, path), "key_item": "y"}
    assert clerk.post(path, data=data).status_code == 302
    assert leader.post(path, data=data).status_code in (403, 409)


def test_a_form_without_a_mark_is_taken_as_it_is(app, assigned):
    district, case_id = assigned
    clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{case_id}/mark"
    for wrong in ({}, {"_mark": "x"}, {"_mark": "'; --" * 9, "_since": "x"}):
        assert clerk.post(path, data={"key_item": "y", **wrong}).status_code == 302
    assert sent() == []


def test_after_two_days_the_marks_are_gone(app, assigned):
    district, case_id = assigned
    clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{case_id}/mark"
    clerk.post(path, data={**marks(clerk, path), "key_item": "y"})
    jobs.tidy()
    assert len(sent()) == 1
    with transaction():
        sent()[0].sent_at = clock.now() - timedelta(days=2, minutes=1)
    jobs.tidy()
    assert sent() == []
