"""The follow-up list and the page on which a 不满意 is decided."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rating.answered import BAD, GOOD, WHY, deliver, rate
from tests.reply.letters import DAY, PROMISED
from tracker.reply import commitments, queries
from tracker.supervise import actions, lists

NEW_YEAR = date(2027, 1, 5)


@pytest.fixture
def promised(stage):
    """A case in follow-up: its letter of 3 April promises something by 31 December."""
    stage.issued(PROMISED)
    deliver(stage)
    return stage


def followed(letters, today: date) -> tuple[str, date | None]:
    """Return why the case is followed and its nearest promise, on a day."""
    (row,) = lists.followed(letters.district.person("clerk"), today)
    return row.why, row.due_on


def test_a_promise_is_late_until_the_unit_reports_it_kept(promised):
    assert followed(promised, DAY) == ("1 项承诺", date(2026, 12, 31))
    assert followed(promised, NEW_YEAR) == ("1 项承诺，1 项逾期", date(2026, 12, 31))
    with promised.by("handler"):
        (promise,) = queries.open_commitments(promised.case_id)
        commitments.add_progress(promise, "两所公办园已开园。", DAY, done=True)
    assert followed(promised, NEW_YEAR) == ("1 项承诺，1 项报已落实，待核实", None)


def test_the_page_of_the_decision_says_what_was_said_and_by_when(letters):
    number = rate(letters, BAD, WHY, on=DAY)
    path = f"/supervision/cases/{letters.case_id}/decide/{number}"
    read = letters.client("clerk").get(path).text
    for words in (WHY, "区教育局", "刘桂兰", "应在 2026-05-06 前再次答复"):
        assert words in read
    assert "改为不再重办" not in read
    assert "改为不再重办" in letters.client("leader").get(path).text


def test_a_form_in_a_wrong_state_is_refused_before_its_fields_are_looked_at(letters):
    clerk, path = letters.client("clerk"), f"/supervision/cases/{letters.case_id}"
    assert clerk.post(f"{path}/reopen", data={}).status_code == 409
    assert clerk.post(f"{path}/record", data={}).status_code == 422
    rate(letters, GOOD, on=DAY)
    with letters.by("clerk"):
        actions.close(letters.case(), DAY)
    assert clerk.post(f"{path}/record", data={}).status_code == 409
    assert clerk.post(f"{path}/reopen", data={}).status_code == 422


def test_a_letter_that_is_not_out_is_a_wrong_state_and_no_missing_page(stage):
    stage.ready()
    path = f"/rating/cases/{stage.case_id}/assignments/{stage.rows['education']}/rate"
    assert stage.client("deputy").get(path).status_code == 409
