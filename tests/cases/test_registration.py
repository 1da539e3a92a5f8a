"""Registering, correcting and marking a case."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tests.rows import the
from tracker.bodies.models import Body, CongressSession
from tracker.cases import actions, linking, queries
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case
from tracker.cases.sheet import sheet_of
from tracker.deputies import actions as deputies
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.plan.models import DutyRow
from tracker.standing.models import CaseStanding
from tracker.terms import Period
from tracker.timeline import queries as timeline


def case_of(case_id: int) -> Case:
    return the(Case, case_id)


def test_the_number_is_kept_as_written_and_taken_once(district):
    case_id = scenes.register(district, "015")
    assert (case_of(case_id).number, case_of(case_id).number_key) == ("015", "15")
    with pytest.raises(Invalid, match="已经登记"):
        scenes.register(district, "第15号")


def test_the_same_number_is_free_in_the_other_body_and_between_sessions(district):
    scenes.register(district, "015")
    scenes.register(district, "015", session="cppcc_session")
    scenes.register(district, "015", period=Period.INTERSESSION)
    assert len(list(db.session.scalars(select(Case)))) == 3


def test_a_void_case_frees_its_number_and_stays_on_record(district):
    case_id = scenes.register(district, "015")
    with pytest.raises(Refused), district.act("clerk"):
        actions.void(case_of(case_id), "重复登记")
    with district.act("leader"):
        actions.void(case_of(case_id), "重复登记")
    again = scenes.register(district, "15")
    assert case_of(case_id).state == "void"
    assert again != case_id


def test_what_was_made_void_by_mistake_is_registered_again_and_owed(district):
    case_id = scenes.register(district, "015")
    with district.act("leader", date(2026, 3, 17)):
        actions.void(case_of(case_id), "重复登记")
    assert list(db.session.scalars(select(DutyRow.kind).filter_by(case_id=case_id))) == []
    with pytest.raises(Refused), district.act("clerk", date(2026, 3, 18)):
        actions.reinstate(case_of(case_id), "并非重复")
    with pytest.raises(Invalid, match="理由"), district.act("leader", date(2026, 3, 18)):
        actions.reinstate(case_of(case_id), "  ")
    with district.act("leader", date(2026, 3, 18)):
        actions.reinstate(case_of(case_id), "并非重复")
    assert case_of(case_id).state == "registered"
    assert "propose" in set(db.session.scalars(select(DutyRow.kind).filter_by(case_id=case_id)))
    sentences = [row.sentence for row in timeline.of_case(case_id)]
    assert sentences.count("作废：重复登记") == sentences.count("撤销作废：并非重复") == 1
    stood = select(CaseStanding.since, CaseStanding.state).filter_by(case_id=case_id)
    stood = db.session.execute(stood.order_by(CaseStanding.since)).all()
    assert [(str(row.since), row.state) for row in stood][-2:] == [
        ("2026-03-17", "void"),
        ("2026-03-18", "registered"),
    ]


def test_a_void_case_whose_number_another_has_stays_void(district):
    case_id = scenes.register(district, "015")
    with district.act("leader"):
        actions.void(case_of(case_id), "重复登记")
    scenes.register(district, "15", title="关于修缮城东桥的建议")
    with pytest.raises(Refused, match="编号已由“关于修缮城东桥的建议”使用"), district.act("leader"):
        actions.reinstate(case_of(case_id), "并非重复")
    assert case_of(case_id).state == "void"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " 第号 "}, "number"),
        ({"title": "  "}, "title"),
        ({"submitters": ()}, "lead"),
        ({"number": "㈠" * 20}, "number"),
        ({"submitters": (SubmitterFacts("㈠" * 40),)}, "lead"),
        ({"submitters": (SubmitterFacts("刘桂兰"), SubmitterFacts("㈠" * 40))}, "co_signers"),
        ({"received_on": date(2026, 1, 7)}, "received_on"),
    ],
)
def test_what_cannot_be_a_case_is_refused_at_its_field(district, changes, field):
    with pytest.raises(Invalid) as refusal:
        scenes.register(district, **{"number": "1", **changes})
    assert refusal.value.field == field
    assert db.session.scalar(select(Case)) is None


def test_after_assignment_a_correction_needs_a_reason_and_identity_the_leader(district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, ("education", "independent"))

    def facts(**changes):
        case = case_of(case_id)
        lead = SubmitterFacts("刘桂兰", deputy=case.lead.deputy)
        values = {
            "session": case.session,
            "period": Period.SESSION,
            "number": "015",
            "title": "关于增加幼儿园学位的建议",
            "submitters": (lead,),
            "received_on": date(2026, 1, 6),
        }
        return CaseFacts(**{**values, **changes})

    with pytest.raises(Invalid, match="理由"), district.act("clerk"):
        actions.correct(case_of(case_id), facts(), "")
    with pytest.raises(Refused, match="政府办领导"), district.act("clerk"):
        actions.correct(case_of(case_id), facts(number="016"), "编号抄错")
    with district.act("leader"):
        actions.correct(case_of(case_id), facts(number="016"), "编号抄错。")
    assert [row.sentence for row in timeline.of_case(case_id)].count("更正登记：编号抄错。") == 1
    assert case_of(case_id).number == "016"


def test_a_confidential_name_is_hidden_from_units(district):
    case_id = scenes.register(district, confidential=True)
    scenes.assign_to(district, case_id, ("education", "independent"))
    shown = sheet_of(case_of(case_id), district.person("handler"))
    assert (shown.lead, shown.phone, shown.co_signers) == ("（应要求保密）", "", ())
    assert sheet_of(case_of(case_id), district.person("clerk")).lead == "刘桂兰"


def test_telephones_are_masked(district):
    case_id = scenes.register(district)
    assert sheet_of(case_of(case_id), district.person("clerk")).phone == "138****6021"


def test_two_deputies_of_one_name_are_told_apart_by_delegation_only(district):
    with district.act("clerk"):
        body = district.row(Body, "congress")
        twin = deputies.save("刘桂兰", "", "")
        deputies.add_mandate(twin, body, 18, None)
    session = district.row(CongressSession, "congress_session")
    assert linking.find(session, "刘桂兰") is None
    assert linking.find(session, "王 守田").id == district.ids["co"]


def test_a_deputy_linked_later_sees_the_case(district):
    case_id = scenes.register(
        district, submitters=(SubmitterFacts("王守田"), SubmitterFacts("刘桂兰"))
    )
    assert queries.get(case_id, district.person("co_deputy")) is None
    with district.act("clerk"):
        case = case_of(case_id)
        deputy = linking.find(case.session, "王守田")
        actions.link(case, case.lead, deputy)
    assert queries.get(case_id, district.person("co_deputy")) is not None
