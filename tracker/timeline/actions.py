"""Writing the history and what it begins; the way in which a case's objects change state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy import insert

from tracker.audit.actions import Told, record_all
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
    _mark(act)
    db.session.add(HistoryEntry(**_line(subject, act, old, new)))
    record_all([_told(subject, act, new)])
    _follow(act, person.account_id if person else None)
    mark("case", act.case_id)
    db.session.flush()


def begin_all(begun: Sequence[tuple[Subject, Act]]) -> None:
    """Write the first lines of many objects that were just made, each with its first state."""
    note_all([(subject, act, subject.state) for subject, act in begun])


def note_all(noted: Sequence[tuple[Row, Act, Term | None]]) -> None:
    """Write many acts like `note`, with few statements; the last of each is the new state.

    :raises ValueError: an event begins or ends follow-up, which is done one by one.
    """
    for _, act, _ in noted:
        if act.code.begins is not None or act.code.ends or act.code in TAKES_BACK:
            raise ValueError(f"{act.code} begins or ends follow-up")
        _mark(act)
    if noted:
        lines = [_line(subject, act, None, new) for subject, act, new in noted]
        db.session.flush()
        db.session.execute(insert(HistoryEntry), lines)
        record_all([_told(*one) for one in noted])


def _mark(act: Act) -> None:
    """Note that the act touched its case, and whether its figures may have changed."""
    mark("case", act.case_id)
    if act.code not in QUIET:
        mark("figures", act.case_id)


def _line(subject: Row, act: Act, old: Term | None, new: Term | None) -> dict[str, Any]:
    """Return the line of the history."""
    person = current()
    return {
        "case_id": act.case_id,
        "at": clock.now(),
        "on": act.on or clock.today(),
        "act": act.code,
        "sentence": act.sentence,
        "subject_type": subject.__tablename__,
        "subject_id": subject.id,
        "old_state": old,
        "new_state": new,
        "actor_id": person.account_id if person else None,
        "actor_name": person.name if person else "系统",
        "actor_place": (person.unit_name or person.place) if person else "",
        "unit_id": act.unit_id,
        "public": act.code.audience.has_deputy,
    }


def _told(subject: Row, act: Act, new: Term | None) -> Told:
    """Return the entry of the audit log."""
    detail: dict[str, object] = {"case": act.case_id, **(act.detail or {})}
    if act.on:
        detail["on"] = act.on
    if act.unit_id:
        detail["unit"] = act.unit_id
    if new:
        detail["state"] = str(new)
    return Told(act.code, subject.__tablename__, subject.id, detail)


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
