"""What stands against closing and against ending follow-up, in words."""

from __future__ import annotations

import pytest

from tracker.supervise.closing import Letter, follow_up_hindrances, hindrances

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
        ([Letter("区教育局", True, "pending", False)], ["区教育局的评价是代录的，待第二人核对。"]),
        (
            [Letter("区教育局", True, "submitted", True)],
            ["区教育局的答复不满意，尚未决定是否重办。"],
        ),
        (
            [Letter("区教育局", True, "lapsed", True)],
            ["区教育局的答复不满意，尚未决定是否重办。"],
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


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ((0, 0, False), []),
        ((2, 0, False), ["还有 2 项承诺没有落实或核销。"]),
        ((0, 1, False), ["还有不满意的评价没有决定是否重办。"]),
        ((0, 0, True), ["重新办理还没有答复。"]),
        (
            (1, 1, True),
            [
                "还有 1 项承诺没有落实或核销。",
                "还有不满意的评价没有决定是否重办。",
                "重新办理还没有答复。",
            ],
        ),
    ],
)
def test_follow_up_ends_when_nothing_is_open(facts, sentences):
    assert follow_up_hindrances(*facts) == sentences
