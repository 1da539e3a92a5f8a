"""What stands on a printed letter, part by part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.papers.printed import file_name, letter_of, title_parts
from tracker.reply.document import Paper

ISSUED = Paper(
    unit="云岭区教育局",
    class_mark="A类",
    disclosure="主动公开",
    signer="陈志远",
    number="云教函〔2026〕12号",
    heading="关于区十八届人大三次会议第015号建议的答复",
    salutation="刘桂兰等2位代表：",
    opening="你们提出的《关于增加学位的建议》（第015号）收悉。现答复如下：",
    replaces="",
    paragraphs=("一、已新增两所公办园。", "二、感谢关心。"),
    day="2026年4月3日",
    handler="周敏",
    phone="010-55500012",
    copies="区人大办，区人民政府办公室。",
    issued=True,
    on_behalf=False,
    not_stated=False,
)


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        (
            "关于区十八届人大三次会议第015号建议的答复",
            ("关于区十八届人大三次会议", "第015号建议的答复"),
        ),
        (
            "关于云岭区第十八届人民代表大会第三次会议第015号建议的答复",
            ("关于云岭区第十八届人民代表大会", "第三次会议", "第015号建议的答复"),
        ),
        (
            "关于政协云岭区九届三次会议平时第3号提案的答复",
            ("关于政协云岭区九届三次会议", "平时第3号提案的答复"),
        ),
        (
            "关于区十八届人大三次会议闭会期间第2号建议的答复",
            ("关于区十八届人大三次会议", "闭会期间第2号建议的答复"),
        ),
        ("关于区十八届人大三次会议建议的答复", ("关于区十八届人大三次会议建议的答复",)),
    ],
)
def test_a_title_breaks_only_where_a_word_ends(heading, parts):
    assert title_parts(heading) == parts


def test_an_issued_letter_is_printed_with_its_day_of_issue():
    letter = letter_of(ISSUED)
    assert letter.note == ""
    assert letter.printed_on == "2026年4月3日印发"
    assert letter.paragraphs == (
        "你们提出的《关于增加学位的建议》（第015号）收悉。现答复如下：",
        "一、已新增两所公办园。",
        "二、感谢关心。",
    )
    assert letter.copies == "区人大办，区人民政府办公室"


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        (
            {"issued": False, "number": "", "day": "", "signer": ""},
            ("送签稿：尚未编号印发。", "（文号待编）", "（落款日期待填）", "—", ""),
        ),
        (
            {"on_behalf": True, "not_stated": True, "number": "", "signer": ""},
            (
                "代录件：照纸质答复函录入，以盖章原件为准。",
                "（原件未注明）",
                "2026年4月3日",
                "（原件未注明）",
                "2026年4月3日印发",
            ),
        ),
    ],
)
def test_what_is_not_known_says_so_in_its_place(changes, shown):
    letter = letter_of(replace(ISSUED, **changes))
    found = (letter.note, letter.number, letter.day, letter.signer, letter.printed_on)
    assert found == shown


def test_the_name_of_a_file_holds_nothing_that_a_file_system_refuses():
    assert (
        file_name(("区教育局", "关于 A/B:“甲”?的\n答复"), ".pdf") == "区教育局关于AB“甲”的答复.pdf"
    )
