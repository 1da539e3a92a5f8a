"""What a unit reads of the history: its own part, and what concerns everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests import scenes
from tests.desk.town import (
    FRIDAY,
    MONDAY,
    SPLIT,
    THURSDAY,
    TODAY,
    TUESDAY,
    WEDNESDAY,
    case_id,
)
from tests.reports.walk import Walk
from tracker.assign import opinions, returns
from tracker.cases import actions as cases
from tracker.desk.history import history_of
from tracker.kernel import clock
from tracker.reply import actions as letters
from tracker.supervise import actions as supervise
from tracker.supervise import following
from tracker.terms import FollowUpKind
from tracker.units.models import Unit

HELPED = (("education", "host"), ("finance", "assisting"))
URGE = supervise.Record(FollowUpKind.URGE, FRIDAY, "请加快。")
VISIT = supervise.Record(FollowUpKind.VISIT, FRIDAY, "代表说还没有人来过。")


def sentences(walk: Walk, who: str) -> str:
    with clock.moved_to(clock.at(date(2026, 6, 16), 9)):
        return "\n".join(line[2] for line in history_of(walk.case, walk.district.person(who)))


@pytest.fixture
def helped(district) -> Walk:
    """A host whose leader sent the draft back, and whose helper has to write its opinion anew."""
    walk = Walk(district).assign("201", *HELPED, on=MONDAY)
    walk.sign(TUESDAY, "education", "finance").opinion(WEDNESDAY).talk(WEDNESDAY)
    with district.act("handler", WEDNESDAY, 16):
        opinions.send_back(walk.row("finance"), "请写明金额。")
    walk.opinion(THURSDAY, accept=True).draft(THURSDAY, step="submitted")
    with district.act("head", THURSDAY, 17):
        letters.send_back(walk.letter(), "语气生硬。")
    with district.act("clerk", FRIDAY):
        visit = supervise.record(walk.case, VISIT)
        supervise.record_result(visit, "代表不满。", FRIDAY)
        supervise.record(walk.case, replace(VISIT, assignment=walk.row()))
        supervise.record(walk.case, replace(URGE, assignment=walk.row("finance")))
    return walk


def test_the_office_reads_everything(helped):
    found = sentences(helped, "clerk")
    for told in ("语气生硬", "请写明金额", "还没有人来过", "回访结果：代表不满", "请加快"):
        assert told in found


def test_the_host_reads_drafts_and_opinions_but_no_visit_and_no_urging_of_others(helped):
    found = sentences(helped, "handler")
    assert "语气生硬" in found
    assert "请写明金额" in found
    for hidden in ("还没有人来过", "代表不满", "请加快"):
        assert hidden not in found


def test_an_assisting_unit_reads_its_own_part_and_what_the_deputy_may_read(helped):
    found = sentences(helped, "finance_handler")
    for told in ("请写明金额", "请加快", "区财政局签收", "交办："):
        assert told in found
    for hidden in ("语气生硬", "还没有人来过", "代表不满", "区教育局签收"):
        assert hidden not in found


def test_why_a_case_was_followed_and_why_no_longer_is_the_offices_affair(helped, app):
    with helped.district.act("clerk", FRIDAY):
        following.follow(helped.case, "单位多年推诿。")
        following.end(helped.case, "局长已当面保证。", FRIDAY)
    reasons = ("单位多年推诿", "局长已当面保证")
    with clock.moved_to(clock.at(TODAY)):
        for who in ("handler", "head", "finance_handler"):
            client = scenes.client_of(app, helped.district, who)
            pages = [client.get(f"/cases/{helped.case_id}{path}") for path in ("", "/history")]
            assert not [said for said in reasons for page in pages if said in page.text], who
        office = scenes.client_of(app, helped.district, "congress_office")
        page = office.get(f"/cases/{helped.case_id}").text
    assert [said for said in reasons if said in page] == list(reasons)
    assert "局长已当面保证" in sentences(helped, "clerk")


def test_a_separate_unit_reads_nothing_of_anothers_draft_until_the_letter_is_issued(district):
    walk = Walk(district).assign("202", *SPLIT, on=MONDAY)
    walk.sign(TUESDAY, "education", "city").talk(WEDNESDAY).draft(THURSDAY, step="submitted")
    with district.act("head", THURSDAY, 17):
        letters.send_back(walk.letter(), "语气生硬。")
    found = sentences(walk, "city_handler")
    assert "语气生硬" not in found
    assert "区教育局签收" in found
    with district.act("handler", FRIDAY):
        letters.submit_for_signing(walk.letter())
    with district.act("head", FRIDAY):
        letters.sign_in_unit(walk.letter())
    assert "云教函〔2026〕2号" not in sentences(walk, "city_handler")


def test_a_unit_that_handed_the_case_over_reads_its_own_part_only(district):
    walk = Walk(district).assign("203", on=MONDAY).ask_return(TUESDAY)
    with district.act("leader", WEDNESDAY, 15):
        city = district.row(Unit, "city")
        returns.decide(walk.row(), returns.Decision(True, "按职责确定。", city, WEDNESDAY))
    with district.act("clerk", WEDNESDAY, 17):
        supervise.record(walk.case, replace(VISIT, done_on=WEDNESDAY))
    found = sentences(walk, "handler")
    assert "申请退办" in found
    assert "还没有人来过" not in found


def test_the_whole_history_is_not_an_assisting_units_page(log_in, town):
    address = f"/cases/{case_id('007')}/history"
    assert log_in("finance_handler").get(address).status_code == 403
    assert log_in("handler").get(address).status_code == 200
    page = log_in("finance_handler").get(f"/cases/{case_id('007')}").text
    assert "交办：" in page
    assert address not in page


def test_the_line_of_a_case_at_work_names_who_has_signed_and_nobody_else(district):
    walk = Walk(district).assign("204", *HELPED, on=MONDAY).sign(TUESDAY)
    assert "\n区教育局已签收，进入办理。\n" in f"\n{sentences(walk, 'clerk')}\n"
    walk = Walk(district).assign("205", *SPLIT, on=MONDAY).sign(TUESDAY, "education")
    assert "进入办理" not in sentences(walk, "clerk")
    walk.sign(WEDNESDAY, "city")
    assert "区教育局、区城市管理局已签收，进入办理。" in sentences(walk, "clerk")


def test_a_delivery_names_its_recipient_and_not_to_the_unit_where_the_name_is_confidential(
    district,
):
    walk = Walk(district).assign("206", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.answer(THURSDAY, "云教函(2026)第206号").deliver(FRIDAY)
    assert "答复函送达刘桂兰（当面送达）。" in sentences(walk, "handler")
    with district.act("leader", FRIDAY):
        cases.mark(walk.case, key_item=False, confidential=True)
    assert "答复函送达提出者（当面送达）。" in sentences(walk, "handler")
    assert "刘桂兰" not in sentences(walk, "handler")
    assert "答复函送达刘桂兰（当面送达）。" in sentences(walk, "clerk")
