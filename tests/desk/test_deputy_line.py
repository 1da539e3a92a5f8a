"""What a deputy reads of a case at every stage: who does what until when, and the five steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.desk.deputy_line import Answer, Owed, Promised, Standing, line, promises, step, to_rate
from tracker.plan_terms import DutyKind
from tracker.terms import CaseState, CommitmentState, RatingState, Satisfaction

TODAY = date(2026, 11, 10)
NOV_7, NOV_9, NOV_20, DEC_8 = (
    date(2026, 11, 7),
    date(2026, 11, 9),
    date(2026, 11, 20),
    date(2026, 12, 8),
)
EDUCATION = Answer(11, 1, "区教育局", 1)
FINANCE = Answer(12, 2, "区财政局", 1)
WENT = replace(EDUCATION, issued_on=NOV_9)
AGAIN = replace(WENT, round=2)
K = DutyKind


def owed(kind: DutyKind, due_on: date | None, answer: Answer = EDUCATION) -> Owed:
    """Return a duty about a unit's assignment, or about its letter."""
    subject = ("reply", 90) if kind in (K.DELIVER, K.RATE) else ("assignment", answer.assignment_id)
    return Owed(kind, subject, answer.unit_id, due_on)


def case(*duties: Owed, answers: tuple[Answer, ...] = (EDUCATION,), **facts) -> Standing:
    """Return a case as its lead reads it."""
    values = {"state": CaseState.HANDLING, "lead": True, "answers": answers, "owed": duties}
    return Standing(**{**values, **facts})


def both(standing: Standing) -> tuple[str, int, str, int]:
    """Return line and step as the lead reads them, then as one who signed with him or her."""
    other = replace(standing, lead=False, rater="提出人孙海涛代表")
    return line(standing, TODAY), step(standing), line(other, TODAY), step(other)


@pytest.mark.parametrize(
    ("kind", "due_on", "sentence"),
    [
        (K.PROPOSE, NOV_20, "已收到，政府办正在确定由哪个单位办理，11月20日前交给单位。"),
        (K.PROPOSE, None, "已收到，政府办正在确定由哪个单位办理。"),
        (
            K.APPROVE,
            NOV_7,
            "已收到，政府办正在确定由哪个单位办理，应在11月7日前交给单位，已过期 3 天。",
        ),
    ],
)
def test_before_the_case_is_assigned_the_office_chooses_the_unit(kind, due_on, sentence):
    standing = case(owed(kind, due_on), answers=(), state=CaseState.REGISTERED)
    assert both(standing) == (sentence, 2, sentence, 2)


def test_a_unit_that_has_not_signed_is_said_to_have_it():
    standing = case(owed(K.SIGN, NOV_20), owed(K.REPLY, DEC_8), state=CaseState.ASSIGNED)
    assert both(standing) == (
        "已交给区教育局，等签收，12月8日前答复您。",
        2,
        "已交给区教育局，等签收，12月8日前答复。",
        2,
    )
    late = case(owed(K.SIGN, NOV_9), owed(K.REPLY, DEC_8))
    assert line(late, TODAY) == "已交给区教育局，还没有签收，已过期 1 天，政府办在催办。"


def test_one_of_two_units_is_late_and_the_other_has_time():
    late, fine = owed(K.SIGN_OFF, NOV_7), owed(K.REPLY, NOV_20, FINANCE)
    standing = case(late, fine, answers=(EDUCATION, FINANCE))
    assert both(standing) == (
        "区教育局正在办理，应在11月7日前答复您，已过期 3 天，政府办在催办；"
        "区财政局正在办理，11月20日前答复您。",
        3,
        "区教育局正在办理，应在11月7日前答复，已过期 3 天，政府办在催办；"
        "区财政局正在办理，11月20日前答复。",
        3,
    )


def test_units_with_the_same_to_say_share_it_and_the_last_day_is_not_late():
    duties = owed(K.CHECK, TODAY), owed(K.ISSUE, TODAY, FINANCE)
    standing = case(*duties, answers=(EDUCATION, FINANCE))
    assert line(standing, TODAY) == "区教育局、区财政局正在办理，11月10日前答复您。"


def test_a_talk_that_is_due_is_told_to_the_lead_alone():
    standing = case(owed(K.CONTACT, NOV_20), owed(K.REPLY, DEC_8))
    said = both(standing)
    assert said[0] == "区教育局正在办理，11月20日前先和您沟通，12月8日前答复您。"
    assert said[2] == "区教育局正在办理，12月8日前答复。"
    late = case(owed(K.CONTACT, NOV_9), owed(K.REPLY, DEC_8))
    assert line(late, TODAY) == (
        "区教育局正在办理，应在11月9日前和您沟通，已过期 1 天，12月8日前答复您。"
    )


def test_one_unit_has_answered_and_the_other_has_not_signed():
    standing = case(owed(K.RATE, DEC_8), owed(K.SIGN, NOV_20, FINANCE), answers=(WENT, FINANCE))
    assert line(standing, TODAY) == (
        "区教育局11月9日答复了，请您在12月8日前评价；已交给区财政局，等签收。"
    )
    assert step(standing) == 5
    other = case(
        owed(K.REPLY, DEC_8, FINANCE), owed(K.SIGN, DEC_8, FINANCE), answers=(WENT, FINANCE)
    )
    assert step(other) == 3


def test_a_second_round_is_told_as_one_until_it_is_rated():
    begun = replace(EDUCATION, round=2)
    working = case(owed(K.REPLY, NOV_20), answers=(begun,))
    assert both(working)[:2] == ("区教育局正在重新办理，11月20日前答复您。", 3)
    sent = case(owed(K.DELIVER, NOV_20), answers=(AGAIN,), state=CaseState.REPLIED)
    assert both(sent)[:2] == ("区教育局11月9日重新答复了，答复正在送达。", 4)
    came = case(owed(K.RATE, DEC_8), answers=(AGAIN,), state=CaseState.REPLIED)
    assert both(came) == (
        "区教育局11月9日重新答复了，请您在12月8日前评价。",
        5,
        "区教育局11月9日重新答复了，由提出人孙海涛代表在12月8日前评价。",
        4,
    )


@pytest.mark.parametrize(
    ("due_on", "lead", "other"),
    [
        (None, "请您评价", "由提出人孙海涛代表评价"),
        (TODAY, "请您评价，今天是最后一天", "由提出人孙海涛代表在11月10日前评价"),
        (
            NOV_7,
            "请您评价，11月7日的期限已过 3 天",
            "由提出人孙海涛代表评价，11月7日的期限已过 3 天",
        ),
    ],
)
def test_until_when_a_rating_is_asked_is_said_honestly(due_on, lead, other):
    standing = case(owed(K.RATE, due_on), answers=(WENT,), state=CaseState.REPLIED)
    said = both(standing)
    assert said[0] == f"区教育局11月9日答复了，{lead}。"
    assert said[2] == f"区教育局11月9日答复了，{other}。"


def test_a_mended_letter_on_its_way_is_said_to_be_one_and_its_drafting_is_not_told():
    mended = replace(WENT, edition=2)
    sent = case(owed(K.DELIVER, NOV_20), answers=(mended,))
    assert line(sent, TODAY) == "区教育局11月9日答复了，更正后的答复正在送达。"
    drafting = Owed(K.REPLY, ("reply", 91), 1, NOV_7)
    standing = case(drafting, owed(K.RATE, DEC_8), answers=(WENT,), state=CaseState.REPLIED)
    assert line(standing, TODAY) == "区教育局11月9日答复了，请您在12月8日前评价。"


def test_a_rating_that_came_is_told_with_what_follows():
    good = replace(WENT, rating=RatingState.SUBMITTED, overall=Satisfaction.SATISFIED)
    standing = case(owed(K.CLOSE, NOV_20), answers=(good,), state=CaseState.REPLIED)
    assert both(standing) == (
        "区教育局11月9日答复了，已收到您的评价：满意，政府办正在办结，11月20日前办结。",
        6,
        "区教育局11月9日答复了，已收到提出人的评价：满意，政府办正在办结，11月20日前办结。",
        6,
    )
    closed = case(answers=(good,), state=CaseState.CLOSED)
    assert both(closed)[:2] == ("区教育局11月9日答复了，已收到您的评价：满意，已办结。", 6)
    assert line(replace(closed, told=False), TODAY) == "区教育局11月9日答复了，已办结。"


def test_who_is_not_satisfied_reads_until_when_it_is_decided():
    bad = replace(WENT, rating=RatingState.SUBMITTED, overall=Satisfaction.UNSATISFIED)
    asked = Owed(K.DECIDE, ("rating", 70), 1, NOV_20)
    said = "区教育局11月9日答复了，已收到您的评价：不满意，"
    standing = case(asked, answers=(bad,), state=CaseState.REPLIED)
    assert line(standing, TODAY) == f"{said}政府办正在研究是否重新办理，11月20日前决定。"
    late = case(replace(asked, due_on=NOV_7), answers=(bad,), state=CaseState.REPLIED)
    assert line(late, TODAY) == (
        f"{said}政府办正在研究是否重新办理，应在11月7日前决定，已过期 3 天。"
    )
    decided = case(answers=(bad,), state=CaseState.REPLIED)
    assert line(decided, TODAY) == f"{said}政府办研究后没有再重新办理。"


def test_a_lapsed_rating_and_a_paper_form_are_told_in_plain_words():
    lapsed = case(answers=(replace(WENT, rating=RatingState.LAPSED),), state=CaseState.REPLIED)
    assert both(lapsed) == (
        "区教育局11月9日答复了，没有按期收到您的评价，您仍可以评价。",
        4,
        "区教育局11月9日答复了，没有按期收到评价。",
        4,
    )
    paper = replace(WENT, rating=RatingState.PENDING, overall=Satisfaction.UNSATISFIED)
    entered = case(answers=(paper,), state=CaseState.REPLIED)
    assert line(entered, TODAY) == "区教育局11月9日答复了，已收到纸质评价表，正在核对。"


def test_a_case_that_left_the_road_says_so_and_draws_no_steps():
    withdrawn = case(state=CaseState.WITHDRAWN)
    assert both(withdrawn) == ("已按您的申请撤回。", 0, "已按提出人的申请撤回。", 0)
    assert line(case(state=CaseState.HANDED_OUT), TODAY) == "已转给有关机关办理。"
    assert line(case(state=CaseState.VOID), TODAY) == "登记有误，已作废。"


def test_a_day_of_another_year_is_said_with_it():
    old = replace(WENT, issued_on=date(2025, 11, 9))
    assert line(case(answers=(old,)), TODAY) == "区教育局2025年11月9日答复了。"


@pytest.mark.parametrize(
    ("state", "kind", "due_on", "sentence"),
    [
        (
            CommitmentState.OPEN,
            K.PROMISE,
            date(2026, 12, 31),
            "区财政局答应12月31日前建成两所幼儿园。",
        ),
        (
            CommitmentState.OPEN,
            K.PROMISE,
            NOV_7,
            "区财政局答应11月7日前建成两所幼儿园，已过期 3 天，政府办在催办。",
        ),
        (
            CommitmentState.CARRIED_OVER,
            K.PROMISE,
            date(2027, 6, 30),
            "区财政局延期，答应2027年6月30日前建成两所幼儿园。",
        ),
        (
            CommitmentState.DONE_CLAIMED,
            K.VERIFY,
            NOV_20,
            "区财政局说已经办成：建成两所幼儿园。政府办正在核实，11月20日前核实。",
        ),
    ],
)
def test_a_promise_says_by_when_and_whether_it_is_late(state, kind, due_on, sentence):
    promised = Promised(30, "区财政局", "建成两所幼儿园。", state, due_on)
    waits = Owed(kind, ("commitment", 30), 2, due_on)
    assert promises(case(waits, promised=(promised,)), TODAY) == [sentence]


@pytest.mark.parametrize(
    ("asked_by", "end"),
    [
        (date(2026, 12, 31), "。"),
        (NOV_7, "，11月7日应报的进展已过期 3 天，政府办在催办。"),
        (None, "。"),
    ],
)
def test_a_promise_without_a_day_says_that_it_is_asked_after(asked_by, end):
    promised = Promised(30, "区财政局", "建成两所幼儿园。", CommitmentState.OPEN, None)
    waits = Owed(K.PROMISE, ("commitment", 30), 2, asked_by)
    said = "区财政局答应建成两所幼儿园，没有写明日期，政府办每季度末催问"
    assert promises(case(waits, promised=(promised,)), TODAY) == [f"{said}{end}"]


def test_a_promise_that_was_kept_or_given_up_says_so():
    kept = Promised(30, "区财政局", "建成两所幼儿园", CommitmentState.CLOSED, NOV_7, NOV_9)
    gone = replace(kept, state=CommitmentState.WRITTEN_OFF, why="规划调整。")
    assert promises(case(promised=(kept, gone)), TODAY) == [
        "区财政局答应的事办成了：建成两所幼儿园，11月9日核实。",
        "区财政局答应的事11月9日起不再跟踪：建成两所幼儿园。说明：规划调整。",
    ]


def test_only_the_lead_is_asked_and_for_each_letter():
    duties = owed(K.RATE, DEC_8), owed(K.RATE, NOV_20, FINANCE)
    standing = case(*duties, answers=(WENT, FINANCE))
    assert to_rate(standing) == [(WENT, DEC_8), (FINANCE, NOV_20)]
    assert to_rate(replace(standing, lead=False)) == []
