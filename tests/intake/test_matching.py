"""Names that the registers did not know are linked on one page, later."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests import factories, scenes
from tests.intake import books
from tests.intake.test_confirming import cases, confirm, upload
from tracker.assign import queries as assignments
from tracker.bodies.models import Body
from tracker.cases import queries
from tracker.deputies import actions as deputies
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.timeline.models import HistoryEntry
from tracker.units import actions as units
from tracker.units.models import Unit
from tracker.units.queries import named

ROWS = [
    ["015", "", "张力", "关于轨道的建议", "区轨道办", "", ""],
    ["016", "", "张 力", "关于站点的建议", "区轨道办", "区财政局", ""],
    ["017", "", "刘桂兰、陈小丽", "关于学位的建议", "区教育局", "区水投集团", ""],
]
LATER = "（暂不对应）"
OPTION = re.compile(r"<option( selected)? value=\"(\d+)\">([^<]*)</option>")
RADIO = re.compile(r"value=\"(\d+)\"( checked)? data-key=\"\d\"><kbd>\d</kbd>([^<]*)<")


@pytest.fixture
def listed(clerk, tmp_path):
    """A list whose names are partly unknown, confirmed."""
    address = upload(clerk, books.catalogue(tmp_path / "a.xlsx", ROWS))
    answer = confirm(clerk, address, 4, 5, 6)
    assert answer.status_code == 302
    return clerk


def rows(client) -> dict[str, tuple[str, dict[str, str], str]]:
    """Return by name of the page's rows: field, options by label, what is taken already."""
    found = {}
    for row in client.get("/matching/").text.split("<tr>")[1:]:
        if "data-pick>" in row:
            name = unescape(re.search(r"<td[^>]*>([^<]*)</td>", row)[1])
            field = re.search(r" name=\"([^\"]*)-key\"", row)[1]
            options = {unescape(label): value for _, value, label in OPTION.findall(row)}
            group = options if "group_id" not in row else _before_groups(row)
            taken = next((unescape(label) for _, on, label in RADIO.findall(row) if on), LATER)
            found[name] = (field, group or {LATER: "0"}, taken)
    return found


def _before_groups(row: str) -> dict[str, str]:
    """Return the options of the register, not those of the group of a person to be entered."""
    listed = re.search(r"data-pick-other.*?</select>", row, re.DOTALL)
    return {
        unescape(label): value for _, value, label in OPTION.findall(listed[0] if listed else "")
    }


def proposed(client, name: str) -> list[str]:
    """Return what is proposed for a name, the likeliest first, without what leaves it for later."""
    page = client.get("/matching/").text
    row = next(row for row in page.split("<tr>") if f">{name}</td>" in row)
    return [unescape(label) for value, _, label in RADIO.findall(row) if value != "0"]


def keys(client) -> dict[str, str]:
    """Return the hidden fields of the page."""
    page = client.get("/matching/").text
    hidden = re.findall(
        r"<input id=\"[^\"]*\" name=\"([^\"]*-key)\" type=\"hidden\" value=\"(.*?)\"", page
    )
    return {name: unescape(value) for name, value in hidden}


def send(client, chosen: dict[str, str], **more):
    """Choose for each name the option of a label; leave the others for later."""
    offered, data = rows(client), keys(client)
    data |= {f"{field}-chosen": "0" for field, _, _ in offered.values()}
    for name, label in chosen.items():
        field, options, _ = offered[name]
        data[f"{field}-chosen"] = options[label]
    return client.post("/matching/", data={**data, **more})


def test_after_a_list_the_clerk_is_told_how_many_names_are_unknown(listed):
    assert "有 4 个单位或姓名不在名册中" in listed.get("/").text


def test_each_unknown_name_stands_once_with_its_cases(listed):
    page = listed.get("/matching/").text
    assert set(rows(listed)) == {"区轨道办", "区水投集团", "张力", "陈小丽"}
    assert page.count(">区轨道办<") == 1
    assert "建议第015号" in page


def test_a_unit_entered_later_fills_every_gap_and_its_name_becomes_an_alias(listed, district):
    with district.act("clerk"):
        units.save(units.UnitFacts("云岭区轨道交通建设办公室", "区轨道交通办"))
    answer = send(listed, {"区轨道办": "云岭区轨道交通建设办公室"}, remember="y")
    assert answer.status_code == 302
    one, two, three = cases()
    assert [row.unit_name for row in assignments.proposed(one.id)] == ["区轨道交通办"]
    assert [row.unit_name for row in assignments.proposed(two.id)] == ["区轨道交通办", "区财政局"]
    assert [row.unit_name for row in assignments.proposed(three.id)] == ["区教育局", "区水投集团"]
    assert named("区轨道办").name == "云岭区轨道交通建设办公室"
    told = db.session.query(HistoryEntry).filter_by(act="assignment.linked").count()
    assert told == 2


def test_a_name_becomes_no_alias_where_that_is_not_asked(listed, district):
    send(listed, {"区轨道办": "云岭区城市管理局"})
    assert named("区轨道办") is None
    assert [row.unit_name for row in assignments.proposed(cases()[0].id)] == ["区城市管理局"]


def test_the_same_list_again_leaves_a_unit_that_was_linked_by_hand(listed, tmp_path):
    send(listed, {"区轨道办": "云岭区城市管理局"})
    address = upload(listed, books.catalogue(tmp_path / "b.xlsx", ROWS))
    assert "完全相同" in listed.get(address).text
    more = [[*row[:5], "区教育局" if row[0] == "016" else row[5], ""] for row in ROWS]
    address = upload(listed, books.catalogue(tmp_path / "c.xlsx", more))
    assert "→ 主办 云岭区城市管理局；会办 云岭区教育局" in listed.get(address).text
    assert confirm(listed, address, 5).status_code == 302
    found = [row.unit_name for row in assignments.proposed(cases()[1].id)]
    assert found == ["区城市管理局", "区教育局"]


def test_a_unit_that_the_register_has_by_now_is_chosen_already(listed, district):
    assert rows(listed)["区轨道办"][2] == LATER
    with district.act("clerk"):
        units.save(units.UnitFacts("云岭区轨道办", "区轨道办"))
    assert rows(listed)["区轨道办"][2] == "云岭区轨道办"


def test_a_unit_out_of_use_is_not_offered(listed, district):
    with district.act("clerk"):
        units.save(units.UnitFacts("云岭区轨道办", "区轨道办", active=False))
    assert rows(listed)["区轨道办"][2] == LATER
    assert "云岭区轨道办" not in rows(listed)["区轨道办"][1]


def test_a_deputy_entered_later_is_linked_and_sees_the_cases(listed, district):
    assert rows(listed)["张力"][1] == {LATER: "0"}
    with district.act("clerk"):
        person = deputies.save("张力", "13900001111", "")
        deputies.add_mandate(person, district.row(Body, "congress"), 18, None)
        deputy_id = person.id
    with transaction():
        district.logins["new"] = factories.make_account(Role.DEP, deputy_id=deputy_id)
    one, two, _ = cases()
    assert queries.get(one.id, district.person("new")) is None
    assert rows(listed)["张力"][2] == "张力（未填代表团或界别）"
    assert send(listed, {"张力": "张力（未填代表团或界别）"}).status_code == 302
    assert queries.get(one.id, district.person("new")) is not None
    assert queries.get(two.id, district.person("new")) is not None
    assert "张力" not in rows(listed)


def test_a_deputy_of_a_like_name_is_offered_but_not_chosen(clerk, district, tmp_path):
    path = books.catalogue(
        tmp_path / "a.xlsx", [["015", "", "刘桂芝", "关于学位的建议", "", "", ""]]
    )
    confirm(clerk, upload(clerk, path), 4)
    _, options, chosen = rows(clerk)["刘桂芝"]
    assert "刘桂兰（未填代表团或界别）" in options
    assert chosen == LATER


def test_a_deputy_of_another_term_is_not_offered(listed, district):
    with district.act("clerk"):
        person = deputies.save("张力", "", "")
        deputies.add_mandate(person, district.row(Body, "congress"), 17, None)
    assert rows(listed)["张力"][1] == {LATER: "0"}


def test_nothing_chosen_is_told_and_links_nothing(listed):
    answer = send(listed, {})
    assert answer.status_code == 422
    assert "没有选定" in answer.text


def test_a_choice_that_was_not_offered_is_refused(listed, district):
    field = rows(listed)["张力"][0]
    answer = send(listed, {}, **{f"{field}-chosen": str(district.ids["lead"])})
    assert answer.status_code == 422
    assert "请从列出的选项中选择" in answer.text
    assert cases()[0].lead.deputy_id is None


def test_a_name_that_somebody_else_linked_meanwhile_is_left_as_it_is(listed, district):
    shown, offered = keys(listed), rows(listed)
    send(listed, {"区轨道办": "云岭区城市管理局"})
    field, options, _ = offered["区轨道办"]
    data = {**shown, f"{field}-chosen": options["云岭区财政局"]}
    answer = listed.post("/matching/", data=data)
    assert answer.status_code == 422
    assert assignments.proposed(cases()[0].id)[0].unit_id == district.ids["city"]


def test_a_leader_links_names_but_makes_no_alias(listed, app, district):
    leader = scenes.client_of(app, district, "leader")
    assert "记为别名" not in leader.get("/matching/").text
    send(leader, {"区轨道办": "云岭区城市管理局"}, remember="y")
    assert named("区轨道办") is None
    assert cases()[0].id
    assert db.session.get_one(Unit, district.ids["city"]).aliases == []


def test_void_cases_and_organisations_wait_for_nobody(clerk, district, tmp_path):
    row = ["015", "", "城东代表团", "关于学位的建议", "", "", ""]
    confirm(clerk, upload(clerk, books.catalogue(tmp_path / "a.xlsx", [row])), 4)
    assert cases()[0].lead_type != "person"
    assert rows(clerk) == {}


def test_the_proposal_page_names_the_unit_that_the_register_does_not_know(listed):
    case_id = cases()[0].id
    assert "清单所写“区轨道办”不在名册中" in listed.get(f"/cases/{case_id}/propose").text
    send(listed, {"区轨道办": "云岭区城市管理局"})
    assert "不在名册中" not in listed.get(f"/cases/{case_id}/propose").text


def test_a_doubt_about_a_unit_stands_at_the_column_that_names_it(clerk, tmp_path):
    row = ["015", "", "王守田", "关于轨道的建议", "区教育局", "区轨道办", ""]
    path = books.catalogue(tmp_path / "a.xlsx", [row])
    answer = clerk.post("/intake/", data={"file": books.data(path)})
    page = clerk.get(answer.location).text
    assert "会办单位：“区轨道办”不在名册中" in page
    assert "拟主办单位：“区轨道办”" not in page
