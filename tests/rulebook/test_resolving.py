"""The office's own values over those of the place, and the text that a case keeps."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests import books
from tracker.rulebook.book import RulebookError
from tracker.rulebook.frozen import digest, freeze, thaw
from tracker.rulebook.resolving import Override, check, resolve
from tracker.terms import ReplyClass

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
RETURN = {"value": 3, "unit": "workdays", "event": "received"}
SESSION = "reply.suggestion.session"


def own(key: str, value: object, since: date = JULY) -> Override:
    text = "" if value is None else json.dumps(value)
    return Override(key, text, "往年退办太晚", "云政办〔2026〕9号", since)


def test_an_own_value_stands_over_all_places_from_its_day():
    mine = (own("return", RETURN),)
    days = (date(2026, 6, 30), JULY)
    before, after = (resolve("qingdao", mine, day).limit("return") for day in days)
    assert (before.value, before.origin.whose) == (5, "青岛市")
    assert (after.value, after.unit, after.event) == (3, "workdays", "received")
    why = after.origin
    assert (why.whose, why.text, why.reason) == ("本机关", "云政办〔2026〕9号", "往年退办太晚")
    assert why.valid_from == JULY


def test_the_later_of_two_own_values_holds_and_one_taken_back_gives_the_place_again():
    mine = (own("return", None, AUGUST), own("return", RETURN, JUNE))
    found = [resolve("shanghai", mine, day).limit("return").value for day in (JUNE, JULY, AUGUST)]
    assert found == [3, 3, 7]
    twice = (own("return", RETURN), own("return", {**RETURN, "value": 4}))
    assert resolve("shanghai", twice, JULY).limit("return").value == 4


def test_a_choice_the_reminders_and_the_classes_can_be_the_offices_own():
    times = {"before": [5], "late_every": 3, "visits": [10], "soon": 2}
    table = {"A": [code for codes in books.DEFAULT.classes.values() for code in codes]}
    mine = (own("office_check", True), own("reminders", times), own("classes", table))
    book = resolve("", mine, AUGUST)
    assert book.choice("office_check") is True
    assert (book.reminders.before, book.reminders.soon) == ((5,), 2)
    assert len(book.outcomes_of(ReplyClass.A)) == 10
    assert [book.sources[key].whose for key in ("office_check", "reminders")] == ["本机关"] * 2


def test_the_longest_time_of_the_law_stays_with_an_own_value():
    mine = (own(SESSION, {"value": 60, "unit": "days", "event": "assigned"}),)
    limit = resolve("", mine, JULY).limit(SESSION)
    assert (limit.value, limit.cap_value, limit.cap_unit) == (60, 6, "months")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        (SESSION, {"value": 4, "unit": "months", "event": "assigned"}, "不能超过法律规定的 3 个月"),
        (SESSION, {"value": 90, "unit": "days", "event": "assigned"}, "不能超过法律规定的 3 个月"),
        (SESSION, {"value": 3, "unit": "months", "event": "received"}, "法律规定自交办之日起算"),
        (SESSION, {"value": 40, "unit": "workdays", "event": "assigned"}, "不能是40 个工作日"),
        ("return", {**RETURN, "event": "closing"}, "不能是3 个工作日"),
        ("return", {**RETURN, "value": 0}, "缺少 value"),
        ("office_check", "yes", "只能是 False、True"),
        ("who_rates", "lead", "不是可以选的事项"),
    ],
)
def test_what_the_office_may_not_decide_is_refused(key, value, words):
    with pytest.raises(RulebookError, match=words):
        check(own(key, value), "")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (SESSION, {"value": 3, "unit": "months", "event": "assigned"}),
        (SESSION, {"value": 89, "unit": "days", "event": "assigned"}),
        (SESSION, None),
        ("reply.proposal.session", {"value": 5, "unit": "months", "event": "received"}),
        ("copies", ["committee", "office"]),
    ],
)
def test_what_the_office_may_decide_passes(key, value):
    check(own(key, value), "shanghai")


def test_a_place_that_is_not_known_is_refused():
    with pytest.raises(RulebookError, match=r"没有规则文件 atlantis\.toml。"):
        resolve("atlantis", (), JULY)


@pytest.mark.parametrize("place", ["", "shanghai", "haishu", "sichuan"])
def test_a_frozen_book_thaws_to_the_same_book(place):
    book = resolve(place, (own("return", RETURN),), JULY)
    text = freeze(book)
    assert thaw(text) == book
    assert digest(text) != digest(freeze(books.DEFAULT))
    assert text == freeze(thaw(text))


def test_a_choice_that_came_later_stands_in_an_old_book_as_it_was_before():
    raw = json.loads(freeze(books.choosing(copies=["committee", "office"])))
    del raw["choices"]["copies"], raw["sources"]["copies"]
    raw["choices"]["forgotten"] = {"value": 1}
    book = thaw(json.dumps(raw))
    assert book.choice("copies") == ["committee", "office", "assisting"]
    assert book.sources["copies"].text == "系统原先的做法"
    assert "forgotten" not in book.choices
