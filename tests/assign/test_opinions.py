"""Assisting opinions: signed in the unit, decided by the clerk for a host that does not log in."""

from __future__ import annotations

from functools import partial

import pytest
from flask import current_app

from tests import scenes
from tests.desk.rows import mine_of
from tests.rows import every, the
from tests.stories.people import PDF, Person, at
from tracker.accounts.models import Account
from tracker.assign import opinions, signing
from tracker.assign.models import Assignment, Opinion
from tracker.cases.models import Case
from tracker.desk.case_page import page_of
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.kernel.files import keep_bytes
from tracker.notices.models import Notice
from tracker.roles import AccountState
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit


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
        with district.act("finance_head"):
            opinions.submit(row_of(second), "已列入预算。", scenes.START)
        return second

    return give


@pytest.fixture
def make_config(make_config):
    """Nobody has to change a password on the way."""
    return partial(make_config, password_days=1000)


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


def written(app, district) -> tuple[int, str]:
    """A case whose assisting 财政局 has written its opinion through the page; 18 March 2026."""
    shares = (("education", "host"), ("finance", "assisting"))
    case_id = scenes.register(district)
    first, second = scenes.assign_to(district, case_id, *shares)
    scenes.sign(district, first)
    scenes.sign(district, second, "finance_handler")
    path = f"/cases/{case_id}/assignments/{second}/opinion"
    with at(scenes.START):
        handler = Person(app, district, "finance_handler")
        assert "单位领导签发后送主办单位" in handler.sees(path)
        handler.does(path, on=scenes.START, text="建设资金初步列入预算。", number="", scan="")
    return case_id, path


def told(district, name: str) -> str:
    person = district.person(name).account_id
    return "".join(row.sentence for row in every(Notice) if row.account_id == person)


def test_the_units_leader_signs_before_the_host_reads_an_opinion(app, district):
    case_id, path = written(app, district)
    page = f"/cases/{case_id}"
    assert waits_for(district, "finance_head") == {("待签会办意见", "sign")}
    assert waits_for(district, "finance_handler") == set()
    assert "送单位领导签发" in told(district, "finance_head")
    assert "会办意见" not in told(district, "handler")
    with at(scenes.START, 14):
        for name in ("finance_handler", "head", "handler", "clerk", "leader", "deputy"):
            assert Person(app, district, name).refused(f"{path}/sign") in (403, 404), name
        assert "建设资金初步" not in Person(app, district, "handler").sees(page)
        assert "建设资金初步" in Person(app, district, "finance_handler").sees(page)
        head = Person(app, district, "finance_head")
        assert "建设资金初步列入预算。" in head.sees(f"{path}/sign")
        fields = {"decision": "sign", "number": "云财函〔2026〕8号", "reason": "", "scan": PDF}
        head.does(f"{path}/sign", **fields)
        shown = Person(app, district, "handler").sees(page)
        assert "建设资金初步列入预算。" in shown
        assert "云财函〔2026〕8号" in shown
    assert "领导签发会办意见，送出会办意见" in told(district, "handler")
    assert {kind for kind, _ in waits_for(district, "handler")} >= {"待用会办意见"}
    (row,) = every(Opinion)
    assert (str(row.state), row.signed_on) == ("submitted", scenes.START)
    assert row.signed_by == district.person("finance_head").account_id


def test_the_leader_sends_an_opinion_back_and_the_handler_writes_another(app, district):
    _, path = written(app, district)
    with at(scenes.START, 14):
        head = Person(app, district, "finance_head")
        assert head.tries(f"{path}/sign", decision="back", reason=" ")[0] == 422
        head.does(f"{path}/sign", decision="back", reason="请写明金额。", number="", scan="")
    assert "领导退回会办意见稿：请写明金额。" in told(district, "finance_handler")
    assert "退回" not in told(district, "handler")
    assert waits_for(district, "finance_handler") == {("待会办", "opinion")}
    with at(scenes.START, 15):
        Person(app, district, "finance_head").does(
            path, on=scenes.START, text="已列入预算 120 万元。", number="", scan=""
        )
    assert [str(row.state) for row in every(Opinion)] == ["sent_back", "submitted"]


def test_a_handler_takes_back_what_the_leader_has_not_signed(app, district):
    case_id, path = written(app, district)
    with at(scenes.START, 14):
        Person(app, district, "finance_handler").does(f"{path}/recall", opened=f"/cases/{case_id}")
    assert waits_for(district, "finance_handler") == {("待会办", "opinion")}
    assert "收回" not in told(district, "handler")


def test_in_a_unit_without_a_leader_the_opinion_goes_to_the_host_at_once(app, district):
    with district.act("clerk"):
        account = the(Account, district.person("finance_head").account_id)
        account.state = AccountState.DISABLED
    written(app, district)
    assert [str(row.state) for row in every(Opinion)] == ["submitted"]
    assert "送出会办意见" in told(district, "handler")


def test_what_was_written_falls_away_where_the_unit_sends_paper(app, district):
    _, path = written(app, district)
    with district.act("clerk"):
        district.row(Unit, "finance").online = False
    with at(scenes.START, 15):
        clerk = Person(app, district, "clerk")
        fields = {"on": scenes.START, "text": "按盖章件录入。", "number": "云财函〔2026〕9号"}
        clerk.does(f"{path}/on-behalf", **fields, scan=PDF)
    rows = every(Opinion)
    assert [(str(row.state), row.on_behalf) for row in rows] == [
        ("recalled", False),
        ("submitted", True),
    ]
    assert rows[1].number == "云财函〔2026〕9号"
