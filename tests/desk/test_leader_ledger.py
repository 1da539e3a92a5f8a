"""The ledger asked for the last sessions, for a step, and for letters that are owed."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from tests import factories
from tests.desk.town import TODAY, case_id
from tests.rows import every
from tracker.bodies import actions as bodies
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.plan.models import DutyRow
from tracker.plan_terms import DutyKind
from tracker.reply import actions as replies
from tracker.reply.models import Reply
from tracker.reports.steps import latest_sessions
from tracker.terms import BodyType

EDUCATION_OWES = [
    "004", "007", "008", "009", "010", "014", "015", "018", "021", "024", "P2",
]  # fmt: skip
FOUND = {
    "step=unassigned": ["001", "002", "003", "P1"],
    "step=unsigned": ["004", "005", "014", "015"],
    "step=working": ["006", "007", "008", "018", "020", "024", "P2"],
    "step=signing": ["009", "010", "021"],
    "step=replied": ["011", "012", "013", "016", "019", "023"],
    "step=closed": ["017"],
    "step=answered": ["011", "012", "013", "016", "017", "019", "023"],
    "letter=late": ["008", "P2"],
    "letter=late&kind=proposal": ["P2"],
    "step=nothing&letter=nothing&sessions=nothing&state=closed": ["017"],
}


def numbers(client, query: str) -> list[str]:
    """The numbers that the ledger lists."""
    page = html.fromstring(client.get(f"/ledger?{query}&rows=200").text)
    return sorted(
        one.text_content().split()[-1] for one in page.xpath('//tbody//th[@class="of-number"]')
    )


@pytest.mark.parametrize("query", FOUND)
def test_a_step_or_a_letter_lists_just_its_cases(log_in, query):
    assert numbers(log_in("leader"), query) == FOUND[query]


def test_the_letters_of_a_unit_are_its_own(log_in, town):
    leader, unit = log_in("leader"), town.ids["education"]
    assert numbers(leader, f"unit={unit}&letter=open") == EDUCATION_OWES
    assert numbers(leader, f"unit={unit}&letter=late") == ["008", "P2"]
    assert numbers(leader, f"unit={town.ids['city']}&letter=open") == ["020"]


def test_a_correction_of_an_issued_letter_is_no_letter_that_is_owed(log_in, town):
    with town.act("handler", TODAY):
        (letter,) = every(Reply, Reply.case_id == case_id("011"))
        replies.mend(letter, "学位数写错。")
    begun = {"case_id": case_id("011"), "kind": DutyKind.REPLY}
    assert db.session.query(DutyRow).filter_by(**begun).count() == 1
    assert "011" not in numbers(log_in("leader"), "letter=open")
    assert "011" in numbers(log_in("leader"), "step=replied")


def test_each_part_of_the_filter_is_said_and_can_be_dropped(log_in):
    page = log_in("leader").get("/ledger?step=given&letter=late&sessions=latest").text
    for words in ("两会最近一次会议", "已交办（不论办到哪一步）", "答复逾期未印发"):
        assert page.count(words) >= 2  # in the list of choices, and as what is in use


def test_the_last_session_is_the_newest_of_each_body_that_has_opened(town):
    def last() -> list[int]:
        return sorted(db.session.scalars(latest_sessions(TODAY)))

    own = [town.ids["congress_session"], town.ids["cppcc_session"]]
    assert last() == own
    with clock.moved_to(clock.at(TODAY)), transaction():
        congress = factories.make_body(BodyType.CONGRESS)
        coming = bodies.save_session(congress, 18, 4, date(2026, 12, 20), date(2026, 12, 24)).id
        bodies.save_session(congress, 17, 5, date(2025, 1, 6), date(2025, 1, 10))
    assert last() == own
    found = sorted(db.session.scalars(latest_sessions(date(2026, 12, 20))))
    assert found == [own[1], coming]
