"""A attempt in a transaction: what is refused is taken back, what came before stays."""

from __future__ import annotations

import pytest

from tests import factories
from tests.rows import every
from tracker.kernel.db import attempt, db, transaction
from tracker.kernel.errors import Refused
from tracker.units.models import Unit


def _refused() -> None:
    factories.make_unit("云岭区乙局")
    raise Refused("不能。")


def test_what_is_refused_inside_is_taken_back_alone(app):
    with transaction():
        factories.make_unit("云岭区甲局")
        with pytest.raises(Refused), attempt():
            _refused()
        with attempt():
            factories.make_unit("云岭区丙局")
    names = {row.name for row in every(Unit)}
    assert {"云岭区甲局", "云岭区丙局"} <= names
    assert "云岭区乙局" not in names


def test_there_is_no_attempt_outside_a_transaction(app):
    with pytest.raises(RuntimeError, match="transaction"), attempt():
        db.session.query(Unit).first()
