"""A deputy's pages: what was promised, what was told, and words anybody knows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.rating.answered import (
    APRIL_7,
    APRIL_8,
    BAD,
    SEPARATE,
    WHY,
    answer_apart,
    answered,
    deliver,
    lapse,
    paper,
    rate,
    rating_of,
)
from tests.reply.letters import DAY, NUMBERED, PROMISED, Letters
from tracker.kernel import clock
from tracker.rating import plain
from tracker.rating.queries import Line
from tracker.reply import actions as replies
from tracker.reply import commitments, queries
from tracker.supervise import actions as supervise

TAG = re.compile(r"<[^>]+>")


def page(letters: Letters, path: str = "", who: str = "deputy") -> str:
    """Return the deputy's page of the case, or another one."""
    return letters.client(who).get(path or f"/rating/cases/{letters.case_id}").text


def items(html: str, heading: str) -> list[str]:
    """Return the lines of the list under a heading."""
    found = re.search(rf"<h2>{heading}</h2><ul[^>]*>(.*?)</ul>", html, re.DOTALL)
    assert found, heading
    return [TAG.sub("", line) for line in re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)]


@pytest.fixture
def fresh(app, district):
    """A case still to be made, on the day of the letters."""
    with clock.moved_to(clock.at(DAY)):
        yield Letters(app, district)


@pytest.fixture
def promised(fresh):
    """A letter with a promise due on 31 December 2026, in the lead's hands."""
    answered(fresh, PROMISED)
    return fresh


# ---- the way to messages and history ----


def test_every_page_leads_to_the_messages_and_says_how_many_are_unread(promised):
    with promised.by("leader"):
        row = queries.commitments(promised.case_id)[0]
        commitments.carry_over(row, date(2027, 6, 30), "土地手续延后。")
    deputy = promised.client("deputy")
    count = len(promised.told("deputy"))
    assert count
    for path in ("/rating/", f"/rating/cases/{promised.case_id}"):
        (link,) = re.findall(r'<a href="/notices"[^>]*>(.*?)</a>', deputy.get(path).text)
        assert TAG.sub("", link) == f"消息 {count} 条未读"
    deputy.post("/notices/read")
    (link,) = re.findall(r'<a href="/notices"[^>]*>(.*?)</a>', deputy.get("/rating/").text)
    assert link == "消息"


def test_a_deputy_reads_messages_on_a_phone_page_that_leads_back(promised):
    with promised.by("leader"):
        row = queries.commitments(promised.case_id)[0]
        commitments.write_off(row, DAY, "规划调整。")
    html = page(promised, "/notices")
    assert '<body class="dep"' in html
    assert 'href="/rating/"' in html
    assert "说明：规划调整。" in html
    assert "<table" not in html
    assert 'class="side"' not in html
    staff = page(promised, "/notices", "handler")
    assert "<table" in staff
    assert 'class="side"' in staff


def test_a_deputy_without_messages_is_told_so(fresh):
    assert "还没有消息。" in page(fresh, "/notices", "co_deputy")


def test_the_case_leads_to_its_history_on_a_phone_page_that_leads_back(letters):
    number = rate(letters, BAD, WHY)
    with letters.district.act("leader", APRIL_8):
        supervise.decide_without_round(rating_of(number), "已当面解释政策。", APRIL_8)
    path = f"/cases/{letters.case_id}/history"
    assert f'href="{path}"' in page(letters)
    html = page(letters, path)
    assert '<body class="dep"' in html
    assert f'href="/rating/cases/{letters.case_id}"' in html
    assert "不再重办：已当面解释政策。" in html
    assert 'class="side"' in page(letters, path, "clerk")


def test_large_type_once_chosen_stays_on_every_page_until_it_is_switched_off(letters):
    case, client = f"/rating/cases/{letters.case_id}", letters.client("co_deputy")
    assert '<html lang="zh-CN">' in client.get(case).text
    html = client.get(f"{case}?type=large").text
    assert '<html lang="zh-CN" class="large">' in html
    assert f'href="{case}?type=standard"' in html
    for path in ("/rating/", case, "/notices", f"/cases/{letters.case_id}/history"):
        assert '<html lang="zh-CN" class="large">' in client.get(path).text
    assert '<html lang="zh-CN" class="large">' in client.get(f"{case}?type=other").text
    assert '<html lang="zh-CN">' in client.get(f"{case}?type=standard").text
    assert '<html lang="zh-CN">' in client.get("/notices").text


def test_a_deputy_reads_the_letter_of_record(letters):
    first = letters.letter()
    with letters.by("handler"):
        replies.mend(first, "学位数写错。")
        replies.submit_for_signing(letters.letter())
    with letters.by("head"):
        replies.sign_in_unit(letters.letter())
    letters.issue(replace(NUMBERED, number="云教函(2026)第013号"))
    with letters.by("clerk"):
        letters.row().unit.name = "云岭区教育体育局"
    html = page(letters, f"/rating/cases/{letters.case_id}/letters/{letters.letter().id}")
    assert "<h1>云岭区教育局的答复</h1>" in html
    assert "<p>本函更正并替代我单位2026年4月3日的答复（云教函〔2026〕12号）。</p>" in html
    assert '<p class="sign">云岭区教育局</p><p class="sign">2026年4月3日</p>' in html
    assert "教育体育局" not in html


# ---- promises ----


def test_the_case_shows_what_was_promised_until_when(promised):
    assert items(page(promised), "承诺的事项") == [
        "区教育局答应12月31日前建成两所公办幼儿园，增加学位540个。"
    ]


def test_the_case_says_in_plain_words_what_became_of_a_promise(promised):
    row = queries.commitments(promised.case_id)[0]
    with promised.by("leader"):
        commitments.carry_over(row, date(2027, 6, 30), "土地手续延后。")
    assert items(page(promised), "承诺的事项")[0].startswith(
        "区教育局延期，答应2027年6月30日前建成"
    )
    with promised.by("handler"):
        commitments.add_progress(queries.commitments(promised.case_id)[0], "开园。", DAY, done=True)
    assert items(page(promised), "承诺的事项")[0].startswith("区教育局说已经办成：")
    with promised.by("clerk"):
        commitments.close(queries.commitments(promised.case_id)[0], DAY, "到现场查看。")
    assert items(page(promised), "承诺的事项")[0].endswith("，4月3日核实。")


def test_the_case_says_why_a_promise_was_given_up(promised):
    with promised.by("leader"):
        commitments.write_off(queries.commitments(promised.case_id)[0], DAY, "规划调整。")
    assert items(page(promised), "承诺的事项") == [
        "区教育局答应的事4月3日起不再跟踪：建成两所公办幼儿园，增加学位540个。说明：规划调整。"
    ]


def test_a_case_without_promises_says_nothing_of_them(letters):
    assert "承诺的事项" not in page(letters)


# ---- plain words, names where several letters wait ----


def test_a_letter_on_its_way_is_said_to_be(fresh):
    fresh.issued()
    assert items(page(fresh), "评价") == ["区教育局：答复正在送达"]
    deliver(fresh)
    assert items(page(fresh), "评价") == ["区教育局：待评价，4月27日前"]


def test_a_paper_form_and_a_lapse_are_told_in_plain_words(letters):
    lapse(letters, date(2026, 5, 8))
    assert items(page(letters), "评价") == ["区教育局：没有按期收到评价"]
    paper(letters, BAD, WHY, on=APRIL_7)
    assert items(page(letters), "评价") == ["区教育局：已收到纸质评价表，正在核对"]


def test_each_unit_says_which_part_it_answers(fresh):
    fresh.assign(*SEPARATE)
    assert items(page(fresh), "办理单位") == [
        "区教育局　办理其中一部分：学位建设",
        "区财政局　办理其中一部分：经费保障",
    ]


def test_a_letter_that_still_may_be_rated_has_a_calm_button(letters):
    number = letters.rows["education"]
    found = re.compile(
        rf'<a class="([^"]+)" href="[^"]*/assignments/{number}/rate">评价区教育局的答复'
    )
    assert found.findall(page(letters)) == ["do near"]
    lapse(letters, date(2026, 5, 8))
    assert found.findall(page(letters)) == ["do near calm"]
    assert found.findall(page(letters, who="co_deputy")) == []


def test_a_rating_of_a_second_round_is_told_apart_from_the_first():
    first = Line("区教育局", 1, "已提交", "不满意", "", "", DAY, None, False, 7, False)
    due = date(2027, 4, 27)
    again = Line("区教育局", 2, "待评价", "", "", "", None, due, False, None, False)
    with clock.moved_to(clock.at(DAY)):
        assert plain.ratings([first, again]) == [
            "区教育局：不满意",
            "区教育局的重新答复：待评价，2027年4月27日前",
        ]


def test_the_button_names_the_unit_where_several_letters_wait(fresh):
    answer_apart(fresh, "015")
    buttons = re.findall(r'aria-label="([^"]+)">([^<]+)</a>', page(fresh, "/rating/"))
    assert buttons == [
        ("评价区教育局的答复 建议第015号", "评价区教育局的答复"),
        ("评价区财政局的答复 建议第015号", "评价区财政局的答复"),
    ]


# ---- one page, one press ----


@pytest.mark.parametrize(("times", "folded"), [(2, False), (20, True)])
def test_a_long_letter_is_folded_and_a_short_one_is_not(fresh, times, folded):
    answered(fresh, replace(PROMISED, text="学位建设分三步办理。" * times))
    path = f"/rating/cases/{fresh.case_id}/assignments/{fresh.rows['education']}/rate"
    html = fresh.client("deputy").get(path).text
    assert "学位建设分三步办理。" in html
    assert ('type="checkbox" id="all"' in html) == folded


def test_a_deputy_reads_where_a_case_stands_in_five_steps(fresh):
    answered(fresh, PROMISED)
    html = page(fresh, "/rating/")
    assert 'aria-label="办到第 5 步，共 5 步"' in html
    steps = re.findall(r"<li( class=\"\w+\")?[^>]*>([^<]*)<wbr>([^<]*)</li>", html)
    assert [(kind.strip(), left + right) for kind, left, right in steps] == [
        ('class="done"', "提出"),
        ('class="done"', "交给单位"),
        ('class="done"', "单位办理"),
        ('class="done"', "已答复"),
        ('class="now"', "我评价"),
    ]


def test_who_is_satisfied_reads_by_when_the_promise_is_to_be_kept(promised):
    path = f"/rating/cases/{promised.case_id}/assignments/{promised.rows['education']}/rate"
    deputy = promised.client("deputy")
    thanks = deputy.get(deputy.post(path, data={"overall": "satisfied"}).location).text
    assert "12月31日前" in thanks
    assert "区教育局应当办成：" in thanks
