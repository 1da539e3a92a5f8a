"""The box of a case page: a line for each open duty, in order, with its day, rule and acts."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.desk.pages import CasePage
from tests.desk.town import (
    FRIDAY,
    LONG_AGO,
    MONDAY,
    THURSDAY,
    TODAY,
    TUESDAY,
    WEDNESDAY,
    case_id,
)
from tests.reports.walk import PROMISED, Walk
from tracker.desk.case_page import offers_of
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.files import keep_bytes
from tracker.rating import actions as rating
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts
from tracker.supervise import actions as supervise
from tracker.supervise import following
from tracker.terms import DeliveryWay, Dimension, FollowUpKind, Satisfaction

HELPED = (("education", "host"), ("finance", "assisting"))
PROMISE = "建成两所公办幼儿园，增加学位540个"
LINES = [
    ("001", "clerk", ["轮到您拟定承办单位，1月23日前"]),
    ("003", "leader", ["轮到您批准交办，1月23日前"]),
    ("003", "clerk", ["等政府办领导批准交办，1月23日前"]),
    ("004", "handler", ["轮到您签收，6月17日前", "您签收后印发答复，9月15日前"]),
    ("004", "clerk", ["等区教育局签收，6月17日前", "区教育局签收后印发答复，9月15日前"]),
    (
        "005",
        "clerk",
        ["轮到您代区邮政管理局签收，6月17日前", "区邮政管理局签收后印发答复，9月15日前"],
    ),
    (
        "006",
        "clerk",
        ["轮到您代录区邮政管理局的首次沟通，7月3日前", "轮到您代录区邮政管理局的答复，9月11日前"],
    ),
    (
        "007",
        "handler",
        [
            "轮到您与提出者首次沟通，4月9日前",
            "等区财政局送会办意见，4月20日前",
            "轮到您拟写答复，6月18日前",
        ],
    ),
    ("008", "district_leader", ["等区教育局印发答复，6月10日前"]),
    ("009", "head", ["轮到您签发答复稿，9月8日前"]),
    ("009", "handler", ["等区教育局负责人签发答复稿，9月8日前"]),
    ("010", "head", ["轮到您编号印发答复，9月8日前"]),
    ("011", "clerk", ["等刘桂兰评价区教育局的答复，7月3日前"]),
    ("012", "clerk", ["轮到您办结，6月22日前"]),
    ("013", "clerk", ["轮到您研究是否重新办理（对区教育局的答复不满意），6月22日前"]),
    ("013", "handler", ["等政府办研究是否重新办理（对区教育局的答复不满意），6月22日前"]),
    (
        "014",
        "clerk",
        [
            "轮到您审定区教育局的退办申请，6月22日前",
            "区教育局印发答复（申请退办期间照算期限），9月11日前",
        ],
    ),
    (
        "015",
        "head",
        ["轮到您确认退办申请，6月22日前", "您印发答复（申请退办期间照算期限），9月11日前"],
    ),
    ("016", "leader", ["轮到您核对代录的评价，6月17日前"]),
    ("016", "congress_office", ["轮到您核对代录的评价，6月17日前"]),
    ("016", "clerk", ["等核对人核对代录的评价，6月17日前"]),
    ("017", "clerk", [f"等区教育局兑现承诺：{PROMISE}，12月31日前"]),
    ("017", "handler", [f"轮到您兑现承诺：{PROMISE}，12月31日前"]),
    ("019", "clerk", ["轮到您办结，6月22日前", f"轮到您核实区教育局的承诺：{PROMISE}，6月22日前"]),
    ("021", "clerk", ["轮到您审核区教育局的答复稿，9月8日前"]),
    ("022", "clerk", []),
    ("023", "clerk", ["等区教育局登记答复的送达，6月16日前"]),
    ("023", "handler", ["轮到您登记答复的送达，6月16日前"]),
]


@pytest.fixture
def page(log_in):
    """A function that shows the page of a case to somebody."""
    return lambda number, who: CasePage(
        log_in(who), f"/cases/{case_id(number) if isinstance(number, str) else number}"
    )


@pytest.fixture
def offline_promise(town):
    """A paper letter of a unit without log-in, rated and closed, that promised something."""
    walk = Walk(town).assign("701", ("post", "independent"), on=MONDAY).sign(TUESDAY, "post")
    with town.act("clerk", THURSDAY):
        number, scan = IssueFacts("云邮函〔2026〕7号", THURSDAY, "陈志远"), _scan("答复函.pdf")
        issuing.enter_issued_on_behalf(walk.row("post"), PROMISED, number, scan)
    with town.act("clerk", THURSDAY, 15):
        letter = walk.letter("post")
        issuing.record_delivery(letter, walk.case.lead, DeliveryWay.IN_PERSON, THURSDAY)
    return walk.rate(FRIDAY, Satisfaction.SATISFIED, "post").close(FRIDAY)


def _scan(name: str):
    """A file that came on paper."""
    return keep_bytes(scenes.SCAN, name, None)


@pytest.mark.parametrize(("number", "who", "sentences"), LINES)
def test_each_open_duty_has_a_line_that_says_whose_turn_it_is(page, number, who, sentences):
    assert page(number, who).sentences == sentences


@pytest.mark.parametrize(
    ("number", "who", "main"),
    [
        ("001", "clerk", "拟定承办单位"),
        ("002", "clerk", "报领导审批"),
        ("003", "leader", "批准交办"),
        ("003", "clerk", ""),
        ("004", "handler", "签收"),
        ("004", "clerk", "催办区教育局"),
        ("005", "clerk", "代签收"),
        ("007", "handler", "登记沟通面商"),
        ("007", "finance_handler", "送会办意见"),
        ("009", "head", "签发答复稿"),
        ("010", "head", "编号印发"),
        ("011", "clerk", ""),
        ("012", "clerk", "办结"),
        ("013", "clerk", "重新办理"),
        ("013", "handler", ""),
        ("014", "clerk", "审定退办申请"),
        ("015", "head", "确认退办申请"),
        ("017", "handler", "报承诺进展"),
        ("023", "handler", "登记送达"),
    ],
)
def test_the_act_that_is_ones_own_is_the_one_main_button(page, number, who, main):
    shown = page(number, who)
    assert [line.main for line in shown.box if line.main] == ([main] if main else [])
    assert len(shown.document.xpath('//main//*[contains(@class, "btn-main")]')) == bool(main)


def test_a_late_reply_stands_before_the_assisting_opinion_that_is_later_still(town, page):
    walk = Walk(town).assign("702", *HELPED, on=LONG_AGO)
    walk.sign(LONG_AGO, "education", "finance").talk(date(2026, 3, 16))
    lines = page(walk.case_id, "clerk").box
    assert [(line.light, line.sentence) for line in lines] == [
        ("逾期 6 天", "等区教育局印发答复，6月10日前"),
        ("逾期 67 天", "等区财政局送会办意见，4月10日前"),
    ]
    assert [line.main for line in lines] == ["催办区教育局", ""]


def test_after_issue_the_delivery_stands_first_with_its_button_and_the_promise_below(town, page):
    walk = Walk(town).assign("703", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.answer(THURSDAY, "云教函〔2026〕703号", facts=PROMISED)
    lines = page(walk.case_id, "handler").box
    assert [(line.sentence, line.main) for line in lines] == [
        ("轮到您登记答复的送达，6月16日前", "登记送达"),
        (f"轮到您兑现承诺：{PROMISE}，12月31日前", ""),
    ]


def test_the_promise_of_a_unit_without_log_in_is_the_offices_turn(offline_promise, page):
    (line,) = page(offline_promise.case_id, "clerk").box
    assert line.sentence == f"轮到您代录区邮政管理局的承诺进展：{PROMISE}，12月31日前"
    assert (line.buttons, line.main) == (("代录承诺进展",), "代录承诺进展")
    (line,) = page(offline_promise.case_id, "congress_office").box
    assert line.sentence == f"等政府办代录区邮政管理局的承诺进展：{PROMISE}，12月31日前"


def test_the_rating_of_a_proposer_who_logs_in_is_not_pressed_on_the_clerk(page):
    shown = page("011", "clerk")
    assert [line.buttons for line in shown.box] == [()]
    assert "代录评价" in shown.more


def test_a_day_says_by_which_rule_and_how_it_was_counted(page):
    shown = page("008", "handler")
    assert (shown.box[0].light, shown.box[0].why) == ("逾期 6 天", "3月10日交办起 3 个月")
    how = shown.document.xpath('//details[@class="how"]')[0].text_content()
    assert "代表法" in how
    assert "政府办自定" not in how


def test_a_limit_that_the_office_set_for_itself_is_called_so(page):
    shown = page("012", "clerk")
    assert shown.box[0].why == "6月12日具备办结条件起 5 个工作日，政府办自定"
    how = shown.document.xpath('//details[@class="how"]')[0].text_content()
    assert "这一期限由政府办自定，法律法规没有规定" in how


def test_the_office_urges_a_late_unit_with_unit_and_wording_filled_in(log_in, town, page):
    shown = page("008", "clerk")
    assert shown.box[0].why == "3月10日交办起 3 个月；没有催过"
    (address,) = shown.box[0].links
    assert address.startswith("/urging/?duty=")
    form = CasePage(log_in("clerk"), address).document
    (wording,) = form.xpath('//textarea[starts-with(@name, "say-")]')
    assert wording.text_content().strip() == "答复未印发，期限 2026-06-10，已逾期 6 天。"
    assert "云岭区教育局" in form.xpath("string(//fieldset/legend)")
    with town.act("clerk", TODAY):
        assignment = Walk(town, case_id("008")).learn().row()
        facts = supervise.Record(FollowUpKind.URGE, TODAY, "请抓紧", "", assignment)
        supervise.record(assignment.case, facts)
    assert page("008", "clerk").box[0].why == "3月10日交办起 3 个月；催过 1 次，最近 6月16日"


def test_a_form_of_the_record_fills_in_nothing_that_it_does_not_know(log_in, town):
    address = f"/supervision/cases/{case_id('008')}/record"
    client = log_in("clerk")
    form = CasePage(client, f"{address}?kind=order&assignment_id=99999999999&requirement=").document
    assert form.xpath('//input[@name="kind" and @checked]') == []
    assert form.xpath('//select[@name="assignment_id"]/option[@selected]/@value') == ["0"]


def test_nobody_but_the_office_is_offered_to_urge(page):
    assert page("008", "congress_office").box[0].buttons == ()
    assert page("007", "handler").box[1].buttons == ()


def test_a_duty_that_rests_says_until_when_and_stands_last(town, page):
    with town.act("clerk", TODAY):
        following.pause(Walk(town, case_id("017")).case, date(2026, 9, 1), "等待施工。")
    (line,) = page("017", "clerk").box
    assert (line.light, line.buttons) == ("暂停至 9月1日", ())


def test_a_visit_that_is_due_is_recorded_as_one(app, town):
    with clock.moved_to(clock.at(date(2026, 7, 10), 9)):
        client = scenes.client_of(app, town, "clerk")
        first = CasePage(client, f"/cases/{case_id('017')}").box[0]
        assert (first.sentence, first.main) == ("轮到您作第1次回访，7月11日前", "登记回访")
        form = CasePage(client, first.links[0]).document
        assert form.xpath('//input[@name="kind" and @checked]/@value') == ["visit"]


def test_other_units_read_neither_ratings_nor_promises_nor_visits(town, page):
    assert page("020", "clerk").sentences[0].startswith("轮到您研究是否重新办理")
    assert page("020", "city_handler").sentences == [
        "轮到您与提出者首次沟通，6月30日前",
        "轮到您拟写答复，9月8日前",
    ]
    walk = Walk(town).assign("704", *HELPED, on=MONDAY).sign(TUESDAY, "education", "finance")
    walk.talk(WEDNESDAY).opinion(WEDNESDAY, accept=True)
    walk.answer(THURSDAY, "云教函〔2026〕704号", facts=PROMISED).deliver(THURSDAY)
    walk.rate(FRIDAY, Satisfaction.SATISFIED).close(FRIDAY)
    assert page(walk.case_id, "finance_handler").sentences == []
    assert "承诺事项" not in page(walk.case_id, "finance_handler").records


def test_whoever_entered_a_form_is_not_the_second_person(town, page):
    walk = Walk(town).assign("501", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.answer(THURSDAY, "云教函〔2026〕51号").deliver(THURSDAY)
    with town.act("congress_office", FRIDAY):
        form = rating.Form({Dimension.OVERALL: Satisfaction.SATISFIED}, "", FRIDAY)
        rating.enter_on_behalf(walk.letter(), form, _scan("评价表.pdf"))
    who = {"congress_office": "等核对人", "leader": "轮到您"}
    for name, turn in who.items():
        (sentence,) = page(walk.case_id, name).sentences
        assert sentence == f"{turn}核对代录的评价，6月17日前"


@pytest.mark.parametrize("who", ["clerk", "leader", "handler", "head", "congress_office"])
def test_every_act_on_offer_is_on_the_page_in_the_box_or_behind_more(app, town, page, who):
    with app.test_request_context():
        for number in ("004", "007", "009", "011", "013", "016", "017", "018", "019", "023"):
            row = Walk(town, case_id(number)).case
            wanted = [
                app.url_for(offer.endpoint, **offer.args)
                for offer in offers_of(row, town.person(who))
            ]
            document = page(number, who).document
            there = [*document.xpath("//main//a/@href"), *document.xpath("//main//form/@action")]
            bare = {address.partition("?")[0] for address in there}
            assert set(wanted) - bare == set(), (number, who)
            db.session.remove()


@pytest.mark.parametrize("who", ["district_leader", "congress_office"])
def test_who_only_looks_on_is_offered_nothing(page, who):
    document = page("008", who).document
    assert document.xpath('//main//form[@method="post"]') == []
    assert document.xpath('//main//ul[@class="owed"]//a') == []
