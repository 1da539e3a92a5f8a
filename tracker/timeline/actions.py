"""Writing the history and what it begins; the way in which a case's objects change state."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from tracker.audit.actions import record
from tracker.kernel import clock, states
from tracker.kernel.access import current
from tracker.kernel.db import db, mark
from tracker.terms import Term
from tracker.timeline import queries
from tracker.timeline.events import QUIET, TAKES_BACK, Event
from tracker.timeline.models import FollowUp, HistoryEntry


class Row(Protocol):
    """Anything on a case that history speaks of."""

    id: Any
    __tablename__: str


class Subject(Row, Protocol):
    """Anything on a case that has a state."""

    state: Any


@dataclass(frozen=True)
class Act:
    """What was done: the case, which event, a Chinese sentence, its business date.

    `on` None means today. `unit_id` names the unit concerned. `detail` goes to the audit log only.
    `why` is the plain reason, for a follow-up that begins or ends; empty takes the sentence.
    """

    case_id: int
    code: Event
    sentence: str
    on: date | None = None
    unit_id: int | None = None
    detail: Mapping[str, object] | None = None
    why: str = ""


def note(subject: Row, act: Act, old: Term | None = None, new: Term | None = None) -> None:
    """Write an act into history and audit log, in the transaction of the act itself.

    The follow-up that the event begins is begun, what it ends is ended.
    """
    person = current()
    mark("case", act.case_id)
    if act.code not in QUIET:
        mark("figures", act.case_id)
    db.session.add(
        HistoryEntry(
            case_id=act.case_id,
            at=clock.now(),
            on=act.on or clock.today(),
            act=act.code,
            sentence=act.sentence,
            subject_type=subject.__tablename__,
            subject_id=subject.id,
            old_state=old,
            new_state=new,
            actor_id=person.account_id if person else None,
            actor_name=person.name if person else "系统",
            actor_place=(person.unit_name or person.place) if person else "",
            unit_id=act.unit_id,
            public=act.code.audience.has_deputy,
        )
    )
    detail: dict[str, object] = {"case": act.case_id, **(act.detail or {})}
    if act.on:
        detail["on"] = act.on
    if act.unit_id:
        detail["unit"] = act.unit_id
    if new:
        detail["state"] = str(new)
    record(act.code, subject.__tablename__, subject.id, detail)
    _follow(act, person.account_id if person else None)
    mark("case", act.case_id)
    db.session.flush()


def _follow(act: Act, account_id: int | None) -> None:
    """Begin, end and take up follow-up as the registry of events says of the act."""
    event, on, why = act.code, act.on or clock.today(), act.why or act.sentence
    for row in queries.ended_by(act.case_id, TAKES_BACK[event]) if event in TAKES_BACK else ():
        row.until, row.end_reason, row.ended_by = None, "", None
    if event.begins is None and not event.ends:
        return
    db.session.flush()
    open_rows = queries.open_follow_ups([act.case_id]).get(act.case_id, [])
    for row in open_rows:
        if row.cause in event.ends:
            row.until = max(on, row.since)  # an act of an earlier day entered late ends it at once
            row.end_reason, row.ended_by = why, account_id
    if event.begins is not None and event.begins not in {row.cause for row in open_rows}:
        row = FollowUp(case_id=act.case_id, cause=event.begins, since=on, until=None, reason=why)
        row.begun_by = account_id
        db.session.add(row)


def change_state(subject: Subject, new: Term, moves: Mapping[Any, Set[Any]], act: Act) -> None:
    """Move a case's object to a new state and write the act into the history.

    :raises Refused: the table of moves does not have it.
    """
    old = subject.state
    states.move(subject, new, moves)
    note(subject, act, old, new)


def begin(subject: Subject, act: Act) -> None:
    """Write the first line of an object that was just made with its first state."""
    db.session.flush()
    note(subject, act, None, subject.state)
