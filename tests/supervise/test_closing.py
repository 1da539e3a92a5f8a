"""What stands against closing and against ending follow-up, in words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rating.answered import (
    BAD,
    GOOD,
    WHY,
    confirm,
    deliver,
    lapse,
    paper,
    rate,
    rating_of,
)
from tests.reply.letters import Letters
from tracker.kernel.errors import Invalid
from tracker.supervise import actions, queries
from tracker.supervise.closing import Letter, follow_up_hindrances, hindrances

LATER = date(2026, 6, 1)
DONE = Letter("区教育局", issued=True, rating="submitted", undecided=False)


@pytest.mark.parametrize(
    ("letters", "sentences"),
    [
        ([], ["还没有承办单位。"]),
        ([Letter("区教育局", True, "submitted", False, True)], ["区教育局的更正答复尚未印发。"]),
        ([DONE], []),
        ([Letter("区教育局", True, "lapsed", False)], []),
        ([DONE, Letter("区财政局", True, "lapsed", False)], []),
        ([Letter("区教育局", False, "awaited", False)], ["区教育局的答复尚未印发。"]),
        ([Letter("区教育局", False, "submitted", True)], ["区教育局的答复尚未印发。"]),
        (
            [Letter("区教育局", True, "awaited", False)],
            ["区教育局的答复尚未收到评价，也未到视为未反馈的日期。"],
        ),
        (
            [Letter("区教育局", True, "undelivered", False)],
            ["区教育局的答复还没有登记送达，请先登记送达日期。"],
        ),
        ([Letter("区教育局", True, "pending", False)], ["区教育局的评价是代录的，待第二人核对。"]),
        (
            [Letter("区教育局", True, "submitted", True)],
            ["区教育局的答复不满意，尚未决定是否重新办理。"],
        ),
        (
            [Letter("区教育局", True, "lapsed", True)],
            ["区教育局的答复不满意，尚未决定是否重新办理。"],
        ),
        (
            [
                Letter("区财政局", True, "awaited", False),
                DONE,
                Letter("区城管局", False, "", False),
            ],
            ["区财政局的答复尚未收到评价，也未到视为未反馈的日期。", "区城管局的答复尚未印发。"],
        ),
    ],
)
def test_closing_names_every_letter_that_lacks_something(letters, sentences):
    assert hindrances(letters) == sentences


def test_a_letter_that_was_not_delivered_says_what_to_do_before_its_rating_is_awaited(stage):
    stage.issued()
    assert queries.hindrances(stage.case()) == ["区教育局的答复还没有登记送达，请先登记送达日期。"]
    deliver(stage)
    assert queries.hindrances(stage.case()) == [
        "区教育局的答复尚未收到评价，也未到视为未反馈的日期。"
    ]


def close(letters: Letters, on: date) -> None:
    with letters.district.act("clerk", LATER):
        actions.close(letters.case(), on)


def test_a_case_is_not_closed_before_its_rating(letters):
    rate(letters, GOOD, on=date(2026, 4, 10))
    with pytest.raises(Invalid, match="日期不能早于评价日期 2026-04-10。") as refused:
        close(letters, date(2026, 4, 9))
    assert refused.value.field == "on"
    close(letters, date(2026, 4, 10))
    assert letters.case().closed_on == date(2026, 4, 10)


def test_a_case_is_not_closed_before_a_paper_form_was_filled_in(letters):
    confirm(letters, paper(letters, GOOD, on=date(2026, 4, 10)), on=date(2026, 4, 13))
    with pytest.raises(Invalid, match="日期不能早于评价日期 2026-04-10。"):
        close(letters, date(2026, 4, 9))


def test_a_case_is_not_closed_before_the_silence_of_its_rater_counted(letters):
    lapse(letters, date(2026, 5, 8))
    with pytest.raises(Invalid, match="日期不能早于视为未反馈的日期 2026-05-08。"):
        close(letters, date(2026, 5, 7))
    close(letters, date(2026, 5, 8))


def test_a_case_is_not_closed_before_it_was_decided_about_the_not_satisfied(letters):
    rated = rate(letters, BAD, WHY, on=date(2026, 4, 10))
    with letters.district.act("leader", LATER):
        actions.decide_without_round(rating_of(rated), "已当面解释。", date(2026, 4, 20))
    with pytest.raises(Invalid, match="日期不能早于决定是否重新办理的日期 2026-04-20。"):
        close(letters, date(2026, 4, 19))
    close(letters, date(2026, 4, 20))


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ((0, 0, False), []),
        ((2, 0, False), ["还有 2 项承诺没有落实或终止。"]),
        ((0, 1, False), ["还有不满意的评价没有决定是否重新办理。"]),
        ((0, 0, True), ["重新办理还没有答复。"]),
        (
            (1, 1, True),
            [
                "还有 1 项承诺没有落实或终止。",
                "还有不满意的评价没有决定是否重新办理。",
                "重新办理还没有答复。",
            ],
        ),
    ],
)
def test_follow_up_ends_when_nothing_is_open(facts, sentences):
    assert follow_up_hindrances(*facts) == sentences
