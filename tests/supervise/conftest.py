"""A case that was answered."""

from __future__ import annotations

import pytest

from tests.reply.letters import DAY, Letters
from tracker.kernel import clock


@pytest.fixture
def stage(app, district):
    """The district, the clock held on 3 April 2026."""
    with clock.moved_to(clock.at(DAY)):
        yield Letters(app, district)


@pytest.fixture
def letters(answered_letters):
    """A suggestion that 教育局 answered on 3 April 2026; the lead has the letter."""
    return answered_letters
