"""A case that was answered."""

from __future__ import annotations

import pytest


@pytest.fixture
def letters(answered_letters):
    """A suggestion that 教育局 answered on 3 April 2026; the lead has the letter."""
    return answered_letters
