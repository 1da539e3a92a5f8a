"""Pages of the handling units."""

import pytest

from tests import factories
from tests.rows import every
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.units import queries
from tracker.units.models import Unit

FACTS = {"name": "云岭区教育局", "short_name": "区教育局", "online": "y", "active": "y"}


def _unit(name="云岭区城管局", **facts):
    with transaction():
        return factories.make_unit(name, **facts).id


def test_a_unit_is_entered_and_listed(client_as):
    client = client_as(Role.OH)
    data = {**FACTS, "name": "云岭区 教育局", "aliases": "教育局\n\n区教委\n教育局"}
    assert client.post("/units/new", data=data).location == "/units/"
    unit = every(Unit)[0]
    assert (unit.name, unit.short_name, unit.online) == ("云岭区教育局", "区教育局", True)
    assert [row.alias for row in unit.aliases] == ["区教委", "教育局"]
    page = client.get("/units/").get_data(as_text=True)
    assert "云岭区教育局" in page
    assert "区教委、教育局" in page


def test_a_unit_is_corrected_and_found_by_its_aliases(client_as):
    client, unit_id = client_as(Role.SA), _unit(aliases=["城管", "执法局"])
    page = client.get(f"/units/{unit_id}/edit").get_data(as_text=True)
    assert "城管\n执法局" in page
    data = {**FACTS, "name": "云岭区城市管理局", "aliases": "执法局\n城管委", "version": "1"}
    assert client.post(f"/units/{unit_id}/edit", data=data).status_code == 302
    db.session.expire_all()
    assert queries.named("城管委").name == "云岭区城市管理局"
    assert queries.named("执法 局").id == unit_id
    assert queries.named("城管") is None
    assert "云岭区城市管理局" in client.get("/units/?q=执法").get_data(as_text=True)
    assert "没有符合条件" in client.get("/units/?q=水务").get_data(as_text=True)


def test_a_page_shown_before_somebody_elses_change_is_stale(client_as):
    client, unit_id = client_as(Role.OH), _unit()
    data = {**FACTS, "version": "1"}
    assert client.post(f"/units/{unit_id}/edit", data=data).status_code == 302
    late = client.post(f"/units/{unit_id}/edit", data={**data, "name": "云岭区执法局"})
    assert late.status_code == 409
    assert "已被他人处理" in late.get_data(as_text=True)
    db.session.expire_all()
    assert db.session.get(Unit, unit_id).name == "云岭区教育局"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "云岭区城管局"),
        ("name", "城管"),
        ("short_name", "区城管局"),
        ("aliases", "城 管"),
    ],
)
def test_a_name_that_leads_to_another_unit_is_refused_at_its_field(client_as, field, value):
    client = client_as(Role.OH)
    _unit(short_name="区城管局", aliases=["城管"])
    answer = client.post("/units/new", data={**FACTS, field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "已是“云岭区城管局”的名称或别名" in page
    assert f'id="{field}-wrong"' in page
    assert db.session.query(Unit).count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "请填写单位全称"),
        ({"name": "长" * 81}, "最多填写 80 个字"),
        ({"phone": "1" * 21}, "最多填写 20 个字"),
    ],
)
def test_what_cannot_be_used_is_told_in_the_summary_and_at_the_field(client_as, changes, words):
    answer = client_as(Role.OH).post("/units/new", data={**FACTS, **changes})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count(words) == 2
    assert "有 1 处需要改正" in page


@pytest.mark.parametrize("unit_id", ["0", "7", "99999999999999999999"])
def test_a_unit_that_is_not_there_is_404(client_as, unit_id):
    client = client_as(Role.OH)
    assert client.get(f"/units/{unit_id}/edit").status_code == 404
    assert client.post(f"/units/{unit_id}/edit", data=FACTS).status_code == 404


@pytest.mark.parametrize("role", [Role.OL, Role.DL, Role.OBS, Role.SEC])
def test_other_roles_read_the_list_and_change_nothing(client_as, role):
    client, unit_id = client_as(role), _unit()
    page = client.get("/units/").get_data(as_text=True)
    assert "云岭区城管局" in page
    assert "/edit" not in page
    assert client.get("/units/new").status_code == 403
    assert client.post(f"/units/{unit_id}/edit", data=FACTS).status_code == 403


def test_the_auditor_does_not_see_the_units(client_as):
    assert client_as(Role.AUD).get("/units/").status_code == 403


def test_an_empty_list_says_what_to_do_first(client_as):
    assert "请先新增" in client_as(Role.OH).get("/units/").get_data(as_text=True)
    assert "由政府办或系统管理员登记" in client_as(Role.DL).get("/units/").get_data(as_text=True)
