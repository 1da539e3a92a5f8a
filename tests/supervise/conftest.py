"""A case that was answered."""

from __future__ import annotations

import pytest

from tests.rating.answered import answered
from tests.reply.letters import DAY, Letters
from tracker.kernel import clock


@pytest.fixture
def stage(app, district):
    """The district, the clock held on 3 April 2026."""
    with clock.moved_to(clock.at(DAY)):
        yield Letters(app, district)


@pytest.fixture
def letters(stage):
    """A suggestion that 教育局 answered on 3 April 2026; the lead has the letter."""
    answered(stage)
    return stage
