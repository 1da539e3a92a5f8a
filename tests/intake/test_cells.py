"""Cells of lists: people, units, days, titles, headings."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.intake.reading.dates import day_of, lacks_year
from tracker.intake.reading.headers import Field, field_of
from tracker.intake.reading.people import people_of
from tracker.intake.reading.titles import context_of
from tracker.intake.reading.unit_cells import units_of


@pytest.mark.parametrize(
    ("cell", "lead", "others", "count"),
    [
        ("刘桂兰", "刘桂兰", (), 1),
        ("刘桂兰等5人", "刘桂兰", (), 5),
        ("刘桂兰 等5人", "刘桂兰", (), 5),
        ("刘桂兰（等3人）", "刘桂兰", (), 3),
        ("刘桂兰等７位代表", "刘桂兰", (), 7),
        ("刘桂兰等十一人", "刘桂兰", (), 11),
        ("刘桂兰等", "刘桂兰", (), None),
        ("刘桂兰、王守田等", "刘桂兰", ("王守田",), None),
        ("刘桂兰、王守田等8名代表", "刘桂兰", ("王守田",), 8),
        ("刘桂兰、王守田、何平等2人", "刘桂兰", ("王守田", "何平"), 3),
        ("张　三", "张三", (), 1),
        ("王 小 明", "王小明", (), 1),
        ("刘 桂兰 王 守田", "刘桂兰", ("王守田",), 2),
        ("张 三、李 四", "张三", ("李四",), 2),
        ("张 三 李 四", "张三", ("李四",), 2),
        ("王小明 张 三", "王小明", ("张三",), 2),
        ("张三和李四", "张三", ("李四",), 2),
        ("和玉龙", "和玉龙", (), 1),
        ("李梅 赵强 孙伟", "李梅", ("赵强", "孙伟"), 3),
        ("甲一,乙二", "甲一", ("乙二",), 2),
        ("买买提·艾力", "买买提·艾力", (), 1),
        ("刘桂兰代表", "刘桂兰", (), 1),
        ("代表：刘桂兰", "刘桂兰", (), 1),
        ("张三（城关镇）、李四（区医院、妇产科）", "张三", ("李四",), 2),
        ("县环卫所李燕芹等11人", "李燕芹", (), 11),
        ("龙山县电视台王维兵", "王维兵", (), 1),
        ("民进始兴县总支（人大代表）", "民进始兴县总支", (), 1),
        ("第三小组提案", "第三小组", (), 1),
    ],
)
def test_proposers(cell, lead, others, count):
    found = people_of(cell)
    assert (found.lead, found.co_signers, found.signer_count) == (lead, others, count)


def test_what_stands_with_a_name_and_is_none_is_told():
    assert people_of("县环卫所李燕芹等11人").work_place == "县环卫所"
    assert people_of("张三（城关镇）").work_place == "城关镇"
    assert people_of("欧阳修文").work_place == ""


def test_co_signers_and_their_number_come_from_their_own_columns():
    found = people_of("刘桂兰", "王守田、刘 桂兰、何平", "5")
    assert (found.co_signers, found.signer_count) == (("王守田", "何平"), 5)
    assert people_of("刘桂兰", "王守田等4人").signer_count == 5
    assert people_of("刘桂兰", "", "7人").signer_count == 7


def test_a_collective_is_told_by_its_column_too():
    assert people_of("同心社", "", "", "集体提案").lead_type == "organisation"
    assert people_of("刘桂兰", "", "", "联名").lead_type == "person"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("刘桂兰", "person"),
        ("城东代表团", "delegation"),
        ("民盟云岭区委员会", "organisation"),
        ("区工商业联合会", "organisation"),
        ("社科界别小组", "organisation"),
        ("工商联", "organisation"),
        ("区妇联", "organisation"),
        ("民盟", "organisation"),
        ("民進廣東省委會", "organisation"),
        ("百善镇代表团", "delegation"),
        ("王和会", "person"),
        ("欧阳修文", "person"),
    ],
)
def test_what_the_lead_is(name, kind):
    assert people_of(name).lead_type == kind


@pytest.mark.parametrize(
    ("cell", "names", "open_list"),
    [
        ("区教育局", ("区教育局",), False),
        ("区教育局、区财政局", ("区教育局", "区财政局"), False),
        ("区教育局，区财政局；区发改局", ("区教育局", "区财政局", "区发改局"), False),
        ("区教育局\n区财政局", ("区教育局", "区财政局"), False),
        ("区教育局 区财政局", ("区教育局", "区财政局"), False),
        ("区委统战部（侨办、台办）、区民政局", ("区委统战部（侨办、台办）", "区民政局"), False),
        ("省妇联(省妇儿工委)、团省委", ("省妇联(省妇儿工委)", "团省委"), False),
        ("区教育局/区财政局", ("区教育局", "区财政局"), False),
        ("区 教 育 局", ("区教育局",), False),
        ("县自然资源局和规划局", ("县自然资源局和规划局",), False),
        ("区教育局、区财政局等5个部门", ("区教育局", "区财政局"), True),
        ("区教育局、区财政局等", ("区教育局", "区财政局"), True),
        ("无", (), False),
        ("", (), False),
        ("区教育局、区教育局", ("区教育局",), False),
    ],
)
def test_units(cell, names, open_list):
    found = units_of(cell)
    assert (found.names, found.open_list) == (names, open_list)


@pytest.mark.parametrize(
    ("cell", "hosts", "assisting", "separate"),
    [
        ("区教育局（主办）、区财政局（会办）", ("区教育局",), ("区财政局",), ()),
        ("主办：区教育局", ("区教育局",), (), ()),
        (
            "主办：区教育局；会办：区财政局、区人社局",
            ("区教育局",),
            ("区财政局", "区人社局"),
            (),
        ),
        (
            "区教育局牵头，区财政局、区人社局配合",
            ("区教育局",),
            ("区财政局", "区人社局"),
            (),
        ),
        ("市教育局牽頭", ("市教育局",), (), ()),
        ("由我局主办", ("我局",), (), ()),
        ("分办：区教育局、区财政局", (), (), ("区教育局", "区财政局")),
    ],
)
def test_units_with_their_role_in_words(cell, hosts, assisting, separate):
    found = units_of(cell)
    assert (found.names, found.hosts) == ((), hosts)
    assert (found.assisting, found.separate) == (assisting, separate)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-24", date(2026, 2, 24)),
        ("2026.2.24", date(2026, 2, 24)),
        ("2026年2月24日", date(2026, 2, 24)),
        ("2026年 2月 24日", date(2026, 2, 24)),
        ("2026年4月27", date(2026, 4, 27)),
        ("2026/2/24 15:30", date(2026, 2, 24)),
        ("20260224", date(2026, 2, 24)),
        ("２０２６／２／２４", date(2026, 2, 24)),
        ("二〇二六年二月二十四日", date(2026, 2, 24)),
        ("二○二六年十月十日", date(2026, 10, 10)),
        ("46077", date(2026, 2, 24)),
        ("46077.0", date(2026, 2, 24)),
        ("46077.5625", date(2026, 2, 24)),
        ("2026年02月24号", date(2026, 2, 24)),
        ("6月30号前", date(2026, 6, 30)),
        ("6月30日", date(2026, 6, 30)),
        ("六月三十日前", date(2026, 6, 30)),
        ("6月底前", date(2026, 6, 30)),
        ("2026年2月底", date(2026, 2, 28)),
        ("8月5日前", date(2026, 8, 5)),
        ("2026年2月30日", None),
        ("2026-13-01", None),
        ("20260230", None),
        ("2021830", None),
        ("0000年6月底", None),
        ("尽快", None),
        ("12", None),
    ],
)
def test_days(text, day):
    assert day_of(text, 2026) == day


def test_a_serial_counts_from_the_epoch_of_its_workbook():
    # 44615 days after 1 January 1904 is the day that others call 46077
    assert day_of("44615", None, from_1904=True) == date(2026, 2, 24)


def test_a_day_without_a_year_needs_one():
    assert day_of("6月30日", None) is None
    assert [lacks_year(text) for text in ("6月30日", "6月底前", "2026年6月底", "尽快")] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "term", "session", "period"),
    [
        ("云岭区第十八届人民代表大会第三次会议代表建议目录", "suggestion", 18, 3, None),
        ("区十八届人大三次会议建议", "suggestion", 18, 3, None),
        ("政协云岭区第十届委员会第二次会议提案", "proposal", 10, 2, None),
        ("区政协十届二次会议", "proposal", 10, 2, None),
        ("区十八届人大三次会议闭会期间代表建议", "suggestion", 18, 3, "intersession"),
        ("上海市虹口区政协十四届一次会议", "proposal", 14, 1, None),
        ("雲嶺區第十八屆人民代表大會第三次會議代表建議目錄", "suggestion", 18, 3, None),
        ("交办清单", None, None, None, None),
    ],
)
def test_title_rows(text, kind, term, session, period):
    found = context_of(text)
    assert (found.kind, found.term, found.session) == (kind, term, session)
    assert found.period == period


@pytest.mark.parametrize(
    ("parent", "own", "field"),
    [
        ("提建议人", "姓名", Field.LEAD),
        ("提建议人", "单位", Field.WORK_UNIT),
        ("案  由", "案  由", Field.TITLE),
        ("", "满意（80分-100分）", Field.RATING),
        ("", "提案序号", Field.NUMBER),
        ("", "序号", Field.INDEX),
        ("", "流水号", Field.SERIAL),
        ("", "領銜代表", Field.LEAD),
        ("", "会  办\n单  位", Field.ASSISTING),
        ("", "建议（议案）编号：", Field.NUMBER),
        ("", "时间标识(会间/会后)", Field.PERIOD),
        ("", "提案者意向主办单位", None),
        ("承办单位", "会办", Field.ASSISTING),
        ("", "协办单位", Field.ASSISTING),
        ("", "莫名其妙", None),
    ],
)
def test_headings(parent, own, field):
    assert field_of(parent, own) is field
