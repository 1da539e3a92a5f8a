"""What is done to bodies, sessions, batches and groups."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.audit.actions import record
from tracker.bodies import queries
from tracker.bodies.models import Batch, Body, CongressSession, Group
from tracker.kernel.db import db, mark
from tracker.kernel.errors import Invalid
from tracker.kernel.given import check_order
from tracker.terms import BodyType, GroupType, Period


def save_body(body_type: BodyType, name: str, short_name: str, office_name: str) -> Body:
    """Enter a body, or correct its names; there is one of each type."""
    body = queries.of_type(body_type) or Body(type=body_type)
    body.name, body.short_name, body.office_name = name, short_name, office_name
    db.session.add(body)
    db.session.flush()
    record("body.saved", "body", body.id, {"name": name})
    return body


def save_session(
    body: Body,
    term: int,
    number: int,
    opened_on: date,
    closed_on: date,
    session: CongressSession | None = None,
) -> CongressSession:
    """Enter a session, or correct one.

    :raises Invalid: the session is entered already, or it closes before it opens.
    """
    check_order("closed_on", closed_on, opened_on, "开幕日期", "闭幕日期")
    same = queries.session_of(body.id, term, number)
    if same is not None and same is not session:
        raise Invalid("number", f"{same.title}已经登记。")
    session = session or CongressSession(body=body)
    before = session.closed_on
    session.term, session.number = term, number
    session.opened_on, session.closed_on = opened_on, closed_on
    db.session.add(session)
    db.session.flush()
    if session.closed_on != before:
        mark("session", session.id)
    record("session.saved", "congress_session", session.id, {"title": session.title})
    return session


def save_batch(
    session: CongressSession,
    period: Period,
    name: str,
    assigned_on: date | None,
    end_on: date | None,
    batch: Batch | None = None,
) -> Batch:
    """Enter a batch, or correct one.

    :raises Invalid: the name is taken in this session, or the end is not after the assignment.
    """
    if assigned_on and end_on and end_on <= assigned_on:
        raise Invalid("end_on", "统一办结期限应晚于交办日期。")
    same = db.session.scalar(select(Batch).filter_by(session_id=session.id, name=name))
    if same is not None and same is not batch:
        raise Invalid("name", "本次会议下已有同名批次，请换一个名称。")
    batch = batch or Batch(session=session)
    before = batch.end_on
    batch.period, batch.name = period, name
    batch.assigned_on, batch.end_on = assigned_on, end_on
    db.session.add(batch)
    db.session.flush()
    if batch.end_on != before:
        mark("batch", batch.id)
    record("batch.saved", "batch", batch.id, {"name": name, "end_on": end_on})
    return batch


def save_group(body: Body, name: str, group: Group | None = None) -> Group:
    """Enter a delegation of the congress or a sector of the CPPCC, or correct its name.

    :raises Invalid: it is entered already.
    """
    tidy = "".join(name.split())
    same = queries.group_named(body.id, tidy)
    if same is not None and same is not group:
        raise Invalid("name", f"“{same.name}”已经登记。")
    congress = body.type == BodyType.CONGRESS
    kind = GroupType.DELEGATION if congress else GroupType.SECTOR
    created = group is None
    group = group or Group(body=body, type=kind)
    group.name = tidy
    db.session.add(group)
    db.session.flush()
    act = "group.created" if created else "group.changed"
    record(act, "body_group", group.id, {"name": tidy})
    return group
