"""Follow-up that rests: no visits, no reminders of promises; limits of the rulebook go on."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from tests.plan.days import made, run
from tests.rating.answered import deliver
from tests.reply.letters import DAY, PROMISED
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.supervise import following, queries
from tracker.supervise.models import FollowUpPause
from tracker.timeline.models import HistoryEntry

MAY_1, MAY_20, JUNE_1 = date(2026, 5, 1), date(2026, 5, 20), date(2026, 6, 1)


@pytest.fixture
def promised(stage):
    """A case in follow-up: its letter of 3 April promises something by 31 December."""
    stage.issued(PROMISED)
    deliver(stage)
    return stage


def pause(case, until: date = JUNE_1, *, on: date = DAY, who: str = "clerk", why: str = "停工。"):
    with case.district.act(who, on):
        return following.pause(case.case(), until, why)


def test_a_pause_silences_visits_until_its_day_and_makes_up_for_none(promised):
    pause(promised)
    run(MAY_1, date(2026, 5, 3), MAY_20)
    assert made(promised, "visit") == []
    run(JUNE_1, date(2026, 6, 2))
    assert made(promised, "visit") == [(date(2026, 6, 2), "office", "sent")]


def test_a_pause_never_silences_a_limit_of_the_rulebook(promised):
    pause(promised)
    run(date(2026, 4, 28))
    assert made(promised, "rating") == [(date(2026, 4, 28), "rater", "sent")]


def test_a_pause_silences_the_reminders_of_a_promise(promised):
    pause(promised, date(2026, 12, 29), on=date(2026, 12, 1))
    run(date(2026, 12, 24), date(2026, 12, 28))
    assert made(promised, "commitment") == []
    run(date(2026, 12, 30))
    assert made(promised, "commitment") == [(date(2026, 12, 30), "handler", "sent")]


def test_follow_up_goes_on_at_once_when_it_is_resumed(promised):
    pause(promised)
    with promised.district.act("leader", MAY_1):
        following.resume(promised.case(), "提前复工。")
    run(date(2026, 5, 3))
    assert made(promised, "visit") == [(date(2026, 5, 3), "office", "sent")]
    acts = select(HistoryEntry.act).where(HistoryEntry.act.startswith("follow_up."))
    assert list(db.session.scalars(acts)) == ["follow_up.paused", "follow_up.resumed"]


@pytest.mark.parametrize(("until", "why"), [(DAY, "停工。"), (JUNE_1, " ")])
def test_a_pause_needs_a_day_ahead_and_a_reason(promised, until, why):
    with pytest.raises(Invalid):
        pause(promised, until, why=why)
    assert db.session.query(FollowUpPause).count() == 0


@pytest.mark.parametrize("who", ["handler", "head", "deputy", "congress_office", "district_leader"])
def test_only_the_office_pauses(promised, who):
    with pytest.raises(Refused, match="现在不能暂停跟踪"):
        pause(promised, who=who)


def test_what_rests_is_not_paused_again_and_what_goes_on_is_not_resumed(promised):
    with promised.by("clerk"), pytest.raises(Refused, match="现在不能恢复跟踪"):
        following.resume(promised.case(), "复工。")
    pause(promised)
    with pytest.raises(Refused, match="现在不能暂停跟踪"):
        pause(promised)


def test_the_base_refuses_a_pause_that_ends_before_it_begins(promised):
    with pytest.raises(IntegrityError):
        db.session.execute(
            insert(FollowUpPause).values(
                case_id=promised.case_id, paused_on=MAY_20, until_on=MAY_1, reason="停工"
            )
        )
    db.session.rollback()


def test_the_list_and_the_case_say_until_when_it_rests(promised):
    clerk = promised.client("clerk")
    sent = {"until": "2026-06-01", "reason": "停工。"}
    path = f"/supervision/cases/{promised.case_id}"
    assert clerk.post(f"{path}/pause", data={**sent, "until": "2026-04-03"}).status_code == 422
    assert clerk.post(f"{path}/pause", data=sent).status_code == 302
    with clock.moved_to(clock.at(DAY)):
        assert "暂停至 06-01" in clerk.get("/supervision/").text
    assert "暂停至 2026-06-01：停工。" in clerk.get(f"/cases/{promised.case_id}").text
    assert clerk.post(f"{path}/resume", data={"reason": "复工。"}).status_code == 302
    with clock.moved_to(clock.at(DAY)):
        assert queries.pause_of(promised.case_id) is None
