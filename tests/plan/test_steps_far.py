"""No date at all stops the day: neither the last that there is nor the first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from tests.plan.days import made, run
from tests.plan.test_steps import EARLY, LIMITS, TIMES, duty
from tests.reply.letters import PROMISED
from tracker.kernel.db import db, transaction
from tracker.plan import keeping
from tracker.plan.steps import next_on, steps
from tracker.reply.models import Commitment

WITH_A_LIMIT = ("sign", *LIMITS)
UNTIL = date(2026, 7, 9)
FAR = [date.max - timedelta(days=left) for left in (0, 1, 2, 3, 4, 7, 8)]


@pytest.mark.parametrize("kind", WITH_A_LIMIT)
@pytest.mark.parametrize("due", [date(9999, 12, 30), date.max])
def test_a_limit_on_the_last_day_that_there_is_has_no_step_yet(kind, due):
    assert steps(duty(kind, due), UNTIL, TIMES) == []
    assert next_on(duty(kind, due), UNTIL, TIMES) in (None, *FAR)


@pytest.mark.parametrize("kind", WITH_A_LIMIT)
def test_a_limit_on_the_first_day_that_there_was_is_only_late(kind):
    found = steps(duty(kind, date.min), date(2026, 3, 31), TIMES)
    assert found
    assert {step.name.split("-")[0] for step in found} == {"late"}
    assert all(EARLY <= step.day <= date(2026, 3, 31) for step in found)


def test_a_promise_for_the_last_day_that_there_is_stops_no_other_reminder(stage):
    stage.issued(PROMISED)
    with transaction():  # as it stands in an office that typed it before it was refused
        db.session.execute(update(Commitment).values(due_on=date.max))
        keeping.rebuild()
    run(date(2026, 5, 3))
    assert made(stage, "visit") == [(date(2026, 5, 3), "office", "sent")]
