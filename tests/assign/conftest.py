"""A unit whose handler stops."""

from __future__ import annotations

import pytest

from tests.assign.held import FRIDAY, Held
from tracker.kernel import clock


@pytest.fixture
def held(app, district):
    """Three cases that name one handler of 教育局, on Friday 3 April 2026."""
    with clock.moved_to(clock.at(FRIDAY)):
        made = Held(app, district)
        made.begin()
        yield made
