"""Who does not read a rating or a name: confidential proposers, places where units see nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rating.answered import APRIL_7, APRIL_8, BAD, WHY, answer_apart, rate, rating_of
from tests.reply.letters import Letters
from tracker.accounts.queries import by_login
from tracker.cases import actions as cases
from tracker.kernel import clock
from tracker.rating import queries
from tracker.settings.in_force import rulebook
from tracker.supervise import actions as supervise


def page(letters: Letters, who: str) -> str:
    """Return the page of the case as a person reads it after the rating."""
    with clock.moved_to(clock.at(APRIL_8)):
        return letters.client(who).get(f"/cases/{letters.case_id}").text


@pytest.fixture
def unseen(monkeypatch):
    """A place where units do not see how they were rated."""
    choices = {**rulebook().choices, "unit_sees_rating": "never"}
    book = replace(rulebook(), choices=choices)
    monkeypatch.setattr(queries, "book_of", lambda _case: book)


def test_a_rating_does_not_tell_the_unit_a_confidential_name(letters):
    with letters.by("clerk"):
        cases.mark(letters.case(), False, True)
        by_login(letters.district.logins["deputy"]).name = "刘桂兰"
    assert "刘桂兰" not in page(letters, "handler")
    rate(letters, BAD, WHY)
    read = page(letters, "handler")
    assert WHY in read
    assert "刘桂兰" not in read
    assert "刘桂兰" in page(letters, "clerk")


def test_a_unit_reads_nothing_of_its_rating_where_the_place_says_never(letters, unseen):
    rate(letters, BAD, WHY)
    read = page(letters, "handler")
    assert WHY not in read
    assert "不满意" not in read
    assert "不满意" in page(letters, "clerk")


def test_another_unit_does_not_read_what_was_decided_on_a_rating(letters):
    both = Letters(letters.app, letters.district)
    answer_apart(both, "021")
    both.rating = rate(both, BAD, WHY)
    with both.district.act("leader", APRIL_7):
        supervise.decide_without_round(rating_of(both.rating), "已当面解释政策。", APRIL_7)
    assert "已当面解释政策。" in page(both, "handler")
    assert "已当面解释政策。" not in page(both, "finance_handler")
