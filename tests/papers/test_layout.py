"""How a letter of any length lies on its pages: signature, imprint and form stay together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.papers.test_printed import ISSUED
from tests.papers.texts import pdf_text
from tracker.papers.printed import OpinionForm, Question, letter_of
from tracker.papers.typesetting import pdf_of

LONG = "我局逐项研究了您的意见，今年安排资金二百万元，九月底前完成城东片区两所园的改造。" * 3
YES_NO = ("是", "否")


def plain_form(title: str = "关于增加城东片区普惠性幼儿园学位的建议") -> OpinionForm:
    facts = (
        "编号",
        "提出者",
        "标题",
        "承办单位",
        "答复文号",
        "答复日期",
        "办理类别",
        "承办人、电话",
    )
    return OpinionForm(
        title=("区十八届人大三次会议", "代表建议办理情况征询意见表"),
        facts=tuple((name, title if name == "标题" else "甲") for name in facts),
        contact=(Question("答复前是否与您沟通", YES_NO),),
        rating=tuple(
            Question(one, ("满意", "不满意")) for one in ("总体评价", "办理态度", "办理结果")
        ),
        wishes=(Question("是否要求重新办理", YES_NO),),
        back="请填写后寄回。",
    )


def _pages(form: OpinionForm | None = None, **changes) -> list[str]:
    letter = letter_of(replace(ISSUED, **changes))
    return pdf_text(pdf_of("reply.typ", letter=letter, form=form or plain_form()))


@pytest.mark.parametrize("count", range(9))
def test_the_imprint_stands_on_the_page_on_which_the_letter_ends(count):
    lines = tuple(f"第{n}点，{LONG}" for n in range(count))
    pages = _pages(paragraphs=(*lines, "这是结束的一段。"))
    last = [page for page in pages if "抄送" in page]
    assert len(last) == 1
    assert "这是结束的一段。" in last[0]
    assert last[0].count("2026年4月3日") == 2
    assert "联系电话：010-55500012" in last[0]
    assert last[0].endswith(f"—{pages.index(last[0]) + 1}—")


@pytest.mark.parametrize("count", [0, 3, 6, 9])
def test_the_form_is_one_sheet_of_its_own_when_both_sides_are_printed(count):
    pages = _pages(paragraphs=(LONG,) * (count + 1))
    assert [page for page in pages if "征询意见表" in page] == [pages[-1]]
    assert len(pages) % 2 == 1
    assert pages[-1].index("不满意的理由") < pages[-1].index("签名")


def test_the_longest_title_leaves_the_form_on_one_page():
    pages = _pages(plain_form("长" * 300))
    assert "长" * 300 in pages[-1].replace("标题", "")
    assert "签名" in pages[-1]
    assert len(pages) == 3


def test_a_long_letterhead_and_many_copies_lose_nothing():
    unit, copies = (
        "云岭区" + "发展和改革" * 8 + "委员会",
        "，".join(["区城市管理和综合执法局"] * 20),
    )
    pages = _pages(unit=unit, copies=copies)
    assert unit in pages[0]
    assert copies in "".join(pages)


def test_the_font_has_the_common_characters():
    """A glyph that is missing would be drawn as an empty box and could not be copied."""
    common = bytes(
        value for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for value in (high, low)
    ).decode("gb2312", errors="ignore")
    assert len(common) == 6763
    asked, printed = common[::7], set("".join(_pages(paragraphs=(common[::7],))))
    assert [one for one in asked if one not in printed] == []
