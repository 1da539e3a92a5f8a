"""Keeping what was typed, and forgetting it. Nothing of this is an act: no audit entry, no mark."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.typed.models import TypedText
from tracker.typed.queries import Fields

LONGEST = 200_000  # characters of one form
TOO_LONG = "内容太长，没有自动保存，请尽快提交，或先复制到别处。"


def keep(account_id: int, place: str, fields: Fields) -> None:
    """Keep the text of a form in the place of what was kept before; nothing typed is forgotten.

    One statement: two windows that save at the same moment do not collide.

    :raises Invalid: it is longer than what is kept of one form.
    """
    if not any(value for values in fields.values() for value in values):
        drop(account_id, place)
        return
    text = json.dumps(fields, ensure_ascii=False)
    if len(text) > LONGEST:
        raise Invalid("fields", TOO_LONG)
    values = {"fields": text, "saved_at": clock.now()}
    postgres = db.session.get_bind().dialect.name == "postgresql"
    new = (postgresql.insert if postgres else sqlite.insert)(TypedText)
    query = new.values(account_id=account_id, place=place, **values)
    db.session.execute(
        query.on_conflict_do_update(index_elements=["account_id", "place"], set_=values)
    )


def drop(account_id: int, place: str) -> None:
    """Forget what an account typed into a form."""
    query = delete(TypedText).where(TypedText.account_id == account_id, TypedText.place == place)
    db.session.execute(query)


def forget(older_than_days: int) -> None:
    """Forget what nobody came back to."""
    limit = clock.now() - timedelta(days=older_than_days)
    db.session.execute(delete(TypedText).where(TypedText.saved_at < limit))
