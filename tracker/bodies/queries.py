"""Reading the bodies, their sessions and groups."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.bodies.models import Batch, Body, CongressSession, Group
from tracker.bodies.titles import group_key
from tracker.kernel.db import db
from tracker.terms import BodyType


def bodies() -> list[Body]:
    """Return the bodies that are entered, the congress first."""
    whole = selectinload(Body.sessions).selectinload(CongressSession.batches)
    return list(db.session.scalars(select(Body).options(whole).order_by(Body.type.desc())))


def of_type(body_type: BodyType) -> Body | None:
    """Return the body of this type, None before it is entered."""
    return db.session.scalar(select(Body).where(Body.type == body_type))


def terms(body_id: int) -> list[int]:
    """Return the terms of a body for which a session is entered, newest first."""
    query = select(CongressSession.term).where(CongressSession.body_id == body_id).distinct()
    return sorted(db.session.scalars(query), reverse=True)


def group_named(body_id: int, name: str) -> Group | None:
    """Return the delegation or sector of a body with this name, however its brackets are typed."""
    groups = db.session.scalars(select(Group).filter_by(body_id=body_id).order_by(Group.id))
    return next((group for group in groups if group_key(group.name) == group_key(name)), None)


def group_choices() -> list[tuple[int, str]]:
    """Return delegations and sectors for a select field."""
    rows = db.session.scalars(select(Group).join(Body).order_by(Body.type.desc(), Group.name))
    return [(row.id, f"{row.body.short_name}·{row.name}") for row in rows]


def all_sessions() -> list[CongressSession]:
    """Return every session, the newest of the congress first."""
    query = (
        select(CongressSession)
        .join(Body)
        .order_by(Body.type.desc(), CongressSession.term.desc(), CongressSession.number.desc())
    )
    return list(db.session.scalars(query))


def all_batches() -> list[Batch]:
    """Return every batch, the newest first."""
    return list(db.session.scalars(select(Batch).order_by(Batch.id.desc())))
