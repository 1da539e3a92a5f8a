"""The rulebook: what a district that has confirmed nothing starts from, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.rulebook.loader import FOLDER, OFFERED, RulebookError, load
from tracker.terms import Kind, Outcome, Period, ReplyClass

LAW = "《全国人民代表大会和地方各级人民代表大会代表法》（2025年修正）第五十一条"
DEFAULTS = {
    "reply.suggestion.session": (3, "months", "assigned", 6, "months"),
    "reply.suggestion.intersession": (3, "months", "assigned", 6, "months"),
    "reply.proposal.session": (3, "months", "assigned", 6, "months"),
    "reply.proposal.intersession": (3, "months", "assigned", 6, "months"),
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
    "extension_decide": (3, "workdays", "requested", None, None),
    "contact_first": (15, "workdays", "assigned", None, None),
    "assist": (1, "months", "received", None, None),
    "assist_redo": (5, "workdays", "sent_back", None, None),
    "feedback": (15, "workdays", "reply_received", None, None),
    "lapse": (5, "workdays", "reminded", None, None),
    "rework": (1, "months", "ordered", None, None),
    "extension_request": (10, "days", "before_due", None, None),
    "commitment_rating": (20, "workdays", "reported", None, None),
    "publish": (20, "workdays", "replied", None, None),
}
NATION = """
[limits."reply.suggestion"]
value = 3
unit = "months"
event = "assigned"
source = "代表法第五十一条"
[classes]
source = "某说明第一条"
A = ["done", "adopted", "partly_done"]
B = ["under_way", "planned_dated", "planned"]
C = ["not_now", "not_feasible", "reference", "beyond_level"]
"""
PLACE = """
name = "某区"
[limits.sign]
value = 1
unit = "workdays"
event = "assigned"
source = "某区办理办法第五条"
[choices.who_rates]
value = "lead"
source = "某区办理办法第九条"
[reminders]
source = "某区办理办法第十条"
before = [5]
late_every = 3
visits = [10]
soon = 2
"""


@pytest.fixture
def reading(tmp_path: Path):
    """Return a function that reads a place's file, and perhaps another national one."""

    def read(place: str = PLACE, nation: str | None = NATION):
        if nation is not None:
            (tmp_path / "national.toml").write_text(nation, encoding="utf-8")
        (tmp_path / "place.toml").write_text(place, encoding="utf-8")
        load.cache_clear()
        return load("place", tmp_path)

    yield read
    load.cache_clear()


@pytest.mark.parametrize("key", DEFAULTS)
def test_the_default_profile_has_the_limits_of_the_trade(key):
    limit = load().limit(key)
    found = (limit.value, limit.unit, limit.event, limit.cap_value, limit.cap_unit)
    assert found == DEFAULTS[key]


def test_the_default_profile_has_no_other_limit():
    assert set(load().limits) == {*DEFAULTS, "reply.suggestion"}


def test_what_is_no_law_is_marked_as_to_be_confirmed_by_the_office():
    book = load()
    assert {key for key, limit in book.limits.items() if limit.confirmed} == {
        "reply.suggestion",
        "reply.suggestion.session",
        "reply.suggestion.intersession",
        "publish",
    }
    assert book.limit("reply.suggestion.session").source == LAW
    assert all(limit.source for limit in book.limits.values())


def test_the_default_profile_chooses_as_a_district_that_confirmed_nothing():
    assert dict(load().choices) == {
        "office_check": False,
        "unit_sees_rating": "after_confirmed",
        "several_hosts": False,
        "batch_end_date": "earlier_wins",
        "who_rates": "lead",
        "dimensions": ["overall"],
        "feedback_reminders": 1,
        "silence_counts_as_satisfied": False,
        "deliver_joint": "every",
        "copies": ["committee", "office", "assisting"],
        "sign_by": "unit_head",
        "commitment_classes": ["B"],
        "extension_consent": ["committee", "office"],
        "commitment_report_quarter": 4,
        "must_meet_in_person": ["key_item", "on_request"],
    }


def test_every_choice_has_a_source_and_says_that_the_office_has_not_confirmed_it():
    book = load()
    assert set(book.sources) == {*book.choices, "reminders", "classes"}
    assert all(source.text for source in book.sources.values())
    assert not any(source.confirmed for source in book.sources.values())


def test_national_rules_say_since_when_they_are_in_force():
    book = load()
    assert book.limit("reply.suggestion.session").valid_from == date(2025, 3, 12)
    assert book.limit("publish").valid_from == date(2019, 5, 15)
    assert book.limit("sign").valid_from is None


# Recorded for what comes later: the files say so beside them.
RECORDED = {
    "publish",
    "commitment_rating",
    "extension_consent",
}


def test_a_value_that_nothing_reads_is_one_of_those_recorded_for_later():
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in FOLDER.parent.rglob("*.py")
        if path.name != "loader.py"
    )
    book = load()
    fixed = {key for key, values in OFFERED.items() if len(values) == 1}
    keys = {*book.limits, *book.choices} - fixed
    read = {key for key in keys if f'"{key}"' in code or key.startswith("reply.")}
    assert keys - read == RECORDED - fixed


def test_the_default_profile_reminds_as_the_office_is_used_to():
    times = load().reminders
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
    book = load()
    assert set(book.outcomes_of(ReplyClass(letter))) == outcomes
    assert {book.outcome_class(Outcome(code)) for code in outcomes} == {letter}


def test_a_reply_limit_is_found_by_kind_and_period():
    found = load().reply_limit(Kind.PROPOSAL, Period.INTERSESSION)
    assert found.key == "reply.proposal.intersession"


def test_a_place_stands_over_the_nation(reading):
    own = '[limits."reply.suggestion"]\nvalue = 2\nunit = "months"\nevent = "received"\n'
    book = reading(PLACE + own + 'source = "某市条例第九条"\n')
    limit = book.limit("reply.suggestion")
    assert (book.name, limit.value, limit.event) == ("某区", 2, "received")
    assert book.limit("sign").value == 1
    assert reading().limit("reply.suggestion").value == 3


def test_a_value_that_the_place_does_not_have_is_named(reading):
    book = reading()
    with pytest.raises(RulebookError, match="规则 某区 缺少期限 rework。"):
        book.limit("rework")
    with pytest.raises(RulebookError, match="规则 某区 缺少选项 sign_by。"):
        book.choice("sign_by")


SIGN = '[limits.x]\nvalue = 2\nunit = "workdays"\nevent = "assigned"\nsource = "办法第三条"\n'


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("name = ", "place.toml 格式不对："),
        (PLACE + SIGN.replace("value = 2\n", ""), "place.toml 的 x 缺少 value。"),
        (PLACE + SIGN.replace("value = 2", "value = 0"), "place.toml 的 x 缺少 value。"),
        (PLACE + SIGN.replace('source = "办法第三条"\n', ""), "place.toml 的 x 缺少 source。"),
        (PLACE + SIGN.replace("办法第三条", "惯例"), "place.toml 的 x 没有写明条款"),
        (PLACE.replace("办法第九条", "惯例"), "place.toml 的 who_rates 没有写明条款"),
        (PLACE.replace('value = "lead"\n', ""), "place.toml 的 who_rates 缺少 value。"),
        (PLACE.replace('"lead"', '"every"'), "place.toml 的 who_rates 目前只能是 lead。"),
        (PLACE.replace("who_rates", "who_knows"), "place.toml 的 who_knows 不是可以选的事项。"),
        (PLACE.replace("办法第十条", "惯例"), "place.toml 的 reminders 没有写明条款"),
        (PLACE + SIGN.replace("workdays", "weeks"), "place.toml 的 x 不能用："),
        (PLACE + SIGN.replace("value = 2", 'value = "两"'), "place.toml 的 x 不能用："),
        (PLACE + '[limits.x]\nlike = "y"\n', "place.toml 的 x 缺少 value、unit、event、source。"),
        (PLACE.replace("soon = 2", ""), "place.toml 的 reminders 缺少 'soon'。"),
        (PLACE.split("[reminders]")[0], "place.toml 的 reminders 缺少 "),
        (PLACE + '[classes]\nC = ["not_now"]\n', "place.toml 的类别表应把每种办理结果恰好列一次。"),
        (PLACE + '[classes]\nA = ["solved"]\n', "place.toml 的类别表不能用："),
        (PLACE + '[classes]\nE = ["done"]\n', "place.toml 的类别表不能用："),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(reading, place, words):
    with pytest.raises(RulebookError) as refusal:
        reading(place)
    assert str(refusal.value).startswith(words)


def test_a_file_that_is_missing_is_named(reading, tmp_path):
    with pytest.raises(RulebookError, match=r"没有规则文件 national.toml。"):
        reading(nation=None)
    (tmp_path / "national.toml").write_text(NATION, encoding="utf-8")
    load.cache_clear()
    with pytest.raises(RulebookError, match=r"没有规则文件 elsewhere.toml。"):
        load("elsewhere", tmp_path)
