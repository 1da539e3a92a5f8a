"""The places beside the default: each value for which the study of the rules cites an article.

Written by hand from there, not from the files: place, key, value, unit, event, article.
"""

from __future__ import annotations

from datetime import date

import pytest

from tests import books
from tracker.rulebook.files import layer, places
from tracker.rulebook.resolving import resolve
from tracker.terms import Kind, Period, ReplyClass

SESSION, BETWEEN = "reply.suggestion.session", "reply.suggestion.intersession"
M, D, W = "months", "days", "workdays"
A, R = "assigned", "received"
LIMITS = [
    ("shanghai", SESSION, 3, M, A, "第十九条"),
    ("shanghai", BETWEEN, 3, M, A, "第十九条"),
    ("shanghai", "assign_session", 1, M, "closing", "第十五条"),
    ("shanghai", "assign_intersession", 7, W, "registered", "第十一条"),
    ("shanghai", "extension", 3, M, "due", "第十九条"),
    ("shanghai", "return", 7, W, R, "第十四条"),
    ("shanghai", "assist", 1, M, R, "第十七条"),
    ("shanghai", "rework", 1, M, "ordered", "第二十一条"),
    ("beijing", SESSION, 3, M, A, "第二十一条"),
    ("beijing", BETWEEN, 3, M, A, "第二十一条"),
    ("beijing", "feedback", 15, W, "reply_received", "第二十三条"),
    ("beijing", "rework", 2, M, "ordered", "第二十七条"),
    ("zhejiang", SESSION, 3, M, R, "第二十一条"),
    ("zhejiang", BETWEEN, 3, M, R, "第二十一条"),
    ("zhejiang", "return", 10, D, R, "第十四条"),
    ("zhejiang", "assist", 2, M, R, "第十八条"),
    ("zhejiang", "rework", 1, M, "ordered", "第二十四条"),
    ("shandong", SESSION, 3, M, A, "第十九条"),
    ("shandong", BETWEEN, 3, M, A, "第十九条"),
    ("shandong", "assign_intersession", 5, D, "registered", "第十条"),
    ("shandong", "return", 5, D, R, "第十二条"),
    ("shandong", "assist", 1, M, R, "第二十一条"),
    ("shandong", "rework", 1, M, "ordered", "第二十四条"),
    ("qingdao", SESSION, 3, M, A, "第二十五条"),
    ("qingdao", BETWEEN, 3, M, A, "第二十五条"),
    ("qingdao", "assign_intersession", 5, W, "registered", "第十四条"),
    ("qingdao", "return", 5, W, R, "第十九条"),
    ("qingdao", "assist", 1, M, R, "第二十四条"),
    ("qingdao", "rework", 1, M, "ordered", "第二十四条"),  # of the province
    ("henan", SESSION, 3, M, R, "第二十条"),
    ("henan", BETWEEN, 3, M, R, "第二十条"),
    ("henan", "return", 10, W, A, "第十四条"),
    ("henan", "return_decide", 10, W, "requested", "第十四条"),
    ("henan", "assist", 2, M, R, "第十八条"),
    ("henan", "feedback", 10, W, "reply_received", "第二十二条"),
    ("henan", "rework", 1, M, "ordered", "第二十二条"),
    ("chongqing", SESSION, 3, M, A, "第二十一条"),
    ("chongqing", BETWEEN, 3, M, A, "第二十一条"),
    ("chongqing", "assign_intersession", 10, W, "registered", "第十三条"),
    ("chongqing", "return", 10, W, A, "第十六条"),
    ("chongqing", "return_decide", 10, W, "requested", "第十六条"),
    ("chongqing", "contact_first", 20, W, R, "第十八条"),
    ("chongqing", "assist", 30, W, A, "第二十条"),
    ("chongqing", "assist_redo", 5, W, "sent_back", "第二十条"),
    ("chongqing", "feedback", 20, W, "reply_received", "第二十七条"),
    ("chongqing", "rework", 2, M, "ordered", "第二十七条"),
    ("fujian", SESSION, 3, M, A, "第十九条"),
    ("fujian", BETWEEN, 3, M, A, "第十九条"),
    ("fujian", "assist", 1, M, A, "第二十条"),
    ("fujian", "extension", 3, M, "due", "第十九条"),
    ("ningbo", "assist", 1, M, R, "第十九条"),
    ("ningbo", "return", 10, D, R, "第十四条"),  # of the province
    ("guangzhou", "return_decide", 7, D, "requested", "第十二条"),
]
# known to hold there, but not the number of the article
VAGUE = [
    ("sichuan", SESSION, 3, M, R),
    ("sichuan", BETWEEN, 3, M, R),
    ("sichuan", "reply.proposal.session", 5, M, R),
    ("sichuan", "reply.proposal.intersession", 3, M, R),
    ("sichuan", "rework", 3, M, "ordered"),
    ("fuzhou", "extension", 1, M, "due"),
    ("fuzhou", "reply.proposal.session", 5, M, A),
    ("fuzhou", "reply.proposal.intersession", 5, M, A),
]
CHOICES = [
    ("shanghai", "dimensions", ["attitude", "result"], "第二十一条"),
    ("shandong", "dimensions", ["attitude", "result"], "第二十三条"),
    ("shandong", "must_meet_in_person", ["every"], "第二十条"),
    ("qingdao", "must_meet_in_person", ["every"], "第二十八条"),
    ("qingdao", "dimensions", ["attitude", "result"], "第二十三条"),  # of the province
    ("shanghai", "class_mark", "outcome", "第十八条"),
    ("chongqing", "class_mark", "outcome", "第二十二条"),
    ("shanghai", "deliver_joint", "every", "第二十条"),
    ("zhejiang", "deliver_joint", "every", "第二十二条"),
    ("chongqing", "deliver_joint", "every", "第二十三条"),
    ("henan", "deliver_joint", "every", "第二十一条"),
    ("shandong", "deliver_joint", "lead", "第二十条"),
    ("qingdao", "deliver_joint", "lead", "第二十八条"),
    ("chongqing", "commitment_report_quarter", 4, "第二十四条"),
]


@pytest.mark.parametrize(("place", "key", "value", "unit", "event", "article"), LIMITS)
def test_a_limit_is_that_of_the_article(place, key, value, unit, event, article):
    limit = books.of(place).limit(key)
    assert (limit.value, limit.unit, limit.event) == (value, unit, event)
    assert limit.source.endswith(article)
    assert limit.origin.article


@pytest.mark.parametrize(("place", "key", "value", "unit", "event"), VAGUE)
def test_a_limit_without_a_known_article_says_so(place, key, value, unit, event):
    limit = books.of(place).limit(key)
    assert (limit.value, limit.unit, limit.event) == (value, unit, event)
    assert limit.source.endswith("条款号待核")
    assert not limit.origin.article


@pytest.mark.parametrize(("place", "key", "value", "article"), CHOICES)
def test_a_choice_is_that_of_the_article(place, key, value, article):
    book = books.of(place)
    assert book.choice(key) == value
    assert book.sources[key].text.endswith(article)


def test_no_place_has_a_value_that_this_list_does_not_have():
    listed = {(row[0], row[1]) for row in (*LIMITS, *VAGUE, *CHOICES)}
    found = {(one.code, value.key) for one in places() for value in one.values}
    assert found - listed == {(place, "classes") for place in ("chongqing", "harbin", "haishu")}


def test_chongqing_has_four_kinds_of_its_own():
    book = books.of("chongqing")
    assert [book.outcomes_of(letter) for letter in ReplyClass] == [
        ("done", "adopted"),
        ("under_way", "partly_done", "planned_dated", "planned"),
        ("not_now", "not_feasible", "reference"),
        ("beyond_level",),
    ]
    assert book.sources["classes"].text.endswith("第二十二条")


@pytest.mark.parametrize("place", [one.code for one in places()])
def test_no_place_answers_a_suggestion_later_than_the_law_allows_at_all(place):
    limit = books.of(place).reply_limit(Kind.SUGGESTION, Period.SESSION)
    assert (limit.value, limit.cap_value, limit.cap_unit) == (3, 6, "months")


def test_harbin_starts_from_the_default_and_the_nation_with_every_line_open():
    book = books.of("harbin")
    default = books.DEFAULT
    assert dict(book.limits) == dict(default.limits)
    assert dict(book.choices) == dict(default.choices)
    assert [book.outcomes_of(letter) for letter in ReplyClass] == [
        ("done", "adopted"),
        ("under_way", "partly_done", "planned_dated", "planned"),
        ("not_now",),
        ("reference", "not_feasible", "beyond_level"),
    ]
    assert not book.sources["classes"].article
    assert "哈政发〔2006〕3号" in layer("harbin").note


def test_a_district_stands_over_city_province_and_nation():
    book = books.of("haishu")
    assert book.name == "宁波市海曙区"
    keys = ("sign", SESSION, "return", "assist", "classes")
    assert [(one.layer.value, one.whose) for one in map(book.origin, keys)] == [
        ("default", "通用默认"),
        ("province", "浙江省"),
        ("province", "浙江省"),
        ("city", "宁波市"),
        ("district", "宁波市海曙区"),
    ]
    assert books.DEFAULT.origin(SESSION).whose == "国家"


def test_the_rules_of_shanghai_hold_since_march_2015():
    days = (date(2015, 2, 28), date(2015, 3, 1))
    before, after = (resolve("shanghai", (), day).limit("return") for day in days)
    assert (before.value, before.origin.whose) == (5, "通用默认")
    assert (after.value, after.origin.whose) == (7, "上海市")


def test_the_law_of_2015_holds_until_that_of_2025():
    law = "《全国人民代表大会和地方各级人民代表大会代表法》"
    before, after = (resolve("", (), day) for day in (date(2025, 3, 11), date(2025, 3, 12)))
    assert before.limit(SESSION).source == f"{law}（2015年修正）第四十二条"
    assert after.limit(SESSION).source == f"{law}（2025年修正）第五十一条"
    assert after.limit(SESSION).origin.valid_from == date(2025, 3, 12)
