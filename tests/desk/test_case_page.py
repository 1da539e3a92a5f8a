"""The page of one case: whose turn it is, what may be done next, and all that is known."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests import factories, scenes
from tests.desk.town import FRIDAY, MONDAY, THURSDAY, TODAY, TUESDAY, WEDNESDAY, case_id
from tests.reports.pages import table
from tests.reports.walk import Walk
from tracker.assign.sheet import section
from tracker.audit.models import AuditEntry
from tracker.cases.models import Case
from tracker.desk.case_page import sheet_for, steps_of
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.files import keep_bytes
from tracker.rating import actions as rating
from tracker.roles import Role
from tracker.supervise import actions as supervise
from tracker.terms import Dimension, FollowUpKind, Satisfaction

TURNS = [
    ("001", "clerk", "轮到您：拟定承办单位"),
    ("002", "clerk", "轮到您：交办（拟：区教育局）"),
    ("003", "leader", "轮到您：批准交办（拟：区教育局）"),
    ("003", "clerk", "等政府办领导：批准交办（拟：区教育局）"),
    ("004", "handler", "轮到您：签收"),
    ("004", "clerk", "等区教育局：签收"),
    ("005", "clerk", "轮到您：代区邮政管理局签收"),
    ("006", "clerk", "轮到您：代录区邮政管理局的答复"),
    ("007", "handler", "轮到您：沟通面商并拟写答复"),
    ("007", "finance_handler", "轮到您：送会办意见"),
    ("008", "district_leader", "等区教育局：沟通面商并拟写答复"),
    ("009", "head", "轮到您：单位领导签发答复稿"),
    ("009", "handler", "等区教育局：单位领导签发答复稿"),
    ("010", "head", "轮到您：编号、用印、印发答复"),
    ("011", "clerk", "等刘桂兰：评价答复"),
    ("012", "clerk", "轮到您：办结"),
    ("013", "clerk", "轮到您：研究是否重新办理（区教育局的答复不满意）"),
    ("013", "handler", "等政府办：研究是否重新办理（区教育局的答复不满意）"),
    ("014", "clerk", "轮到您：决定区教育局的退办申请"),
    ("015", "head", "轮到您：领导确认退办申请"),
    ("015", "clerk", "等区教育局：领导确认退办申请"),
    ("016", "leader", "轮到您：确认代录的评价"),
    ("016", "congress_office", "轮到您：确认代录的评价"),
    ("016", "clerk", "等第二人：确认代录的评价"),
    ("017", "clerk", "等区教育局：落实承诺：建成两所公办幼儿园，增加学位540个"),
    ("017", "handler", "轮到您：落实承诺：建成两所公办幼儿园，增加学位540个"),
    ("019", "clerk", "轮到您：核实区教育局的承诺：建成两所公办幼儿园，增加学位540个"),
    ("023", "clerk", "等区教育局：登记送达"),
    ("023", "handler", "轮到您：登记送达"),
    ("020", "city_handler", "轮到您：沟通面商并拟写答复"),
    ("021", "clerk", "轮到您：审核答复稿（区教育局）"),
    ("022", "clerk", "本件撤回：没有待办事项"),
]


@pytest.mark.parametrize(("number", "who", "sentence"), TURNS)
def test_the_page_says_whose_turn_it_is(log_in, number, who, sentence):
    page = log_in(who).get(f"/cases/{case_id(number)}").text
    assert re.findall(r'<section class="turn[^"]*" aria-label="([^"]*)"', page) == [sentence]


def test_what_else_waits_stands_below_with_its_day(log_in):
    page = log_in("clerk").get(f"/cases/{case_id('007')}").text
    assert 'aria-label="等区财政局：送会办意见"' in page
    assert "另：等区教育局沟通面商并拟写答复（2026-06-18 前）" in page


def test_a_limit_says_how_it_was_counted(log_in):
    page = log_in("handler").get(f"/cases/{case_id('007')}").text
    assert "6月18日前（剩 2 天）" in page
    assert "怎么算的" in page
    assert "代表法" in page
    assert "6月10日到期（逾期 6 天）" in log_in("handler").get(f"/cases/{case_id('008')}").text


@pytest.mark.parametrize("who", ["district_leader", "congress_office"])
def test_who_only_looks_on_is_offered_nothing(log_in, who):
    page = log_in(who).get(f"/cases/{case_id('008')}").text
    main = page[page.index('id="main"') :]
    assert re.findall(r'<form method="post"', main) == []
    assert re.findall(r'<a class="btn[^"]*" href="([^"]*)"', main) == []


@pytest.mark.parametrize(
    ("number", "who", "label"),
    [
        ("001", "clerk", "拟定承办单位"),
        ("004", "handler", "签收"),
        ("013", "clerk", "重新办理"),
        ("012", "clerk", "办结"),
        ("014", "clerk", "审定退办申请"),
        ("008", "clerk", "登记催办、督办、回访"),
    ],
)
def test_the_next_act_is_on_offer_and_opens(log_in, number, who, label):
    client = log_in(who)
    page = client.get(f"/cases/{case_id(number)}").text
    main = page[page.index('id="main"') :]
    found = re.findall(r'<a class="btn[^"]*" href="([^"]*)"[^>]*>([^<]*)</a>', main)
    (address,) = [path for path, name in found if label in name]
    assert client.get(address).status_code == 200


def test_contacts_letters_ratings_and_history_are_all_there(log_in, town):
    address = f"/cases/{case_id('013')}"
    client = log_in("clerk")
    assert [row[:4] for row in table(client, address, "沟通面商记录")] == [
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
        case = db.session.get_one(Case, case_id("017"))
        facts = supervise.Record(FollowUpKind.VISIT, TODAY, "了解建设进度", "代表表示认可")
        supervise.record(case, facts)
    address = f"/cases/{case_id('017')}"
    client = log_in("clerk")
    assert [row[:4] for row in table(client, address, "承诺事项")] == [
        ["建成两所公办幼儿园，增加学位540个", "区教育局", "2026-12-31", "跟踪中"]
    ]
    assert table(client, address, "催办、督办、回访") == [
        ["回访", "2026-06-16", "了解建设进度", "2026-06-16 代表表示认可"]
    ]
    assert table(log_in("handler"), address, "催办、督办、回访") == []


STEPS = {
    "001": "登记",
    "004": "登记 交办",
    "007": "登记 交办 签收",
    "008": "登记 交办 签收 沟通面商",
    "011": "登记 交办 签收 沟通面商 答复",
    "012": "登记 交办 签收 沟通面商 答复 评价",
    "017": "登记 交办 签收 沟通面商 答复 评价 办结",
}


@pytest.mark.parametrize(("number", "done"), STEPS.items())
def test_the_bar_shows_how_far_a_case_is(app, town, number, done):
    found = steps_of(db.session.get_one(Case, case_id(number)))
    assert " ".join(label for label, _, mark in found if mark == "done") == done
    assert [label for label, _, mark in found][-1] == "办结"


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
    kinds = {"代表建议": "建议第", "政协提案": "提案第"}
    assert {kind for kind, word in kinds.items() if f'nw">{word}' in page} == seen
    numbers = {row[1] for row in table(scenes.client_of(app, town, who), "/supervision/", "跟踪中")}
    assert all(word == "建议" for word in {number[:2] for number in numbers})


def test_of_a_units_handlers_the_named_one_alone_sees_the_telephone(district):
    with transaction():
        district.logins["mate"] = factories.make_account(Role.UH, unit_id=district.ids["education"])
    number = scenes.register(district)
    (row,) = scenes.assign_to(district, number, ("education", "independent"))
    case = db.session.get_one(Case, number)

    def shown() -> set[str]:
        return {
            who
            for who in ("handler", "mate", "head", "clerk")
            if sheet_for(case, district.person(who)).may_show_phone
        }

    assert shown() == {"handler", "mate", "head", "clerk"}  # nobody is named yet
    scenes.sign(district, row)
    assert shown() == {"handler", "head", "clerk"}


def test_whoever_entered_a_form_is_not_the_second_person(log_in, town):
    walk = Walk(town).assign("501", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.answer(THURSDAY, "云教函〔2026〕51号").deliver(THURSDAY)
    with town.act("congress_office", FRIDAY):
        form = rating.Form({Dimension.OVERALL: Satisfaction.SATISFIED}, "", FRIDAY)
        scan = keep_bytes(scenes.SCAN, "评价表.pdf", None)
        rating.enter_on_behalf(walk.letter(), form, scan)
    for who, turn in (("congress_office", "等第二人"), ("leader", "轮到您")):
        page = log_in(who).get(f"/cases/{walk.case_id}").text
        assert f'aria-label="{turn}：确认代录的评价"' in page


def test_an_opinion_that_was_sent_runs_against_no_limit_any_more(town):
    case = db.session.get_one(Case, case_id("018"))
    with clock.moved_to(clock.at(date(2026, 12, 1))):
        lines = section(case, town.person("clerk")).lines
    assert [(line.role, line.done) for line in lines] == [("主办", False), ("会办", True)]
