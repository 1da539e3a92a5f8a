"""The test district for cases."""

from __future__ import annotations

import pytest

from tests import scenes


@pytest.fixture
def district(app):
    """The small district of tests.scenes."""
    return scenes.build()
