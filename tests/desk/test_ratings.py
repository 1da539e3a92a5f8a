"""What is owed about ratings, as the pages of a case say it: the words of the duties."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.town import case_id
from tests.reply.letters import DONE
from tests.reports.walk import Walk
from tests.rows import the
from tracker.cases.models import Case
from tracker.desk.ratings import section_of
from tracker.reply import actions as reply
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts
from tracker.terms import Satisfaction

JUNE_15 = date(2026, 6, 15)


def said(town, number: str, who: str) -> list[tuple[str, str, str]]:
    """Unit, state and day of each line."""
    case = the(Case, case_id(number))
    lines = section_of(case, town.person(who)).lines
    return [(line.unit, line.state, str(line.due_on or "")) for line in lines]


@pytest.mark.parametrize(
    ("number", "who", "lines"),
    [
        ("023", "clerk", [("区教育局", "待送达", "")]),
        ("011", "clerk", [("区教育局", "待评价", "2026-07-03")]),
        ("011", "handler", [("区教育局", "待评价", "2026-07-03")]),
        ("011", "city_handler", []),
        ("011", "deputy", [("区教育局", "待评价", "2026-07-03")]),
        ("012", "clerk", [("区教育局", "已评价", "2026-07-03")]),
    ],
)
def test_a_line_waits_for_what_the_duty_waits_for(town, number, who, lines):
    assert said(town, number, who) == lines


def test_a_correction_on_its_way_of_a_letter_that_was_rated_adds_no_line(town):
    walk = Walk(town).assign("081", on=date(2026, 6, 1)).sign(date(2026, 6, 2))
    walk.talk(date(2026, 6, 3)).answer(date(2026, 6, 4), "云教函〔2026〕81号")
    walk.deliver(date(2026, 6, 5)).rate(date(2026, 6, 8), Satisfaction.SATISFIED)
    with town.act("handler", JUNE_15):
        reply.edit(reply.mend(walk.letter(), "写错。"), DONE)
        reply.submit_for_signing(walk.letter())
    with town.act("head", JUNE_15, 10):
        reply.sign_in_unit(walk.letter())
        issuing.issue(walk.letter(), IssueFacts("云教函〔2026〕82号", JUNE_15, "孙立军"))
    assert said(town, "081", "clerk") == [
        ("区教育局", "已评价", "2026-06-29")
    ]  # fifteen working days from 5 June
