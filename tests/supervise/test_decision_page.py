"""The page on which a 不满意 is decided, and forms in a wrong state."""

from __future__ import annotations

from tests.rating.answered import BAD, GOOD, WHY, rate
from tests.reply.letters import DAY
from tracker.supervise import actions


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
