"""What a list said is kept with the case, and a list can be taken back whole."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tests.intake import books
from tests.intake.lists import cases, confirm, sent, shown, upload, words
from tracker.assign import queries as assignments
from tracker.audit.models import AuditEntry
from tracker.cases.models import Case
from tracker.intake.models import ImportedList, ImportedRow
from tracker.kernel.db import db
from tracker.plan import keeping as plan
from tracker.standing import keeping as standing

MORE = ["主办单位", "备注", "联系科室"]
ROW = ("015", "关于学位的建议", "区教育局", "大会期间当场答复", "基础教育科")
WHY = {"reason": "选错了届次"}


@pytest.fixture
def listed(clerk, tmp_path):
    """A clerk whose list of one case went in; the address of the list's page."""
    address = upload(clerk, tmp_path, MORE, ROW)
    assert confirm(clerk, address, 3).status_code == 302
    (kept,) = db.session.scalars(select(ImportedList))
    return clerk, f"/intake/lists/{kept.id}"


def no_difference() -> None:
    """Plan and standing are what a recount gives."""
    assert (plan.verify(), standing.verify()) == ([], [])


def states() -> list[tuple[str, str]]:
    """Return number and state of every case."""
    return [(case.number, str(case.state)) for case in cases()]


def test_remarks_and_what_no_column_takes_are_read_on_the_case(listed):
    client, _ = listed
    (case,) = cases()
    assert case.remarks == "大会期间当场答复"
    assert "大会期间当场答复" in client.get(f"/cases/{case.id}").text
    said = words(client.get(f"/intake/lists/case/{case.id}").text)
    assert "联系科室" in said
    assert "基础教育科" in said
    assert "第 3 行" in said


def test_a_list_is_taken_back_whole_and_its_numbers_are_free(listed, tmp_path):
    client, page = listed
    assert "关于学位的建议" in client.get(page).text
    assert client.post(page, data=WHY).status_code == 302
    assert states() == [("015", "void")]
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "intake.undone"))
    assert "选错了届次" in entry.detail
    assert "已撤销" in client.get("/intake/lists/").text
    again = upload(client, tmp_path, MORE, ROW)
    assert confirm(client, again, 3).status_code == 302
    assert sorted(states()) == [("015", "registered"), ("015", "void")]
    no_difference()


def test_a_reason_is_needed_and_nothing_happens_twice(listed):
    client, page = listed
    assert client.post(page, data={"reason": " "}).status_code == 422
    assert states() == [("015", "registered")]
    assert client.post(page, data=WHY).status_code == 302
    assert client.post(page, data=WHY).status_code == 409


def test_a_list_whose_cases_went_on_says_which_and_stays(listed):
    client, page = listed
    (case,) = cases()
    assert client.post(f"/cases/{case.id}/mark", data={"key_item": "y"}).status_code == 302
    answer = client.post(page, data=WHY)
    assert answer.status_code == 409
    assert "已有人办理其中的 1 件" in answer.text
    assert "标记：重点件" in words(answer.text)
    assert states() == [("015", "registered")]


def test_what_a_second_list_changed_is_as_it_was_before(listed, tmp_path):
    client, _ = listed
    changed = ("015", "关于学位扩容的建议", "区财政局", "改由财政办", "预算科")
    address = upload(client, tmp_path, MORE, changed)
    assert confirm(client, address, 3).status_code == 302
    second = db.session.scalars(select(ImportedList).order_by(ImportedList.id)).all()[-1]
    assert (second.registered, second.changed) == (0, 1)
    assert client.post(f"/intake/lists/{second.id}", data=WHY).status_code == 302
    (case,) = cases()
    assert (case.title, case.remarks) == ("关于学位的建议", "大会期间当场答复")
    assert [row.unit_name for row in assignments.proposed(case.id)] == ["区教育局"]
    assert len(list(db.session.scalars(select(ImportedRow)))) == 2
    no_difference()


def test_the_first_list_waits_for_the_second_to_be_taken_back(listed, tmp_path):
    client, page = listed
    address = upload(client, tmp_path, MORE, (*ROW[:1], "关于学位扩容的建议", *ROW[2:]))
    assert confirm(client, address, 3).status_code == 302
    assert client.post(page, data=WHY).status_code == 409


@pytest.mark.parametrize("who", ["handler", "deputy", "congress_office"])
def test_lists_are_the_offices(app, district, listed, who):
    _, page = listed
    (case,) = cases()
    other = scenes.client_of(app, district, who)
    for address in ("/intake/lists/", page, f"/intake/lists/case/{case.id}"):
        assert other.get(address).status_code in (403, 404)


def test_a_case_without_a_number_gets_it_from_the_list_that_has_it(clerk, tmp_path):
    path = books.plain(
        tmp_path / "n.xlsx",
        ["建议标题", "领衔代表"],
        [["关于路灯的建议", "刘桂兰"]],
        "云岭区第十八届人民代表大会第三次会议重点建议",
    )
    address = sent(clerk, path)
    assert "没有编号一列" in shown(clerk, address)
    assert confirm(clerk, address, 3).status_code == 302
    (case,) = cases()
    assert (case.number, case.label) == ("", "建议（未编号）")
    assert "与已登记的完全相同" in shown(clerk, sent(clerk, path))
    numbered = upload(clerk, tmp_path, [], ("027", "关于路灯的建议"))
    assert "编号：（空） → 027" in shown(clerk, numbered)
    assert confirm(clerk, numbered, 3).status_code == 302
    assert [(case.number, case.title) for case in cases()] == [("027", "关于路灯的建议")]


def test_two_unnumbered_cases_can_be_registered_by_hand_and_numbered_once(clerk, district):
    facts = {
        "session_id": district.ids["congress_session"],
        "period": "session",
        "lead_type": "person",
        "lead": "刘桂兰",
        "received_on": "2026-03-05",
    }
    for title in ("甲", "乙"):
        answer = clerk.post("/cases/new", data={**facts, "number": "", "title": title})
        assert answer.status_code == 302, words(answer.text)
    first, second = cases()
    assert (first.number_key, second.number_key) == ("", "")
    for case, status in ((first, 302), (second, 422)):
        version = db.session.get(Case, case.id).version
        data = {**facts, "number": "031", "title": case.title, "version": version}
        assert clerk.post(f"/cases/{case.id}/correct", data=data).status_code == status


def test_the_same_title_of_the_same_lead_is_said(clerk, tmp_path):
    address = upload(clerk, tmp_path, [], ("015", "关于学位的建议"), ("016", "关于学位的建议"))
    assert "提出者、标题都相同" in shown(clerk, address)
    assert confirm(clerk, address, 3).status_code == 302
    again = upload(clerk, tmp_path, [], ("017", "关于学位的建议"))
    assert "标题与这一件相同" in shown(clerk, again)


def test_a_row_of_an_imported_list_tells_its_day(listed):
    _, page = listed
    (kept,) = db.session.scalars(select(ImportedList))
    assert kept.at.date() == date(2026, 4, 30)
    assert len(kept.digest) == 64
    assert kept.file == "list.xlsx"
    assert page.endswith(str(kept.id))
