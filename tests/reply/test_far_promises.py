"""A promise for a year that can only be a slip is refused at its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reply.letters import DAY, NUMBERED, PROMISED
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import actions, commitments, issuing, queries
from tracker.reply.letter_check import promise_faults

FAR, SENTENCE = date(2126, 12, 31), "2126-12-31 离今天超过 50 年，请检查年份。"
TOO_FAR = replace(PROMISED, promise_due_on=FAR)


def test_a_promise_for_a_far_year_is_one_fault_at_its_date():
    found = promise_faults(TOO_FAR, DAY)
    assert [(fault.field, fault.sentence) for fault in found] == [("promise_due_on", SENTENCE)]
    assert promise_faults(replace(PROMISED, promise_due_on=date(2076, 12, 31)), DAY) == []


def test_a_letter_that_promises_for_a_far_year_is_not_signed(letters):
    letters.ready(TOO_FAR)
    with pytest.raises(Refused, match=SENTENCE), letters.by("handler"):
        actions.submit_for_signing(letters.letter())


def test_a_paper_letter_that_promises_for_a_far_year_is_not_entered(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    with pytest.raises(Invalid, match=SENTENCE) as refusal, letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row("post"), TOO_FAR, NUMBERED, letters.scan())
    assert refusal.value.field == "promise_due_on"


@pytest.mark.parametrize("far", [FAR, date(9999, 12, 31)])
def test_a_promise_is_not_carried_over_into_a_far_year(letters, far):
    letters.issued(PROMISED)
    (promise,) = queries.open_commitments(letters.case_id)
    with pytest.raises(Invalid, match="请检查年份。") as refusal, letters.by("clerk"):
        commitments.carry_over(promise, far, "土地手续延后。")
    assert refusal.value.field == "due_on"
    (promise,) = queries.open_commitments(letters.case_id)
    assert promise.due_on == date(2026, 12, 31)


def test_the_page_of_a_promise_refuses_a_day_past_which_nobody_counts(letters):
    letters.issued(PROMISED)
    (promise,) = queries.open_commitments(letters.case_id)
    path = f"/cases/{letters.case_id}/commitments/{promise.id}/carry-over"
    clerk = letters.client("clerk")
    for day, words in (("9999-12-31", "请检查年份"), (str(FAR), SENTENCE)):
        data = {"version": str(promise.version), "due_on": day, "reason": "土地手续延后。"}
        answer = clerk.post(path, data=data)
        assert (answer.status_code, words in answer.text) == (422, True)
