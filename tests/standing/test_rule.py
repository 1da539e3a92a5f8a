"""How a case stood from day to day: each span's first day is the day on which something changed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from tests.reports import made
from tests.reports.made import BAD, GOOD, MARCH_18, A, R, S, a_letter, day, part
from tracker.standing.facts import Promise, Said, Talk
from tracker.standing.rule import FOREVER, course_of
from tracker.terms import CommitmentState

ASSIGNED = (MARCH_18, S.ASSIGNED)


def course(*names: str, spans) -> list[tuple]:
    """The first day of each span with what is looked at."""
    return [
        (
            span.since,
            *(getattr(span.stood, n, getattr(span.stood.answering, n, None)) for n in names),
        )
        for span in spans
    ]


def answered(on: date, **facts):
    """A case of 18 March, due on 18 June, answered on a day."""
    own = part(made.EDUCATION, id=7, letters=[a_letter(on, A.A)], signed_on=day(3, 19), **facts)
    return made.case(1, own, states=(ASSIGNED, (day(3, 19), S.HANDLING), (on, S.REPLIED)))


def test_a_case_that_was_only_received_stands_in_one_span_that_goes_on():
    (span,) = course_of(made.case(8, received=day(6, 20))).case
    assert (span.since, span.until) == (day(6, 20), FOREVER)
    assert (span.stood.state, span.stood.counted) == (S.REGISTERED, False)


def test_an_answer_in_time_counts_from_its_day():
    found = course_of(answered(day(6, 10)))
    assert course("state", "counted", "answered", "decided", "on_time", spans=found.case) == [
        (day(1, 6), S.REGISTERED, False, False, False, False),
        (MARCH_18, S.ASSIGNED, True, False, False, False),
        (day(3, 19), S.HANDLING, True, False, False, False),
        (day(6, 10), S.REPLIED, True, True, True, True),
    ]


def test_on_its_last_day_nothing_is_late_and_from_the_next_day_it_is():
    late = answered(day(6, 25))
    (spans,) = course_of(late).parts.values()
    assert course("decided", "on_time", "open_due_on", spans=spans) == [
        (MARCH_18, False, False, made.DUE),
        (day(3, 19), False, False, made.DUE),
        (day(6, 19), True, False, made.DUE),
        (day(6, 25), True, False, None),
    ]


def test_the_spans_leave_no_gap_and_no_two_that_follow_are_the_same():
    for case in made.dozen():
        found = course_of(case)
        for spans in (found.case, *found.parts.values()):
            for one, then in pairwise(spans):
                assert one.until == then.since
                assert one.stood != then.stood
            assert all(span.since < span.until for span in spans)


def test_signing_late_counts_from_the_day_after_the_limit():
    own = part(made.CITY, id=7, signed_on=day(3, 24))
    (spans,) = course_of(made.case(1, own, states=(ASSIGNED,))).parts.values()
    assert course("signed", "sign_asked", "sign_decided", "sign_timely", spans=spans)[:3] == [
        (MARCH_18, False, True, False, False),
        (day(3, 21), False, True, True, False),
        (day(3, 24), True, True, True, False),
    ]


def test_a_withdrawn_case_keeps_its_state_and_its_assignments_end():
    own = part(made.CITY, id=7, ended_on=day(4, 1))
    found = course_of(made.case(1, own, states=(ASSIGNED, (day(4, 1), S.WITHDRAWN))))
    assert course("state", "counted", spans=found.case)[-1] == (day(4, 1), S.WITHDRAWN, False)
    assert found.parts[7][-1].until == day(4, 1)


def test_who_gave_a_case_back_no_longer_counts_and_is_told_as_returned():
    own = part(made.CITY, id=7, ended_on=day(4, 1), returned=True)
    other = part(made.EDUCATION, id=8, assigned_on=day(4, 1))
    found = course_of(made.case(1, own, other, states=(ASSIGNED,)))
    last = found.parts[7][-1]
    assert (last.since, last.stood.held, last.stood.counted, last.stood.returned) == (
        day(4, 1), False, False, True,
    )  # fmt: skip
    assert found.case[-1].stood.counted


def test_a_second_round_keeps_the_first_rating_beside_the_last():
    case = next(case for case in made.dozen() if case.id == 5)
    found = course("rating", "first_rating", "again_rating", "reworked", spans=course_of(case).case)
    assert found[-1][1:] == (GOOD, BAD, GOOD, True)
    assert (day(4, 20), BAD, BAD, None, False) in found
    assert (day(4, 27), BAD, BAD, None, True) in found


def test_a_promise_counts_from_the_day_after_its_date():
    kept = Promise(day(4, 3), day(5, 15), day(5, 10), CommitmentState.CLOSED)
    own = part(made.CITY, id=7, letters=[a_letter(day(4, 3), A.B)], promises=[kept])
    (spans,) = course_of(made.case(1, own, states=(ASSIGNED,))).parts.values()
    found = course("promises_due", "promises_kept", spans=spans)
    assert found[-1] == (day(5, 16), 1, 1)
    assert found[-2][1:] == (0, 0)


def test_days_are_counted_from_the_assignment():
    own = part(
        made.CITY,
        id=7,
        talks=[Talk(day(3, 28), True)],
        letters=[a_letter(day(4, 17), A.A)],
        ratings=[Said(1, day(4, 20), GOOD)],
    )
    last = course_of(made.case(1, own, states=(ASSIGNED,))).case[-1].stood.answering
    assert (last.contact_days, last.answer_days) == (10, 30)
    assert (last.talked, last.met, last.rating) == (True, True, GOOD)


def test_an_assisting_unit_answers_nothing_and_its_opinion_is_late_after_its_day():
    helper = part(made.FINANCE, R.ASSISTING, id=8, assist_due=day(4, 18), opinion_on=day(4, 20))
    host = part(made.CITY, R.HOST, id=7)
    found = course_of(made.case(1, host, helper, states=(ASSIGNED,))).parts[8]
    assert course("counted", "assist_decided", "assist_timely", spans=found)[-1] == (
        day(4, 19), False, True, False,
    )  # fmt: skip
