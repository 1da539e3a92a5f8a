"""The preview page: corrections, sessions, ticks, and what a revised list leaves alone."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from tests import factories, scenes
from tests.intake import books, layouts, lists
from tests.rows import every
from tracker.assign import actions as assign
from tracker.assign import queries as assignments
from tracker.cases import actions as registration
from tracker.cases.models import Case
from tracker.deputies import actions as deputies
from tracker.deputies.models import Deputy
from tracker.intake import uploads
from tracker.kernel.db import db, transaction
from tracker.terms import BodyType
from tracker.units import actions as units
from tracker.units.actions import UnitFacts

ROWS = [
    ["015", "", "刘桂兰等5人", "关于学位的建议", "区教育局", "", ""],
    ["016", "", "王守田", "关于路灯的建议", "区城市管理局", "", ""],
]


def upload(client, path):
    answer = client.post("/intake/", data={"file": books.data(path)})
    assert answer.status_code == 302, answer.text
    return answer.location


def sent(client, folder, rows, title=""):
    return upload(client, books.catalogue(folder / "a.xlsx", rows, title))


def confirm(client, address, *rows, **more):
    return lists.confirm(client, address, *rows, **more)


def cases() -> list[Case]:
    db.session.expire_all()
    return sorted(every(Case), key=lambda case: case.number_key)


def test_any_cell_with_an_error_is_corrected_on_the_page_and_can_be_taken_back(clerk, tmp_path):
    path = books.plain(
        tmp_path / "d.xlsx",
        ["编号", "标题", "领衔代表", "交办日期"],
        [["1", "甲", "刘桂兰", "2026-02-30"]],
        "区十八届人大三次会议代表建议",
    )
    address = upload(clerk, path)
    assert 'aria-label="更正第3行“交办日期”"' in clerk.get(address).text
    clerk.post(f"{address}/correct", data={"cell:Sheet#3#3": "2026-02-28"})
    page = clerk.get(address).text
    assert "按您的更正读作“2026-02-28”" in page
    assert 'value="2026-02-28"' in page
    assert "没有这一天" not in page
    clerk.post(f"{address}/correct", data={"cell:Sheet#3#3": ""})
    assert "没有这一天" in clerk.get(address).text


def test_a_correction_that_is_wrong_again_stays_an_error(clerk, tmp_path):
    address = sent(clerk, tmp_path, [["", "", "刘桂兰", "甲", "", "", ""], *ROWS])
    clerk.post(f"{address}/correct", data={"cell:目录#4#0": "15"})
    assert "与第 5 行编号相同" in clerk.get(address).text
    clerk.post(f"{address}/correct", data={"cell:目录#4#0": "9" * 41})
    assert "编号超过 40 个字" in clerk.get(address).text
    assert confirm(clerk, address, 4, only_good="yes").status_code == 409
    assert cases() == []


def test_what_was_typed_but_not_checked_is_shown_before_anything_is_written(clerk, tmp_path):
    address = sent(clerk, tmp_path, [["", "", "刘桂兰", "甲", "", "", ""]])
    typed = {"cell:目录#4#0": "021", "only_good": "yes"}
    answer = confirm(clerk, address, 4, **typed)
    assert answer.status_code == 409
    assert "请看过以后再确认" in answer.text
    assert cases() == []
    assert confirm(clerk, address, 4, **typed).status_code == 302
    assert [row.number for row in cases()] == ["021"]


def test_another_session_chosen_at_the_moment_of_confirming_is_shown_first(
    clerk, district, tmp_path
):
    address = sent(clerk, tmp_path, ROWS)
    chosen = {"session:目录": district.ids["cppcc_session"]}
    answer = confirm(clerk, address, 4, 5, **chosen)
    assert answer.status_code == 409
    assert "您选定的是" in answer.text
    assert cases() == []


def test_a_form_that_comes_back_keeps_its_ticks(clerk, tmp_path):
    address = sent(clerk, tmp_path, [*ROWS, ["018", "", "何平", "", "", "", ""]])
    page = confirm(clerk, address, 5).text
    assert re.findall(r'value="(目录#\d)#\w+" data-select-row checked', page) == ["目录#5"]


def test_a_row_that_is_refused_leaves_every_other_row_out(clerk, tmp_path):
    rows = [*ROWS, ["1-3号", "", "何平", "三件并在一行", "", "", ""]]
    address = sent(clerk, tmp_path, rows)
    answer = confirm(clerk, address, 4, 5, 6)
    assert answer.status_code == 409
    assert "第 6 行（1-3号）：预览以后这一件的登记情况已变" in answer.text
    assert "全部没有导入" in answer.text
    assert cases() == []


def test_a_number_that_stands_in_two_sheets_is_an_error_in_the_second(clerk, tmp_path):
    book = layouts.listed([1, "015", "甲", "何平", "区教育局", ""])
    other = book.create_sheet("教育类")
    for line in ([layouts.CONGRESS], layouts.PLAIN, [1, "15", "甲", "何平", "区教育局", ""]):
        other.append(line)
    page = clerk.get(upload(clerk, layouts.saved(tmp_path, book))).text
    assert "建议编号：工作表“Sheet”第 3 行已有这个编号，请核对。" in page
    assert page.count("data-select-row checked") == 1


def test_an_item_of_a_former_session_is_asked_about_and_not_ticked(clerk, tmp_path):
    rows = [*ROWS, ["十七届二次会议30号", "", "何平", "去年的件", "", "", ""]]
    page = clerk.get(sent(clerk, tmp_path, rows)).text
    assert "往次会议转来的件" in page
    assert 'value="目录#6#' not in page
    assert "待核对 1" in page


def test_units_joined_by_and_are_taken_apart_only_where_both_are_known(clerk, tmp_path):
    rows = [
        ["1", "", "刘桂兰", "甲", "区教育局和区财政局", "", ""],
        ["2", "", "刘桂兰", "乙", "区自然资源局和规划局", "", ""],
    ]
    confirm(clerk, sent(clerk, tmp_path, rows), 4, 5)
    named = [[row.unit_text for row in assignments.proposed(case.id)] for case in cases()]
    assert named == [["区教育局", "区财政局"], ["区自然资源局和规划局"]]


def test_a_unit_is_found_by_its_name_in_traditional_characters_and_full_width(clerk, tmp_path):
    rows = [["1", "", "刘桂兰", "甲", "區教 育局", "", ""]]
    confirm(clerk, sent(clerk, tmp_path, rows), 4)
    (row,) = assignments.proposed(cases()[0].id)
    assert (row.unit_name, row.unit_text) == ("区教育局", "區教育局")


def test_a_change_is_not_ticked_before_the_clerk_ticks_it(clerk, tmp_path):
    confirm(clerk, sent(clerk, tmp_path, ROWS), 4, 5)
    revised = [["015", "", "刘桂兰等5人", "关于增加学位的建议", "区教育局", "", ""], ROWS[1]]
    page = clerk.get(sent(clerk, tmp_path, revised)).text
    assert "标题：关于学位的建议 → 关于增加学位的建议" in page
    assert 'value="目录#4#' in page
    assert "data-select-row checked" not in page


def test_a_change_keeps_the_link_that_the_office_made_by_hand(clerk, tmp_path):
    confirm(clerk, sent(clerk, tmp_path, [["1", "", "陌生人", "甲", "区教育局", "", ""]]), 4)
    with transaction():
        deputy = db.session.scalars(select(Deputy)).first()
        case = cases()[0]
        registration.link(case, case.submitters[0], deputy)
        linked = deputy.id
    address = sent(clerk, tmp_path, [["1", "", "陌生人", "甲之二", "区教育局", "", ""]])
    assert confirm(clerk, address, 4).status_code == 302
    (case,) = cases()
    assert (case.title, case.lead.deputy_id) == ("甲之二", linked)


def test_a_list_sent_again_closes_the_gaps_once_the_register_knows_them(clerk, district, tmp_path):
    rows = [["1", "", "陌生人", "甲", "区轨道办", "", ""]]
    confirm(clerk, sent(clerk, tmp_path, rows), 4)
    assert "完全相同" in clerk.get(sent(clerk, tmp_path, rows)).text
    with transaction():
        unit = units.save(UnitFacts("区轨道办", "轨道办", online=False))
        deputy = deputies.save("陌生人", "", "")
        deputies.add_mandate(deputy, factories.make_body(BodyType.CONGRESS), 18, None)
        known = (unit.id, deputy.id)
    address = sent(clerk, tmp_path, rows)
    page = clerk.get(address).text
    assert "提出者：陌生人现在可以对应到名册" in page
    assert "承办单位：区轨道办现在可以对应到名册" in page
    assert confirm(clerk, address, 4).status_code == 302
    (case,) = cases()
    assert (assignments.proposed(case.id)[0].unit_id, case.lead.deputy_id) == known
    assert "完全相同" in clerk.get(sent(clerk, tmp_path, rows)).text


def test_units_under_approval_are_not_changed_by_a_list(clerk, district, tmp_path):
    confirm(clerk, sent(clerk, tmp_path, ROWS), 4, 5)
    with district.act("clerk", clerk_day()):
        assign.submit(cases()[0])
    revised = [["015", "", "刘桂兰等5人", "关于学位的建议", "区财政局", "", ""], ROWS[1]]
    page = clerk.get(sent(clerk, tmp_path, revised)).text
    assert "交办方案已报批，不随清单改动" in page
    assert "完全相同" not in page


def clerk_day():
    return scenes.START.replace(month=4, day=30)


def test_an_open_number_of_signers_is_null_for_scripts_and_counts_the_names(clerk, tmp_path):
    rows = [["1", "", "刘桂兰、王守田等", "甲", "区教育局", "", ""]]
    address = sent(clerk, tmp_path, rows)
    confirm(clerk, address, 4)
    assert cases()[0].signer_count == 2
    assert "完全相同" in clerk.get(sent(clerk, tmp_path, rows)).text


def test_a_traditional_list_of_what_is_registered_changes_nothing(clerk, tmp_path):
    confirm(clerk, sent(clerk, tmp_path, ROWS), 4, 5)
    title = "雲嶺區第十八屆人民代表大會第三次會議代表建議目錄"
    rows = [
        ["０15號", "", "劉桂蘭等5人", "關於學位的建議", "區教育局", "", ""],
        ["第16号", "", "王守田", "关于路灯的建议", "区城市管理局", "", ""],
    ]
    assert "完全相同" in clerk.get(sent(clerk, tmp_path, rows, title)).text


@pytest.mark.parametrize("make", [layouts.catalogue, layouts.fifth_row, layouts.query_ledger])
def test_lists_of_real_systems_open_their_preview(clerk, tmp_path, make):
    page = clerk.get(upload(clerk, layouts.saved(tmp_path, make())))
    assert page.status_code == 200


def test_a_correction_of_a_cell_that_is_not_there_does_nothing(clerk, tmp_path):
    address = sent(clerk, tmp_path, ROWS)
    odd = {
        "cell:目录#99#0": "x",
        "cell:": "x",
        "cell:#a#b": "x",
        "session:": "²",
        "cell:目录#4#99": "x",
        "cell:目录#²#1": "x",
        f"cell:目录#{'4' * 5000}#1": "x",
        "session:目录": "9" * 30,
    }
    assert clerk.post(f"{address}/correct", data=odd).status_code == 302
    assert "2 件：新增 2" in clerk.get(address).text


def test_what_the_clerk_chose_is_kept_with_the_upload(clerk, app, district, tmp_path):
    address = sent(clerk, tmp_path, ROWS)
    chosen = {"session:目录": district.ids["congress_session"], "cell:目录#4#0": "77"}
    clerk.post(f"{address}/correct", data=chosen)
    kept = uploads.find(address.rsplit("/", 1)[1], district.person("clerk").account_id)
    assert kept.sessions == {"目录": district.ids["congress_session"]}
    assert kept.corrections == {"目录#4#0": "77"}
