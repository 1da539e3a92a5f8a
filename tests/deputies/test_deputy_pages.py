"""Pages of deputies and members."""

import pytest

from tests import factories
from tests.rows import every
from tracker.audit.models import AuditEntry
from tracker.bodies import actions as body_actions
from tracker.deputies.models import Deputy, Mandate
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.terms import BodyType

FACTS = {"name": "刘桂兰", "phone": "13800006021", "work_unit": "实验小学校长"}


@pytest.fixture
def clerk(client_as):
    """A clerk of the office."""
    return client_as(Role.OH)


@pytest.fixture
def congress(app):
    """The congress with one delegation: (body, group)."""
    with transaction():
        body = factories.make_body()
        return body.id, body_actions.save_group(body, "城东代表团").id


def _deputy():
    with transaction():
        return factories.make_deputy("张三", "13800002222").id


def test_a_deputy_is_entered_listed_with_a_masked_telephone_and_found(clerk):
    answer = clerk.post("/deputies/new", data={**FACTS, "name": "刘　桂兰"})
    deputy = every(Deputy)[0]
    assert answer.location == f"/deputies/{deputy.id}/edit"
    page = clerk.get("/deputies/?q=刘桂兰").get_data(as_text=True)
    assert "138****6021" in page
    assert "13800006021" not in page
    assert "没有这个姓名" in clerk.get("/deputies/?q=王").get_data(as_text=True)


def test_a_telephone_never_stands_in_the_audit_log(clerk):
    clerk.post("/deputies/new", data=FACTS)
    details = [entry.detail for entry in db.session.query(AuditEntry)]
    assert any("刘桂兰" in detail for detail in details)
    assert not any("6021" in detail for detail in details)


def test_a_deputy_is_corrected_and_a_late_page_is_stale(clerk):
    deputy_id = _deputy()
    data = {**FACTS, "version": "1"}
    assert clerk.post(f"/deputies/{deputy_id}/edit", data=data).status_code == 302
    assert clerk.post(f"/deputies/{deputy_id}/edit", data=data).status_code == 409
    db.session.expire_all()
    assert db.session.get(Deputy, deputy_id).name == "刘桂兰"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"phone": "不详"}, "只有数字、加号、横线"),
        ({"work_unit": "长" * 81}, "最多填写 80 个字"),
    ],
)
def test_what_cannot_be_used_is_told_at_the_field(clerk, changes, words):
    deputy_id = _deputy()
    for path in ("/deputies/new", f"/deputies/{deputy_id}/edit"):
        answer = clerk.post(path, data={**FACTS, **changes})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert words in page
        assert "有 1 处需要改正" in page


def test_a_mandate_is_entered_once_and_taken_back(clerk, congress):
    (body_id, group_id), deputy_id = congress, _deputy()
    path = f"/deputies/{deputy_id}/mandates"
    data = {"body_id": body_id, "term": "18", "group_id": group_id}
    assert clerk.post(path, data=data).status_code == 302
    assert "城东代表团" in clerk.get(f"/deputies/{deputy_id}/edit").get_data(as_text=True)
    again = clerk.post(path, data=data)
    assert again.status_code == 422
    assert "已经登记" in again.get_data(as_text=True)
    mandate = db.session.query(Mandate).one()
    assert clerk.post(f"{path}/{mandate.id}/remove").status_code == 302
    assert db.session.query(Mandate).count() == 0
    assert clerk.post(f"{path}/{mandate.id}/remove").status_code == 404


def test_a_mandate_is_taken_back_only_from_its_own_deputy(clerk, congress):
    other = _deputy()
    with transaction():
        body = body_actions.queries.of_type(BodyType.CONGRESS)
        mandate = factories.make_deputy("李梅", body=body).mandates[0].id
    assert clerk.post(f"/deputies/{other}/mandates/{mandate}/remove").status_code == 404
    assert db.session.query(Mandate).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"term": "十八"}, "请填写整数"),
        ({"term": "100"}, "届应为 1 至 99"),
        ({"body_id": "77"}, "请从列出的选项中选择"),
        ({"group_id": "x"}, "请从列出的选项中选择"),
    ],
)
def test_a_mandate_that_cannot_be_is_told(clerk, congress, changes, words):
    body_id, group_id = congress
    data = {"body_id": body_id, "term": "18", "group_id": group_id, **changes}
    answer = clerk.post(f"/deputies/{_deputy()}/mandates", data=data)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_a_delegation_belongs_to_its_own_body(clerk, congress):
    with transaction():
        cppcc = factories.make_body(BodyType.CPPCC).id
    data = {"body_id": cppcc, "term": "10", "group_id": congress[1]}
    answer = clerk.post(f"/deputies/{_deputy()}/mandates", data=data)
    assert answer.status_code == 422
    assert "“城东代表团”不属于区政协" in answer.get_data(as_text=True)


@pytest.mark.parametrize("deputy_id", ["0", "9", "99999999999999999999"])
def test_a_deputy_who_is_not_there_is_404(clerk, deputy_id):
    assert clerk.get(f"/deputies/{deputy_id}/edit").status_code == 404
    assert clerk.post(f"/deputies/{deputy_id}/edit", data=FACTS).status_code == 404
    assert clerk.post(f"/deputies/{deputy_id}/mandates", data={}).status_code == 404


def test_a_bodys_office_sees_only_its_own_and_changes_nothing(client_as):
    with transaction():
        factories.make_deputy("刘桂兰", "13800006021", factories.make_body())
        factories.make_deputy("李梅", "13800007777", factories.make_body(BodyType.CPPCC), 10)
    client = client_as(Role.OBS)
    page = client.get("/deputies/").get_data(as_text=True)
    assert "刘桂兰" in page
    assert "李梅" not in page
    assert client.get("/deputies/new").status_code == 403
    assert client.post("/deputies/new", data=FACTS).status_code == 403


@pytest.mark.parametrize("role", [Role.DL, Role.SA, Role.SEC, Role.AUD])
def test_other_roles_do_not_see_the_register(client_as, role):
    client = client_as(role)
    assert client.get("/deputies/").status_code == 403
    assert client.get(f"/deputies/{_deputy()}/edit").status_code == 403


def test_the_leader_of_the_office_reads_the_register(client_as):
    client = client_as(Role.OL)
    assert "由政府办登记" in client.get("/deputies/").get_data(as_text=True)
    assert client.post("/deputies/new", data=FACTS).status_code == 403


def test_a_name_that_grows_beyond_its_column_when_compared_is_told_at_its_field(client_as):
    answer = client_as(Role.OH).post("/deputies/new", data={"name": "㈠" * 14})
    assert answer.status_code == 422
    assert "姓名超过 40 个字，请改短。" in answer.text
