"""How cases are counted: limits that were moved, parts not due, promises, lapses, units."""

from __future__ import annotations

from tests.reports import made
from tests.reports.counted import compute
from tests.reports.made import BAD, FAIR, GOOD, MARCH_18, A, R, S, a_letter, day, part
from tests.reports.test_figures import figures
from tracker.standing.facts import Letter, Promise, Said, Talk
from tracker.terms import CommitmentState

ASSIGNED = (MARCH_18, S.ASSIGNED)
REPLIED = (day(6, 29), S.REPLIED)


def rates(as_of, *cases):
    """Numerator and denominator by key."""
    found = figures(compute(list(cases), as_of).figures)
    return {key: (some, of) for key, (some, of, _) in found.items()}


def moved(on):
    """A case whose limit of 18 June was moved to 10 July on a day; answered on 29 June."""
    own = part(made.EDUCATION, dues={1: day(7, 10)}, letters=[a_letter(day(6, 29), A.A)])
    own.earlier = [(1, made.DUE, on)]
    return made.case(1, own, states=(ASSIGNED, REPLIED))


def test_a_limit_that_was_moved_in_time_counts_and_the_first_one_is_told_beside_it():
    found = rates(day(6, 30), moved(on=day(6, 10)))
    assert found["on_time_answer_rate"] == (1, 1)
    assert found["on_time_original_rate"] == (0, 1)


def test_a_limit_that_had_passed_when_it_was_moved_excuses_nothing():
    late = moved(on=day(6, 19))
    assert rates(day(6, 18), late)["on_time_answer_rate"] == (0, 0)  # its last day
    for as_of in (day(6, 19), day(6, 20), day(6, 28)):
        assert rates(as_of, late)["on_time_answer_rate"] == (0, 1), as_of
    assert rates(day(6, 30), late)["on_time_answer_rate"] == (0, 1)


def test_a_limit_moved_on_its_last_day_was_moved_in_time():
    assert rates(day(6, 30), moved(on=day(6, 18)))["on_time_answer_rate"] == (1, 1)


def test_a_limit_moved_twice_counts_as_far_as_it_was_moved_in_time():
    own = part(made.EDUCATION, dues={1: day(8, 1)}, letters=[a_letter(day(7, 20), A.A)])
    own.earlier = [(1, day(6, 18), day(6, 10)), (1, day(7, 10), day(7, 15))]
    case = made.case(1, own, states=(ASSIGNED, (day(7, 20), S.REPLIED)))
    assert rates(day(7, 31), case)["on_time_answer_rate"] == (0, 1)


def test_a_split_case_whose_other_part_is_not_due_is_not_blamed():
    early = part(made.EDUCATION, R.SEPARATE, letters=[a_letter(day(5, 8), A.A)])
    later = part(made.CITY, R.SEPARATE, assigned_on=day(5, 20), dues={1: day(8, 20)})
    case = made.case(1, early, later, states=(ASSIGNED,))
    assert rates(day(6, 30), case)["on_time_answer_rate"] == (0, 0)
    assert rates(day(8, 20), case)["on_time_answer_rate"] == (0, 0)
    assert rates(day(8, 21), case)["on_time_answer_rate"] == (0, 1)


def assisting(**facts):
    """A case whose assisting unit signs by 20 March and gives its opinion by 18 April."""
    helper = part(made.FINANCE, R.ASSISTING, assist_due=day(4, 18), **facts)
    host = part(made.CITY, R.HOST, signed_on=day(3, 19))
    return made.case(1, host, helper, states=(ASSIGNED,))


def test_a_part_that_ended_by_the_last_day_of_a_limit_was_not_late():
    # beside it the host signed in time
    for ended, signing in ((day(3, 20), (1, 1)), (day(3, 21), (1, 2))):
        case = assisting(ended_on=ended)
        assert rates(day(3, 31), case)["sign_on_time_rate"] == signing, ended
    for ended, opinions in ((day(4, 18), (0, 0)), (day(4, 19), (0, 1))):
        case = assisting(signed_on=day(3, 20), ended_on=ended)
        assert rates(day(4, 30), case)["assist_on_time_rate"] == opinions, ended


def test_what_a_unit_did_before_its_part_ended_counts():
    case = assisting(signed_on=day(3, 19), opinion_on=day(4, 1), ended_on=day(4, 2))
    found = rates(day(4, 30), case)
    assert (found["sign_on_time_rate"], found["assist_on_time_rate"]) == ((2, 2), (1, 1))


def test_an_answered_part_whose_sign_for_nobody_knows_stands_in_no_base():
    own = part(made.EDUCATION, letters=[a_letter(day(4, 3), A.A)])
    case = made.case(1, own, states=(ASSIGNED, (day(4, 3), S.REPLIED)))
    before, after = rates(day(4, 2), case), rates(day(4, 3), case)
    assert (before["sign_rate"], before["sign_on_time_rate"]) == ((0, 1), (0, 1))
    assert (after["sign_rate"], after["sign_on_time_rate"]) == ((0, 0), (0, 0))


def test_a_face_reply_counts_as_having_met_but_not_as_a_contact_before_the_answer():
    own = part(made.EDUCATION, letters=[a_letter(day(4, 3), A.A)])
    own.talks = [Talk(day(4, 3), in_person=True, after=True)]
    found = rates(day(4, 30), made.case(1, own, states=(ASSIGNED, (day(4, 3), S.REPLIED))))
    assert (found["meeting_rate"], found["contact_rate"]) == ((1, 1), (0, 1))


def promised(promise):
    """A case with a promise."""
    own = part(made.EDUCATION, letters=[a_letter(day(4, 3), A.B)], promises=[promise])
    return made.case(1, own, states=(ASSIGNED, (day(4, 3), S.REPLIED)))


def test_a_promise_of_a_corrected_letter_has_its_new_date_from_then_on():
    moves = ((day(5, 20), day(7, 31)),)
    kept = Promise(day(4, 3), day(5, 15), day(7, 1), CommitmentState.CLOSED, moves)
    assert rates(day(5, 16), promised(kept))["commitment_rate"] == (0, 1)
    assert rates(day(5, 20), promised(kept))["commitment_rate"] == (0, 0)
    assert rates(day(8, 1), promised(kept))["commitment_rate"] == (1, 1)


def test_a_promise_that_a_corrected_letter_replaced_counts_until_then():
    gone = Promise(
        day(4, 3), day(5, 1), day(5, 20), CommitmentState.WRITTEN_OFF, replaced=True
    )  # fmt: skip
    assert rates(day(5, 19), promised(gone))["commitment_rate"] == (0, 1)
    assert rates(day(5, 20), promised(gone))["commitment_rate"] == (0, 0)


def test_a_promise_that_was_written_off_was_not_kept():
    off = Promise(day(4, 3), day(5, 1), day(4, 20), CommitmentState.WRITTEN_OFF)
    assert rates(day(5, 1), promised(off))["commitment_rate"] == (0, 0)
    assert rates(day(5, 2), promised(off))["commitment_rate"] == (0, 1)


def test_a_form_that_lapsed_is_counted_as_such_until_it_comes_after_all():
    own = part(made.EDUCATION, letters=[a_letter(day(4, 3), A.A, day(4, 4))])
    own.lapses, own.ratings = [(1, day(5, 8))], [Said(1, day(6, 1), GOOD)]
    case = made.case(1, own, states=(ASSIGNED, (day(4, 3), S.REPLIED)))
    told = {on: rates(on, case) for on in (day(5, 7), day(5, 8), day(6, 1))}
    assert [row["lapsed_rate"] for row in told.values()] == [(0, 1), (1, 1), (0, 1)]
    assert [row["satisfied_rate"] for row in told.values()] == [(0, 0), (0, 0), (1, 1)]


def test_a_case_counts_once_with_the_worst_rating_and_the_least_advanced_class():
    one = part(made.EDUCATION, R.SEPARATE, letters=[a_letter(day(4, 3), A.A)])
    two = part(made.CITY, R.SEPARATE, letters=[a_letter(day(6, 25), A.B)])
    one.ratings, two.ratings = [Said(1, day(5, 1), GOOD)], [Said(1, day(6, 26), BAD)]
    found = rates(day(6, 30), made.case(1, one, two, states=(ASSIGNED, REPLIED)))
    assert (found["satisfied_rate"], found["unsatisfied_rate"]) == ((0, 1), (1, 1))
    assert (found["class_a_share"], found["class_b_share"]) == ((0, 1), (1, 1))
    assert found["on_time_answer_rate"] == (0, 1)


def test_what_was_said_after_a_second_handling_is_counted_beside_it():
    own = part(
        made.EDUCATION, letters=[a_letter(day(4, 3), A.C), a_letter(day(5, 3), A.A, None, 2)]
    )
    own.rounds[2], own.dues[2] = day(4, 10), day(5, 10)
    own.ratings = [Said(1, day(4, 8), BAD), Said(2, day(5, 6), FAIR)]
    found = rates(day(5, 10), made.case(1, own, states=(ASSIGNED, REPLIED)))
    assert (found["rework_rate"], found["rework_satisfied_rate"]) == ((1, 1), (1, 1))


def test_two_units_of_one_short_name_are_counted_apart():
    old = part(("区城管局", 4), unit_name="云岭区城市管理局（撤销）")
    new = part(("区城管局", 5), unit_name="云岭区城市管理局")
    cases = [made.case(1, old, states=(ASSIGNED,)), made.case(2, new, states=(ASSIGNED,))]
    found = compute(cases, day(6, 30)).by_unit
    assert [(row.unit, row.unit_id) for row in found] == [
        ("云岭区城市管理局", 5),
        ("云岭区城市管理局（撤销）", 4),
    ]


def test_a_unit_counts_its_assignments_by_role():
    found = {row.unit: row.roles for row in compute(made.dozen(), day(6, 30)).by_unit}
    assert found == {
        "区城市管理局": {R.HOST: 1, R.SEPARATE: 1, R.INDEPENDENT: 1},
        "区教育局": {R.INDEPENDENT: 3, R.SEPARATE: 1},
        "区财政局": {R.ASSISTING: 1, R.INDEPENDENT: 1},
    }


def test_the_overdue_list_names_what_is_late_on_the_day_the_latest_first():
    late = compute(made.dozen(), day(6, 30)).late
    assert [(row.label, row.unit, row.due_on, row.days) for row in late] == [
        ("建议第4号", "区教育局", day(6, 18), 12),
        ("建议第12号", "区教育局", day(6, 18), 12),
    ]
    assert compute(made.dozen(), day(6, 18)).late == []


def test_a_second_letter_that_is_late_stands_in_the_overdue_list():
    own = part(made.FINANCE, dues={1: made.DUE, 2: day(5, 27)}, letters=[a_letter(day(4, 10), A.C)])
    own.rounds[2] = day(4, 27)
    case = made.case(1, own, states=(ASSIGNED,))
    assert compute([case], day(5, 27)).late == []
    (row,) = compute([case], day(5, 28)).late
    assert (row.due_on, row.days) == (day(5, 27), 1)
    own.letters.append(Letter(2, day(6, 1), "", A.A))
    assert compute([case], day(6, 1)).late == []


def test_days_to_the_first_contact_and_to_the_answer_have_mean_and_median():
    # contacts on 27 March, 6 May, 1 May and 1 April; answers 16, 99, 92 and 23 days later
    contact, answer = compute(made.dozen(), day(6, 30)).spans
    assert (contact.count, contact.mean, contact.median) == (4, "29.0", "29.0")
    assert (answer.count, answer.mean, answer.median) == (4, "57.5", "57.5")
    assert compute([], day(6, 30)).spans[0].mean is None
