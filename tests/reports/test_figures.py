"""Every figure of a dozen cases worked out by hand, as of three days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reports import made
from tests.reports.counted import compute
from tests.reports.made import day
from tracker.reports import statistics

LABELS = {
    "filing_rate": "立案率",
    "answer_rate": "办复率",
    "on_time_answer_rate": "按期办复率",
    "on_time_original_rate": "按期办复率（按原期限）",
    "contact_rate": "沟通率",
    "meeting_rate": "面商率",
    "closing_rate": "办结率",
    "feedback_rate": "反馈率",
    "lapsed_rate": "逾期未反馈率",
    "satisfied_rate": "满意率",
    "basically_satisfied_rate": "基本满意率",
    "satisfied_or_basically_rate": "满意率（含基本满意）",
    "unsatisfied_rate": "不满意率",
    "first_satisfied_rate": "首次满意率",
    "class_a_share": "A类占比",
    "class_b_share": "B类占比",
    "class_c_share": "C类占比",
    "class_d_share": "D类占比",
    "class_unstated_share": "未注明类别占比",
    "solved_rate": "解决率（A类）",
    "solved_or_planned_rate": "解决和列入计划率（A、B类）",
    "rework_rate": "二次办理率",
    "rework_satisfied_rate": "二次办理后满意率（含基本满意）",
    "sign_rate": "签收率（件次）",
    "sign_on_time_rate": "按期签收率（件次）",
    "assist_on_time_rate": "会办意见按期率（件次）",
    "return_rate": "退办率（件次）",
    "commitment_rate": "承诺兑现率（项）",
}
# cases 1 to 6 and 12 are to be answered, 1, 2, 3, 5 are; 2 was late, 4 and 12 still are
END_OF_JUNE = {
    "filing_rate": (0, 0, None),  # all are suggestions
    "answer_rate": (4, 7, "57.1"),
    "on_time_answer_rate": (3, 6, "50.0"),
    "on_time_original_rate": (3, 6, "50.0"),
    "contact_rate": (4, 4, "100.0"),
    "meeting_rate": (3, 4, "75.0"),
    "closing_rate": (2, 7, "28.6"),
    "feedback_rate": (3, 4, "75.0"),
    "lapsed_rate": (0, 4, "0.0"),
    "satisfied_rate": (2, 3, "66.7"),
    "basically_satisfied_rate": (1, 3, "33.3"),
    "satisfied_or_basically_rate": (3, 3, "100.0"),
    "unsatisfied_rate": (0, 3, "0.0"),
    "first_satisfied_rate": (1, 3, "33.3"),
    "class_a_share": (2, 4, "50.0"),
    "class_b_share": (1, 4, "25.0"),
    "class_c_share": (1, 4, "25.0"),
    "class_d_share": (0, 4, "0.0"),
    "class_unstated_share": (0, 4, "0.0"),
    "solved_rate": (2, 4, "50.0"),
    "solved_or_planned_rate": (3, 4, "75.0"),
    "rework_rate": (1, 4, "25.0"),
    "rework_satisfied_rate": (1, 1, "100.0"),
    "sign_rate": (9, 10, "90.0"),
    "sign_on_time_rate": (8, 10, "80.0"),
    "assist_on_time_rate": (0, 1, "0.0"),
    "return_rate": (1, 10, "10.0"),
    "commitment_rate": (0, 0, None),
}
# nothing was due yet; 3 waits for its second letter, 5 is not satisfied and handled again
MAY_15 = {
    "filing_rate": (0, 0, None),
    "answer_rate": (2, 6, "33.3"),
    "on_time_answer_rate": (2, 2, "100.0"),
    "on_time_original_rate": (2, 2, "100.0"),
    "contact_rate": (2, 2, "100.0"),
    "meeting_rate": (2, 2, "100.0"),
    "closing_rate": (1, 6, "16.7"),
    "feedback_rate": (2, 2, "100.0"),
    "lapsed_rate": (0, 2, "0.0"),
    "satisfied_rate": (1, 2, "50.0"),
    "basically_satisfied_rate": (0, 2, "0.0"),
    "satisfied_or_basically_rate": (1, 2, "50.0"),
    "unsatisfied_rate": (1, 2, "50.0"),
    "first_satisfied_rate": (1, 2, "50.0"),
    "class_a_share": (1, 2, "50.0"),
    "class_b_share": (0, 2, "0.0"),
    "class_c_share": (1, 2, "50.0"),
    "class_d_share": (0, 2, "0.0"),
    "class_unstated_share": (0, 2, "0.0"),
    "solved_rate": (1, 2, "50.0"),
    "solved_or_planned_rate": (1, 2, "50.0"),
    "rework_rate": (1, 2, "50.0"),
    "rework_satisfied_rate": (0, 0, None),
    "sign_rate": (9, 9, "100.0"),
    "sign_on_time_rate": (8, 9, "88.9"),
    "assist_on_time_rate": (0, 1, "0.0"),
    "return_rate": (1, 9, "11.1"),
    "commitment_rate": (0, 0, None),
}
# the third day after the assignment: case 7 is not withdrawn yet, case 4 has not signed
MARCH_22 = {
    **dict.fromkeys(LABELS, (0, 0, None)),
    "answer_rate": (0, 7, "0.0"),
    "closing_rate": (0, 7, "0.0"),
    "sign_rate": (8, 9, "88.9"),
    "sign_on_time_rate": (8, 9, "88.9"),
    "return_rate": (0, 9, "0.0"),
}


def figures(found) -> dict[str, tuple[int, int, str | None]]:
    """Figures by key, as a test writes them down."""
    return {row.key: (row.numerator, row.denominator, row.rate) for row in found}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param(day(6, 30), END_OF_JUNE, id="30 June"),
        pytest.param(day(5, 15), MAY_15, id="15 May"),
        pytest.param(day(3, 22), MARCH_22, id="22 March"),
    ],
)
def test_every_figure_is_what_the_hand_says(as_of, expected):
    assert figures(compute(made.dozen(), as_of).figures) == expected


def test_every_figure_has_its_name():
    found = compute(made.dozen(), day(6, 30)).figures
    assert {row.key: row.label for row in found} == LABELS


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param(day(6, 30), (10, 1, 1, 2, 2, 2, 1, 1, 1), id="30 June"),
        pytest.param(day(5, 15), (8, 0, 0, 5, 0, 1, 1, 1, 1), id="15 May"),
        pytest.param(day(1, 5), (0, 0, 0, 0, 0, 0, 0, 0, 0), id="before the first"),
    ],
)
def test_each_case_is_counted_once_and_the_states_sum_up_to_what_was_received(as_of, expected):
    counts = compute(made.dozen(), as_of).counts
    keys = ("received", "registered", "assigned", "handling", "replied", "closed")
    assert tuple(counts[key] for key in (*keys, "withdrawn", "handed_out", "void")) == expected
    assert sum(counts.values()) == 2 * counts["received"] + counts["void"]


def test_each_unit_counts_its_own_assignments():
    found = compute(made.dozen(), day(6, 30)).by_unit
    assert [row.unit for row in found] == ["区城市管理局", "区教育局", "区财政局"]
    city, education, finance = (figures(row.figures) for row in found)
    assert city["answer_rate"] == (2, 3, "66.7")
    assert education["answer_rate"] == (2, 4, "50.0")
    assert finance["answer_rate"] == (1, 1, "100.0")
    assert city["on_time_answer_rate"] == (1, 2, "50.0")
    assert education["on_time_answer_rate"] == (2, 4, "50.0")
    assert (city["satisfied_rate"], city["basically_satisfied_rate"]) == (
        (0, 1, "0.0"),
        (1, 1, "100.0"),
    )
    assert education["satisfied_rate"] == (2, 2, "100.0")
    assert (finance["satisfied_rate"], finance["first_satisfied_rate"]) == (
        (1, 1, "100.0"),
        (0, 1, "0.0"),
    )
    assert (finance["return_rate"], education["return_rate"]) == ((1, 3, "33.3"), (0, 4, "0.0"))
    assert finance["assist_on_time_rate"] == (0, 1, "0.0")


def test_the_parts_of_units_sum_up_to_the_assignments_and_not_to_the_cases():
    found = compute(made.dozen(), day(6, 30))
    units = [figures(row.figures)["answer_rate"] for row in found.by_unit]
    assert sum(of for _, of, _ in units) == 8
    assert figures(found.figures)["answer_rate"][1] == 7


def test_a_sign_for_after_the_cut_off_does_not_count():
    first_day = figures(compute(made.dozen(), day(3, 18)).figures)
    assert first_day["sign_on_time_rate"] == (0, 0, None)
    next_day = figures(compute(made.dozen(), day(3, 19)).figures)
    assert next_day["sign_on_time_rate"] == (4, 4, "100.0")


def test_a_split_case_that_is_handled_again_before_it_is_answered_makes_no_rate_above_100():
    one = made.part(made.EDUCATION, made.R.SEPARATE, dues={1: made.DUE, 2: day(5, 27)})
    one.rounds = {1: made.MARCH_18, 2: day(4, 27)}
    one.letters = [made.a_letter(day(4, 10), made.A.C, day(4, 11))]
    one.ratings = [made.Said(1, day(4, 20), made.BAD)]
    two = made.part(made.CITY, made.R.SEPARATE)
    states = ((made.MARCH_18, made.S.ASSIGNED),)
    found = figures(compute([made.case(1, one, two, states=states)], day(4, 30)).figures)
    assert found["answer_rate"] == (0, 1, "0.0")
    assert found["rework_rate"] == (0, 0, None)
    assert all(some <= of for some, of, _ in found.values())


def test_promises_count_by_their_day():
    own = made.part(made.EDUCATION, letters=[made.a_letter(day(4, 3), made.A.B, day(4, 4))])
    closed, still_open = made.CommitmentState.CLOSED, made.CommitmentState.OPEN
    own.promises = [
        made.Promise(day(4, 3), day(5, 1), day(5, 1), closed),
        made.Promise(day(4, 3), day(5, 1), day(5, 2), closed),
        made.Promise(day(4, 3), day(5, 31), None, still_open),
        made.Promise(day(4, 3), day(9, 1), day(4, 20), closed),
        made.Promise(day(4, 3), None, day(4, 20), closed),  # without a day: in no base
    ]
    states = ((made.MARCH_18, made.S.ASSIGNED), (day(4, 3), made.S.REPLIED))
    facts = [made.case(1, own, states=states)]
    assert figures(compute(facts, day(5, 31)).figures)["commitment_rate"] == (1, 2, "50.0")
    assert figures(compute(facts, day(6, 1)).figures)["commitment_rate"] == (1, 3, "33.3")
    assert figures(compute(facts, day(4, 30)).figures)["commitment_rate"] == (0, 0, None)


def test_a_unit_is_shown_its_own_figures_by_assignment():
    found = compute(made.dozen(), day(6, 30), made.FINANCE[1])
    assert (found.counted, found.counts) == ("assignment", {})
    assert figures(found.figures)["answer_rate"] == (1, 1, "100.0")
    assert [row.unit for row in found.by_unit] == ["区财政局"]
    nobody = compute(made.dozen(), day(6, 30), 99)
    assert nobody.by_unit == []
    assert {row.denominator for row in nobody.figures} == {0}


def test_for_a_script_the_figures_have_the_promised_shape():
    found = statistics.as_json(compute(made.dozen(), date(2026, 6, 30)))
    assert list(found) == ["as_of", "counted", "figures", "by_unit"]
    assert (found["as_of"], found["counted"]) == ("2026-06-30", "case")
    assert found["figures"][2] == {
        "key": "on_time_answer_rate",
        "label": "按期办复率",
        "numerator": 3,
        "denominator": 6,
        "rate": "50.0",
    }
    assert found["figures"][-1]["rate"] is None
    assert [row["unit"] for row in found["by_unit"]] == ["区城市管理局", "区教育局", "区财政局"]
    assert found["by_unit"][0]["figures"][1]["numerator"] == 2
