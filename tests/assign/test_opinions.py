"""The clerk decides an assisting opinion for a host that does not log in."""

from __future__ import annotations

import pytest
from flask import current_app

from tests import scenes
from tests.desk.rows import mine_of
from tests.rows import the
from tracker.assign import opinions, signing
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.desk.case_page import page_of
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.kernel.files import keep_bytes
from tracker.timeline.models import HistoryEntry


def row_of(assignment_id: int) -> Assignment:
    return the(Assignment, assignment_id)


@pytest.fixture
def given(district):
    """The opinion of the finance bureau, for a host that does or does not log in."""

    def give(host: str) -> int:
        shares = ((host, "host"), ("finance", "assisting"))
        first, second = scenes.assign_to(district, scenes.register(district), *shares)
        with district.act("clerk" if host == "post" else "handler"):
            if host == "post":
                scan = keep_bytes(scenes.SCAN, "签收单.pdf", None)
                signing.sign_on_behalf(row_of(first), scenes.START, scan)
            else:
                signing.sign(row_of(first), scenes.START)
        scenes.sign(district, second, "finance_handler")
        with district.act("finance_handler"):
            opinions.submit(row_of(second), "已列入预算。", scenes.START)
        return second

    return give


def waits_for(district, who: str) -> set[tuple[str, str]]:
    found = mine_of(district.person(who), scenes.START)
    return {(line.duty.kind.label, line.href.rsplit("/", 1)[-1]) for line in found}


def test_the_clerk_uses_an_opinion_for_a_host_that_does_not_log_in(district, given):
    row_id = given("post")
    with current_app.test_request_context():
        lines = page_of(row_of(row_id).case, district.person("leader")).lines
    assert "等政府办代区邮政管理局采用或退回区财政局的会办意见" in [line.words for line in lines]
    assert ("待用会办意见", "decide") in waits_for(district, "clerk")
    with pytest.raises(Refused), district.act("leader"):
        opinions.accept(row_of(row_id))
    with district.act("clerk"):
        opinions.accept(row_of(row_id))
    assert row_of(row_id).state == "opinion_accepted"
    told = db.session.query(HistoryEntry).filter_by(act="opinion.accepted").one()
    assert told.sentence == "政府办代主办单位采用区财政局的会办意见。"
    assert "待用会办意见" not in {category for category, _ in waits_for(district, "clerk")}


def test_the_clerk_sends_an_opinion_back_for_such_a_host(district, given):
    row_id = given("post")
    with district.act("clerk"):
        opinions.send_back(row_of(row_id), "请写明资金数额")
    assert row_of(row_id).state == "handling"


def test_the_clerk_decides_nothing_for_a_host_that_logs_in(district, given):
    row_id = given("education")
    assert "待用会办意见" not in {category for category, _ in waits_for(district, "clerk")}
    with pytest.raises(Refused), district.act("clerk"):
        opinions.accept(row_of(row_id))
    assert the(Case, row_of(row_id).case_id).state == "handling"
