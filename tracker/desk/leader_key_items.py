"""The key items that are not closed, by urgency: who leads each, and what comes next (重点件)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import and_, func, select
from sqlalchemy import case as either
from sqlalchemy.orm import aliased

from tracker.accounts.models import Account
from tracker.cases.core import core
from tracker.cases.lifecycle import OVER
from tracker.cases.models import Case, Participant, Submitter
from tracker.desk.duty_lines import whose
from tracker.desk.leader_reach import Reach
from tracker.desk.scopes import Days
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.plan.models import DutyRow
from tracker.plan.words import WORDS
from tracker.reports.asked import OPEN
from tracker.roles import Relation
from tracker.units.models import Unit

KEY_ITEMS = 5
NOTHING_OWED = "没有待办"


@dataclass(frozen=True)
class KeyItem:
    """One key item: who leads it, what comes next, until when."""

    title: str
    whole: str
    url: str
    leader: str
    next: str
    due_on: date | None


@dataclass(frozen=True)
class KeyItems:
    """The most urgent of them, and how many there are in all."""

    rows: tuple[KeyItem, ...]
    total: int
    href: str


def key_items(person: Viewer, reach: Reach, days: Days) -> KeyItems:
    """Return the key items that are not closed, by the most urgent that is owed on each."""
    query = _key_items(reach, days)
    rows = db.session.execute(query).all()
    found = tuple(
        KeyItem(
            title=core(row.title),
            whole=row.title,
            url=url_for("desk.case", case_id=row.id),
            leader=row.leader or "",
            next=f"{whose(row, person)}：{_act(row)}" if row.duty_kind else NOTHING_OWED,
            due_on=row.due_on,
        )
        for row in rows
    )
    address = reach.ledger(key="yes", state=OPEN, sort="due")
    return KeyItems(found, rows[0].total if rows else 0, address)


def _act(row: Any) -> str:
    """Return the act that settles a duty."""
    return WORDS[row.duty_kind].button(on_behalf=row.on_behalf)


def _key_items(reach: Reach, days: Days) -> Any:
    """Select the most urgent key items with the one duty of each that stands first."""
    top, first = _most_urgent(reach, days), aliased(DutyRow)
    leader = select(Account.name).join(Participant, Participant.account_id == Account.id)
    leader = leader.where(
        Participant.case_id == Case.id,
        Participant.relation == Relation.LED,
        Participant.until.is_(None),
    ).limit(1)
    query = select(
        Case.id,
        Case.title,
        Case.confidential,
        Submitter.name.label("lead"),
        Unit.short_name.label("unit"),
        first.kind.label("duty_kind"),
        first.party,
        first.unit_id,
        first.on_behalf,
        first.due_on,
        leader.correlate(Case).scalar_subquery().label("leader"),
        top.c.total,
    )
    query = query.join(top, top.c.id == Case.id)
    query = query.join(Submitter, and_(Submitter.case_id == Case.id, Submitter.position == 0))
    query = query.outerjoin(first, first.id == _first_duty(days))
    query = query.outerjoin(Unit, Unit.id == first.unit_id)
    return query.order_by(top.c.due_on.asc().nulls_last(), Case.id)


def _most_urgent(reach: Reach, days: Days) -> Any:
    """Select the key items by what is due first and can be done now, else by what is due first."""
    now = func.min(DutyRow.due_on).filter(days.stands)
    any_now = func.count().filter(days.stands) > 0
    due: Any = either((any_now, now), else_=func.min(DutyRow.due_on))
    query = select(Case.id, due.label("due_on"), func.count().over().label("total"))
    query = query.outerjoin(DutyRow, DutyRow.case_id == Case.id).group_by(Case.id)
    query = query.where(Case.key_item, Case.state.not_in(OVER), reach.cases)
    return query.order_by(due.asc().nulls_last(), Case.id).limit(KEY_ITEMS).subquery()


def _first_duty(days: Days) -> Any:
    """Select of a case the duty that can be done now and is due first."""
    order = (either((days.stands, 0), else_=1), DutyRow.due_on.is_(None), DutyRow.due_on)
    own = select(DutyRow.id).where(DutyRow.case_id == Case.id).order_by(*order, DutyRow.id)
    return own.limit(1).correlate(Case).scalar_subquery()
