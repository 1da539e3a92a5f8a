"""What a district that has confirmed nothing starts from."""

from __future__ import annotations

import pytest

from tests import books
from tracker.rulebook.files import FOLDER
from tracker.rulebook.keys import CHOICES, LIMITS
from tracker.terms import Kind, Outcome, Period, ReplyClass

BOOK = books.DEFAULT
LAW = "《全国人民代表大会和地方各级人民代表大会代表法》（2025年修正）第五十一条"
DEFAULTS = {
    "reply.suggestion.session": (3, "months", "assigned", 6, "months"),
    "reply.suggestion.intersession": (3, "months", "assigned", 6, "months"),
    "reply.proposal.session": (3, "months", "assigned", 6, "months"),
    "reply.proposal.intersession": (3, "months", "assigned", 6, "months"),
    "extension": (3, "months", "due", None, None),
    "assign_session": (30, "days", "closing", None, None),
    "deliver": (3, "workdays", "issued", None, None),
    "correct": (5, "workdays", "correcting", None, None),
    "confirm": (3, "workdays", "entered", None, None),
    "decide": (5, "workdays", "rated", None, None),
    "close": (5, "workdays", "settled", None, None),
    "verify": (5, "workdays", "claimed", None, None),
    "file": (10, "workdays", "submitted", None, None),
    "promise": (1, "quarters", "promised", None, None),
    "promise_again": (2, "quarters", "reported", None, None),
    "assign_intersession": (5, "workdays", "registered", None, None),
    "sign": (2, "workdays", "assigned", None, None),
    "return": (5, "workdays", "received", None, None),
    "return_decide": (5, "workdays", "requested", None, None),
    "extension_request": (10, "days", "before_due", None, None),
    "extension_decide": (3, "workdays", "requested", None, None),
    "contact_first": (15, "workdays", "assigned", None, None),
    "assist": (1, "months", "received", None, None),
    "assist_redo": (5, "workdays", "sent_back", None, None),
    "feedback": (15, "workdays", "reply_received", None, None),
    "remind": (1, "workdays", "feedback", None, None),
    "lapse": (5, "workdays", "reminded", None, None),
    "rework": (1, "months", "ordered", None, None),
}


@pytest.mark.parametrize("key", DEFAULTS)
def test_it_has_the_limits_of_the_trade(key):
    limit = BOOK.limit(key)
    found = (limit.value, limit.unit, limit.event, limit.cap_value, limit.cap_unit)
    assert found == DEFAULTS[key]


def test_it_has_no_other_limit():
    assert set(BOOK.limits) == set(DEFAULTS)


def test_it_chooses_as_a_district_that_confirmed_nothing():
    assert dict(BOOK.choices) == {
        "batch_end_date": "earlier_wins",
        "extension_by": "office",
        "office_check": False,
        "unit_sees_rating": "after_confirmed",
        "dimensions": ["overall"],
        "must_meet_in_person": ["key_item"],
        "class_mark": "letter",
        "deliver_joint": "every",
        "copies": ["committee", "office", "assisting"],
        "commitment_report_quarter": 4,
    }


def test_only_the_law_names_an_article_for_it():
    named = {key for key, limit in BOOK.limits.items() if limit.origin.article}
    assert named == {"reply.suggestion.session", "reply.suggestion.intersession"}
    assert BOOK.limit("reply.suggestion.session").source == LAW
    assert set(BOOK.sources) == {*BOOK.choices, "reminders", "classes"}
    assert all(source.text for source in BOOK.sources.values())
    assert not any(source.article for source in BOOK.sources.values())


def test_every_key_that_a_book_holds_is_read_by_the_program():
    """Outside of the folder that holds the keys; a reply's key is put together of two terms."""
    paths = [path for path in FOLDER.parent.rglob("*.py") if FOLDER not in path.parents]
    code = "".join(path.read_text(encoding="utf-8") for path in paths)
    by_name = {"batch_end_date": "BATCH_MODEL", "commitment_report_quarter": "QUARTER_END"}
    unread = {
        key
        for key in (*LIMITS, *CHOICES)
        if f'"{key}"' not in code and by_name.get(key, key) not in code
    }
    assert unread == {key for key in LIMITS if key.startswith("reply.")}


def test_it_reminds_as_the_office_is_used_to():
    times = BOOK.reminders
    found = (times.before, times.late_every, times.visits, times.soon)
    assert found == ((7, 3, 1), 7, (30, 60, 90), 5)


@pytest.mark.parametrize(
    ("letter", "outcomes"),
    [
        ("A", {"done", "adopted"}),
        ("B", {"under_way", "partly_done", "planned_dated", "planned"}),
        ("C", {"not_now"}),
        ("D", {"reference", "not_feasible", "beyond_level"}),
    ],
)
def test_the_letters_follow_national_practice(letter, outcomes):
    assert set(BOOK.outcomes_of(ReplyClass(letter))) == outcomes
    assert {BOOK.outcome_class(Outcome(code)) for code in outcomes} == {letter}


def test_a_reply_limit_is_found_by_kind_and_period():
    found = BOOK.reply_limit(Kind.PROPOSAL, Period.INTERSESSION)
    assert found.key == "reply.proposal.intersession"
