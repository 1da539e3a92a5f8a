"""Tests share an application and see nothing of each other."""

from __future__ import annotations

import shutil
from functools import partial

import pytest

from tests import factories
from tests.applications import application_at
from tests.rows import every
from tracker.backup import upgrading
from tracker.kernel.db import db, transaction
from tracker.units.models import Unit


@pytest.fixture
def places(tmp_path, make_config, empty_database):
    """Two contexts in which the same application stands on a place of its own."""

    def place(name: str):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(empty_database, folder)
        url, key = f"sqlite:///{folder / 'tracker.db'}", folder / "audit.key"
        return partial(
            application_at, make_config(url, data_dir=folder, audit_key_file=key, hosts=("x",))
        )

    return place("first"), place("second")


def test_what_is_written_and_set_at_one_place_is_not_seen_at_the_next(places):
    first, second = places
    with first() as app:
        app.config["WTF_CSRF_ENABLED"] = False
        app.static_folder = "elsewhere"
        secret = app.secret_key
        with transaction():
            factories.make_unit("云岭区教育局")
    with second() as again:
        assert again is app
        assert again.config["WTF_CSRF_ENABLED"]
        assert again.static_folder.endswith("/tracker/static")
        assert again.secret_key != secret
        assert again.config["TRACKER"].data_dir.name == "second"
        assert db.session.query(Unit).count() == 0
    with first():
        assert every(Unit)[0].name == "云岭区教育局"


def test_nothing_can_be_hung_on_an_application_that_others_use(places):
    with places[0]() as app, pytest.raises(AssertionError, match="already handled its first"):
        app.before_request(lambda: None)


def test_two_places_at_a_time_have_two_applications(places):
    first, second = places
    with first() as app, second() as other:
        assert other is not app
        with transaction():
            factories.make_unit("云岭区教育局")
        with app.app_context():
            assert every(Unit) == []


def test_what_hangs_on_an_application_is_put_back(places):
    first, second = places
    with first() as app:
        steps = app.extensions[upgrading.STEPS]
        upgrading.compose(app, ())
        app.config["TRACKER"] = None
    with second() as again:
        assert again is app
        assert again.extensions[upgrading.STEPS] == steps
        assert again.config["TRACKER"].data_dir.name == "second"
