"""A list that went in already: a second click leads to the ledger and changes nothing."""

from __future__ import annotations

import pytest

from tests import scenes
from tests.intake import lists
from tracker.intake import uploads

SAID = "这份清单已经导入过：已登记 1 件，更正 0 件。件在台账里，不需要再导入。"


@pytest.fixture
def done(clerk, tmp_path):
    """The address of a list that went in."""
    address = lists.upload(clerk, tmp_path, [], ["1", "甲"])
    assert lists.confirm(clerk, address, 3).status_code == 302
    return address


@pytest.mark.parametrize("way", ["confirm", "correct", "preview"])
def test_a_second_click_says_what_came_of_it_and_leads_to_the_ledger(clerk, done, way):
    if way == "preview":
        answer = clerk.get(done)
    else:
        answer = clerk.post(f"{done}/{way}", data={"row": ["Sheet#3#0"]})
    assert (answer.status_code, answer.location) == (302, "/ledger")
    assert SAID in lists.words(clerk.get(answer.location).text)
    assert len(lists.cases()) == 1


def test_two_clicks_at_once_end_in_the_ledger_too(clerk, district, tmp_path, monkeypatch):
    address = lists.upload(clerk, tmp_path, [], ["1", "甲"])
    token = address.rsplit("/", 1)[1]
    kept = uploads.find(token, district.person("clerk").account_id)
    lists.confirm(clerk, address, 3)
    monkeypatch.setattr(uploads, "find", lambda *_: kept)  # the second began before it was done
    answer = lists.confirm(clerk, address, 3)
    assert (answer.status_code, answer.location) == (302, "/ledger")


def test_it_is_told_to_nobody_else(app, clerk, district, done):
    other = scenes.client_of(app, district, "leader")
    assert other.get(done).status_code == 404
    assert clerk.get(f"/intake/{'0' * 32}").status_code == 404
    assert clerk.get("/intake/..%2Fx").status_code == 404
