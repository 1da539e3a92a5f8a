"""Assigning through the real actions: states, dates, parties, notices."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tests.rows import the
from tracker.assign import actions, endings, opinions, paper, queries, signing
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.cases.queries import get, relations
from tracker.deadlines.models import Deadline
from tracker.kernel import files
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import Notice, PhoneCall
from tracker.roles import Relation
from tracker.terms import DeadlineKind
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

HOST_AND_ASSISTING = (("education", "host"), ("finance", "assisting"))


def case_of(case_id: int) -> Case:
    return the(Case, case_id)


def row_of(assignment_id: int) -> Assignment:
    return the(Assignment, assignment_id)


def dates_of(assignment_id: int) -> dict[str, date]:
    query = select(Deadline).where(
        Deadline.subject_type == "assignment",
        Deadline.subject_id == assignment_id,
        Deadline.superseded_at.is_(None),
    )
    return {str(row.kind): row.due_on for row in db.session.scalars(query)}


def test_every_date_is_set_from_the_assignment_date(district):
    case_id = scenes.register(district)
    host, assisting = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    # 2026-03-18 is a Wednesday; 6 April is the day off for 清明.
    assert dates_of(host) == {
        "sign": date(2026, 3, 20),
        "return": date(2026, 3, 27),
        "contact": date(2026, 4, 9),
        "reply": date(2026, 6, 18),
    }
    assert dates_of(assisting) == {
        "sign": date(2026, 3, 20),
        "return": date(2026, 3, 27),
        "assist": date(2026, 4, 20),
    }
    assert scenes.limit_of(case_id) == date(2026, 6, 18)
    assert case_of(case_id).assigned_on == date(2026, 3, 18)


def test_an_early_sign_for_moves_the_dates_that_count_from_receipt(district):
    case_id = scenes.register(district)
    _, assisting = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, assisting, "finance_handler", date(2026, 3, 18))
    assert dates_of(assisting)["return"] == date(2026, 3, 25)
    assert dates_of(assisting)["assist"] == date(2026, 4, 20)
    query = select(Deadline).where(Deadline.superseded_at.is_not(None))
    assert {row.kind for row in db.session.scalars(query)} == {
        DeadlineKind.RETURN,
        DeadlineKind.ASSIST,
    }


def test_a_late_sign_for_stretches_no_date(district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host, on=date(2026, 4, 1))
    assert dates_of(host)["return"] == date(2026, 3, 27)


def test_a_case_is_in_handling_once_every_answering_unit_has_signed(district):
    case_id = scenes.register(district)
    shares = (("education", "separate", "学位"), ("city", "separate", "道路"))
    first, second = scenes.assign_to(district, case_id, *shares)
    scenes.sign(district, first)
    assert case_of(case_id).state == "assigned"
    scenes.sign(district, second, "city_handler")
    assert case_of(case_id).state == "handling"


def test_units_and_deputies_are_told_and_who_has_no_account_is_phoned(district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, ("post", "independent"))
    told = set(db.session.scalars(select(Notice.account_id)))
    assert district.person("deputy").account_id in told
    assert district.person("congress_office").account_id in told
    calls = list(db.session.scalars(select(PhoneCall)))
    assert [row.person for row in calls] == ["云岭区邮政管理局"]


def test_only_parties_see_the_case(district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    sees = {name for name in district.logins if get(case_id, district.person(name))}
    assert sees == {
        "clerk",
        "leader",
        "handler",
        "head",
        "finance_handler",
        "finance_head",
        "deputy",
        "co_deputy",
        "congress_office",
    }


def test_a_unit_without_log_in_is_signed_for_with_its_slip(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("post", "independent"))
    with pytest.raises(Invalid, match="扫描件"), district.act("clerk"):
        signing.sign_on_behalf(row_of(row), scenes.START, None)
    with district.act("clerk"):
        scan = files.keep_bytes(scenes.SCAN, "签收单.pdf", None)
        signing.sign_on_behalf(row_of(row), scenes.START, scan)
    assert row_of(row).signed_on_behalf
    assert row_of(row).state == "signed"


def test_the_office_does_not_sign_for_a_unit_that_logs_in(district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    with pytest.raises(Refused, match="代签收"), district.act("clerk"):
        signing.sign_on_behalf(row_of(host), scenes.START, None)


def test_signing_twice_is_refused(district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    with pytest.raises(Refused, match="已签收"):
        scenes.sign(district, host)


@pytest.mark.parametrize(
    ("on", "word"), [(date(2026, 3, 17), "不能早于交办日期"), (date(2026, 3, 19), "不能晚于今天")]
)
def test_a_sign_for_lies_between_assignment_and_today(district, on, word):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    with pytest.raises(Invalid, match=word), district.act("handler", scenes.START):
        signing.sign(row_of(host), on)


def test_the_host_sends_an_opinion_back_and_accepts_the_next(district):
    case_id = scenes.register(district)
    host, assisting = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    scenes.sign(district, assisting, "finance_handler")
    with district.act("finance_head"):
        opinions.submit(row_of(assisting), "无意见。", scenes.START)
    assert dates_of(assisting)["assist"] == date(2026, 4, 20)
    with district.act("handler"):
        opinions.send_back(row_of(assisting), "请写明资金安排")
    assert dates_of(assisting)["assist"] == date(2026, 4, 20)  # five working days end before it
    assert [row.id for row in queries.open_opinions(case_id)] == [assisting]
    with district.act("finance_head"):
        opinions.submit(row_of(assisting), "已列入2026年预算。", scenes.START)
    with district.act("handler"):
        opinions.accept(row_of(assisting))
    assert row_of(assisting).state == "opinion_accepted"
    assert queries.open_opinions(case_id) == []


def test_an_opinion_sent_back_late_has_five_working_days_to_come_again(district):
    case_id = scenes.register(district)
    host, assisting = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    scenes.sign(district, assisting, "finance_handler")
    with district.act("finance_head", date(2026, 4, 17)):
        opinions.submit(row_of(assisting), "无意见。", date(2026, 4, 17))
    with district.act("handler", date(2026, 4, 20)):
        opinions.send_back(row_of(assisting), "请写明资金安排。")
    due = row_of(assisting).deadline(DeadlineKind.ASSIST)
    assert (due.due_on, due.rule, due.event_on) == (
        date(2026, 4, 27),
        "assist_redo",
        date(2026, 4, 20),
    )
    told = [row.sentence for row in db.session.scalars(select(Notice))][-1]
    assert told.endswith("请写明资金安排。请于 2026-04-27 前重新送出。")


def test_the_reply_date_is_moved_with_a_reason_but_not_beyond_the_cap(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    with pytest.raises(Invalid, match="2026-09-18"), district.act("clerk"):
        actions.set_deadline(row_of(row), date(2026, 9, 19), "涉及面广")
    with pytest.raises(Invalid, match="请填写理由"), district.act("clerk"):
        actions.set_deadline(row_of(row), date(2026, 7, 18), " ")
    with district.act("clerk"):
        actions.set_deadline(row_of(row), date(2026, 7, 18), "涉及面广")
    assert scenes.limit_of(case_id) == date(2026, 7, 18)


def test_a_withdrawal_ends_every_assignment(district):
    case_id = scenes.register(district)
    host, assisting = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    with district.act("clerk", date(2026, 3, 20)):
        endings.withdraw(case_of(case_id), date(2026, 3, 20), "代表书面申请")
    assert case_of(case_id).state == "withdrawn"
    assert {row_of(host).state, row_of(assisting).state} == {"ended"}
    assert scenes.limit_of(case_id) is None


def test_a_clerk_cannot_approve_and_a_proposal_with_a_gap_cannot_be_submitted(district):
    case_id = scenes.register(district)
    with district.act("clerk"):
        gap = actions.ShareFacts(None, "independent", unit_text="区轨道办")
        actions.propose(case_of(case_id), [gap])
    with pytest.raises(Refused, match="区轨道办"), district.act("clerk"):
        actions.submit(case_of(case_id))
    with pytest.raises(Refused), district.act("clerk"):
        actions.approve(case_of(case_id), scenes.START)
    with district.act("clerk"):
        (row,) = queries.proposed(case_id)
        paper.link_unit(row, db.session.get_one(Unit, district.ids["city"]))
        actions.submit(case_of(case_id))
    assert case_of(case_id).state == "assign_pending"


def test_a_proposal_sent_back_is_made_anew(district):
    case_id = scenes.register(district)
    with district.act("clerk"):
        unit = db.session.get_one(Unit, district.ids["city"])
        actions.propose(case_of(case_id), [actions.ShareFacts(unit, "independent")])
        actions.submit(case_of(case_id))
    with district.act("leader"):
        actions.send_back(case_of(case_id), "应由教育局办理")
    scenes.assign_to(district, case_id, ("education", "independent"))
    assert [row.unit_id for row in queries.live(case_id)] == [district.ids["education"]]


def test_a_paper_assignment_tells_nobody(district):
    case_id = scenes.register(district)
    with district.act("leader", date(2026, 4, 1)):
        unit = db.session.get_one(Unit, district.ids["education"])
        share = actions.ShareFacts(unit, "independent")
        actions.enter_on_paper(case_of(case_id), [share], date(2026, 2, 10))
    assert scenes.limit_of(case_id) == date(2026, 5, 11)
    assert db.session.scalar(select(Notice)) is None
    assert db.session.scalar(select(PhoneCall)) is None


def test_each_act_leaves_a_line_of_history(district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    acts = list(db.session.scalars(select(HistoryEntry.act).order_by(HistoryEntry.id)))
    assert acts == [
        "case.registered",
        "case.proposed",
        "case.submitted",
        "assignment.assigned",
        "assignment.assigned",
        "case.assigned",
        "assignment.signed",
        "case.handling",
    ]


def test_relations_follow_the_role(district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    case = case_of(case_id)
    found = {
        name: relations(case, district.person(name))
        for name in ("handler", "finance_head", "deputy", "co_deputy", "congress_office")
    }
    assert found == {
        "handler": {Relation.HOST},
        "finance_head": {Relation.ASSIST},
        "deputy": {Relation.LEAD},
        "co_deputy": {Relation.CO},
        "congress_office": {Relation.BODY},
    }
