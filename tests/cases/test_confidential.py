"""A proposer who asked for it is not known to units, wherever they look (保密)."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from tests import scenes
from tests.rows import the
from tracker.assign import opinions, signing
from tracker.assign.models import Assignment
from tracker.cases import actions
from tracker.cases.models import Case, CaseAttachment
from tracker.kernel import clock
from tracker.kernel.db import db

NAMES = ("刘桂兰", "王守田", "城东代表团", "13800006021")
UNITS = ("handler", "head", "finance_handler", "finance_head")


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
    with district.act("finance_handler"):
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
