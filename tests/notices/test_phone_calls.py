"""Telephone reminders: one for each open duty, none for what is done."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.plan.days import run
from tests.reply.letters import DAY, Letters
from tests.scenes import START
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.notices import queries
from tracker.notices.models import PhoneCall
from tracker.reply import issuing
from tracker.terms import DeliveryWay

# assigned on Wednesday 18 March 2026; two working days for the sign-for end on Friday 20 March
LATE, WEEK_LATER = date(2026, 3, 21), date(2026, 3, 28)


@pytest.fixture
def offline(app, district):
    """A case of a unit without log-in that has not signed for it."""
    letters = Letters(app, district)
    with clock.moved_to(clock.at(START)):
        letters.assign(("post", "independent"))
    return letters


def to_make() -> list[str]:
    """Return what the clerks still have to say on the telephone."""
    return [row.sentence for row in db.session.scalars(queries.open_calls())]


def results() -> list[str]:
    """Return what became of the calls that nobody has to make any more."""
    query = select(PhoneCall.result).where(PhoneCall.done_on.is_not(None))
    return list(db.session.scalars(query.order_by(PhoneCall.id)))


def test_a_later_reminder_takes_the_place_of_a_call_that_was_not_made(offline):
    run(LATE, WEEK_LATER)
    news, reminder = to_make()
    assert "交你单位独办" in news
    assert "签收期限 2026-03-20 已过 8 天" in reminder
    assert results() == ["没有打，由后一次提醒代替。"]


def test_handler_and_leader_of_a_unit_are_one_call(offline):
    run(LATE)
    assert len(to_make()) == 2


def test_nobody_is_called_about_what_is_done(offline):
    run(LATE)
    with clock.moved_to(clock.at(DAY)):
        offline.sign_for_offline()
    run(date(2026, 4, 4))
    assert [text for text in to_make() if "签收期限" in text] == []
    assert results() == ["没有打，事项已办或不再需要。"]


def test_news_stays_until_somebody_has_called(offline):
    run(LATE, WEEK_LATER, date(2026, 4, 4))
    assert any("交你单位独办" in text for text in to_make())


def test_a_deputy_without_log_in_is_called_to_rate_until_the_form_has_lapsed(app, district):
    letters = Letters(app, district)
    with clock.moved_to(clock.at(DAY)):
        letters.issued()
        with letters.by("handler"):
            lead = letters.case().lead
            lead.deputy_id = None
            deliver(letters, lead)
    run(date(2026, 4, 28))
    assert [row.person for row in db.session.scalars(queries.open_calls())] == ["刘桂兰"]
    run(date(2026, 5, 8), date(2026, 5, 9))
    assert db.session.scalars(queries.open_calls()).all() == []


def deliver(letters: Letters, lead) -> None:
    """Record that the letter reached the lead."""
    issuing.record_delivery(letters.letter(), lead, DeliveryWay.IN_PERSON, DAY)
