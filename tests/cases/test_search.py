"""What is found is what stands in a text that one may read, on both databases."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from tests.cases.search_town import Town, day, held, queries
from tests.oracles import search as oracle
from tests.reports.walk import Walk
from tests.rows import every, the
from tracker.cases import actions as cases
from tracker.cases import indexing, search
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case
from tracker.kernel.db import db, transaction
from tracker.search import whole
from tracker.terms import Period
from tracker.units import actions as units
from tracker.units.models import Unit

SEED = 20260403
EACH, NIGHTLY = 150, 1000
PEOPLE = ("clerk", "handler", "deputy", "district_leader", "congress_office")  # one of each role
TYPED = {
    "停车": ["021", "022"],
    "停車": ["021", "022"],
    "车位 居民": ["021"],
    "居民　车位": ["021"],
    "车位不足": ["021", "022"],
    "园学": ["022", "031", "032", "033"],
    "臺江 乡村": ["023"],
    "台江鄉村": ["023"],
    "ａｂｃ123": ["023"],
    "3．5公里": ["021"],
    "%_": ["023"],
    "吉": [],
    "買買提.艾力": ["12"],
    "12": ["12", "023"],
    "提案第012号": ["12"],
    "建议21": ["021"],
    "闭021": ["021"],
    "平012": ["12"],
    "教育局 财政": ["031", "033"],
    "云教函（2026）1号": ["031"],
    "没有这句话": [],
    "  ": ["021", "022", "023", "031", "032", "033", "12"],
}


def _compare(town: Town, count: int, people: tuple[str, ...] = PEOPLE) -> dict[str, int]:
    """Compare the product with the oracle; return for everybody how many queries found some."""
    everything, hits = held(), {}
    for place, who in enumerate(people):
        sees, unit = town.sees(who), town.unit_of(who)
        mine = [case for case in everything if case.id in sees]
        typed = list(islice(queries(everything, SEED + place), count))
        wanted = {text: oracle.found(mine, text, unit) for text in typed}
        assert {text: town.found(who, text) for text in typed} == wanted, who
        hits[who] = sum(bool(found) for found in wanted.values())
    return hits


def test_everybody_finds_what_a_plain_reading_of_the_readable_texts_finds(town):
    hits = _compare(town, EACH)
    assert hits["clerk"] > 60
    assert min(hits[who] for who in ("handler", "deputy", "congress_office")) > 30


def test_another_unit_and_a_co_signer_find_what_they_may_read_too(town):
    _compare(town, 60, ("city_handler", "finance_handler", "co_deputy", "cppcc_office"))


def test_where_every_word_is_frequent_the_same_is_found(town, monkeypatch):
    monkeypatch.setattr(search, "FEW", -1)
    _compare(town, 60, ("clerk", "handler", "congress_office"))


@pytest.mark.nightly
def test_a_thousand_queries_find_the_same(town):
    _compare(town, NIGHTLY)


def _numbers(town: Town, who: str, typed: str) -> list[str]:
    """Return the numbers of what a person finds."""
    found = [the(Case, number).number for number in town.found(who, typed)]
    return sorted(found)


def test_words_are_found_however_they_are_typed(town):
    assert {typed: _numbers(town, "clerk", typed) for typed in TYPED} == {
        typed: sorted(numbers) for typed, numbers in TYPED.items()
    }


def test_a_name_that_is_kept_secret_is_found_in_no_text_by_a_unit(town):
    for typed in ("刘桂兰", "劉桂蘭", "桂兰", "城东代表团", "王守田"):
        assert "032" not in _numbers(town, "handler", typed)
        assert "032" in _numbers(town, "clerk", typed)
        assert "032" in _numbers(town, "deputy", typed)
        assert "032" in _numbers(town, "congress_office", typed)
    assert _numbers(town, "handler", "关注") == ["032"]
    assert _numbers(town, "handler", "刘桂兰") == ["031", "033"]


def test_a_unit_that_handed_a_case_over_finds_it_by_what_it_still_reads(town):
    assert _numbers(town, "handler", "云城函〔2026〕1号") == ["033"]
    assert _numbers(town, "handler", "云财函〔2026〕9号") == []
    assert _numbers(town, "city_handler", "云财函〔2026〕9号") == ["033"]
    assert _numbers(town, "handler", "城市管理局") == []
    assert _numbers(town, "city_handler", "财政局") == ["033"]
    assert "033" in _numbers(town, "handler", "教育局")


def _correct(town: Town, number: str, **changes) -> None:
    """Correct a registered case."""
    with town.district.act("clerk", day(3, 18)):
        (case,) = every(Case, Case.number == number)
        people = tuple(SubmitterFacts(row.name, row.group_name) for row in case.submitters)
        facts = CaseFacts(
            case.session, Period.SESSION, case.number, case.title, people, case.received_on,
            text=case.text,
        )  # fmt: skip
        cases.correct(case, replace(facts, **changes), "")


def test_a_correction_is_found_at_once_and_the_mistake_no_more(town):
    assert _numbers(town, "clerk", "占道停车") == ["022"]
    _correct(town, "022", title="关于增加路灯的建议", submitters=(SubmitterFacts("诸葛亮明"),))
    assert _numbers(town, "clerk", "占道停车") == []
    assert _numbers(town, "clerk", "路燈 诸葛") == ["022"]
    assert "022" not in _numbers(town, "clerk", "刘桂兰")
    assert list(whole.differences()) == []


def test_what_is_taken_back_is_found_as_before(town):
    def begin() -> None:
        with transaction():
            (case,) = every(Case, Case.number == "021")
            case.title = "关于喷泉的建议"
            indexing.index_case(case)
            assert town.found("clerk", "喷泉") == {case.id}
            raise RuntimeError("the power is gone")

    with pytest.raises(RuntimeError, match="power"):
        begin()
    assert _numbers(town, "clerk", "喷泉") == []
    assert _numbers(town, "clerk", "停车难") == ["021"]


def test_a_mark_changes_at_once_what_units_find(town):
    with town.district.act("clerk", day(3, 27)):
        cases.mark(town.secret.case, False, False, "提出者同意公开姓名。")
    assert "032" in _numbers(town, "handler", "刘桂兰")
    with town.district.act("clerk", day(3, 27)):
        cases.mark(town.secret.case, key_item=False, confidential=True)
    assert "032" not in _numbers(town, "handler", "刘桂兰")
    assert list(whole.differences()) == []


def test_a_unit_that_is_renamed_is_found_by_its_names_of_now(town):
    with transaction():
        unit = db.session.get_one(Unit, town.district.ids["finance"])
        units.save(units.UnitFacts("云岭区财政金融局", "财金局", aliases=["老财局"]), unit)
    assert _numbers(town, "clerk", "財金") == ["031", "033"]
    assert _numbers(town, "clerk", "老财局") == ["031", "033"]


def test_the_letter_of_a_draft_is_found_by_nobody_until_it_is_issued(town):
    walk = Walk(town.district).assign("041").sign(day(3, 19)).talk(day(3, 20))
    walk.draft(day(3, 23))
    everybody = ("clerk", "handler", "deputy", "congress_office")
    assert [_numbers(town, who, "041 增加学位540个") for who in everybody] == [[], [], [], []]
    walk = Walk(town.district).assign("042").sign(day(3, 19)).talk(day(3, 20))
    walk.answer(day(3, 26), "云教函〔2026〕42号")
    assert [_numbers(town, who, "042 增加学位540个") for who in everybody] == [["042"]] * 4
