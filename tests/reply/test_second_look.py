"""What a unit is asked to look at twice before it signs; every sentence by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reply.letters import DONE, PROMISED
from tracker.reply.letter import Subject
from tracker.reply.second_look import Beside, warnings
from tracker.terms import Kind, LeadType, Period

SUGGESTION = Subject(
    kind=Kind.SUGGESTION,
    period=Period.SESSION,
    session="区十八届人大三次会议",
    number="015",
    title="关于增加学位的建议",
    lead="刘桂兰",
    lead_type=LeadType.PERSON,
    signers=1,
)
PROPOSAL = replace(SUGGESTION, kind=Kind.PROPOSAL, session="区政协十届三次会议")


@pytest.mark.parametrize(
    ("subject", "text", "sentence"),
    [
        (
            SUGGESTION,
            "感谢您。\n王守田委员：",
            "本件是代表建议，称呼应为“代表”，正文里写成了“委员”。",
        ),
        (
            PROPOSAL,
            "感谢您。\n王守田代表：",
            "本件是政协提案，称呼应为“委员”，正文里写成了“代表”。",
        ),
        (SUGGESTION, "刘桂兰代表：\n已办。", "称呼由系统按登记打印，正文不必再写称呼。"),
        (SUGGESTION, "已办。\n2026年4月3日", "落款由系统打印，正文末尾不必再写单位和日期。"),
        (SUGGESTION, "第015号提案已办。", "正文写“第015号提案”，本件是建议。"),
        (PROPOSAL, "第15号议案已办。", "正文写“第15号议案”，本件是提案。"),
        (SUGGESTION, "第16号建议已办。", "正文写“第16号”，本件编号是“015”。"),
        (
            SUGGESTION,
            "您提出的《关于增加学位的建议》（第16号）收悉。现答复如下：",
            "正文写“第16号”，本件编号是“015”。",
        ),
        (
            SUGGESTION,
            "您提出的《关于增加停车位的建议》收悉。现答复如下：",
            "正文写“提出的《关于增加停车位的建议》”，本件标题是《关于增加学位的建议》。",
        ),
        (
            SUGGESTION,
            "您在第十八届人民代表大会第二次会议上关心的事已办。",
            "正文写“十八届人民代表大会第二次”，本件是区十八届人大三次会议的，请核对届次。",
        ),
    ],
)
def test_where_text_and_register_differ_it_is_said(subject, text, sentence):
    assert warnings(replace(DONE, text=text), subject) == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "第15号建议已办结。",
        "您提出的《关于增加 学位的建议》（第015号）收悉。现答复如下：",
        "您在区第十八届人民代表大会第三次会议上提出的事已办。",
        "按十四届全国人大二次会议精神，已办。",
        "2026年4月3日已开园。",
    ],
)
def test_what_agrees_with_the_register_raises_no_warning(text):
    assert warnings(replace(DONE, text=text), SUGGESTION) == []


def test_class_b_does_not_leave_its_plan_open():
    letter = replace(PROMISED, text="将适时安排。", copies="区人大办")
    sentence = "B类答复写了“适时”，请写明做什么、由谁做、何时完成。"
    assert warnings(letter, SUGGESTION) == [sentence]
    assert warnings(replace(DONE, text="将适时安排。"), SUGGESTION) == []


def test_an_opening_of_ones_own_names_the_assisting_units_and_the_letter_before():
    letter = replace(DONE, text="您的建议收悉。现答复如下：已办。")
    beside = Beside(("区财政局", "区规划局"), "云教函〔2026〕12号")
    assert warnings(letter, SUGGESTION, beside) == [
        "正文没有提到区财政局、区规划局的会办意见，请写明采纳情况。",
        "正文没有提到上一轮答复（云教函〔2026〕12号），再次答复应当说明。",
    ]
    assert warnings(replace(letter, text="已办。"), SUGGESTION, beside) == []


def test_a_letter_without_copies_is_looked_at_twice():
    assert warnings(replace(DONE, copies=" "), SUGGESTION) == [
        "没有填写抄送。一般抄送人大或政协机关和政府办。"
    ]


def test_a_promise_without_a_day_is_named():
    found = warnings(replace(PROMISED, promise_due_on=None), SUGGESTION)
    assert [one for one in found if "日期" in one] == [
        "承诺事项没有写明完成日期，印发后政府办每季度末催问。能定日期的，请写明。"
    ]
    assert [one for one in warnings(PROMISED, SUGGESTION) if "日期" in one] == []
