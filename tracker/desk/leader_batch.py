"""Many proposals approved at once: what would be done is shown first, then done to just that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.bodies.models import Batch
from tracker.cases.models import Case
from tracker.desk.leader_proposals import Proposal, proposals
from tracker.desk.scopes import Days, to_decide
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.plan.models import DutyRow
from tracker.plan.queries import urgency
from tracker.plan_terms import DutyKind

MOST, AT_FIRST = 500, 50


@dataclass(frozen=True)
class Checked:
    """One case of the page before approving."""

    case: Case
    proposal: Proposal


@dataclass(frozen=True)
class Under:
    """Under which date, batch and reason they are approved."""

    on: date
    into: Batch | None = None
    reason: str = ""

    @property
    def mark(self) -> str:
        """What the dates on the page were counted by."""
        return f"{self.on}|{self.into.id if self.into else 0}"


def waiting(person: Viewer, days: Days) -> list[int]:
    """Return the first cases that wait for the leader's approval, the most urgent first."""
    query = select(DutyRow.case_id).where(to_decide(person, days), DutyRow.kind == DutyKind.APPROVE)
    return list(db.session.scalars(query.order_by(*urgency()).limit(AT_FIRST)))


def checked(case_ids: Sequence[int], under: Under) -> list[Checked]:
    """Return those of the cases that wait for approval, with what would be done to each."""
    found = proposals(case_ids, under.on, under.into)
    rows = db.session.scalars(select(Case).where(Case.id.in_(found)))
    cases = {row.id: row for row in rows}
    return [Checked(cases[one], found[one]) for one in case_ids if one in found]
