"""What happened to the subject of a form since its page was shown, read from the audit log."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from tracker.assign.lifecycle import GONE
from tracker.assign.models import Assignment
from tracker.audit import labels
from tracker.audit.models import AuditEntry
from tracker.cases import queries as cases
from tracker.cases.models import Participant
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.roles import ABOVE_UNITS, AuditResult, Role
from tracker.timeline.events import BY_CODE, Audience, Event, audience_of

A, E = AuditEntry, Event
INNER = ABOVE_UNITS | {Role.AUD}
# what each object of an address is called in the log; a case is named in the detail of its acts
OBJECTS = {
    "account_id": "account",
    "batch_id": "batch",
    "body_id": "body",
    "change_id": "rule_change",
    "call_id": "phone_call",
    "deputy_id": "deputy",
    "group_id": "body_group",
    "list_id": "imported_list",
    "session_id": "congress_session",
    "unit_id": "unit",
}
# what changes nothing that a form shows: it was read, somebody was reminded, a person logged in
UNMINDED = frozenset({E.CASE_PHONE_VIEWED.value, E.FOLLOW_UP_URGE.value})
UNMINDED_OF = ("access.", "auth.", "notice.", "export.", "phone_call.dropped")
# by these a unit's part ends; what follows them is not the unit's to read
LEFT = {
    E.ASSIGNMENT_REASSIGNED.value: "已改由其他单位办理",
    E.ASSIGNMENT_RETURNED.value: "已改由其他单位办理",
    E.ASSIGNMENT_ENDED.value: "已停止办理",
    E.ASSIGNMENT_DROPPED.value: "已不再会办",
    E.ASSIGNMENT_TAKEN_BACK.value: "交办已撤销",
}
STRUCK = "已更正提出者"
SAVED = "reply.saved"  # of a case beside what stands in its history: a draft, its unit's own affair
OF_UNITS = frozenset({
    Audience.OWN, Audience.HOST, Audience.ANSWERING, Audience.PROPOSER, Audience.EVERYBODY,
})  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One act of somebody: when, who, what."""

    at: datetime
    who: str
    what: str

    def __str__(self) -> str:
        """Return it as a sentence would name it."""
        return f"{clock.local(self.at):%m-%d %H:%M} {self.who} {self.what}"


def changes(args: Mapping[str, Any], since: int, person: Viewer) -> list[Change]:
    """Return what happened after an entry of the log to what an address is about.

    Only what the person may read counts: of a case on which a unit or a deputy acts, what
    concerns other units alone does not.
    """
    if "case_id" in args:
        return _of_case(args, since, person)
    name = next((name for name in OBJECTS if name in args), None)
    if name is None:
        return []
    found = _entries(since, A.object_type == OBJECTS[name], A.object_id == args[name])
    return [_change(row) for row in found]


def _of_case(args: Mapping[str, Any], since: int, person: Viewer) -> list[Change]:
    """Return what happened to a case, on the part that the address names."""
    case_id = args["case_id"]
    named = (A.detail.contains(f'"case": {case_id}{end}') for end in (",", "}"))
    rows = _entries(since, or_(*named))
    if not rows:
        return []
    unit_id = person.unit_id
    if part := args.get("assignment_id"):
        unit_id = db.session.scalar(select(Assignment.unit_id).where(Assignment.id == part))
    last, taken = _taking(rows, args, person)
    shown = [_change(row) for row in rows[:last] if _is_shown(row, unit_id, person)]
    return [*shown, taken] if taken else shown


def taken(args: Mapping[str, Any], since: int, person: Viewer) -> Change | None:
    """Return the act after an entry of the log by which a case was taken from a person.

    That of a unit whose part ended, or of a proposer who was struck out; None for anybody else,
    and where it is the person's again.
    """
    if "case_id" not in args:
        return None
    named = (A.detail.contains(f'"case": {args["case_id"]}{end}') for end in (",", "}"))
    return _taking(_entries(since, or_(*named)), args, person)[1]


def _taking(
    rows: Sequence[Any], args: Mapping[str, Any], person: Viewer
) -> tuple[int, Change | None]:
    """Return up to which entry a person reads on, and the one that took the case away."""
    for place, row in reversed(list(enumerate(rows))):
        if words := _takes(row, args, person):
            return place, Change(row.at, row.actor_name, words)
    return len(rows), None


def _takes(row: Any, args: Mapping[str, Any], person: Viewer) -> str:
    """Return in which words an entry took what is asked for from a person; empty if it did not."""
    if row.action not in LEFT and row.action != E.CASE_CORRECTED:
        return ""
    if _is_party(args, person):
        return ""
    said = json.loads(row.detail)
    if row.action == E.CASE_CORRECTED:
        return STRUCK if person.deputy_id in said.get("left", ()) else ""
    return LEFT[row.action] if person.unit_id and said.get("unit") == person.unit_id else ""


def _is_party(args: Mapping[str, Any], person: Viewer) -> bool:
    """Whether a person has to do with the case now: with the part that an address names."""
    here = [Participant.case_id == args["case_id"], Participant.until.is_(None)]
    found = or_(false(), *cases.parties_of(person))
    if db.session.scalar(select(Participant.id).where(*here, found).limit(1)) is None:
        return False
    part = args.get("assignment_id")
    state = select(Assignment.state).where(Assignment.id == part)
    return part is None or db.session.scalar(state) not in GONE


def _entries(since: int, *about: ColumnElement[bool]) -> Sequence[Any]:
    """Return the entries after one of the log, without those that change nothing."""
    query = select(A.at, A.actor_name, A.action, A.detail)
    query = query.where(A.seq > since, A.result == AuditResult.OK, *about).order_by(A.seq)
    rows = db.session.execute(query).all()
    return [
        row for row in rows if row.action not in UNMINDED and not row.action.startswith(UNMINDED_OF)
    ]


def _is_shown(row: Any, unit_id: int | None, person: Viewer) -> bool:
    """Whether the page of this person showed what an act on the case changed."""
    concerned = json.loads(row.detail).get("unit")
    if concerned is not None and unit_id is not None and concerned != unit_id:
        return False
    if row.action not in BY_CODE and row.action != SAVED:
        return False  # a telephone call about the case
    audience = Audience.OWN if row.action == SAVED else audience_of(row.action)
    if audience is Audience.NOBODY:
        return False  # another line says it in words
    if person.is_one_of(*INNER):
        return True
    return audience.has_deputy if person.is_one_of(Role.DEP) else audience in OF_UNITS


def _change(row: Any) -> Change:
    """Return an entry as a change."""
    return Change(row.at, row.actor_name, labels.action(row.action))
