"""Limits from paper lists and approvals on paper: what counts is the day on the paper."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tests import scenes
from tests.reports.counted import compute
from tests.reports.moved import moved
from tests.reports.test_counting import rates
from tests.reports.village import day
from tests.reports.walk import Walk
from tests.rows import the
from tracker.assign import actions as assign
from tracker.assign import paper, returns
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.kernel.files import keep_bytes
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.standing.loading import load
from tracker.terms import AssignRole, ReplyClass
from tracker.units.models import Unit

ASSIGNED, SIGNED, IMPORTED = day(2, 10), day(2, 11), day(6, 20)
# three months from 10 February end on Sunday 10 May: the rulebook says Monday 11 May
BOTH_RATES = ("on_time_answer_rate", "on_time_original_rate")


def figures(as_of: date) -> list[tuple[int, int]]:
    """On time by the date in force and by the one first set."""
    found = rates(as_of, *load(select(Case.id)))
    db.session.rollback()
    return [found[key] for key in BOTH_RATES]


def overdue(as_of: date) -> list[date]:
    """The limits in the overdue list."""
    found = compute(load(select(Case.id)), as_of).late
    db.session.rollback()
    return [row.due_on for row in found]


def brought_in(
    district, due_on, answered=None, unit="education", signed=SIGNED, number="015"
) -> int:
    """A suggestion of a list of 20 June, assigned on paper on 10 February."""
    case_id = scenes.register(district, number)
    with district.act("clerk", IMPORTED):
        case = the(Case, case_id)
        share = assign.ShareFacts(district.row(Unit, unit), AssignRole.INDEPENDENT)
        (row,) = assign.enter_on_paper(case, [share], ASSIGNED)
        paper.set_due(row, due_on)
        if signed:
            paper.sign(row, signed)
        if answered:
            letter = LetterFacts(text="", reply_class=ReplyClass.A)
            facts = IssueFacts("", answered, "", not_stated=True)
            issuing.enter_issued_on_behalf(row, letter, facts, paper=True)
        return row.id


def test_an_answer_within_the_limit_on_paper_is_on_time_also_by_the_first_limit(district):
    brought_in(district, day(6, 30), answered=day(6, 15))
    for as_of in (day(6, 15), IMPORTED, day(7, 31)):
        assert figures(as_of) == [(1, 1), (1, 1)], as_of


def test_an_answer_after_the_limit_on_paper_is_late_both_ways(district):
    brought_in(district, day(6, 10), answered=day(6, 15))
    assert figures(IMPORTED) == [(0, 1), (0, 1)]


def test_an_answer_on_paper_without_a_day_of_sign_for_is_not_called_signed_late(district):
    brought_in(district, day(6, 30), answered=day(6, 15), signed=None)
    found = rates(IMPORTED, *load(select(Case.id)))
    assert (found["sign_rate"], found["sign_on_time_rate"]) == ((0, 0), (0, 0))
    assert found["on_time_answer_rate"] == (1, 1)


def test_a_limit_on_paper_that_is_not_over_is_not_missed(district):
    brought_in(district, day(8, 10))
    for as_of in (day(5, 12), day(6, 19), IMPORTED, day(8, 10)):
        assert figures(as_of) == [(0, 0), (0, 0)], as_of
        assert overdue(as_of) == []
    assert figures(day(8, 11)) == [(0, 1), (0, 1)]
    assert overdue(day(8, 11)) == [day(8, 10)]


def test_an_extension_of_a_limit_on_paper_is_told_beside_it(district):
    row = brought_in(district, day(6, 30))
    with district.act("clerk", day(6, 25)):
        assign.set_deadline(the(Assignment, row), day(7, 20), "方案需要论证")
    assert figures(day(6, 30)) == [(0, 0), (0, 0)]
    assert figures(day(7, 1)) == [(0, 0), (0, 1)]
    assert figures(day(7, 21)) == [(0, 1), (0, 1)]


def test_an_extension_approved_on_paper_in_time_counts_though_it_is_entered_later(district):
    walk = Walk(district).assign("015").sign(day(3, 19))
    with district.act("clerk", day(6, 19)):
        assign.set_deadline(walk.row(), day(7, 10), "方案需要论证", day(6, 17))
    for as_of in (day(6, 19), day(6, 20), day(7, 10)):
        assert figures(as_of) == [(0, 0), (0, 1)], as_of
        assert overdue(as_of) == []
    assert figures(day(6, 18)) == [(0, 0), (0, 0)]
    assert figures(day(7, 11)) == [(0, 1), (0, 1)]


def test_an_extension_approved_after_the_limit_excuses_nothing_whenever_it_is_entered(district):
    walk = Walk(district).assign("015").sign(day(3, 19))
    with district.act("clerk", day(6, 23)):
        assign.set_deadline(walk.row(), day(7, 10), "方案需要论证", day(6, 19))
    assert figures(day(6, 30)) == [(0, 1), (0, 1)]
    assert overdue(day(6, 30)) == []


def test_an_entry_that_corrects_the_day_of_an_approval_counts(district):
    walk = Walk(district).assign("015").sign(day(3, 19))
    with district.act("clerk", day(6, 19)):
        assign.set_deadline(walk.row(), day(7, 10), "方案需要论证")
    with district.act("clerk", day(6, 22)):
        assign.set_deadline(walk.row(), day(7, 10), "批准日期录错", day(6, 17))
    for as_of in (day(6, 19), day(6, 20), day(6, 30)):
        assert figures(as_of) == [(0, 0), (0, 1)], as_of
        assert overdue(as_of) == []


def handed_over(district, row: int, asked: date) -> None:
    """邮政管理局 asked on paper in time to return it; in June 城市管理局 gets it."""
    with district.act("clerk", day(6, 22)):
        scan = keep_bytes(scenes.SCAN, "退办申请.pdf", None)
        city, found = district.row(Unit, "city"), the(Assignment, row)
        returns.enter_on_behalf(found, "职责已经划转", city, asked, scan)
    with district.act("leader", day(6, 22)):
        city, found = district.row(Unit, "city"), the(Assignment, row)
        returns.decide(found, returns.Decision(True, "职责已经划转", city, day(6, 22)))


def test_who_takes_over_keeps_extensions_with_the_days_of_their_approval(district):
    walk = Walk(district).assign("015", ("post", "independent"))
    for on, until in ((day(3, 19), day(6, 30)), (day(6, 19), day(7, 20))):
        with district.act("clerk", on):
            moved(walk.row("post"), until)
    handed_over(district, walk.rows["post"], day(3, 24))
    assert figures(day(6, 30)) == [(0, 0), (0, 1)]
    assert figures(day(7, 21)) == [(0, 1), (0, 1)]


def test_who_takes_over_keeps_the_limit_on_paper_as_the_first(district):
    row = brought_in(district, day(6, 30), unit="post")
    handed_over(district, row, day(2, 25))
    assert figures(day(6, 29)) == [(0, 0), (0, 0)]
    assert figures(day(7, 1)) == [(0, 1), (0, 1)]
