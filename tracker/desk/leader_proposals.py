"""What was proposed to the leader, exactly as the page shows it, and the decision on just that.

What is decided in place carries the mark of what was seen: the case's version, each unit with role
and part, the batch's end and the date until which the reply would be due.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from tracker.assign import actions as assign
from tracker.assign import limits
from tracker.assign.models import Assignment
from tracker.assign.queries import ORDER
from tracker.bodies.models import Batch
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.settings.in_force import book_of
from tracker.terms import AssignmentState, AssignRole, CaseState
from tracker.units.models import Unit

LENGTH = 32
CHANGED = "在您打开页面以后有了改动，或者已经批过，这次没有办。请回到首页，看最新的内容再批。"


@dataclass(frozen=True)
class Share:
    """One unit of a proposal: its role and its own part in words."""

    role: AssignRole
    name: str
    part: str = ""

    @property
    def words(self) -> str:
        """The unit, with its part where it has one of its own."""
        return f"{self.name}（{self.part}）" if self.part else self.name


@dataclass(frozen=True)
class Proposal:
    """Who is to handle a case, until when it would be answered, and the mark of what was seen."""

    shares: tuple[Share, ...]
    due_on: date
    batch: str
    seen: str

    @property
    def by_role(self) -> list[tuple[str, str]]:
        """The units of each role, in words: 主办, 会办."""
        found: dict[AssignRole, list[str]] = defaultdict(list)
        for share in self.shares:
            found[share.role].append(share.words)
        return [(role.label, "、".join(names)) for role, names in found.items()]

    @property
    def said(self) -> str:
        """The units with their roles in one line."""
        return "、".join(f"{share.name}（{share.role.label}）" for share in self.shares)


def proposals(
    case_ids: Collection[int], on: date, into: Batch | None = None
) -> Mapping[int, Proposal]:
    """Return what is proposed for those of the cases that wait for approval, in one statement.

    :param on: the date of assignment, from which the reply would be due.
    :param into: the batch they would belong to, None leaves each in its own.
    """
    if not case_ids:
        return {}
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(_query(case_ids)):
        rows[row.case_id].append(row)
    return {case_id: _proposal(own, on, into) for case_id, own in rows.items()}


def approve(
    case: Case, seen: str, on: date, into: Batch | None = None, reason: str = ""
) -> Proposal:
    """Approve exactly what was seen, under a date of assignment.

    :param reason: why the date lies before today, where it does.
    :raises Refused: something else stands there now, or nothing.
    :raises Invalid: the date or the batch does not fit.
    """
    proposal = _still(case, seen, on, into)
    assign.approve(case, on, into or case.batch, reason)
    return proposal


def send_back(case: Case, seen: str, reason: str) -> None:
    """Send back exactly what was seen.

    :raises Refused: something else stands there now, or nothing.
    :raises Invalid: the reason is missing.
    """
    _still(case, seen, clock.today())
    assign.send_back(case, reason)


def _still(case: Case, seen: str, on: date, into: Batch | None = None) -> Proposal:
    """Return the proposal if it is what was seen."""
    proposal = proposals([case.id], on, into).get(case.id)
    if proposal is None or proposal.seen != seen:
        raise Refused(f"{case.label}{CHANGED}")
    return proposal


def _query(case_ids: Collection[int]) -> Any:
    """Select the proposed assignments of cases before the leader, with what their dates need."""
    return (
        select(
            Assignment.case_id,
            Assignment.id,
            Assignment.role,
            Assignment.part,
            Assignment.unit_id,
            func.coalesce(Unit.short_name, Assignment.unit_text).label("name"),
            Case.version,
            Case.kind,
            Case.period,
            Case.batch_id,
            Case.book_id,
            Batch.name.label("batch"),
            Batch.end_on,
        )
        .join(Case, Case.id == Assignment.case_id)
        .outerjoin(Batch, Batch.id == Case.batch_id)
        .outerjoin(Unit, Unit.id == Assignment.unit_id)
        .where(
            Assignment.case_id.in_(case_ids),
            Assignment.state == AssignmentState.PROPOSED,
            Case.state == CaseState.ASSIGN_PENDING,
        )
    )


def _proposal(rows: Sequence[Any], on: date, into: Batch | None) -> Proposal:
    """Return the proposal of one case from its rows."""
    rows, first = sorted(rows, key=lambda row: (ORDER[row.role], row.id)), rows[0]
    batch_id, batch, end_on = first.batch_id, first.batch, first.end_on
    if into is not None:
        batch_id, batch, end_on = into.id, into.name, into.end_on
    due = limits.reply_due(book_of(first), first.kind, first.period, on, end_on).on
    told = [
        (first.case_id, first.version, batch_id, str(end_on), str(due)),
        *((row.role.value, row.unit_id, row.name, row.part) for row in rows),
    ]
    return Proposal(
        shares=tuple(Share(row.role, row.name, row.part) for row in rows),
        due_on=due,
        batch=batch or "",
        seen=sha256(repr(told).encode()).hexdigest()[:LENGTH],
    )
