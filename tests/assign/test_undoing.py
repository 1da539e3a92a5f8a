"""What was decided about a case by mistake is taken back: its assignment, its end."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tests.reports.second_way import differences
from tests.rows import the
from tracker.assign import actions, endings, queries, reassigning, returns, signing, undoing
from tracker.assign.models import Assignment
from tracker.audit.models import AuditEntry
from tracker.cases import queries as cases
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import Notice, PhoneCall
from tracker.plan import keeping
from tracker.plan.models import DutyRow
from tracker.standing import keeping as standing
from tracker.standing.models import CaseStanding, PartStanding
from tracker.supervise import following
from tracker.supervise import queries as supervise
from tracker.terms import AssignRole
from tracker.timeline import queries as timeline
from tracker.units.models import Unit

MARCH_19, MARCH_20, MARCH_23 = date(2026, 3, 19), date(2026, 3, 20), date(2026, 3, 23)
TWO = (("education", "host"), ("finance", "assisting"))


@pytest.fixture
def case_id(app, district):
    """A case that 教育局 hosts and 财政局 assists since 18 March; nobody has signed."""
    number = scenes.register(district)
    scenes.assign_to(district, number, *TWO)
    return number


def case_of(case_id: int) -> Case:
    """Return the case."""
    return the(Case, case_id)


def row_of(case_id: int, district, unit: str = "education") -> Assignment:
    """Return the unit's part in force."""
    return next(one for one in queries.live(case_id) if one.unit_id == district.ids[unit])


def told(district, who: str, words: str) -> int:
    """Return how many messages with these words a person got."""
    account_id = district.person(who).account_id
    query = select(Notice).filter_by(account_id=account_id).where(Notice.sentence.contains(words))
    return len(db.session.scalars(query).all())


def spans(model, **of) -> list[tuple[str, str, bool]]:
    """Return how a case or its parts stood: until when, and whether it was counted."""
    query = select(model).filter_by(**of).order_by(model.since)
    return [(str(row.since), str(row.until), row.counted) for row in db.session.scalars(query)]


def right(case_id: int) -> None:
    """What is owed and every figure are what a recount and plain SQL say."""
    assert keeping.verify([case_id]) == []
    assert standing.verify([case_id]) == []
    assert differences([scenes.START, MARCH_19, MARCH_20, MARCH_23]) == []


def test_an_approval_is_taken_back_and_the_proposal_stands_again(district, case_id):
    with district.act("leader", MARCH_20):
        undoing.take_back_approval(case_of(case_id), "批错了单位")
    case = case_of(case_id)
    assert (case.state, case.assigned_on) == ("assign_pending", None)
    shares = [(row.unit_id, row.role, row.state) for row in queries.proposed(case_id)]
    ids = district.ids
    assert shares == [
        (ids["education"], "host", "proposed"),
        (ids["finance"], "assisting", "proposed"),
    ]
    assert queries.live(case_id) == []
    assert list(db.session.scalars(select(DutyRow.kind).filter_by(case_id=case_id))) == ["approve"]
    for who in ("handler", "finance_head", "deputy", "co_deputy", "congress_office", "clerk"):
        assert told(district, who, "撤销") == 1, who
    sentences = [row.sentence for row in timeline.of_case(case_id)]
    assert "撤销交办：批错了单位。" in sentences
    acts = set(db.session.scalars(select(AuditEntry.action)))
    assert {"case.approval_taken_back", "assignment.taken_back"} <= acts
    right(case_id)


def test_what_was_approved_counts_on_the_days_before_it_was_taken_back(district, case_id):
    with district.act("leader", MARCH_20):
        undoing.take_back_approval(case_of(case_id), "批错了单位")
    assert spans(CaseStanding, case_id=case_id)[-2:] == [
        ("2026-03-18", "2026-03-20", True),
        ("2026-03-20", "9999-12-31", False),
    ]
    parts = {row.until for row in db.session.scalars(select(PartStanding))}
    assert parts == {MARCH_20}
    with district.act("leader", MARCH_23):
        actions.approve(case_of(case_id), MARCH_23)
    right(case_id)
    began = [row for row in queries.live(case_id) if row.assigned_on == MARCH_23]
    assert len(began) == 2


def test_an_approval_is_taken_back_by_the_leader_with_a_reason(district, case_id):
    with pytest.raises(Refused), district.act("clerk", MARCH_20):
        undoing.take_back_approval(case_of(case_id), "批错了单位")
    with pytest.raises(Invalid, match="理由"), district.act("leader", MARCH_20):
        undoing.take_back_approval(case_of(case_id), "  ")
    assert case_of(case_id).state == "assigned"


def _signs(district, case_id):
    with district.act("finance_handler", MARCH_19):
        signing.sign(row_of(case_id, district, "finance"), MARCH_19)


def _asks_to_return(district, case_id):
    with district.act("head", MARCH_19):
        unit = district.row(Unit, "city")
        returns.request(row_of(case_id, district), "不属于本局", unit, MARCH_19)


def _goes_to_another(district, case_id):
    with district.act("clerk", MARCH_19):
        unit = district.row(Unit, "city")
        reassigning.reassign(row_of(case_id, district), unit, "职责调整", MARCH_19)


@pytest.mark.parametrize("act", [_signs, _asks_to_return, _goes_to_another])
def test_an_approval_on_which_anybody_acted_stands(district, case_id, act):
    act(district, case_id)
    with pytest.raises(Refused, match="不能撤销交办"), district.act("leader", MARCH_20):
        undoing.take_back_approval(case_of(case_id), "批错了单位")
    assert case_of(case_id).state == "assigned"
    with district.act("leader", MARCH_20):
        offered = {one.code for one in queries.offers(case_of(case_id), district.person("leader"))}
    assert "take_back_approval" not in offered


def test_a_sign_for_that_was_taken_back_is_none(district, case_id):
    _signs(district, case_id)
    with district.act("finance_handler", MARCH_19):
        signing.recall(row_of(case_id, district, "finance"))
    with district.act("leader", MARCH_20):
        undoing.take_back_approval(case_of(case_id), "批错了单位")
    assert case_of(case_id).state == "assign_pending"
    right(case_id)


def test_an_assignment_from_a_paper_list_goes_back_to_its_registration(district):
    case_id = scenes.register(district)
    with district.act("clerk"):
        share = actions.ShareFacts(district.row(Unit, "education"), AssignRole.INDEPENDENT)
        actions.enter_on_paper(case_of(case_id), [share], scenes.START)
    with district.act("leader", MARCH_20):
        undoing.take_back_approval(case_of(case_id), "清单有误")
    assert case_of(case_id).state == "registered"
    assert len(queries.proposed(case_id)) == 1
    right(case_id)


def _hand_out(district, case_id):
    with district.act("clerk", MARCH_19):
        endings.hand_out(case_of(case_id), MARCH_19, "区人民法院", "诉讼事项")


def _withdraw(district, case_id):
    with district.act("clerk", MARCH_19):
        endings.withdraw(case_of(case_id), MARCH_19, "代表书面撤回")


BACK = {
    _hand_out: undoing.take_back_hand_out,
    _withdraw: undoing.take_back_withdrawal,
}


@pytest.mark.parametrize("end", BACK)
def test_a_case_that_ended_by_mistake_is_what_it_was(district, case_id, end):
    _asks_to_return(district, case_id)
    _signs(district, case_id)
    with district.act("clerk", MARCH_19):
        following.follow(case_of(case_id), "群众关注")
    before = {row.unit_id: (row.state, row.deadlines[0].due_on) for row in queries.live(case_id)}
    number = case_of(case_id).number
    db.session.rollback()
    end(district, case_id)
    assert (queries.live(case_id), supervise.is_followed(case_of(case_id))) == ([], False)
    db.session.rollback()
    with district.act("clerk", MARCH_23):
        BACK[end](case_of(case_id), "登记错了件")
    case = case_of(case_id)
    assert (case.state, case.number) == ("assigned", number)
    after = {row.unit_id: (row.state, row.deadlines[0].due_on) for row in queries.live(case_id)}
    assert after == before
    assert {row.ended_on for row in queries.live(case_id)} == {None}
    assert queries.open_return(row_of(case_id, district)).state == "confirmed"
    assert supervise.is_followed(case)
    for who in ("handler", "finance_handler", "deputy", "co_deputy", "congress_office", "clerk"):
        assert told(district, who, "撤销") + told(district, who, "现已更正") == 1, who
    for who in ("handler", "finance_handler"):
        assert cases.former_until(case, district.person(who)) is None
        assert cases.relations(case, district.person(who))
    right(case_id)
    counted = {since: on for since, _, on in spans(CaseStanding, case_id=case_id)}
    assert [counted[day] for day in ("2026-03-18", "2026-03-19", "2026-03-23")] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("end", BACK)
def test_a_proposal_that_waited_waits_again(app, district, end):
    case_id = scenes.register(district)
    with district.act("clerk"):
        share = actions.ShareFacts(district.row(Unit, "education"), AssignRole.INDEPENDENT)
        actions.propose(case_of(case_id), [share])
        actions.submit(case_of(case_id))
    end(district, case_id)
    with district.act("clerk", MARCH_23):
        BACK[end](case_of(case_id), "登记错了件")
    assert case_of(case_id).state == "assign_pending"
    with district.act("leader", MARCH_23):
        actions.approve(case_of(case_id), MARCH_23)
    assert [row.unit_id for row in queries.live(case_id)] == [district.ids["education"]]
    right(case_id)


def test_only_what_this_ending_took_comes_back(district, case_id):
    _goes_to_another(district, case_id)
    _hand_out(district, case_id)
    with district.act("clerk", MARCH_23):
        undoing.take_back_hand_out(case_of(case_id), "登记错了件")
    held = {row.unit_id for row in queries.live(case_id)}
    assert held == {district.ids["city"], district.ids["finance"]}
    assert cases.former_until(case_of(case_id), district.person("handler")) == MARCH_19


def test_what_did_not_end_is_not_taken_back_and_nobody_does_it_without_a_reason(district, case_id):
    for back in BACK.values():
        with pytest.raises(Refused), district.act("clerk", MARCH_20):
            back(case_of(case_id), "登记错了件")
    _hand_out(district, case_id)
    with pytest.raises(Refused), district.act("clerk", MARCH_20):
        undoing.take_back_withdrawal(case_of(case_id), "登记错了件")
    with pytest.raises(Refused), district.act("handler", MARCH_20):
        undoing.take_back_hand_out(case_of(case_id), "登记错了件")
    with pytest.raises(Invalid, match="理由"), district.act("clerk", MARCH_20):
        undoing.take_back_hand_out(case_of(case_id), " ")
    assert case_of(case_id).state == "handed_out"


def test_a_unit_without_log_in_is_told_by_telephone(district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, ("post", "independent"))
    with district.act("leader", MARCH_20):
        undoing.take_back_approval(case_of(case_id), "批错了单位")
    calls = [row.sentence for row in db.session.scalars(select(PhoneCall))]
    assert any("撤销交办：批错了单位。你单位不必签收和办理。" in sentence for sentence in calls)


def test_the_button_stands_on_the_page_and_does_it(app, district, case_id):
    with clock.moved_to(clock.at(MARCH_20)):
        leader = scenes.client_of(app, district, "leader")
        path = f"/cases/{case_id}/approval/take-back"
        assert path in leader.get(f"/cases/{case_id}").text
        assert "区教育局、区财政局" in leader.get(path).text
        answer = leader.post(path, data={"reason": "批错了单位"})
        assert (answer.status_code, answer.location) == (302, f"/cases/{case_id}")
        after = leader.get(f"/cases/{case_id}").text
        assert path not in after
        assert "拟定 2 个" in after
    assert case_of(case_id).state == "assign_pending"
