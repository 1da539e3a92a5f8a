"""A secret name in title or text is told to the clerk, and hidden from units in every writing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import scenes
from tests.rows import the
from tracker.cases.models import Case
from tracker.cases.secrecy import names_told, without_names
from tracker.cases.sheet import sheet_of
from tracker.kernel import clock
from tracker.kernel.db import db

NAMES = ["刘桂兰", "王 守田", "城东代表团"]
TEXT = "正文里写有“刘桂兰”。承办单位看到的是“提出者”"
TITLE = "标题里写有“刘桂兰”，承办单位处处看得到"


@pytest.mark.parametrize(
    ("text", "told", "hidden"),
    [
        ("刘桂兰等提出", ("刘桂兰",), "提出者等提出"),
        ("劉桂蘭等提出", ("刘桂兰",), "提出者等提出"),
        ("劉 桂\n蘭、王守田", ("刘桂兰", "王 守田"), "提出者、提出者"),
        ("城東代表團反映", ("城东代表团",), "提出者反映"),
        ("刘桂花反映", (), "刘桂花反映"),
        ("", (), ""),
    ],
)
def test_a_name_is_found_and_hidden_in_every_writing(text, told, hidden):
    assert names_told(text, NAMES) == told
    assert without_names(text, NAMES) == hidden


def test_one_character_is_no_name_and_a_longer_name_goes_first():
    assert names_told("王家村道路", ["王"]) == ()
    assert without_names("李明明和李明", ["李明", "李明明", ""]) == "提出者和提出者"


@pytest.fixture
def clerk(app, district):
    """The clerk, on the day of the assignment."""
    with clock.moved_to(clock.at(scenes.START, 15)):
        yield scenes.client_of(app, district, "clerk")


def _data(district, **changes: str) -> dict[str, str]:
    return {
        "session_id": str(district.ids["congress_session"]),
        "period": "session",
        "number": "071",
        "title": "关于增设停车位的建议",
        "lead_type": "person",
        "lead": "刘桂兰",
        "text": "城东片区停车难。",
        "received_on": "2026-03-02",
        "confidential": "y",
        **changes,
    }


def test_a_registration_tells_a_secret_name_at_its_field_and_is_saved_once_that_was_checked(
    district, clerk
):
    data = _data(district, title="刘桂兰关于停车的建议", text="劉桂蘭反映停车难。")
    told = clerk.post("/cases/new", data=data)
    assert told.status_code == 422
    assert TITLE in told.text
    assert TEXT in told.text
    assert "姓名处已核对，按此保存" in told.text
    assert db.session.scalar(select(Case)) is None
    assert clerk.post("/cases/new", data={**data, "names_checked": "y"}).status_code == 302
    case = db.session.scalars(select(Case)).one()
    shown = sheet_of(the(Case, case.id), district.person("handler"))
    assert shown.text == "提出者反映停车难。"


@pytest.mark.parametrize(
    "changes", [{"confidential": "", "text": "刘桂兰反映。"}, {"text": "刘桂花反映。"}, {}]
)
def test_where_nothing_secret_stands_nothing_is_asked(district, clerk, changes):
    data = {name: value for name, value in _data(district, **changes).items() if value}
    page = clerk.get("/cases/new").text
    assert "姓名处已核对" not in page
    assert clerk.post("/cases/new", data=data).status_code == 302


def test_a_correction_of_a_secret_case_tells_it_too(district, clerk):
    case_id = scenes.register(district, confidential=True)
    path = f"/cases/{case_id}/correct"
    version = the(Case, case_id).version
    db.session.rollback()
    data = _data(district, number="015", text="刘桂兰反映停车难。", version=str(version))
    told = clerk.post(path, data=data)
    assert told.status_code == 422
    assert TEXT in told.text
    assert TITLE not in told.text
    assert clerk.post(path, data={**data, "names_checked": "y"}).status_code == 302
    assert the(Case, case_id).text == "刘桂兰反映停车难。"
