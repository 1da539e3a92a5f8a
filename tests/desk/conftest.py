"""A town on 16 June 2026 in which something waits for everybody."""

from __future__ import annotations

from functools import partial

import pytest

from tests import built, scenes
from tests.desk import town as town_of
from tracker.kernel import clock


@pytest.fixture
def make_config(make_config):
    """The people of the town made their passwords in March."""
    return partial(make_config, password_days=1000)


@pytest.fixture(scope="session")
def built_town(tmp_path_factory):
    """The town, built once."""
    folder = tmp_path_factory.mktemp("town")
    return folder, built.build_district(folder, town_of.fill)


@pytest.fixture
def town(app, tmp_path, built_town):
    """The town in the test's own database, the clock held on its day."""
    district = built.copied(*built_town, tmp_path)
    with clock.moved_to(clock.at(town_of.TODAY)):
        yield district


@pytest.fixture
def log_in(app, town):
    """A function that gives a client logged in as a person of the town."""
    return lambda name: scenes.client_of(app, town, name)
