"""The village on which reports are read."""

from __future__ import annotations

from functools import partial

import pytest

from tests import built
from tests.reports.village import live


@pytest.fixture
def make_config(make_config):
    """Half a year passes: nobody has to change a password on the way."""
    return partial(make_config, password_days=1000)


@pytest.fixture(scope="session")
def built_village(tmp_path_factory):
    """The district after half a year, built once."""
    folder = tmp_path_factory.mktemp("village")
    return folder, built.build_district(folder, lambda district: list(live(district)))


@pytest.fixture
def village(app, tmp_path, built_village):
    """The district after half a year, in the test's own database."""
    return built.copied(*built_village, tmp_path)
