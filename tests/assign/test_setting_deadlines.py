"""Moving a reply date: approved on a day, entered on the same or a later one."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from tests import scenes
from tests.reports.village import BAD
from tests.reports.walk import Walk
from tests.rows import the
from tracker.assign import actions, paper
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.notices.models import Notice
from tracker.terms import AssignRole
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

# assigned on Wednesday 18 March, due on Thursday 18 June 2026
APPROVED, ENTERED, NEW = date(2026, 6, 17), date(2026, 6, 19), date(2026, 7, 10)


@pytest.fixture
def make_config(make_config):
    """Nobody has to change a password on the way."""
    return partial(make_config, password_days=1000)


@pytest.fixture
def row(district) -> int:
    """An assignment of 18 March."""
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    return row


def row_of(row: int) -> Assignment:
    return the(Assignment, row)


def reply_dates(row: int) -> list[Deadline]:
    query = select(Deadline).where(Deadline.subject_id == row, Deadline.kind == "reply")
    return list(db.session.scalars(query.order_by(Deadline.id)))


def told() -> HistoryEntry:
    return db.session.scalars(select(HistoryEntry).filter_by(act="assignment.extended")).one()


def test_the_day_of_the_approval_stands_in_the_history_and_beside_the_instant(district, row):
    with district.act("clerk", ENTERED, 10):
        actions.set_deadline(row_of(row), NEW, "方案需要论证", APPROVED)
    first, moved = reply_dates(row)
    assert (first.due_on, first.set_on) == (date(2026, 6, 18), scenes.START)
    assert (moved.due_on, moved.set_on) == (NEW, APPROVED)
    assert clock.local(moved.set_at).date() == ENTERED
    sentence = "区教育局的答复期限调整为 2026-07-10（批准日期 2026-06-17）：方案需要论证"
    assert (told().on, told().sentence) == (APPROVED, sentence)
    notices = [notice.sentence for notice in db.session.scalars(select(Notice))]
    assert any(notice.endswith(sentence) for notice in notices)


def test_an_approval_of_today_is_not_told_apart(district, row):
    with district.act("clerk", date(2026, 6, 10)):
        actions.set_deadline(row_of(row), NEW, "方案需要论证")
    assert (told().on, reply_dates(row)[-1].set_on) == (date(2026, 6, 10), date(2026, 6, 10))
    assert told().sentence == "区教育局的答复期限调整为 2026-07-10：方案需要论证"


@pytest.mark.parametrize(
    ("due_on", "approved", "field", "words"),
    [
        (NEW, date(2026, 6, 20), "set_on", "日期不能晚于今天"),
        (NEW, date(2026, 3, 17), "set_on", "日期不能早于交办日期 2026-03-18"),
        (date(2026, 6, 17), APPROVED, "due_on", "新的期限不能早于今天"),
        (date(2026, 6, 18), ENTERED, "due_on", "新的期限不能早于批准日期 2026-06-19"),
        (date(2026, 9, 19), APPROVED, "due_on", "最迟不能超过 2026-09-18"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(
    district, row, due_on, approved, field, words
):
    with pytest.raises(Invalid, match=words) as refusal, district.act("clerk", ENTERED):
        actions.set_deadline(row_of(row), due_on, "方案需要论证", approved)
    assert refusal.value.field == field
    assert len(reply_dates(row)) == 1


def test_an_extension_whose_own_end_is_over_may_still_be_entered(district, row):
    with district.act("clerk", date(2026, 7, 15)):
        actions.set_deadline(row_of(row), NEW, "方案需要论证", APPROVED)
    assert [one.due_on for one in reply_dates(row)] == [date(2026, 6, 18), NEW]
    with district.act("clerk", date(2026, 7, 16)):
        actions.set_deadline(row_of(row), NEW, "批准日期录错", date(2026, 6, 18))
    assert reply_dates(row)[-1].set_on == date(2026, 6, 18)


def test_an_extension_never_ends_before_its_approval(district, row):
    with (
        pytest.raises(Invalid, match="早于批准日期 2026-07-14"),
        district.act("clerk", date(2026, 7, 15)),
    ):
        actions.set_deadline(row_of(row), NEW, "方案需要论证", date(2026, 7, 14))


def test_in_a_second_round_the_approval_follows_the_order(district):
    walk = Walk(district).assign("015").sign(date(2026, 3, 19)).talk(date(2026, 4, 1))
    walk.answer(date(2026, 4, 3), "云教函〔2026〕1号").deliver(date(2026, 4, 7))
    walk.rate(date(2026, 4, 9), BAD, reason="没有时限").again(date(2026, 4, 13))
    with (
        pytest.raises(Invalid, match="早于重新交办日期 2026-04-13"),
        district.act("clerk", date(2026, 4, 20)),
    ):
        actions.set_deadline(walk.row(), date(2026, 6, 1), "方案需要论证", date(2026, 4, 10))


def test_the_page_proposes_today_and_takes_the_day_of_the_paper(app, district, row):
    url = f"/cases/{row_of(row).case_id}/assignments/{row}/deadline"
    with clock.moved_to(clock.at(ENTERED, 10)):
        clerk = scenes.client_of(app, district, "clerk")
        page = clerk.get(url).text
        assert "批准日期" in page
        assert 'value="2026-06-19"' in page
        data = {"due_on": "2026-07-10", "set_on": "2026年6月17日", "reason": "方案需要论证"}
        ahead = clerk.post(url, data={**data, "set_on": "2026-06-20"})
        assert (ahead.status_code, "日期不能晚于今天" in ahead.text) == (422, True)
        assert clerk.post(url, data={**data, "set_on": ""}).status_code == 422
        assert clerk.post(url, data={**data, "reason": " "}).status_code == 422
        assert clerk.post(url, data=data).status_code == 302
    assert [one.set_on for one in reply_dates(row)] == [scenes.START, APPROVED]


def test_the_limit_of_a_paper_list_is_the_first_one_and_no_other_stands_behind_it(district):
    case_id, on = scenes.register(district), date(2026, 2, 10)
    with district.act("clerk", ENTERED):
        case = the(Case, case_id)
        share = actions.ShareFacts(district.row(Unit, "education"), AssignRole.INDEPENDENT)
        (row,) = actions.enter_on_paper(case, [share], on)
        paper.set_due(row, date(2026, 6, 30))
    assert scenes.limit_of(case_id) == date(2026, 6, 30)
    (only,) = reply_dates(row_of(row.id).id)
    assert (only.due_on, only.set_on, only.source) == (date(2026, 6, 30), on, "纸面交办清单")
    assert only.superseded_at is None
