"""The test district for imports."""

from __future__ import annotations

from datetime import date

import pytest

from tests import scenes
from tracker.kernel import clock


@pytest.fixture
def clerk(app, district):
    """A client logged in as the office's clerk, at the end of April."""
    with clock.moved_to(clock.at(date(2026, 4, 30))):
        yield scenes.client_of(app, district, "clerk")
