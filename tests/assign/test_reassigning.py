"""The office gives a unit's part to another one on its own motion (改办)."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tests.desk.rows import kinds_of, lines_for
from tests.desk.town import MONDAY, THURSDAY, TUESDAY, WEDNESDAY
from tests.reports.walk import Walk
from tests.rows import the
from tracker.assign import queries, reassigning, returns
from tracker.cases import queries as cases
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import Notice
from tracker.terms import DeadlineKind
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

WHY = "交办时看错了职责。"


def live(walk: Walk) -> list[tuple[str, str, str]]:
    return [(row.unit_name, str(row.role), str(row.state)) for row in queries.live(walk.case_id)]


def reassign(walk: Walk, to: str, unit: str = "education", who: str = "clerk", on=THURSDAY) -> None:
    with walk.district.act(who, THURSDAY):
        reassigning.reassign(walk.row(unit), walk.district.row(Unit, to), WHY, on)


def test_the_new_unit_gets_fresh_limits_and_the_case_keeps_its_reply_date(district):
    walk = Walk(district).assign("401", on=MONDAY).sign(TUESDAY)
    before = scenes.limit_of(walk.case_id)
    reassign(walk, "city")
    assert live(walk) == [("区城市管理局", "independent", "assigned")]
    (fresh,) = queries.live(walk.case_id)
    # two working days from Thursday 11 June 2026
    assert fresh.deadline(DeadlineKind.SIGN).due_on == date(2026, 6, 15)
    assert (scenes.limit_of(walk.case_id), str(walk.case.state)) == (before, "assigned")
    old = walk.row()
    assert (str(old.state), old.ended_on) == ("ended", THURSDAY)
    assert cases.former_until(walk.case, district.person("handler")) == THURSDAY


def test_both_units_are_told_and_the_history_says_why(district):
    walk = Walk(district).assign("402", on=MONDAY).sign(TUESDAY)
    reassign(walk, "city")
    entry = db.session.query(HistoryEntry).filter_by(act="assignment.reassigned").one()
    assert entry.sentence == f"区教育局的承办改由云岭区城市管理局办理：{WHY}"
    told = {
        (row.account_id, row.sentence.split("：")[-1])
        for row in db.session.query(Notice).filter_by(case_id=walk.case_id)
    }
    handler, other = (district.person(who).account_id for who in ("handler", "city_handler"))
    assert (handler, f"{WHY}你单位不再承办。") in told
    assert any(account == other for account, _ in told)


def test_proposers_body_and_assisting_units_are_told_who_has_it_now(district):
    shares = (("education", "host"), ("finance", "assisting"))
    walk = Walk(district).assign("412", *shares, on=MONDAY).sign(TUESDAY, "education")
    reassign(walk, "city")
    sentence = "原由区教育局主办，现改由区城市管理局主办。"
    for who in ("deputy", "co_deputy", "congress_office", "finance_handler", "finance_head"):
        assert sentence in told_to(walk, who), who
    assert WHY in told_to(walk, "congress_office")
    assert WHY not in told_to(walk, "deputy")
    assert "现改由" not in told_to(walk, "cppcc_office")


def test_who_is_on_the_case_is_told_of_a_return_that_is_granted(district):
    shares = (("education", "host"), ("finance", "assisting"))
    walk = Walk(district).assign("413", *shares, on=MONDAY)
    with district.act("finance_head", TUESDAY):
        returns.request(walk.row("finance"), "不涉及资金。", district.row(Unit, "city"), TUESDAY)
    with district.act("leader", WEDNESDAY):
        returns.decide(walk.row("finance"), returns.Decision(True, "确不涉及。"))
    for who in ("deputy", "congress_office", "handler"):
        assert "区财政局不再会办。" in told_to(walk, who), who
    walk.ask_return(WEDNESDAY)
    with district.act("leader", WEDNESDAY, 16):
        city = district.row(Unit, "city")
        returns.decide(walk.row(), returns.Decision(True, "职责已划转。", city))
    for who in ("deputy", "co_deputy", "congress_office"):
        assert "原由区教育局主办，现改由区城市管理局主办。" in told_to(walk, who), who


def told_to(walk: Walk, name: str) -> str:
    person = walk.district.person(name).account_id
    rows = db.session.query(Notice).filter_by(account_id=person).all()
    return "".join(row.sentence for row in rows)


def test_a_letter_that_was_begun_waits_for_nobody_any_more(district):
    walk = Walk(district).assign("403", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.draft(WEDNESDAY, step="submitted")
    reassign(walk, "city")
    for who in ("handler", "head"):
        with clock.moved_to(clock.at(THURSDAY, 15)):
            assert lines_for(district.person(who), THURSDAY) == []


def test_the_assisting_unit_takes_the_answer_over(district):
    shares = (("education", "host"), ("finance", "assisting"))
    walk = Walk(district).assign("404", *shares, on=MONDAY).sign(TUESDAY, "education", "finance")
    reassign(walk, "finance")
    assert live(walk) == [("区财政局", "host", "assigned")]


@pytest.mark.parametrize("waiting", ["opinion", "return"])
def test_what_the_assisting_part_waited_for_falls_away(district, waiting):
    shares = (("education", "host"), ("finance", "assisting"))
    walk = Walk(district).assign("411", *shares, on=MONDAY).sign(TUESDAY, "education", "finance")
    if waiting == "opinion":
        walk.opinion(WEDNESDAY)
    else:
        with district.act("finance_head", WEDNESDAY):
            city = district.row(Unit, "city")
            returns.request(walk.row("finance"), "不属职责。", city, WEDNESDAY)
    with clock.moved_to(clock.at(WEDNESDAY, 20)):
        who = "clerk" if waiting == "return" else "handler"
        before = kinds_of(district.person(who), WEDNESDAY)
    assert before & {"待审定退办", "待用会办意见"}
    reassign(walk, "finance")
    assert all(row.state != "confirmed" for row in queries.returns(walk.case_id))
    for who in ("clerk", "leader", "handler", "finance_handler", "finance_head"):
        with clock.moved_to(clock.at(THURSDAY, 20)):
            found = {line.duty.kind.label for line in lines_for(district.person(who), THURSDAY)}
        assert not found & {"待审定退办", "待用会办意见"}


@pytest.mark.parametrize(
    ("to", "unit", "sentence"),
    [
        ("education", "education", "不能是原单位"),
        ("city", "education", "已在本件中承办"),
    ],
)
def test_a_unit_that_cannot_take_it_is_refused(district, to, unit, sentence):
    shares = (("education", "separate", "校内"), ("city", "separate", "校外"))
    walk = Walk(district).assign("405", *shares, on=MONDAY)
    with pytest.raises(Invalid, match=sentence):
        reassign(walk, to, unit)


def test_an_assisting_unit_is_not_replaced_by_the_host(district):
    shares = (("education", "host"), ("finance", "assisting"))
    walk = Walk(district).assign("406", *shares, on=MONDAY)
    with pytest.raises(Invalid, match="已在本件中承办"):
        reassign(walk, "education", "finance")


@pytest.mark.parametrize("who", ["handler", "head", "city_handler", "congress_office", "deputy"])
def test_only_the_office_reassigns(district, who):
    walk = Walk(district).assign("407", on=MONDAY)
    with pytest.raises(Refused, match="现在不能改办"):
        reassign(walk, "city", who=who)


def test_nothing_is_reassigned_once_the_letter_is_issued(district):
    walk = Walk(district).assign("408", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    walk.answer(WEDNESDAY, "云教函〔2026〕8号")
    with pytest.raises(Refused, match="现在不能改办"):
        reassign(walk, "city")


def test_the_day_lies_between_assignment_and_today(district):
    walk = Walk(district).assign("409", on=TUESDAY)
    with pytest.raises(Invalid, match="不能早于交办日期"):
        reassign(walk, "city", on=MONDAY)
    with pytest.raises(Invalid, match="不能晚于今天"):
        reassign(walk, "city", on=date(2026, 6, 12))


def test_the_page_does_it_and_says_what_becomes_of_the_old_unit(app, district):
    walk = Walk(district).assign("410", on=MONDAY)
    with clock.moved_to(clock.at(WEDNESDAY, 10)):
        clerk = scenes.client_of(app, district, "clerk")
        url = f"/cases/{walk.case_id}/assignments/{walk.rows['education']}/reassign"
        assert url in clerk.get(f"/cases/{walk.case_id}").text
        assert "不再承办" in clerk.get(url).text
        empty = clerk.post(url, data={"on": "2026-06-10", "reason": WHY, "unit_id": "0"})
        assert (empty.status_code, "请选定改由哪个单位承办" in empty.text) == (422, True)
        data = {"on": "2026-06-10", "reason": WHY, "unit_id": str(district.ids["city"])}
        assert clerk.post(url, data=data).status_code == 302
    assert live(walk) == [("区城市管理局", "independent", "assigned")]
    assert the(Case, walk.case_id).state == "assigned"


def test_a_unit_that_began_is_told_why_it_cannot_return_the_case(app, district):
    walk = Walk(district).assign("412", on=MONDAY).sign(TUESDAY).talk(WEDNESDAY)
    url = f"/cases/{walk.case_id}/assignments/{walk.rows['education']}/return"
    with clock.moved_to(clock.at(WEDNESDAY, 18)):
        answer = scenes.client_of(app, district, "handler").get(url)
    assert answer.status_code == 409
    assert "区教育局已经开始办理（登记过沟通面商），不再申请退办" in answer.text
    assert f'href="/cases/{walk.case_id}"' in answer.text  # the way back to the case
