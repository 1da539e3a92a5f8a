"""The pages of proposing and approving: what is refused is said at its field, nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import scenes
from tests.rows import the
from tracker.assign import actions, queries, signing
from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment
from tracker.bodies import actions as bodies
from tracker.bodies.models import Batch, CongressSession
from tracker.cases.models import Case
from tracker.kernel import clock, files
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.terms import AssignRole, Period
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

NEXT_DAY = date(2026, 3, 19)


def case_of(case_id: int) -> Case:
    return the(Case, case_id)


@pytest.fixture
def propose(app, district):
    """Return a function that posts a proposal as the clerk: the answer's status and text."""
    case_id = scenes.register(district)

    def post(**data) -> tuple[int, str]:
        with clock.moved_to(clock.at(scenes.START)):
            client = scenes.client_of(app, district, "clerk")
            form = {"version": case_of(case_id).version, **data}
            answer = client.post(f"/cases/{case_id}/propose", data=form)
        return answer.status_code, answer.get_data(as_text=True)

    post.case_id = case_id
    return post


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"mode": "independent"}, "请至少选定一个主办、独办或分办单位"),
        ({"mode": "independent", "unit_id": "education", "assisting": "finance"}, "请改为主办"),
        (
            {"mode": "host", "unit_id": "education", "assisting": "education"},
            "不能在一件中出现两次",
        ),
        (
            {"mode": "separate", "parts-0-unit_id": "education", "parts-0-part": "学位"},
            "至少要有两个",
        ),
        (
            {
                "mode": "separate",
                "parts-0-unit_id": "education",
                "parts-0-part": "学位",
                "parts-1-unit_id": "city",
            },
            "写明各自办理的内容",
        ),
        (
            {
                "mode": "separate",
                "parts-0-unit_id": "education",
                "parts-0-part": "学位",
                "parts-1-part": "道路",
            },
            "还没有选单位",
        ),
        (
            {
                "mode": "separate",
                "parts-0-unit_id": "education",
                "parts-0-part": "学位",
                "parts-1-unit_id": "city",
                "parts-1-part": "道路",
                "assisting": "finance",
            },
            "分办的件没有会办单位",
        ),
    ],
)
def test_what_is_no_main_responsibility_is_said_and_what_was_typed_stays(
    district, propose, data, words
):
    ids = {name: district.ids.get(value, value) for name, value in data.items()}
    status, page = propose(**ids)
    assert status == 422
    assert words in page
    assert "parts-0-part" not in data or 'value="学位"' in page
    assert queries.proposed(propose.case_id) == []
    assert case_of(propose.case_id).state == "registered"


def test_more_rows_are_shown_when_more_units_answer_separately(app, district):
    case_id = scenes.register(district)
    with clock.moved_to(clock.at(scenes.START)):
        client = scenes.client_of(app, district, "clerk")
        page = client.get(f"/cases/{case_id}/propose?rows=10").get_data(as_text=True)
    assert "parts-9-part" in page
    assert "parts-10-part" not in page


def test_a_proposal_of_seven_separate_units_is_shown_whole(app, district):
    case_id = scenes.register(district)
    with district.act("clerk"):
        gaps = [
            ShareFacts(None, AssignRole.SEPARATE, f"第{place}部分", f"单位{place}")
            for place in range(7)
        ]
        actions.propose(case_of(case_id), gaps)
    with clock.moved_to(clock.at(scenes.START)):
        client = scenes.client_of(app, district, "clerk")
        page = client.get(f"/cases/{case_id}/propose").get_data(as_text=True)
    assert "第6部分" in page


def pending(district) -> int:
    case_id = scenes.register(district)
    with district.act("clerk"):
        unit = db.session.get_one(Unit, district.ids["education"])
        actions.propose(case_of(case_id), [ShareFacts(unit, AssignRole.INDEPENDENT)])
        actions.submit(case_of(case_id))
    return case_id


def test_a_date_of_assignment_before_today_asks_for_a_reason_that_is_kept(district):
    case_id = pending(district)
    with pytest.raises(Invalid, match="请写明理由") as refusal, district.act("leader", NEXT_DAY):
        actions.approve(case_of(case_id), scenes.START)
    assert refusal.value.field == "reason"
    with district.act("leader", NEXT_DAY):
        actions.approve(case_of(case_id), scenes.START, None, "交办会当日已交")
    entry = db.session.scalar(select(HistoryEntry).filter_by(act="case.backdated"))
    assert (entry.sentence, entry.public) == ("补录交办日期 2026-03-18：交办会当日已交", False)
    assert scenes.limit_of(case_id) == date(2026, 6, 18)


def test_a_date_of_assignment_never_lies_ahead_or_before_the_receipt(district):
    case_id = pending(district)
    for on in (NEXT_DAY, date(2026, 1, 5)):
        with pytest.raises(Invalid) as refusal, district.act("leader"):
            actions.approve(case_of(case_id), on, None, "理由")
        assert refusal.value.field == "assigned_on"


def test_a_sign_for_before_today_asks_for_a_reason_only_where_it_moves_a_limit(district):
    case_id = scenes.register(district)
    shares = (("education", "host"), ("finance", "assisting"))
    host, assisting = scenes.assign_to(district, case_id, *shares)

    def row(number: int) -> Assignment:
        return the(Assignment, number)

    with pytest.raises(Invalid, match="请写明理由"), district.act("handler", NEXT_DAY):
        signing.sign(row(host), scenes.START)
    with district.act("handler", NEXT_DAY):
        signing.sign(row(host), scenes.START, signing.Slip(reason="当日已收到纸质件"))
    assert row(host).deadline(queries.RETURN).due_on == date(2026, 3, 25)
    late = date(2026, 3, 24)  # the sign-for was due on 20 March: receipt is that day anyway
    with district.act("finance_handler", date(2026, 3, 25)):
        signing.sign(row(assisting), late)
    assert row(assisting).deadline(queries.RETURN).due_on == date(2026, 3, 27)


def test_a_paper_slip_of_an_earlier_day_asks_for_a_reason_too(district):
    case_id = scenes.register(district)
    (number,) = scenes.assign_to(district, case_id, ("post", "independent"))
    row = the(Assignment, number)
    with district.act("clerk", NEXT_DAY):
        scan = files.keep_bytes(scenes.SCAN, "签收单.pdf", None)
    with pytest.raises(Invalid, match="请写明理由"), district.act("clerk", NEXT_DAY):
        signing.sign_on_behalf(row, scenes.START, scan)


def test_the_one_who_signs_under_his_own_name_is_the_handler(app, district):
    case_id = scenes.register(district)
    (number,) = scenes.assign_to(district, case_id, ("education", "independent"))
    with clock.moved_to(clock.at(scenes.START, 10)):
        handler = district.person("handler")
        client = scenes.client_of(app, district, "handler")
        data = {"signed_on": "2026-03-18", "handler_name": handler.name}
        path = f"/cases/{case_id}/assignments/{number}/sign"
        assert client.post(path, data=data).status_code == 302
    row = the(Assignment, number)
    assert (row.handler_id, row.handler_name) == (handler.account_id, handler.name)


def batch_of(district, session: str, end_on: date) -> int:
    with district.act("clerk"):
        row = district.row(CongressSession, session)
        return bodies.save_batch(row, Period.SESSION, session, None, end_on).id


@pytest.mark.parametrize(
    ("session", "end_on", "words"),
    [
        ("cppcc_session", date(2026, 5, 29), "不是区十八届人大三次会议的"),
        ("congress_session", date(2026, 3, 17), "早于交办日期"),
    ],
)
def test_a_batch_is_the_sessions_own_and_not_over(district, session, end_on, words):
    batch_id, case_id = batch_of(district, session, end_on), pending(district)
    batch = db.session.get_one(Batch, batch_id)
    with pytest.raises(Invalid, match=words), district.act("leader"):
        actions.approve(case_of(case_id), scenes.START, batch)


def test_the_common_end_of_a_batch_is_the_reply_date_where_it_is_earlier(district):
    batch_id, case_id = batch_of(district, "congress_session", date(2026, 5, 29)), pending(district)
    with district.act("leader"):
        batch = db.session.get_one(Batch, batch_id)
        actions.approve(case_of(case_id), scenes.START, batch)
    assert scenes.limit_of(case_id) == date(2026, 5, 29)


@pytest.mark.parametrize(
    "path", ["/cases/{n}", "/cases/{n}/propose", "/cases/1/assignments/{n}/sign"]
)
def test_a_number_that_no_row_can_have_is_not_found(app, district, path):
    scenes.register(district)
    who = "handler" if "sign" in path else "clerk"
    with clock.moved_to(clock.at(scenes.START, 10)):
        client = scenes.client_of(app, district, who)
        assert client.get(path.format(n="9" * 30)).status_code == 404
