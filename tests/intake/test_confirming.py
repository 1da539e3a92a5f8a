"""Upload, preview, confirm: what is written, and that nothing else is."""

from __future__ import annotations

import json

import pytest
from flask_migrate import stamp

from tests import scenes
from tests.intake import books, lists
from tests.rows import every, written
from tracker.assign import queries as assignments
from tracker.cases.models import Case

ROWS = [
    ["015", "", "刘桂兰等5人", "关于学位的建议", "区教育局", "区财政局", ""],
    ["016", "", "王守田", "关于路灯的建议", "区城市管理局", "", ""],
    ["017", "", "陌生人", "关于轨道的建议", "区轨道办", "", ""],
]


def upload(client, path):
    """Upload a list; return the address of its preview."""
    answer = client.post("/intake/", data={"file": books.data(path)})
    assert answer.status_code == 302, answer.text
    return answer.location


def confirm(client, address, *rows, **more):
    return lists.confirm(client, address, *rows, **more)


def cases() -> list[Case]:
    return sorted(every(Case), key=lambda case: case.number_key)


def test_confirmed_rows_become_cases_with_proposed_units(clerk, tmp_path):
    address = upload(clerk, books.catalogue(tmp_path / "a.xlsx", ROWS))
    page = clerk.get(address).text
    assert "关于学位的建议" in page
    assert "区轨道办" in page
    assert cases() == []
    assert confirm(clerk, address, 4, 5, 6).status_code == 302
    found = cases()
    assert [(row.number, row.lead.name, row.signer_count) for row in found] == [
        ("015", "刘桂兰", 5),
        ("016", "王守田", 1),
        ("017", "陌生人", 1),
    ]
    assert [[(a.unit_name, str(a.role)) for a in assignments.proposed(c.id)] for c in found] == [
        [("区教育局", "host"), ("区财政局", "assisting")],
        [("区城市管理局", "independent")],
        [("区轨道办", "independent")],
    ]
    assert found[0].lead.deputy_id is not None
    assert found[2].lead.deputy_id is None
    assert assignments.proposed(found[2].id)[0].unit_id is None


def test_only_what_is_ticked_goes_in(clerk, tmp_path):
    address = upload(clerk, books.catalogue(tmp_path / "a.xlsx", ROWS))
    confirm(clerk, address, 5)
    assert [row.number for row in cases()] == ["016"]
    assert written("intake") == ["intake.confirmed"]


def test_the_same_file_twice_changes_nothing_and_says_so(clerk, tmp_path):
    path = books.catalogue(tmp_path / "a.xlsx", ROWS)
    confirm(clerk, upload(clerk, path), 4, 5, 6)
    versions = [row.version for row in cases()]
    address = upload(clerk, path)
    assert "完全相同" in clerk.get(address).text
    assert confirm(clerk, address, 4, 5, 6).status_code == 409
    assert [row.version for row in cases()] == versions


def test_a_revised_list_shows_row_by_row_and_applies_what_is_ticked(clerk, tmp_path):
    confirm(clerk, upload(clerk, books.catalogue(tmp_path / "a.xlsx", ROWS)), 4, 5, 6)
    revised = [
        ["015", "", "刘桂兰等5人", "关于增加学位的建议", "区教育局", "区财政局", ""],
        ["016", "", "王守田", "关于路灯维修的建议", "区城市管理局", "", ""],
        ["018", "", "王守田", "关于停车的建议", "区城市管理局", "", ""],
    ]
    address = upload(clerk, books.catalogue(tmp_path / "b.xlsx", revised))
    page = clerk.get(address).text
    assert "标题：关于学位的建议 → 关于增加学位的建议" in page
    assert "建议第017号 关于轨道的建议" in page
    assert confirm(clerk, address, 4, 6).status_code == 302
    assert [(row.number, row.title) for row in cases()] == [
        ("015", "关于增加学位的建议"),
        ("016", "关于路灯的建议"),
        ("017", "关于轨道的建议"),
        ("018", "关于停车的建议"),
    ]


@pytest.mark.parametrize("by_whom", ["colleague", "list"])
def test_what_changed_since_the_preview_is_shown_again_before_it_is_written(
    clerk, tmp_path, by_whom
):
    if by_whom == "list":  # then the row is a change both times, of another registration
        lists.brought_in(clerk, tmp_path, [], ["015", "最早的标题"])
    address = lists.upload(clerk, tmp_path, [], ["015", "清单的标题"])
    stale = lists.ticks(clerk.get(address).text, 3)
    meanwhile = lists.upload(clerk, tmp_path, [], ["015", "同事登记的标题"])
    assert lists.confirm(clerk, meanwhile, 3).status_code == 302
    answer = clerk.post(f"{address}/confirm", data={"row": stale})
    assert answer.status_code == 409
    assert "第 3 行（015）：预览以后这一件的登记情况已变" in lists.words(answer.text)
    assert "标题：同事登记的标题 → 清单的标题" in lists.words(answer.text)
    assert [row.title for row in lists.cases()] == ["同事登记的标题"]
    assert lists.confirm(clerk, address, 3).status_code == 302
    assert [row.title for row in lists.cases()] == ["清单的标题"]


def test_rows_with_errors_stop_the_import_unless_left_out_by_a_tick(clerk, tmp_path):
    rows = [*ROWS, ["018", "", "何平", "", "", "", ""]]
    address = upload(clerk, books.catalogue(tmp_path / "a.xlsx", rows))
    assert confirm(clerk, address, 4).status_code == 422
    assert cases() == []
    assert confirm(clerk, address, 4, only_good="yes").status_code == 302
    assert [row.number for row in cases()] == ["015"]


def test_a_row_is_corrected_on_the_page(clerk, tmp_path):
    rows = [["", "", "何平", "缺编号的建议", "", "", ""]]
    address = upload(clerk, books.catalogue(tmp_path / "a.xlsx", rows))
    clerk.post(f"{address}/correct", data={"cell:目录#4#0": "021"})
    assert confirm(clerk, address, 4).status_code == 302
    assert [row.number for row in cases()] == ["021"]


def test_a_session_that_is_not_registered_is_chosen_on_the_page(clerk, district, tmp_path):
    title = "云岭区第十七届人民代表大会第一次会议代表建议目录"
    address = upload(clerk, books.catalogue(tmp_path / "a.xlsx", ROWS, title))
    assert "还没有登记" in clerk.get(address).text
    assert confirm(clerk, address, 4).status_code == 409
    session_id = district.ids["congress_session"]
    clerk.post(f"{address}/correct", data={"session:目录": session_id})
    assert confirm(clerk, address, 4).status_code == 302


def test_another_clerks_upload_is_not_found(clerk, app, district, tmp_path):
    address = upload(clerk, books.catalogue(tmp_path / "a.xlsx", ROWS))
    other = scenes.client_of(app, district, "leader")
    assert other.get(address).status_code == 404


def test_the_command_prints_what_the_page_shows(app, district, tmp_path):
    path = books.catalogue(tmp_path / "a.xlsx", ROWS)
    stamp()
    printed = app.test_cli_runner().invoke(args=["intake", "preview", str(path), "--json"])
    found = json.loads(printed.output)
    assert list(found) == ["file", "refused", "sheets"]
    row = found["sheets"][0]["rows"][0]
    assert (row["row"], row["number"], row["hosts"], row["decision"]) == (
        4,
        "015",
        ["区教育局"],
        "new",
    )
