"""What a letter must have, and how it is worded; every sentence by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests import books
from tests.reply.letters import DONE, PROMISED
from tracker.reply.letter import Subject, heading, opening, opens_itself, salutation, written_day
from tracker.reply.letter_check import faults, same_number, tidy_number
from tracker.terms import Disclosure, Kind, LeadType, Outcome, Period

TODAY = date(2026, 4, 3)
CLASS_OF = books.DEFAULT.outcome_class


def told(letter) -> list[tuple[str, str]]:
    return [(fault.field, fault.sentence) for fault in faults(letter, CLASS_OF, TODAY)]


def test_a_complete_letter_has_no_fault():
    assert told(DONE) == []
    assert told(PROMISED) == []


@pytest.mark.parametrize(
    ("letter", "field", "sentence"),
    [
        (replace(DONE, text=" "), "text", "请填写答复正文。"),
        (replace(DONE, outcome=None), "outcome", "请选择办理结果。"),
        (replace(DONE, reply_class=None), "reply_class", "请选择办理类别。"),
        (
            replace(DONE, outcome=Outcome.NOT_NOW),
            "reply_class",
            "办理结果“暂不能解决”应标C类，现为A类。",
        ),
        (replace(DONE, disclosure=None), "disclosure", "请选择公开属性。"),
        (
            replace(DONE, disclosure=Disclosure.WITHHELD),
            "withheld_ground",
            "不予公开的，请写明依据的条款。",
        ),
        (
            replace(PROMISED, promise=""),
            "promise",
            "B类答复要写明承诺事项：做什么、做到什么程度。",
        ),
        (
            replace(DONE, promise="增设校车"),
            "promise_due_on",
            "请填写承诺完成日期，如 2026-12-31。",
        ),
        (
            replace(DONE, promise_due_on=date(2026, 9, 1)),
            "promise",
            "填了完成日期，请写明承诺事项；没有承诺的，请清空日期。",
        ),
        (
            replace(PROMISED, promise_due_on=date(2026, 4, 2)),
            "promise_due_on",
            "承诺完成日期不能早于 2026-04-03。",
        ),
        (
            replace(DONE, text="请拨打13800006021联系。"),
            "text",
            "正文里有手机号码，请改用办公电话。",
        ),
        (
            replace(DONE, text="请拨打１３８-0000-6021联系。"),
            "text",
            "正文里有手机号码，请改用办公电话。",
        ),
        (
            replace(DONE, text="身份证11010119800101123X。"),
            "text",
            "正文里有身份证号码，请删去。",
        ),
    ],
)
def test_each_fault_is_said_at_its_field(letter, field, sentence):
    assert told(letter) == [(field, sentence)]


def test_an_office_telephone_is_no_fault():
    assert told(replace(DONE, text="联系电话010-55500012，投资13800万元。")) == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("云教函〔2026〕12号", "云教函〔2026〕12号"),
        ("云教函(2026)第012号", "云教函〔2026〕12号"),
        ("云教函（2026）12 号", "云教函〔2026〕12号"),
        ("云教函［2026］12号", "云教函〔2026〕12号"),
        ("云教函﹝2026﹞12号", "云教函〔2026〕12号"),
        ("云教函【２０２６】１２号", "云教函〔2026〕12号"),
        ("云教函2026年12号", None),
        ("〔2026〕12号", None),
        ("云教函〔2026〕12", None),
        ("云教函〔2026〕0号", None),
        ("", None),
    ],
)
def test_a_document_number_is_printed_in_one_form(typed, printed):
    assert tidy_number(typed) == printed


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("015", "15", True),
        ("第015号", "15", True),
        ("15", "建议15号", True),
        ("16", "15", False),
        ("b2", "B2", True),
    ],
)
def test_leading_zeros_do_not_matter(one, other, same):
    assert same_number(one, other) is same


CASE = Subject(
    kind=Kind.SUGGESTION,
    period=Period.SESSION,
    session="区十八届人大三次会议",
    number="015",
    title="关于增加学位的建议",
    lead="刘桂兰",
    lead_type=LeadType.PERSON,
    signers=1,
)
PLENARY = {"kind": Kind.PROPOSAL, "session": "区政协十届三次会议"}


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        (CASE, "关于区十八届人大三次会议第015号建议的答复"),
        (
            replace(CASE, period=Period.INTERSESSION),
            "关于区十八届人大三次会议闭会期间第015号建议的答复",
        ),
        (
            replace(CASE, **PLENARY, number="第五号"),
            "关于区政协十届三次会议第五号提案的答复",
        ),
        (
            replace(
                CASE, kind=Kind.PROPOSAL, period=Period.INTERSESSION, session="区政协十届三次会议"
            ),
            "关于区政协十届三次会议平时第015号提案的答复",
        ),
    ],
)
def test_the_title_follows_the_register(subject, title):
    assert heading(subject) == title


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "刘桂兰代表："),
        ({"signers": 5}, "刘桂兰等5位代表："),
        ({"kind": Kind.PROPOSAL}, "刘桂兰委员："),
        ({"lead": ""}, "代表："),
        ({"lead": "城东代表团", "lead_type": LeadType.DELEGATION}, "城东代表团："),
        ({"lead": "民盟云岭区委", "lead_type": LeadType.ORGANISATION}, "民盟云岭区委："),
    ],
)
def test_the_salutation_names_who_put_it(changes, said):
    assert salutation(replace(CASE, **changes)) == said


def test_the_opening_names_the_case_and_the_assisting_units():
    assert opening(CASE, []) == "您提出的《关于增加学位的建议》（第015号）收悉。现答复如下："
    assert opening(replace(CASE, signers=2), ["区财政局", "区住建局"]) == (
        "你们提出的《关于增加学位的建议》（第015号）收悉。经商区财政局、区住建局，现答复如下："
    )


def test_a_later_round_refers_to_the_letter_before():
    assert opening(CASE, [], "以云教函〔2026〕12号", 2) == (
        "您提出的《关于增加学位的建议》（第015号），我单位曾以云教函〔2026〕12号答复，"
        "现经再次沟通和研究，再次答复如下："
    )


def test_a_text_with_its_own_opening_gets_none():
    assert opens_itself("您的建议收悉。\n现答复如下：")
    assert not opens_itself("一、关于学位。\n二、关于师资。\n三、来信收悉。")


def test_a_day_is_written_in_figures():
    assert written_day(date(2026, 4, 3)) == "2026年4月3日"
