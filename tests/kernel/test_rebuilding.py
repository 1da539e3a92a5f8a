"""A transaction in which tables may be rebuilt."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.house.test_migrations import database_url
from tracker.kernel.db import db, transaction
from tracker.kernel.rebuilding import rebuilding

__all__ = ["database_url"]
ORPHAN = "INSERT INTO account_role (account_id, role) VALUES (77, 'OH')"


def _roles() -> int:
    found = db.session.execute(text("SELECT count(*) FROM account_role")).scalar_one()
    db.session.rollback()
    return found


def test_a_row_without_its_parent_stops_the_commit(migrated):
    with pytest.raises((RuntimeError, IntegrityError), match="account"), rebuilding() as inside:
        inside.execute(text(ORPHAN))
    assert _roles() == 0


def test_foreign_keys_hold_again_afterwards(migrated):
    with rebuilding() as inside:
        inside.execute(text("CREATE TABLE made (id INTEGER)"))
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(ORPHAN))
    assert _roles() == 0
