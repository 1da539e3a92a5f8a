"""A savepoint in a transaction: what is refused is taken back, what came before stays."""

from __future__ import annotations

import pytest

from tests import factories
from tracker.kernel.db import db, savepoint, transaction
from tracker.kernel.errors import Refused
from tracker.units.models import Unit


def _refused() -> None:
    factories.make_unit("云岭区乙局")
    raise Refused("不能。")


def test_what_is_refused_inside_is_taken_back_alone(app):
    with transaction():
        factories.make_unit("云岭区甲局")
        with pytest.raises(Refused), savepoint():
            _refused()
        with savepoint():
            factories.make_unit("云岭区丙局")
    names = {row.name for row in db.session.query(Unit)}
    assert {"云岭区甲局", "云岭区丙局"} <= names
    assert "云岭区乙局" not in names


def test_there_is_no_savepoint_outside_a_transaction(app):
    with pytest.raises(RuntimeError, match="transaction"), savepoint():
        db.session.query(Unit).first()
