"""Mid-year start: what was done on paper comes in with its dates and tells nobody."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.intake import books, lists
from tests.rows import every
from tests.scenes import limit_of
from tracker.assign import queries as assignments
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.notices.models import Notice
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply

HEADING = [
    "建议编号", "建议标题", "领衔代表", "主办单位", "会办单位", "交办日期", "要求办结日期",
    "签收日期", "答复日期", "文号", "签发人", "办理类别",
]  # fmt: skip
TITLE = "区十八届人大三次会议代表建议"


def upload(client, path):
    """Upload a list; return the address of its preview."""
    answer = client.post("/intake/", data={"file": books.data(path)})
    assert answer.status_code == 302, answer.text
    return answer.location


def confirmed(client, folder, *rows, paper=True):
    """Confirm rows; short ones are filled with blanks."""
    lines = [[*row, *[""] * (len(HEADING) - len(row))] for row in rows]
    path = books.plain(folder / "p.xlsx", HEADING, lines, TITLE)
    every, data = range(3, 3 + len(rows)), {"on_paper": "yes"} if paper else {}
    return lists.confirm(client, upload(client, path), *every, **data)


def cases() -> list[Case]:
    return sorted(every(Case), key=lambda case: case.number_key)


def test_paper_facts_come_in_with_their_dates_and_tell_nobody(clerk, tmp_path):
    path = books.plain(
        tmp_path / "p.xlsx",
        ["建议编号", "建议标题", "领衔代表", "主办单位", "交办日期", "签收日期", "答复日期",
         "文号", "签发人", "办理类别"],
        [["1", "甲", "刘桂兰", "区教育局", "2026-02-24", "", "", "", "", ""],
         ["2", "乙", "刘桂兰", "区教育局", "2026-02-24", "2026-02-25", "", "", "", ""],
         ["3", "丙", "刘桂兰", "区教育局", "2026-02-24", "2026-02-25", "2026-04-20",
          "云教函〔2026〕3号", "孙立军", "A类"]],
        "区十八届人大三次会议代表建议",
    )  # fmt: skip
    address = upload(clerk, path)
    assert lists.confirm(clerk, address, 3, 4, 5, on_paper="yes").status_code == 302
    found = cases()
    assert [str(row.state) for row in found] == ["assigned", "handling", "replied"]
    assert str(found[2].replied_on) == "2026-04-20"
    assert db.session.scalar(select(Notice)) is None


def test_a_list_whose_paper_days_were_not_taken_over_says_what_to_do(clerk, tmp_path):
    heads = [*lists.HEADS, "主办单位", "交办日期", "签收日期"]
    row = ["1", "甲", "刘桂兰", "区教育局", "2026-03-10", "2026-03-12"]
    path = books.plain(tmp_path / "a.xlsx", heads, [row], TITLE)
    address = upload(clerk, path)
    assert "已在纸面办过" in clerk.get(address).text
    assert lists.confirm(clerk, address, 3).status_code == 302
    page = clerk.get(upload(clerk, path)).text
    assert "交办日期：清单写 2026-03-10 已交办，登记里还没有交办。请在该件交办" in page
    assert "已在纸面办过" not in page


def test_who_answered_on_paper_has_no_day_of_sign_for_that_the_list_does_not_state(clerk, tmp_path):
    heads = [*lists.HEADS, "主办单位", "会办单位", "交办日期", "答复日期", "办理类别"]
    row = ["1", "甲", "刘桂兰", "区教育局", "区财政局", "2026-02-24", "2026-04-20", "A类"]
    path = books.plain(tmp_path / "a.xlsx", heads, [row], TITLE)
    assert lists.confirm(clerk, upload(clerk, path), 3, on_paper="yes").status_code == 302
    found = [(row.unit_name, row.signed_on, str(row.state)) for row in assignments.live(1)]
    assert found == [
        ("区教育局", None, "replied"),
        ("区财政局", date(2026, 4, 20), "signed"),
    ]


def test_the_reply_date_of_the_paper_list_is_taken_over(clerk, tmp_path):
    row = ["1", "甲", "刘桂兰", "区教育局", "区财政局", "2026-02-24", "2026-05-15"]
    assert confirmed(clerk, tmp_path, row).status_code == 302
    (case,) = cases()
    assert str(limit_of(case.id)) == "2026-05-15"
    (answering,) = assignments.answering(case.id)
    due = answering.deadline("reply")
    assert (str(due.due_on), due.source, str(due.event_on)) == (
        "2026-05-15", "纸面交办清单", "2026-02-24",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (["1", "甲", "刘桂兰", "区教育局", "", "2026-05-24"], "不能晚于今天"),
        (["1", "甲", "刘桂兰", "区教育局", "", "2026-02-24", "", "2026-02-20"], "交办日期"),
        (["1", "甲", "刘桂兰", "区教育局", "", "2026-02-24", "2027-06-30"], "法定上限"),
        (["1", "甲", "刘桂兰", "区没有的局", "", "2026-02-24"], "不在名册中"),
        (["1", "甲", "刘桂兰", "", "", "2026-02-24"], ""),
    ],
)
def test_paper_facts_that_cannot_be_name_their_row_and_nothing_goes_in(clerk, tmp_path, row, word):
    sound = ["2", "乙", "刘桂兰", "区教育局", "", "2026-02-24"]
    answer = confirmed(clerk, tmp_path, sound, row)
    assert answer.status_code == 409
    assert "第 4 行（1）" in answer.text
    assert word in answer.text
    assert cases() == []


def test_without_the_tick_the_dates_are_only_a_proposal(clerk, tmp_path):
    row = ["1", "甲", "刘桂兰", "区教育局", "", "2026-02-24", "", "2026-02-25"]
    assert confirmed(clerk, tmp_path, row, paper=False).status_code == 302
    (case,) = cases()
    assert (str(case.state), case.assigned_on) == ("registered", None)


def test_a_second_import_of_paper_facts_changes_nothing(clerk, tmp_path):
    row = ["1", "甲", "刘桂兰", "区教育局", "", "2026-02-24", "", "2026-02-25"]
    confirmed(clerk, tmp_path, row)
    assert confirmed(clerk, tmp_path, row).status_code == 409
    assert [str(case.state) for case in cases()] == ["handling"]
    assert db.session.scalar(select(Notice)) is None


ANSWERED = [
    *HEADING[:6], "答复日期", "文号", "办理类别", "办理结果", "满意度", "承诺事项", "落实时限",
    "是否公开",
]  # fmt: skip


def answered(client, folder, *cells):
    """Confirm one row that was answered on paper; return its letter."""
    row = ["9", "甲", "刘桂兰", "区教育局", "", "2026-02-24", "2026-04-20", *cells]
    path = books.plain(folder / "r.xlsx", ANSWERED, [row], TITLE)
    answer = lists.confirm(client, upload(client, path), 3, on_paper="yes")
    assert answer.status_code == 302, lists.words(answer.text)
    (letter,) = every(Reply)
    return letter


def test_what_the_paper_does_not_state_stays_not_stated(clerk, tmp_path):
    letter = answered(clerk, tmp_path, "", "", "", "", "", "", "")
    (case,) = cases()
    assert (str(case.state), case.replied_on) == ("replied", date(2026, 4, 20))
    assert (letter.reply_class, letter.outcome, letter.disclosure) == (None, None, None)
    assert (letter.promise, letter.not_stated) == ("", True)
    assert every(Rating) == []


def test_class_outcome_promise_disclosure_and_rating_come_in(clerk, tmp_path):
    cells = ("云教函〔2026〕9号", "B", "正在解决", "基本满意", "建成两所幼儿园", "2026-12-31", "是")
    letter = answered(clerk, tmp_path, *cells)
    assert (str(letter.reply_class), str(letter.outcome)) == ("B", "under_way")
    assert (letter.promise, letter.promise_due_on) == ("建成两所幼儿园", date(2026, 12, 31))
    assert (str(letter.disclosure), letter.number) == ("public", "云教函〔2026〕9号")
    (rating,) = every(Rating)
    assert (str(rating.overall), rating.on_paper) == ("basically_satisfied", True)
    assert [row.text for row in every(Commitment)] == ["建成两所幼儿园"]
    assert db.session.scalar(select(Notice)) is None


def test_a_result_in_words_takes_its_class_from_the_place(clerk, tmp_path):
    letter = answered(clerk, tmp_path, "", "", "留作参考", "", "", "", "")
    assert (str(letter.reply_class), str(letter.outcome)) == ("D", "reference")


def test_an_answer_without_its_day_is_said_and_kept_with_the_row(clerk, tmp_path):
    row = ["9", "甲", "刘桂兰", "区教育局", "", "2026-02-24", "", "", "A", "", "满意", "", "", ""]
    path = books.plain(tmp_path / "r.xlsx", ANSWERED, [row], TITLE)
    address = upload(clerk, path)
    assert "没有答复日期，答复和评价的内容没有记入" in lists.shown(clerk, address)
    assert lists.confirm(clerk, address, 3, on_paper="yes").status_code == 302
    (case,) = cases()
    assert str(case.state) == "assigned"


@pytest.mark.parametrize(
    ("promise", "day", "said"),
    [("", "2026-12-31", "没有承诺事项"), ("建成学校", "2026-04-01", "早于答复日期")],
)
def test_a_promise_that_cannot_be_is_said_before_it_is_tried(clerk, tmp_path, promise, day, said):
    cells = ("", "B", "", "", promise, day, "")
    row = ["9", "甲", "刘桂兰", "区教育局", "", "2026-02-24", "2026-04-20", *cells]
    path = books.plain(tmp_path / "r.xlsx", ANSWERED, [row], TITLE)
    address = upload(clerk, path)
    assert said in lists.shown(clerk, address)
    assert lists.confirm(clerk, address, 3, on_paper="yes").status_code == 409
    assert cases() == []
