"""No date at all stops the day: neither the last that there is nor the first."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from tests.reply.letters import PROMISED
from tests.supervise.days import made, run
from tests.supervise.test_plan import EARLY, TIMES, duty
from tracker.kernel.db import db, transaction
from tracker.plan_terms import ReminderKind
from tracker.reply.models import Commitment
from tracker.supervise.plan import steps

WITH_A_LIMIT = [kind for kind in ReminderKind if kind not in (ReminderKind.RATING, "visit")]
UNTIL = date(2026, 7, 9)


@pytest.mark.parametrize("kind", WITH_A_LIMIT)
@pytest.mark.parametrize("due", [date(9999, 12, 30), date.max])
def test_a_limit_on_the_last_day_that_there_is_has_no_step_yet(kind, due):
    assert steps(duty(kind, due), UNTIL, TIMES) == []


@pytest.mark.parametrize("kind", WITH_A_LIMIT)
def test_a_limit_on_the_first_day_that_there_was_is_only_late(kind):
    found = steps(duty(kind, date.min), date(2026, 3, 31), TIMES)
    assert found
    assert {step.step.split("-")[0] for step in found} == {"late"}
    assert all(EARLY <= step.day <= date(2026, 3, 31) for step in found)


def test_a_promise_for_the_last_day_that_there_is_stops_no_other_reminder(stage):
    stage.issued(PROMISED)
    with transaction():  # as it stands in an office that typed it before it was refused
        db.session.execute(update(Commitment).values(due_on=date.max))
    run(date(2026, 5, 3))
    assert made(stage, "visit") == [(date(2026, 5, 3), "office", "sent")]
