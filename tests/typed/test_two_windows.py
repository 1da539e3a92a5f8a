"""Two windows that save the same form at the same moment."""

from __future__ import annotations

import json

import pytest

from tests.at_once import own_database, press
from tests.house.people import login_name
from tests.rows import every
from tracker.accounts.models import Account
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.typed import actions
from tracker.typed.models import TypedText


@pytest.fixture
def database_url(backend, tmp_path, request):
    """An empty database on each of the two."""
    return own_database(backend, tmp_path, request)


def test_they_do_not_collide_and_one_text_is_kept(app):
    login_name(Role.OH)
    account_id = every(Account)[0].id
    db.session.rollback()

    def save(text):
        with app.app_context(), transaction(in_turn=False):
            actions.keep(account_id, "/cases/new", {"text": [text]})

    press([lambda: save("一"), lambda: save("二"), lambda: save("三")])
    (row,) = every(TypedText)
    assert json.loads(row.fields)["text"][0] in "一二三"
