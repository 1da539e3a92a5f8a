"""Reading the history of a case, and why it is followed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select

from tracker.kernel.db import NUMBER, db, remembered_rows
from tracker.timeline.events import Event
from tracker.timeline.models import FollowUp, HistoryEntry


@cache
def _of_case_rows() -> Select[Any]:
    return (
        select(HistoryEntry)
        .where(HistoryEntry.case_id == NUMBER)
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
    )


def of_case(case_id: int, public_only: bool = False) -> list[HistoryEntry]:
    """Return the entries of a case, newest first."""
    rows = remembered_rows(("history", case_id), _of_case_rows, case_id)
    return [row for row in rows if row.public] if public_only else rows


def last_day(case_id: int, act: Event) -> date | None:
    """Return the latest business date of an act on a case, whichever was entered last."""
    query = select(func.max(HistoryEntry.on))
    return db.session.scalar(query.where(HistoryEntry.case_id == case_id, HistoryEntry.act == act))


@cache
def _follow_ups_rows() -> Select[Any]:
    return select(FollowUp).where(FollowUp.case_id == NUMBER).order_by(FollowUp.since, FollowUp.id)


def follow_ups(case_id: int) -> list[FollowUp]:
    """Return every follow-up that a case has or had, oldest first."""
    return remembered_rows(("follow-ups", case_id), _follow_ups_rows, case_id)


def open_follow_ups(cases: Iterable[int]) -> dict[int, list[FollowUp]]:
    """Return the follow-ups of each of the cases that go on, oldest first."""
    query = select(FollowUp).where(FollowUp.case_id.in_(cases), FollowUp.until.is_(None))
    found: dict[int, list[FollowUp]] = {}
    for row in db.session.scalars(query.order_by(FollowUp.since, FollowUp.id)):
        found.setdefault(row.case_id, []).append(row)
    return found
