"""An unknown name gets proposals, and a unit or person can be entered where it is missing."""

from __future__ import annotations

import re

import pytest

from tests import factories, scenes
from tests.intake import books
from tests.intake.test_confirming import cases, confirm, upload
from tests.intake.test_matching import keys, proposed, rows, send
from tests.rows import every
from tracker.assign import queries as assignments
from tracker.audit.models import AuditEntry
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body, Group
from tracker.deputies.models import Deputy
from tracker.kernel.db import db, transaction
from tracker.units.models import Unit
from tracker.units.queries import named

ROWS = [
    ["015", "张力", "城东代表团", "关于轨道的建议", "区轨道办"],
    ["016", "刘桂芝", "", "关于住房的建议", "区住建局"],
]
HEADS = ["编号", "领衔代表", "代表团", "建议标题", "主办单位"]
TITLE = "云岭区第十八届人民代表大会第三次会议代表建议目录"


@pytest.fixture
def listed(clerk, district, tmp_path):
    """A list with two units and two people whom the registers do not have."""
    with transaction():
        factories.make_unit("云岭区住房保障中心")
        factories.make_unit("云岭区住房和城乡建设局")
        bodies.save_group(district.row(Body, "congress"), "城东代表团")
    path = books.plain(tmp_path / "a.xlsx", HEADS, [[*row] for row in ROWS], TITLE)
    assert confirm(clerk, upload(clerk, path), 3, 4).status_code == 302
    return clerk


def row_of(client, written: str, /, *, taken: str = "0", **typed: str) -> dict[str, str]:
    """Return what is sent for one name."""
    field = rows(client)[written][0]
    return {f"{field}-{key}": value for key, value in {"taken": taken, **typed}.items()}


def post(client, *sent: dict[str, str], **more: str):
    data = keys(client)
    for one in sent:
        data |= one
    return client.post("/matching/", data={**data, **more})


def test_what_is_like_is_proposed_the_likeliest_first_and_none_is_taken(listed):
    assert proposed(listed, "区住建局") == ["云岭区住房和城乡建设局"]
    assert proposed(listed, "刘桂芝") == ["刘桂兰（未填代表团或界别）"]
    assert proposed(listed, "区轨道办") == proposed(listed, "张力") == []
    assert {taken for _, _, taken in rows(listed).values()} == {"（暂不对应）"}


def test_a_proposal_is_taken_and_its_name_becomes_an_alias(listed):
    unit, deputy = named("云岭区住房和城乡建设局"), every(Deputy)
    lead = next(one for one in deputy if one.name == "刘桂兰")
    answer = post(
        listed,
        row_of(listed, "区住建局", taken=str(unit.id)),
        row_of(listed, "刘桂芝", taken=str(lead.id)),
        remember="y",
    )
    assert answer.status_code == 302
    assert cases()[1].lead.deputy_id == lead.id
    assert named("区住建局").name == "云岭区住房和城乡建设局"


def test_two_answers_about_one_name_are_refused_at_its_row(listed, district):
    unit = named("云岭区住房和城乡建设局")
    two = row_of(listed, "区住建局", taken=str(unit.id), chosen=str(district.ids["city"]))
    answer = post(listed, two)
    assert answer.status_code == 422
    assert "这一行选了不止一种" in answer.text.split(">区住建局</td>")[1].split("</tr>")[0]
    made = row_of(listed, "区住建局", taken=str(unit.id), create="y", name="区住建局")
    assert post(listed, made).status_code == 422
    assert assignments.proposed(cases()[1].id)[0].unit_id is None
    same = row_of(listed, "区住建局", taken=str(unit.id), chosen=str(unit.id))
    assert post(listed, same).status_code == 302


def test_a_unit_is_entered_in_place_and_linked(listed):
    full = "云岭区轨道交通建设办公室"
    assert 'value="区轨道办"' in listed.get("/matching/").text
    new = row_of(listed, "区轨道办", create="y", name=full, short_name="区轨道交通办")
    assert post(listed, new, remember="y").status_code == 302
    unit = named(full)
    assert (unit.short_name, unit.active) == ("区轨道交通办", True)
    assert [row.alias for row in unit.aliases] == ["区轨道办"]
    assert assignments.proposed(cases()[0].id)[0].unit_id == unit.id
    assert db.session.query(AuditEntry).filter_by(action="unit.created").count() >= 1
    assert "区轨道办" not in rows(listed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "云岭区城市管理局"}, "已是“云岭区城市管理局”的名称或别名"),
        ({"name": " "}, "请填写单位全称。"),
        ({"name": "轨" * 81}, "最多填写 80 个字。"),
        ({"name": "轨" * 60}, "全称超过 40 个字，请填写简称。"),
        ({"name": "轨道办", "short_name": "轨" * 41}, "最多填写 40 个字。"),
        ({"name": "轨道办", "short_name": "区财政局"}, "已是“云岭区财政局”的名称或别名"),
    ],
)
def test_a_unit_that_cannot_be_entered_is_told_at_its_field_and_nothing_is_done(
    listed, typed, sentence
):
    before, known = len(every(Unit)), named("云岭区住房和城乡建设局").id
    other = row_of(listed, "区住建局", taken=str(known))
    answer = post(listed, other, row_of(listed, "区轨道办", create="y", **typed))
    assert answer.status_code == 422
    mine = answer.text.split(">区轨道办</td>")[1].split("</tr>")[0]
    assert re.search(r'class="wrong"[^>]*>[^<]*' + re.escape(sentence), mine)
    assert sentence in answer.text.split('class="errors"')[1].split("</div>")[0]
    assert len(every(Unit)) == before
    assert assignments.proposed(cases()[1].id)[0].unit_id is None


def test_a_person_is_entered_in_place_for_the_term_of_the_case_and_linked(listed):
    group = every(Group)[0]
    page = listed.get("/matching/").text.split(">张力</td>")[1].split("</tr>")[0]
    assert f'<option selected value="{group.id}">城东代表团</option>' in page
    new = row_of(listed, "张力", create="y", name="张 力", group_id=str(group.id))
    assert post(listed, new).status_code == 302
    deputy = next(one for one in every(Deputy) if one.name_key == "张力")
    mandate = deputy.mandates[0]
    assert (mandate.term, mandate.body.type, mandate.group_id) == (18, "congress", group.id)
    assert cases()[0].lead.deputy_id == deputy.id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "刘桂兰"}, "名册中已有“刘桂兰”"),
        ({"name": ""}, "请填写姓名。"),
        ({"name": "力" * 41}, "姓名超过 40 个字，请改短。"),
    ],
)
def test_a_person_who_cannot_be_entered_is_told_at_the_field(listed, typed, sentence):
    before = len(every(Deputy))
    answer = post(listed, row_of(listed, "张力", create="y", **typed))
    assert answer.status_code == 422
    assert sentence in answer.text.split(">张力</td>")[1].split("</tr>")[0]
    assert len(every(Deputy)) == before


def test_two_names_entered_as_one_unit_are_refused_together(listed):
    one = row_of(listed, "区轨道办", create="y", name="云岭区轨道办")
    two = row_of(listed, "区住建局", create="y", name="云岭区轨道办")
    assert post(listed, one, two).status_code == 422
    assert named("云岭区轨道办") is None


def test_who_may_not_edit_the_registers_sees_no_new_unit_and_is_refused(listed, app, district):
    leader = scenes.client_of(app, district, "leader")
    page = leader.get("/matching/").text
    assert "新增" not in page.split('aria-label="名册对应"')[1]
    for name in ("区轨道办", "张力"):
        answer = post(leader, row_of(listed, name, create="y", name="云岭区轨道办"))
        assert answer.status_code == 403
    assert named("云岭区轨道办") is None


def test_what_was_linked_meanwhile_is_not_entered(listed):
    late = {**keys(listed), **row_of(listed, "区轨道办", create="y", name="云岭区轨道办")}
    send(listed, {"区轨道办": "云岭区城市管理局"})
    assert listed.post("/matching/", data=late).status_code == 422
    assert named("云岭区轨道办") is None
