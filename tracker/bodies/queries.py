"""Reading the bodies, their sessions and groups."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.bodies.models import Batch, Body, CongressSession, Group
from tracker.bodies.titles import group_key
from tracker.kernel.db import NUMBER, Needs, anew, db, remembered_rows
from tracker.terms import BodyType


def bodies() -> list[Body]:
    """Return the bodies that are entered, the congress first."""
    sessions = selectinload(Body.sessions).selectinload(CongressSession.batches)
    query = select(Body).options(sessions, selectinload(Body.groups))
    return list(db.session.scalars(query.order_by(Body.type.desc())))


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
    query = select(Group).join(Group.body).options(contains_eager(Group.body))
    rows = db.session.scalars(query.order_by(Body.type.desc(), Group.name))
    return [(row.id, f"{row.body.short_name}·{row.name}") for row in rows]


def groups_of_bodies() -> dict[int, list[tuple[int, str]]]:
    """Return delegations and sectors with their numbers, by the number of their body."""
    found: dict[int, list[tuple[int, str]]] = {}
    for row in db.session.execute(select(Group.id, Group.body_id, Group.name).order_by(Group.name)):
        found.setdefault(row.body_id, []).append((row.id, row.name))
    return found


def all_sessions() -> list[CongressSession]:
    """Return every session, the newest of the congress first."""
    query = (
        select(CongressSession)
        .join(CongressSession.body)
        .options(contains_eager(CongressSession.body))
        .order_by(Body.type.desc(), CongressSession.term.desc(), CongressSession.number.desc())
    )
    return list(db.session.scalars(query))


@cache
def whole() -> Needs:
    """Return what a session is asked with: its body with the groups, its batches."""
    body = joinedload(CongressSession.body).selectinload(Body.groups)
    return body, selectinload(CongressSession.batches)


@cache
def whole_batch() -> Needs:
    """Return what a batch is asked with: its session and the body of that."""
    return (joinedload(Batch.session).joinedload(CongressSession.body),)


@cache
def whole_group() -> Needs:
    """Return what a delegation or sector is asked with: its body."""
    return (joinedload(Group.body),)


def session(session_id: int) -> CongressSession | None:
    """Return the session with this number, None where there is none."""
    query = select(CongressSession).where(CongressSession.id == session_id)
    return db.session.scalar(query.options(*whole()))


def session_by_id(session_id: int) -> CongressSession:
    """Return the session with this number, which exists."""
    query = select(CongressSession).where(CongressSession.id == session_id)
    return db.session.scalars(query.options(*whole())).one()


@cache
def _batches_of_rows() -> Select[Any]:
    return select(Batch).where(Batch.session_id == NUMBER).order_by(Batch.id)


def batches_of(session_id: int) -> list[Batch]:
    """Return the batches of a session, the oldest first."""
    return remembered_rows(("batches of", session_id), _batches_of_rows, session_id)


def session_of(body_id: int, term: int, number: int) -> CongressSession | None:
    """Return one session of a body, None before it is entered."""
    query = select(CongressSession).filter_by(body_id=body_id, term=term, number=number)
    return db.session.scalar(query.options(*whole()))


def all_batches() -> list[Batch]:
    """Return every batch with its session, the newest first."""
    query = anew(select(Batch).order_by(Batch.id.desc()), whole_batch())
    return list(db.session.scalars(query))
