"""Reading the history of a case, and why it is followed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from itertools import takewhile
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


def last(case_id: int, act: Event) -> HistoryEntry | None:
    """Return what was entered last of an act on a case."""
    found = [row for row in of_case(case_id) if row.act == act]
    return max(found, key=lambda row: row.id, default=None)


def written_with(entry: HistoryEntry, acts: Collection[Event]) -> list[HistoryEntry]:
    """Return what an act wrote right before its own entry, in the order in which it did.

    Acts come one at a time: what one of them writes is not mixed with another's.
    """
    earlier = [row for row in of_case(entry.case_id) if row.id < entry.id]
    earlier.sort(key=lambda row: -row.id)
    return list(takewhile(lambda row: row.act in acts, earlier))[::-1]


@cache
def _follow_ups_rows() -> Select[Any]:
    return select(FollowUp).where(FollowUp.case_id == NUMBER).order_by(FollowUp.since, FollowUp.id)


def follow_ups(case_id: int) -> list[FollowUp]:
    """Return every follow-up that a case has or had, oldest first."""
    return remembered_rows(("follow-ups", case_id), _follow_ups_rows, case_id)


def ended_by(case_id: int, act: Event) -> list[FollowUp]:
    """Return the follow-ups that the last act of a sort ended and that nothing began anew."""
    entry = last(case_id, act)
    latest = {row.cause: row for row in sorted(follow_ups(case_id), key=lambda row: row.id)}
    return [row for row in latest.values() if entry is not None and _ends(entry, row)]


def _ends(entry: HistoryEntry, row: FollowUp) -> bool:
    """Whether an entry of the history tells of the end of a follow-up."""
    told = bool(row.end_reason) and entry.sentence.endswith(row.end_reason)
    same_day = row.until == max(entry.on, row.since)
    return told and same_day and row.ended_by == entry.actor_id


def open_follow_ups(cases: Iterable[int]) -> dict[int, list[FollowUp]]:
    """Return the follow-ups of each of the cases that go on, oldest first."""
    query = select(FollowUp).where(FollowUp.case_id.in_(cases), FollowUp.until.is_(None))
    found: dict[int, list[FollowUp]] = {}
    for row in db.session.scalars(query.order_by(FollowUp.since, FollowUp.id)):
        found.setdefault(row.case_id, []).append(row)
    return found
