"""A case that was answered."""

from __future__ import annotations

import pytest

from tests.rating.answered import answered
from tests.reply.letters import DAY, Letters
from tracker.kernel import clock


@pytest.fixture
def letters(app, district):
    """A suggestion that 教育局 answered on 3 April 2026; the lead has the letter."""
    with clock.moved_to(clock.at(DAY)):
        stage = Letters(app, district)
        answered(stage)
        yield stage
