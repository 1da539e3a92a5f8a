"""Reading deputies and members."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.deputies.models import Deputy, Mandate
from tracker.deputies.names import name_key
from tracker.kernel.db import Needs, db


@cache
def whole() -> Needs:
    """Return what a deputy is asked with: the mandates with body and group."""
    mandates = selectinload(Deputy.mandates)
    return (mandates.options(joinedload(Mandate.body), joinedload(Mandate.group)),)


def listing(text: str = "", body_id: int | None = None) -> Select[Deputy]:
    """Select deputies by name and body."""
    query = select(Deputy).order_by(Deputy.name_key, Deputy.id).options(*whole())
    if text:
        query = query.where(Deputy.name_key.contains(name_key(text), autoescape=True))
    if body_id:
        holders = select(Mandate.deputy_id).where(Mandate.body_id == body_id)
        query = query.where(Deputy.id.in_(holders))
    return query


def account_choices() -> list[tuple[int, str]]:
    """Return deputies for a select field; those of one name are told apart by body and group."""
    chosen = []
    query = select(Deputy).order_by(Deputy.name_key, Deputy.id).options(*whole())
    for deputy in db.session.scalars(query):
        places = "、".join(
            f"{m.body.short_name}{m.group.name if m.group else ''}" for m in deputy.mandates
        )
        chosen.append((deputy.id, f"{deputy.name}（{places}）" if places else deputy.name))
    return chosen


def named(name: str) -> list[Deputy]:
    """Return the deputies and members of this name, blanks ignored, oldest entry first."""
    query = select(Deputy).where(Deputy.name_key == name_key(name)).order_by(Deputy.id)
    return list(db.session.scalars(query.options(*whole())))
