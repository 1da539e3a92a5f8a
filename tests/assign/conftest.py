"""A unit whose handler stops."""

from __future__ import annotations

import pytest
from flask import current_app

from tests import built
from tests.assign.held import FRIDAY, Held
from tests.scenes import District
from tracker.kernel import clock


@pytest.fixture(scope="session")
def built_held(tmp_path_factory):
    """Three cases that name one handler of 教育局, on Friday 3 April 2026; built once."""
    folder, made = tmp_path_factory.mktemp("held"), []

    def fill(district: District) -> None:
        with clock.moved_to(clock.at(FRIDAY)):
            made.append(Held(current_app, district))
            made[0].begin()

    built.build_district(folder, fill)
    return folder, made[0]


@pytest.fixture
def held(app, tmp_path, built_held):
    """Three cases that name one handler of 教育局, on Friday 3 April 2026."""
    folder, made = built_held
    with clock.moved_to(clock.at(FRIDAY)):
        yield made.copied(folder, app, tmp_path)
