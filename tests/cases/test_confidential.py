"""A proposer who asked for it is not known to units, wherever they look (保密)."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from tests import scenes
from tests.rows import the
from tracker.assign import opinions, signing
from tracker.assign.models import Assignment
from tracker.cases import actions
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case, CaseAttachment
from tracker.kernel import clock
from tracker.kernel.db import db

NAMES = ("刘桂兰", "王守田", "城东代表团", "13800006021")
UNITS = ("handler", "head", "finance_handler", "finance_head")


@pytest.fixture(autouse=True)
def _day():
    """The day of the assignment."""
    with clock.moved_to(clock.at(scenes.START, 15)):
        yield


@pytest.fixture
def case_id(district) -> int:
    """A confidential case that two units handle, with a scan that shows the names."""
    number = scenes.register(district, confidential=True)
    host, assisting = scenes.assign_to(
        district, number, ("education", "host"), ("finance", "assisting")
    )
    with district.act("clerk"):
        scan = FileStorage(BytesIO(scenes.SCAN), "刘桂兰原件.pdf")
        actions.attach(the(Case, number), scan)
    with district.act("handler"):
        signing.sign(the(Assignment, host), scenes.START)
    with district.act("finance_head"):
        row = the(Assignment, assisting)
        signing.sign(row, scenes.START)
        opinions.submit(row, "已列入预算。", scenes.START)
    return number


@pytest.mark.parametrize("who", UNITS)
def test_no_page_of_a_unit_names_the_proposers(app, district, case_id, who):
    with clock.moved_to(clock.at(scenes.START, 15)):
        client = scenes.client_of(app, district, who)
        paths = [
            "/",
            "/notices",
            "/ledger",
            f"/cases/{case_id}",
            f"/cases/{case_id}/history",
            f"/cases/{case_id}/contacts",
        ]
        for path in paths:
            page = client.get(path, follow_redirects=True).get_data(as_text=True)
            assert [name for name in NAMES if name in page] == [], path


@pytest.mark.parametrize("who", UNITS)
def test_a_unit_does_not_find_the_case_by_the_name(app, district, case_id, who):
    with clock.moved_to(clock.at(scenes.START, 15)):
        client = scenes.client_of(app, district, who)
        by_name = client.get("/ledger", query_string={"q": "刘桂兰"}).get_data(as_text=True)
        by_title = client.get("/ledger", query_string={"q": "幼儿园"}).get_data(as_text=True)
    assert "普惠性幼儿园学位" not in by_name
    assert "普惠性幼儿园学位" in by_title


def test_the_office_finds_it_by_the_name(app, district, case_id):
    with clock.moved_to(clock.at(scenes.START, 15)):
        client = scenes.client_of(app, district, "clerk")
        page = client.get("/ledger", query_string={"q": "刘桂兰"}).get_data(as_text=True)
    assert "普惠性幼儿园学位" in page


def status(app, district, who: str, path: str) -> int:
    """Return how a download answers a person; its file is closed."""
    with scenes.client_of(app, district, who).get(path) as answer:
        return answer.status_code


@pytest.mark.parametrize(
    ("nameless", "statuses"), [(False, {404, 200}), (True, {200})], ids=["named", "nameless"]
)
def test_a_file_reaches_units_only_if_it_shows_no_name(app, district, case_id, nameless, statuses):
    with district.act("clerk"):
        row = db.session.scalar(select(CaseAttachment))
        row.nameless = nameless
        number = row.id
    path = f"/cases/{case_id}/files/{number}"
    with clock.moved_to(clock.at(scenes.START, 15)):
        found = {
            who: status(app, district, who, path)
            for who in ("clerk", "deputy", "congress_office", "handler", "finance_head")
        }
    assert set(found.values()) == statuses
    assert {found[who] for who in ("clerk", "deputy", "congress_office")} == {200}


def test_confidence_is_taken_off_with_a_reason_only(app, district, case_id):
    clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{case_id}/mark"
    refused = clerk.post(path, data={"key_item": "y"})
    assert refused.status_code == 422
    assert "取消保密请填写理由" in refused.text
    assert the(Case, case_id).confidential
    assert clerk.post(path, data={"key_item": "y", "confidential": "y"}).status_code == 302
    told = {"key_item": "y", "reason": "提出者书面同意公开姓名。"}
    assert clerk.post(path, data=told).status_code == 302
    assert not the(Case, case_id).confidential
    assert "取消保密：提出者书面同意公开姓名。" in clerk.get(f"/cases/{case_id}/history").text


def test_a_unit_reads_the_text_without_the_names_and_no_reason_of_the_office(
    app, district, case_id
):
    with district.act("clerk"):
        case = the(Case, case_id)
        people = tuple(
            SubmitterFacts(row.name, row.group_name, row.phone, row.deputy)
            for row in case.submitters
        )
        facts = CaseFacts(
            case.session, case.period, case.number, case.title, people, case.received_on
        )
        text = "刘 桂兰（城东代表团）：城东一小周边缺少幼儿园。"
        actions.correct(case, replace(facts, text=text), "原写城西一小，系领衔代表住处附近")
        assert case.confidential
    unit = scenes.client_of(app, district, "handler")
    page, history = (unit.get(f"/cases/{case_id}{more}").text for more in ("", "/history"))
    assert "提出者（提出者）：城东一小周边缺少幼儿园。" in page
    assert "住处附近" not in page + history
    assert "更正登记（事由由政府办掌握）。" in history
    office = scenes.client_of(app, district, "clerk").get(f"/cases/{case_id}/history").text
    assert "住处附近" in office


def test_the_office_is_told_that_the_title_gives_the_name_away(app, district):
    title = "关于刘桂兰反映的幼儿园学位的建议"
    secret = scenes.register(district, "044", confidential=True, title=title)
    plain = scenes.register(district, "045", title=title)
    clerk = scenes.client_of(app, district, "clerk")
    warning = "标题里写有“刘桂兰”，承办单位看得到"
    assert warning in clerk.get(f"/cases/{secret}").text
    assert warning not in clerk.get(f"/cases/{plain}").text
