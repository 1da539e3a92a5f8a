"""The page of one case: all that is known, as each may read it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests import factories, scenes
from tests.desk.town import TODAY, case_id
from tests.reports.pages import table
from tests.rows import the
from tracker.assign.sheet import section
from tracker.audit.models import AuditEntry
from tracker.cases.models import Case
from tracker.desk.case_page import sheet_for
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.supervise import actions as supervise
from tracker.terms import FollowUpKind


def test_contacts_letters_ratings_and_history_are_all_there(log_in, town):
    address = f"/cases/{case_id('013')}"
    client = log_in("clerk")
    assert [row[:4] for row in table(client, address, "沟通面商")] == [
        ["2026-06-10", "办中", "上门走访 面商", "区教育局"]
    ]
    assert [row[:6] for row in table(client, address, "答复函")] == [
        ["区教育局", "已印发", "云教函〔2026〕13号", "2026-06-11", "A类 已解决", "1 / 2"]
    ]
    assert table(client, address, "评价") == [
        ["区教育局", "第1轮", "不满意", "没有完成时限", "2026-06-12"]
    ]
    assert [row[:4] for row in table(client, address, "承办单位")] == [
        ["区教育局", "独办", "2026-06-08", "2026-06-09"]
    ]
    page = client.get(address).text
    for sentence in (
        "区教育局签收",
        "区教育局印发答复函（云教函〔2026〕13号，A类）。",
        "不满意：没有完成时限",
    ):
        assert sentence in page


def test_promises_and_supervision_are_there(log_in, town):
    with town.act("clerk", TODAY):
        case = the(Case, case_id("017"))
        facts = supervise.Record(FollowUpKind.VISIT, TODAY, "了解建设进度", "代表表示认可")
        supervise.record(case, facts)
    address = f"/cases/{case_id('017')}"
    client = log_in("clerk")
    assert [row[:4] for row in table(client, address, "承诺事项")] == [
        ["建成两所公办幼儿园，增加学位540个", "区教育局", "2026-12-31", "跟踪中"]
    ]
    assert table(client, address, "跟踪督办") == [
        ["回访", "2026-06-16", "了解建设进度", "2026-06-16 代表表示认可"]
    ]
    assert table(log_in("handler"), address, "跟踪督办") == []


def test_the_telephone_is_shown_on_request_and_that_is_recorded(log_in):
    client, address = log_in("handler"), f"/cases/{case_id('008')}"
    assert "13800006021" not in client.get(address).text
    assert "13800006021" in client.post(f"{address}/phone").text
    entry = db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
    assert (entry.action, entry.object_id) == ("case.phone_viewed", case_id("008"))
    assert "1380000" not in entry.detail
    assert log_in("district_leader").post(f"{address}/phone").status_code == 403


def test_a_deputy_is_led_to_the_page_in_large_type(log_in):
    answer = log_in("deputy").get(f"/cases/{case_id('011')}")
    assert (answer.status_code, answer.location) == (302, f"/rating/cases/{case_id('011')}")


def test_the_audit_administrator_reads_the_history_and_nothing_else(log_in, client_as):
    auditor, number = client_as(Role.AUD), case_id("013")
    page = auditor.get(f"/cases/{number}/history")
    assert page.status_code == 200
    assert "不满意：没有完成时限" in page.text
    assert auditor.get(f"/cases/{number}").status_code == 403


def test_a_unit_reads_of_the_history_what_concerns_it(log_in):
    number = case_id("020")
    city = log_in("city_handler").get(f"/cases/{number}/history").text
    assert "区城市管理局签收" in city
    office = log_in("clerk").get(f"/cases/{number}/history").text
    assert "区教育局签收" in office


@pytest.mark.parametrize(
    ("who", "number", "status"),
    [
        ("congress_office", "008", 200),
        ("congress_office", "P2", 404),
        ("cppcc_office", "P2", 200),
        ("cppcc_office", "008", 404),
        ("district_leader", "008", 200),
        ("district_leader", "P2", 404),
        ("district_leader", "004", 404),
        ("finance_handler", "007", 200),
        ("finance_handler", "008", 404),
        ("city_handler", "020", 200),
        ("co_deputy", "008", 302),
    ],
)
def test_each_opens_only_the_cases_that_are_hers(log_in, who, number, status):
    assert log_in(who).get(f"/cases/{case_id(number)}").status_code == status


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("congress_office", {"代表建议"}),
        ("cppcc_office", {"政协提案"}),
        ("clerk", {"代表建议", "政协提案"}),
    ],
)
def test_an_office_lists_only_its_kind(app, town, log_in, who, seen):
    page = log_in(who).get("/ledger").text
    kinds = {"代表建议": "建议", "政协提案": "提案"}
    assert {
        kind for kind, word in kinds.items() if re.search(rf">{word} [闭平]?[0-9P]", page)
    } == seen
    followed = log_in(who).get("/supervision/").text
    assert {kind for kind, word in kinds.items() if f">{word} " in followed} <= seen


def test_of_a_units_handlers_the_named_one_alone_sees_the_telephone(district):
    with transaction():
        district.logins["mate"] = factories.make_account(Role.UH, unit_id=district.ids["education"])
    number = scenes.register(district)
    (row,) = scenes.assign_to(district, number, ("education", "independent"))
    case = the(Case, number)

    def shown() -> set[str]:
        return {
            who
            for who in ("handler", "mate", "head", "clerk")
            if sheet_for(case, district.person(who)).may_show_phone
        }

    assert shown() == {"handler", "mate", "head", "clerk"}  # nobody is named yet
    scenes.sign(district, row)
    assert shown() == {"handler", "head", "clerk"}


def test_an_opinion_that_was_sent_runs_against_no_limit_any_more(town):
    case = the(Case, case_id("018"))
    with clock.moved_to(clock.at(date(2026, 12, 1))):
        lines = section(case, town.person("clerk")).lines
    assert [(line.role, line.done) for line in lines] == [("主办", False), ("会办", True)]
