"""The test district with a case in handling."""

from __future__ import annotations

import pytest

from tests.reply.letters import DAY, Letters
from tracker.kernel import clock


@pytest.fixture
def letters(app, district):
    """The district with a suggestion that 教育局 hosts, the clock held on 3 April 2026."""
    with clock.moved_to(clock.at(DAY)):
        yield Letters(app, district)
