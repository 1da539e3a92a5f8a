"""A letter that comes in after its limit with a date before it says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reply.letters import DONE, NUMBERED
from tracker.assign import actions as assign
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.reply import issuing
from tracker.timeline.models import HistoryEntry

# the default letter is due on Thursday 18 June 2026; it comes in a week later
IN_TIME, AFTER = date(2026, 6, 17), date(2026, 6, 25)
WHY = "纸质件当日已寄出，经办人住院，今天补录。"


def test_a_letter_dated_in_time_that_comes_in_late_needs_a_reason(letters):
    letters.checked()
    early = replace(NUMBERED, on=IN_TIME)
    with pytest.raises(Invalid, match="2026-06-18 已过"), letters.district.act("head", AFTER):
        issuing.issue(letters.letter(), early)
    with letters.district.act("head", AFTER):
        issuing.issue(letters.letter(), replace(early, reason=WHY))
    told = db.session.query(HistoryEntry).filter_by(act="reply.backdated").one()
    assert told.sentence == f"区教育局补录落款日期 2026-06-17：{WHY}"
    assert told.public is False


@pytest.mark.parametrize(
    ("on", "day"),
    [(IN_TIME, date(2026, 6, 18)), (date(2026, 6, 19), AFTER), (AFTER, AFTER)],
    ids=["entered on the last day", "dated late", "dated today"],
)
def test_any_other_letter_needs_no_reason(letters, on, day):
    letters.checked()
    with letters.district.act("head", day):
        issuing.issue(letters.letter(), replace(NUMBERED, on=on))
    assert db.session.query(HistoryEntry).filter_by(act="reply.backdated").count() == 0


def test_a_paper_letter_entered_late_needs_the_reason_too(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    stated = replace(NUMBERED, on=IN_TIME)
    with letters.district.act("clerk", AFTER):
        row, scan = letters.row("post"), letters.scan()
        with pytest.raises(Invalid, match="2026-06-18 已过"):
            issuing.enter_issued_on_behalf(row, DONE, stated, scan)
        issuing.enter_issued_on_behalf(row, DONE, replace(stated, reason=WHY), scan)
    assert db.session.query(HistoryEntry).filter_by(act="reply.backdated").count() == 1


def test_the_reason_goes_over_the_page_that_asks_for_confirmation(letters):
    letters.checked()
    with letters.by("clerk"):  # an earlier limit: passwords last ninety days
        assign.set_deadline(letters.row(), date(2026, 4, 10), "区委督查要求提前。")
    with clock.moved_to(clock.at(date(2026, 4, 17), 10)):
        head = letters.client("head")
        version = str(letters.letter().version)
        db.session.rollback()
        data = {"number": NUMBERED.number, "issued_on": "2026-04-09", "signer": "陈志远"}
        data |= {"version": version}
        refused = head.post(letters.url("/reply/issue"), data=data)
        assert refused.status_code == 422
        assert "请写明今天才录入的理由" in refused.text
        led = head.post(letters.url("/reply/issue"), data={**data, "reason": WHY})
        page = head.get(led.location).text
        assert page.count(WHY) == 2  # told, and kept for the confirmation
        done = head.post(letters.url("/reply/issue/confirm"), data={**data, "reason": WHY})
        assert done.status_code == 302
    assert letters.row().state == "replied"


@pytest.mark.parametrize(("day", "asked"), [(date(2026, 4, 10), False), (date(2026, 4, 11), True)])
def test_the_page_asks_for_a_reason_only_once_the_limit_is_over(letters, day, asked):
    letters.checked()
    with letters.by("clerk"):
        assign.set_deadline(letters.row(), date(2026, 4, 10), "区委督查要求提前。")
    with clock.moved_to(clock.at(day, 10)):
        page = letters.client("head").get(letters.url("/reply/issue")).text
    assert ("补录理由" in page) is asked
