"""What is typed into a form is kept for the account, and for nobody else, until it is sent."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.house.people import client_of
from tests.rows import every
from tracker import jobs
from tracker.accounts.models import Account
from tracker.audit.models import AuditEntry
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.typed import actions, queries
from tracker.typed.models import TypedText
from tracker.typed.place import is_place

PLACE = "/cases/new"
FIELDS = {"title": ["关于学位的建议"], "text": ["正文一\n正文二"]}


@pytest.fixture
def clerk(app):
    """A clerk who is logged in."""
    return client_of(app, Role.OH)


def keep(client, fields=FIELDS, place=PLACE):
    """Save as the script does."""
    return client.post("/typed", data={"place": place, "fields": json.dumps(fields)})


def kept(client, page=PLACE):
    """Ask for what is kept of a page."""
    return client.get("/typed/page", query_string={"page": page}).json["kept"]


def test_what_was_typed_is_offered_on_its_page_with_the_time(clerk):
    with clock.moved_to(clock.now()):
        assert keep(clerk).json["saved"] == _time()
        assert kept(clerk) == [{"place": PLACE, "fields": FIELDS, "saved": _time()}]


def _time() -> str:
    """Return the time of the day here."""
    return f"{clock.local(clock.now()):%H:%M}"


def test_of_an_earlier_day_the_day_is_said(clerk):
    with clock.moved_to(clock.at(date(2026, 3, 18), 10, 32)):
        with transaction(in_turn=False):
            actions.keep(every(Account)[0].id, PLACE, FIELDS)
        assert _said() == "10:32"
    with clock.moved_to(clock.at(date(2026, 3, 19))):
        assert _said() == "3月18日 10:32"


def _said() -> str:
    """Return what is said of the time."""
    return queries.of_page(every(Account)[0].id, PLACE)[0].saved


def test_a_page_offers_its_own_forms_and_no_others(clerk):
    for place in (PLACE, f"{PLACE}#/cases/5/close", f"{PLACE}/2", "/cases"):
        keep(clerk, place=place)
    assert [one["place"] for one in kept(clerk)] == [PLACE, f"{PLACE}#/cases/5/close"]


def test_nobody_else_reads_it(app, clerk):
    keep(clerk)
    for role in Role:
        other = client_of(app, role)
        assert kept(other) == []
        assert "学位" not in other.get("/typed").text
    assert "关于学位的建议" in clerk.get("/typed").text


def test_the_later_text_takes_the_place_of_the_earlier_and_an_empty_one_ends_it(clerk):
    keep(clerk)
    keep(clerk, {"text": ["改过的"]})
    assert [one["fields"] for one in kept(clerk)] == [{"text": ["改过的"]}]
    keep(clerk, {"text": [""], "title": []})
    assert every(TypedText) == []


def test_a_save_is_no_act(clerk):
    before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    keep(clerk)
    keep(clerk, {"text": ["长" * 200_001]})
    keep(clerk, place="//elsewhere")
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "请求不完整"),
        ({"place": PLACE, "fields": "[1]"}, "请求不完整"),
        ({"place": PLACE, "fields": '{"text": "a"}'}, "请求不完整"),
        ({"place": PLACE, "fields": "{"}, "请求不完整"),
        ({"place": PLACE, "fields": json.dumps({"text": ["长" * 200_001]})}, "内容太长"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(clerk, data, sentence):
    answer = clerk.post("/typed", data=data)
    assert answer.status_code == 422
    assert sentence in answer.json["sentence"]
    assert every(TypedText) == []


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("/cases/5/reply", True),
        ("/#/leader/5/send-back", True),
        ("//evil.example/x", False),
        ("/\\evil.example", False),
        ("/cases?x=1", False),
        ("cases", False),
        ("/#//evil.example", False),
        ("/" + "a" * 300, False),
        ("", False),
    ],
)
def test_a_place_is_a_path_of_ours(text, fine):
    assert is_place(text) is fine


def test_a_form_that_was_sent_is_forgotten_and_one_that_was_refused_is_not(clerk):
    place = "/units/new"
    for field in ({"typed_at": place}, {}):
        keep(clerk, place=place)
        keep(clerk, place="/cases/new")
        refused = clerk.post("/units/new", data={"name": "", **field})
        assert refused.status_code == 422
        assert len(every(TypedText)) == 2
        name = f"云岭区第{len(field)}服务中心"
        data = {"name": name, "short_name": name[3:], **field}
        assert clerk.post("/units/new", data=data).status_code == 302
        assert [row.place for row in every(TypedText)] == ["/cases/new"]


def test_typing_is_activity(app):
    client, moment = client_of(app, Role.OH), clock.now()
    for minutes in (20, 40, 60):
        with clock.moved_to(moment + timedelta(minutes=minutes)):
            assert keep(client).json["left"] == 30 * 60


@pytest.mark.parametrize(("role", "minutes"), [(Role.OH, 30), (Role.SA, 15)])
def test_a_page_says_for_how_long_the_log_in_lasts(app, role, minutes):
    moment = clock.now()
    with clock.moved_to(moment):
        client = client_of(app, role)
        assert f'data-left="{minutes * 60}"' in client.get("/me/sessions").text
    with clock.moved_to(moment + timedelta(seconds=50)):  # less than what counts as another use
        assert f'data-left="{minutes * 60 - 50}"' in client.get("/me/sessions").text
    for quarter in range(1, 72):
        with clock.moved_to(moment + timedelta(minutes=10 * quarter)):
            page = client.get("/me/sessions").text
    assert 'data-left="600"' in page  # twelve hours are over then, however busy


def test_after_thirty_days_it_is_forgotten(clerk):
    keep(clerk)
    for days, count in ((29, 1), (31, 0)):
        with clock.moved_to(clock.now() + timedelta(days=days)):
            jobs.tidy()
        assert len(every(TypedText)) == count
