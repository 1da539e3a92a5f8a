"""The letter as PDF and as Word document: all that is on the page, nothing else, for whom it is."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.papers.texts import pdf_text, plain, word_text
from tests.reply.letters import DONE, clients, row, statuses

PARTS = (
    "A类",
    "主动公开",
    "云岭区教育局",
    "云教函〔2026〕12号",
    "签发人：陈志远",
    "刘桂兰等2位代表：",
    "你们提出的《关于增加城东片区普惠性幼儿园学位的建议》（第015号）收悉。现答复如下：",
    "2026年4月3日",
    "010-5550001",
    "抄送：区人大办，区人民政府办公室。",
    "2026年4月3日印发",
    "代表建议办理情况征询意见表",
    "请在收到答复函之日起15个工作日内填写，一式两份",
    "不满意的理由",
)
ANSWERS = ("□满意", "□基本满意", "□不满意")
# characters that stand in people's names, outside the Basic Multilingual Plane too
RARE = "𬭎𫖯㛃䶮喆"
MARKUP = (
    "#text(red)[甲] *乙* $x^2$ {{ letter.unit }} {% raw %} <w:br/> & \\ @丙 // 丁 _戊_ 见[附件]"
)


def _get(letters, suffix: str, who: str = "handler") -> bytes:
    """Return the file of the letter as somebody gets it."""
    path = f"/cases/{letters.case_id}/replies/{letters.letter().id}/letter{suffix}"
    answer = letters.client(who).get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.get_data()


def test_the_pdf_holds_every_part_of_the_letter_and_the_form(letters):
    letters.issued(DONE)
    data = _get(letters, ".pdf")
    pages = pdf_text(data)
    assert [part for part in (*PARTS, *ANSWERS) if part not in "".join(pages)] == []
    assert "关于区十八届人大三次会议第015号建议的答复" in pages[0]
    assert PdfReader(BytesIO(data)).metadata.title == "关于区十八届人大三次会议第015号建议的答复"
    assert "13800006021" not in "".join(pages)


def test_the_document_holds_the_same(letters):
    letters.issued(DONE)
    text = word_text(_get(letters, ".docx"))
    assert [part for part in (*PARTS, *ANSWERS) if part not in text] == []
    assert "13800006021" not in text
    assert "{{" not in text
    assert "{%" not in text


def test_what_is_typed_is_printed_and_never_markup(letters):
    letters.issued(replace(DONE, text=f"{MARKUP}\n{RARE}"))
    for text in ("".join(pdf_text(_get(letters, ".pdf"))), word_text(_get(letters, ".docx"))):
        assert plain(MARKUP) in text
        assert RARE in text


def test_a_letter_that_is_only_checked_says_that_it_is_not_issued(letters):
    letters.checked(DONE)
    for text in ("".join(pdf_text(_get(letters, ".pdf"))), word_text(_get(letters, ".docx"))):
        assert "送签稿：尚未编号印发。" in text
        assert "（文号待编）" in text
        assert "印发" not in text.replace("尚未编号印发", "")


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_who_may_print_the_letter_may_take_it_along(letters, suffix):
    letters.issued(DONE)
    path = f"/cases/{letters.case_id}/replies/{letters.letter().id}/letter{suffix}"
    expected = row(200, 200, 404, 404, 200, 200, 200, 200, 403, 200, 404)
    assert statuses(clients(letters), path) == expected


def test_a_confidential_name_is_in_no_file_of_the_unit(letters):
    letters.assign(("education", "independent"), confidential=True)
    letters.sign()
    letters.talk()
    letters.draft()
    letters.sign_off()
    letters.issue()
    for suffix in (".pdf", ".docx"):
        data = _get(letters, suffix)
        text = "".join(pdf_text(data)) if suffix == ".pdf" else word_text(data)
        assert "云岭区教育局" in text
        assert "刘桂兰" not in text
    assert "刘桂兰" in "".join(pdf_text(_get(letters, ".pdf", "clerk")))


def test_a_letter_that_one_does_not_see_answers_404(letters):
    letters.ready()
    path = f"/cases/{letters.case_id}/replies/{letters.letter().id}/letter.pdf"
    assert letters.client("handler").get(path).status_code == 404
