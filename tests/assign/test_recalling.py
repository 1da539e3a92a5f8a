"""Taking back one's own act (收回) while nobody has acted on it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tests.rows import the
from tracker.assign import actions, opinions, queries, returns, signing
from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment, Opinion
from tracker.cases.models import Case
from tracker.kernel import clock, files
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.terms import AssignRole
from tracker.units.models import Unit

HOST_AND_ASSISTING = (("education", "host"), ("finance", "assisting"))


def case_of(case_id: int) -> Case:
    return the(Case, case_id)


def row_of(assignment_id: int) -> Assignment:
    return the(Assignment, assignment_id)


def codes(district, case_id: int, who: str) -> set[str]:
    """Return the acts on the assignment that a person is offered."""
    with clock.moved_to(clock.at(scenes.START)):
        found = {str(row.code) for row in queries.offers(case_of(case_id), district.person(who))}
    db.session.rollback()
    return found


def submitted(district, case_id: int) -> None:
    with district.act("clerk"):
        unit = db.session.get_one(Unit, district.ids["city"])
        actions.propose(case_of(case_id), [ShareFacts(unit, AssignRole.INDEPENDENT)])
        actions.submit(case_of(case_id))


def test_a_clerk_takes_the_submission_back_and_the_proposal_stays(district):
    case_id = scenes.register(district)
    submitted(district, case_id)
    assert "recall_submission" in codes(district, case_id, "clerk")
    assert "recall_submission" not in codes(district, case_id, "leader")
    with pytest.raises(Refused, match="不能收回报批"), district.act("leader"):
        actions.recall_submission(case_of(case_id))
    with district.act("clerk"):
        actions.recall_submission(case_of(case_id))
    assert case_of(case_id).state == "registered"
    assert len(queries.proposed(case_id)) == 1
    with pytest.raises(Refused), district.act("leader"):
        actions.approve(case_of(case_id), scenes.START)


def test_what_the_leader_approved_is_not_taken_back(district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    with pytest.raises(Refused), district.act("clerk"):
        actions.recall_submission(case_of(case_id))


def test_the_leader_approves_only_what_the_page_showed(app, district):
    case_id = scenes.register(district)
    submitted(district, case_id)
    with clock.moved_to(clock.at(scenes.START, 10)):
        client, shown = scenes.client_of(app, district, "leader"), case_of(case_id).version
        with district.act("clerk"):
            actions.recall_submission(case_of(case_id))
        submitted(district, case_id)
        data = {"version": shown, "assigned_on": "2026-03-18", "batch_id": "0"}
        assert client.post(f"/cases/{case_id}/approve", data=data).status_code == 409
    assert case_of(case_id).state == "assign_pending"


def test_a_sign_for_is_taken_back_and_limits_are_as_before(district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    assert row_of(host).deadline(queries.RETURN).due_on == date(2026, 3, 25)
    assert case_of(case_id).state == "handling"
    assert "recall_sign" in codes(district, case_id, "handler")
    assert "recall_sign" not in codes(district, case_id, "head")
    with district.act("handler"):
        signing.recall(row_of(host))
    assert (row_of(host).state, row_of(host).signed_on, row_of(host).handler_name) == (
        "assigned",
        None,
        "",
    )
    assert row_of(host).deadline(queries.RETURN).due_on == date(2026, 3, 27)
    assert case_of(case_id).state == "assigned"
    scenes.sign(district, host)
    assert case_of(case_id).state == "handling"


def test_a_sign_for_on_which_the_unit_acted_stays(district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    with district.act("head", hour=12):
        signing.name_handler(row_of(host), None, "李老师", "010-5550001")
    with pytest.raises(Refused, match="不能收回签收"), district.act("handler", hour=13):
        signing.recall(row_of(host))


def test_the_office_takes_back_only_what_it_signed_for_a_unit_without_log_in(district):
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("post", "independent"))
    with district.act("clerk"):
        scan = files.keep_bytes(scenes.SCAN, "别的签收单.pdf", None)
        signing.sign_on_behalf(row_of(row), scenes.START, scan, signing.Slip("老周", "5550001"))
    assert (row_of(row).handler_name, row_of(row).handler_phone) == ("老周", "5550001")
    with district.act("clerk"):
        signing.recall(row_of(row))
    assert (row_of(row).state, row_of(row).signed_on_behalf) == ("assigned", False)
    assert row_of(row).sign_scan is None


def test_an_opinion_is_taken_back_until_the_host_decides(district):
    case_id = scenes.register(district)
    host, assisting = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    scenes.sign(district, host)
    scenes.sign(district, assisting, "finance_head")
    with district.act("finance_head"):
        opinions.submit(row_of(assisting), "初稿，数字还要核对。", scenes.START)
    with pytest.raises(Refused), district.act("finance_handler"):
        opinions.recall(row_of(assisting))
    with district.act("finance_head"):
        opinions.recall(row_of(assisting))
    assert row_of(assisting).state == "handling"
    with district.act("finance_head"):
        opinions.submit(row_of(assisting), "已列入2026年预算120万元。", scenes.START)
    with district.act("handler"):
        opinions.accept(row_of(assisting))
    with pytest.raises(Refused), district.act("finance_head"):
        opinions.recall(row_of(assisting))
    states = db.session.scalars(select(Opinion.state).order_by(Opinion.id))
    assert list(states) == ["recalled", "accepted"]


def test_the_head_stops_a_request_to_return_and_the_unit_goes_on(app, district):
    case_id = scenes.register(district)
    host, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
    with district.act("handler"):
        unit = db.session.get_one(Unit, district.ids["city"])
        returns.request(row_of(host), "不属于本局职责", unit, scenes.START)
    assert {"confirm_return", "decline_return"} <= codes(district, case_id, "head")
    with clock.moved_to(clock.at(scenes.START, 11)):
        client = scenes.client_of(app, district, "head")
        path = f"/cases/{case_id}/assignments/{host}/return/decline"
        assert client.post(path).status_code == 302
        assert client.post(path).status_code == 409
    assert row_of(host).state == "assigned"
    scenes.sign(district, host)


@pytest.mark.parametrize(
    ("who", "path"),
    [("clerk", "submit/recall"), ("handler", "assignments/{row}/sign/recall")],
)
def test_the_pages_take_back_and_lead_to_the_case(app, district, who, path):
    case_id = scenes.register(district)
    row = 0
    if who == "clerk":
        submitted(district, case_id)
    else:
        row, _ = scenes.assign_to(district, case_id, *HOST_AND_ASSISTING)
        scenes.sign(district, row)
    with clock.moved_to(clock.at(scenes.START, 15)):
        client = scenes.client_of(app, district, who)
        page = client.get(f"/cases/{case_id}").get_data(as_text=True)
        assert "收回" in page
        answer = client.post(f"/cases/{case_id}/{path.format(row=row)}")
        assert (answer.status_code, answer.location) == (302, f"/cases/{case_id}")
