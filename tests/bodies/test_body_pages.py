"""Pages of the bodies: names, sessions, batches, delegations and sectors."""

from datetime import date

import pytest

from tests import factories
from tests.rows import every, written
from tracker.bodies.models import Batch, Body, CongressSession, Group
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.terms import BodyType, GroupType

NAMES = {"name": "云岭区人民代表大会", "short_name": "区人大", "office_name": "区人大代工委"}
SESSION = {"term": "18", "number": "3", "opened_on": "2026-01-12", "closed_on": "2026年1月15日"}
BATCH = {"name": "大会建议", "period": "session", "assigned_on": "2026-03-02", "end_on": "2026.9.1"}


@pytest.fixture
def clerk(client_as):
    """A clerk of the office."""
    return client_as(Role.OH)


@pytest.fixture
def body_id(app):
    """The congress, entered."""
    with transaction():
        return factories.make_body().id


@pytest.fixture
def session_id(clerk, body_id):
    """One session, entered."""
    clerk.post(f"/bodies/{body_id}/sessions/new", data=SESSION)
    return every(CongressSession)[0].id


def test_a_body_gets_its_names_once_and_is_corrected(clerk):
    assert clerk.post("/bodies/congress/edit", data=NAMES).location == "/bodies/"
    assert clerk.post("/bodies/congress/edit", data={**NAMES, "version": "1"}).status_code == 302
    data = {**NAMES, "version": "1", "office_name": "区人大选联工委"}
    db.session.expire_all()
    changed = clerk.post("/bodies/congress/edit", data=data)
    assert changed.status_code == 302
    late = clerk.post("/bodies/congress/edit", data={**data, "office_name": "别的"})
    assert late.status_code == 409
    db.session.expire_all()
    assert db.session.query(Body).one().office_name == "区人大选联工委"


def test_a_session_is_entered_under_its_title_and_corrected(clerk, body_id, session_id):
    page = clerk.get("/bodies/").get_data(as_text=True)
    assert "区十八届人大三次会议" in page
    assert "2026-01-12 至 2026-01-15" in page
    data = {**SESSION, "number": "4", "version": "1"}
    assert clerk.post(f"/bodies/sessions/{session_id}/edit", data=data).status_code == 302
    late = clerk.post(f"/bodies/sessions/{session_id}/edit", data={**data, "number": "5"})
    assert late.status_code == 409
    assert "区十八届人大四次会议" in clerk.get("/bodies/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"closed_on": "2026-01-11"}, "closed_on", "闭幕日期不能早于开幕日期"),
        ({"term": "十八"}, "term", "请填写整数"),
        ({"term": "0"}, "term", "届应为 1 至 99"),
        ({"number": ""}, "number", "请填写第几次"),
        ({"opened_on": "2026-02-30"}, "opened_on", "请填写日期"),
        ({"opened_on": ""}, "opened_on", "请填写日期"),
    ],
)
def test_a_session_that_cannot_be_is_told_at_its_field(clerk, body_id, changes, field, words):
    answer = clerk.post(f"/bodies/{body_id}/sessions/new", data={**SESSION, **changes})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert f'id="{field}-wrong"' in page
    assert db.session.query(CongressSession).count() == 0


def test_a_session_is_entered_only_once(clerk, body_id, session_id):
    answer = clerk.post(f"/bodies/{body_id}/sessions/new", data=SESSION)
    assert answer.status_code == 422
    assert "区十八届人大三次会议已经登记" in answer.get_data(as_text=True)


def test_a_batch_is_entered_corrected_and_goes_stale(clerk, session_id):
    assert clerk.post(f"/bodies/sessions/{session_id}/batches/new", data=BATCH).status_code == 302
    batch = db.session.query(Batch).one()
    assert (batch.assigned_on, batch.end_on) == (date(2026, 3, 2), date(2026, 9, 1))
    data = {**BATCH, "end_on": "", "version": "1"}
    assert clerk.post(f"/bodies/batches/{batch.id}/edit", data=data).status_code == 302
    assert clerk.post(f"/bodies/batches/{batch.id}/edit", data=BATCH).status_code == 409
    assert "统一期限 无" in clerk.get("/bodies/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"end_on": "2026-03-02"}, "统一办结期限应晚于交办日期"),
        ({"period": "sometime"}, "请从列出的选项中选择"),
        ({"name": ""}, "请填写批次名称"),
    ],
)
def test_a_batch_that_cannot_be_is_told(clerk, session_id, changes, words):
    path = f"/bodies/sessions/{session_id}/batches/new"
    answer = clerk.post(path, data={**BATCH, **changes})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_two_batches_of_a_session_have_two_names(clerk, session_id):
    path = f"/bodies/sessions/{session_id}/batches/new"
    clerk.post(path, data=BATCH)
    answer = clerk.post(path, data=BATCH)
    assert answer.status_code == 422
    assert "已有同名批次" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("body_type", "kind"),
    [(BodyType.CONGRESS, GroupType.DELEGATION), (BodyType.CPPCC, GroupType.SECTOR)],
)
def test_a_delegation_or_sector_is_entered_once_and_corrected(clerk, body_type, kind):
    with transaction():
        body_id = factories.make_body(body_type).id
    path = f"/bodies/{body_id}/groups/new"
    assert clerk.post(path, data={"name": "城 东"}).status_code == 302
    group = db.session.query(Group).one()
    assert (group.name, group.type) == ("城东", kind)
    again = clerk.post(path, data={"name": "城东"})
    assert again.status_code == 422
    assert "“城东”已经登记" in again.get_data(as_text=True)
    edit = f"/bodies/groups/{group.id}/edit"
    assert clerk.post(edit, data={"name": "城西", "version": "1"}).status_code == 302
    assert clerk.post(edit, data={"name": "城南", "version": "1"}).status_code == 409
    db.session.expire_all()
    assert db.session.query(Group).one().name == "城西"


@pytest.mark.parametrize(
    "path",
    [
        "/bodies/senate/edit",
        "/bodies/9/sessions/new",
        "/bodies/sessions/9/edit",
        "/bodies/sessions/9/batches/new",
        "/bodies/batches/9/edit",
        "/bodies/9/groups/new",
        "/bodies/groups/9/edit",
        "/bodies/groups/99999999999999999999/edit",
    ],
)
def test_what_is_not_there_is_404(clerk, path):
    assert clerk.get(path).status_code == 404
    assert clerk.post(path, data={}).status_code == 404


@pytest.mark.parametrize("role", [Role.DL, Role.OBS, Role.SA, Role.SEC])
def test_other_roles_read_and_change_nothing(client_as, body_id, role):
    client = client_as(role)
    page = client.get("/bodies/").get_data(as_text=True)
    assert "云岭区人民代表大会" in page
    assert "/new" not in page
    assert client.get("/bodies/congress/edit").status_code == 403
    assert client.post(f"/bodies/{body_id}/sessions/new", data=SESSION).status_code == 403


def test_empty_pages_say_what_to_do_first(clerk, client_as):
    assert "请先登记名称" in clerk.get("/bodies/").get_data(as_text=True)
    assert client_as(Role.AUD).get("/bodies/").status_code == 403


def test_a_group_with_other_brackets_is_the_same_group(clerk, body_id):
    path = f"/bodies/{body_id}/groups/new"
    assert clerk.post(path, data={"name": "城关代表团（一）"}).status_code == 302
    again = clerk.post(path, data={"name": "城关代表团(一)"})
    assert again.status_code == 422
    assert "“城关代表团（一）”已经登记" in again.text


def test_each_thing_entered_stands_in_the_audit_log(clerk, session_id):
    clerk.post("/bodies/congress/edit", data={**NAMES, "version": "1"})
    clerk.post(f"/bodies/sessions/{session_id}/batches/new", data=BATCH)
    body = every(Body)[0].id
    clerk.post(f"/bodies/{body}/groups/new", data={"name": "城东"})
    clerk.post(f"/bodies/groups/{every(Group)[0].id}/edit", data={"name": "城西", "version": "1"})
    assert written("body", "session", "batch", "group")[1:] == [
        "session.saved",
        "body.saved",
        "batch.saved",
        "group.created",
        "group.changed",
    ]
