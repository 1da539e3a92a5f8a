"""Cells of lists: people, units, days, titles, headings."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.intake.dates import day_of
from tracker.intake.headers import Field, field_of
from tracker.intake.people import people_of
from tracker.intake.titles import context_of
from tracker.intake.unit_cells import units_of


@pytest.mark.parametrize(
    ("cell", "lead", "others", "count", "known"),
    [
        ("刘桂兰", "刘桂兰", (), 1, True),
        ("刘桂兰等5人", "刘桂兰", (), 5, True),
        ("刘桂兰等７位代表", "刘桂兰", (), 7, True),
        ("刘桂兰等十一人", "刘桂兰", (), 11, True),
        ("刘桂兰等", "刘桂兰", (), 1, False),
        ("刘桂兰、王守田等8名代表", "刘桂兰", ("王守田",), 8, True),
        ("张　三", "张三", (), 1, True),
        ("张 三、李 四", "张三", ("李四",), 2, True),
        ("李梅 赵强 孙伟", "李梅", ("赵强", "孙伟"), 3, True),
        ("买买提·艾力", "买买提·艾力", (), 1, True),
        ("刘桂兰代表", "刘桂兰", (), 1, True),
    ],
)
def test_proposers(cell, lead, others, count, known):
    found = people_of(cell)
    assert (found.lead, found.co_signers) == (lead, others)
    assert (found.signer_count, found.count_known) == (count, known)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("刘桂兰", "person"),
        ("城东代表团", "delegation"),
        ("民盟云岭区委员会", "organisation"),
        ("区工商业联合会", "organisation"),
        ("社科界别小组", "organisation"),
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
        ("区委统战部（侨办、台办）、区民政局", ("区委统战部(侨办、台办)", "区民政局"), False),
        ("区教育局（主办）、区财政局（会办）", ("区教育局", "区财政局"), False),
        ("主办：区教育局", ("区教育局",), False),
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
    ("text", "kind", "day"),
    [
        ("2026-02-24", "date", date(2026, 2, 24)),
        ("2026.2.24", "text", date(2026, 2, 24)),
        ("2026年2月24日", "text", date(2026, 2, 24)),
        ("２０２６／２／２４", "text", date(2026, 2, 24)),
        ("46077", "number", date(2026, 2, 24)),
        ("6月30日", "text", date(2026, 6, 30)),
        ("6月底前", "text", date(2026, 6, 30)),
        ("8月5日前", "text", date(2026, 8, 5)),
        ("2026年2月30日", "text", None),
        ("尽快", "text", None),
        ("12", "number", None),
    ],
)
def test_days(text, kind, day):
    assert day_of(text, kind, 2026) == day


@pytest.mark.parametrize(
    ("text", "kind", "term", "session", "period"),
    [
        ("云岭区第十八届人民代表大会第三次会议代表建议目录", "suggestion", 18, 3, None),
        ("区十八届人大三次会议建议", "suggestion", 18, 3, None),
        ("政协云岭区第十届委员会第二次会议提案", "proposal", 10, 2, None),
        ("区政协十届二次会议", "proposal", 10, 2, None),
        ("区十八届人大三次会议闭会期间代表建议", "suggestion", 18, 3, "intersession"),
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
        ("", "协办单位", Field.ASSISTING),
        ("", "莫名其妙", None),
    ],
)
def test_headings(parent, own, field):
    assert field_of(parent, own) is field
