"""The stage on which stories happen."""

from __future__ import annotations

from functools import partial

import pytest

from tests.stories.roads import Stage


@pytest.fixture
def make_config(make_config):
    """Stories last for months: nobody has to change a password on the way."""
    return partial(make_config, password_days=1000)


@pytest.fixture
def stage(app, district):
    """The application with the small district."""
    return Stage(app, district)
