"""Proposers beside the registers: who is in none, what is a sector, which case is near."""

from __future__ import annotations

import pytest

from tests import factories
from tests.intake import books, lists
from tracker.bodies import actions as bodies
from tracker.intake.comparing import known_people
from tracker.intake.queries import preview_of
from tracker.kernel.db import transaction
from tracker.terms import BodyType
from tracker.units.likeness import Likeness

SUGGESTIONS = "区十八届人大三次会议代表建议"
PROPOSALS = "区政协十届三次会议提案"
UNKNOWN = "在名册中没有或有重名，先登记，以后在“名册对应”里选定。"
UNLISTED = "不在登记的代表团、界别中，按名称看作"


def rows_of(folder, heads, *rows, title=SUGGESTIONS):
    path = books.plain(folder / "l.xlsx", heads, [list(row) for row in rows], title)
    preview, _ = preview_of(path, path.name)
    return preview.sheets[0].rows


def said(entry):
    return [str(fault) for fault in entry.warnings]


@pytest.fixture
def sectors(clerk):
    """Sectors and a delegation in the registers, and a member whose name ends as a sector's."""
    with transaction():
        cppcc = factories.make_body(BodyType.CPPCC)
        bodies.save_group(cppcc, "教育界")
        bodies.save_group(cppcc, "特别邀请")
        bodies.save_group(factories.make_body(BodyType.CONGRESS), "城东代表团")
        factories.make_deputy("王世界", body=cppcc, term=10)
    return clerk


def test_unknown_co_signers_are_named_in_one_warning_at_their_column(clerk, tmp_path):
    heads = ["编号", "标题", "领衔代表", "联名代表"]
    (entry,) = rows_of(tmp_path, heads, ("1", "甲", "陌生人", "何晓梅、王守田、钱一"))
    assert said(entry) == [
        f"领衔代表：“陌生人”{UNKNOWN}",
        f"联名代表：“何晓梅、钱一”{UNKNOWN}",
    ]


def test_without_a_column_of_their_own_they_are_named_beside_the_lead(clerk, tmp_path):
    heads = ["编号", "标题", "提案者"]
    first, second = rows_of(
        tmp_path, heads, ("1", "甲", "刘桂兰、何晓梅、民盟区委"), ("2", "乙", "陌生人、何晓梅")
    )
    assert said(first) == [f"提案者：“何晓梅”{UNKNOWN}"]
    assert said(second) == [f"提案者：“陌生人、何晓梅”{UNKNOWN}"]


@pytest.mark.parametrize(
    ("lead", "kind", "warned"),
    [
        ("教育界", "organisation", ""),
        ("教育界别", "organisation", ""),
        ("教育界别小组", "organisation", ""),
        ("特别邀请", "organisation", ""),
        ("王世界", "person", ""),
        ("经济界", "organisation", f"第一提案人：“经济界”{UNLISTED}集体，请核对。"),
        ("张国界", "organisation", f"第一提案人：“张国界”{UNLISTED}集体，请核对。"),
        ("城西代表团", "delegation", f"第一提案人：“城西代表团”{UNLISTED}代表团，请核对。"),
        ("民盟区委", "organisation", ""),
    ],
)
def test_what_the_lead_is_by_the_register_or_by_the_name(sectors, tmp_path, lead, kind, warned):
    heads = ["提案号", "案由", "第一提案人"]
    (entry,) = rows_of(tmp_path, heads, ("1", "甲", lead), title=PROPOSALS)
    assert entry.lead_type == kind
    assert said(entry) == ([warned] if warned else [])


def test_a_sector_goes_in_as_a_collective_and_is_no_unknown_person(sectors, tmp_path):
    heads = ["提案号", "案由", "第一提案人", "联名提案人"]
    row = ["1", "甲", "教育界", "民盟区委、陌生人"]
    address = lists.sent(sectors, books.plain(tmp_path / "l.xlsx", heads, [row], PROPOSALS))
    assert lists.confirm(sectors, address, 3).status_code == 302
    assert [str(case.lead_type) for case in lists.cases()] == ["organisation"]
    page = lists.words(sectors.get("/matching/").text)
    assert "提出者 1 人" in page
    assert "陌生人" in page
    assert "民盟区委" not in page


def test_a_number_near_one_that_is_registered_is_told(clerk, tmp_path):
    lists.brought_in(clerk, tmp_path, [], ("31", "甲"), ("重点8", "乙"))
    found = rows_of(
        tmp_path, lists.HEADS, ("重点31", "丙", "刘桂兰"), ("8", "丁", "刘桂兰"), title=lists.TITLE
    )
    assert [(entry.decision, said(entry)) for entry in found] == [
        ("new", ["建议编号：与已登记的建议第31号编号相近，请核对是不是同一件。"]),
        ("new", ["建议编号：与已登记的建议第重点8号编号相近，请核对是不是同一件。"]),
    ]


def test_the_page_calls_a_case_by_its_number_without_the_words_around_it(clerk, tmp_path):
    lists.brought_in(clerk, tmp_path, [], ("28号", "甲"), ("建议30", "乙"))
    page = lists.words(clerk.get("/").text)
    assert "建议 28" in page
    assert "号号" not in page
    assert [(case.number, case.label) for case in lists.cases()] == [
        ("28号", "建议第28号"),
        ("建议30", "建议第30号"),
    ]


def test_the_likeliest_of_the_register_is_named_for_an_unknown_unit_and_person(clerk, tmp_path):
    with transaction():
        factories.make_unit("云岭区住房和城乡建设局")
        former = factories.make_unit("云岭区发展和改革局")
        former.active = False
    heads = ["编号", "标题", "领衔代表", "主办单位", "会办单位"]
    one, two = rows_of(
        tmp_path,
        heads,
        ("1", "甲", "刘桂芝", "区住建局", "区没有的局"),
        ("2", "乙", "刘桂兰", "区教育局", "区住建局、区没有的局、区发改委、区教体局"),
    )
    later = "，先登记，以后在“名册对应”里选定。"
    assert f"主办单位：“区住建局”不在名册中，可能是云岭区住房和城乡建设局{later}" in said(one)
    assert f"会办单位：“区没有的局”不在名册中{later}" in said(one)
    assert f"领衔代表：“刘桂芝”在名册中没有或有重名，可能是刘桂兰{later}" in said(one)
    both = "，“区住建局”可能是云岭区住房和城乡建设局，“区教体局”可能是云岭区教育局"
    names = "“区住建局、区没有的局、区发改委、区教体局”"
    assert f"会办单位：{names}不在名册中{both}{later}" in said(two)


def test_each_name_is_compared_once_for_a_whole_list(clerk, tmp_path, monkeypatch):
    asked = []
    plain = Likeness._search
    monkeypatch.setattr(
        Likeness, "_search", lambda self, shapes: asked.append(1) or plain(self, shapes)
    )
    people = known_people.like
    monkeypatch.setattr(known_people, "like", lambda *args: asked.append(2) or people(*args))
    rows = [(str(n), f"标题{n}", "刘桂芝", "区没有的局") for n in range(1, 30)]
    assert len(rows_of(tmp_path, ["编号", "标题", "领衔代表", "主办单位"], *rows)) == 29
    assert asked == [1, 2]
