"""Many proposals submitted at once: what would be done is shown first, then done to just that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.assign import actions, queries
from tracker.assign.models import Assignment
from tracker.assign.responsibility import faults
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.terms import AssignmentState, AssignRole, CaseState
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry

CHANGED = "打开页面以后拟定的单位有了改动，请重新核对。"
PENDING = "已经报批，等领导批准。"


@dataclass(frozen=True)
class Checked:
    """One case before submitting: what is proposed, and why it cannot go up, if it cannot."""

    case: Case
    rows: Sequence[Assignment]
    fault: str
    sent_back: str = ""

    @property
    def seen(self) -> str:
        """The mark of what is shown: a proposal that is made anew has other rows."""
        return "-".join(str(number) for number in (self.case.version, *sorted(_ids(self.rows))))

    @property
    def by_role(self) -> list[tuple[str, str]]:
        """The units of each role, in words."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows:
            part = f"（{row.part}）" if row.part else ""
            found[AssignRole(row.role).label].append(f"{row.unit_name}{part}")
        return [(label, "、".join(names)) for label, names in found.items()]


def waiting(person: Viewer, limit: int) -> list[int]:
    """Return the first cases with a proposal that was not submitted yet, in order of receipt."""
    proposed = select(Assignment.case_id).where(Assignment.state == AssignmentState.PROPOSED)
    query = select(Case.id).where(
        Case.state == CaseState.REGISTERED, Case.id.in_(proposed), visible(person)
    )
    return list(db.session.scalars(query.order_by(Case.received_on, Case.id).limit(limit)))


def checked(case_ids: Sequence[int], person: Viewer) -> list[Checked]:
    """Return those of the cases that the person may see, with what would be done to each."""
    query = select(Case).where(Case.id.in_(case_ids), visible(person))
    cases = {case.id: case for case in db.session.scalars(query)}
    rows, back = _proposed(list(cases)), sent_back(cases)
    found = (_checked(cases[one], rows.get(one, [])) for one in case_ids if one in cases)
    return [
        replace(one, sent_back=back[one.case.id].sentence) if one.case.id in back else one
        for one in found
    ]


def submit(case: Case, seen: str) -> None:
    """Submit a proposal exactly as it was seen.

    :raises Refused: something else stands there now, or it cannot go up.
    """
    if case.state == CaseState.ASSIGN_PENDING:
        raise Refused(PENDING)
    if Checked(case, queries.proposed(case.id), "").seen != seen:
        raise Refused(CHANGED)
    actions.submit(case)


def _checked(case: Case, rows: Sequence[Assignment]) -> Checked:
    """Return a case with why it cannot go up."""
    state = CaseState(case.state)
    if state is CaseState.ASSIGN_PENDING:
        return Checked(case, rows, PENDING)
    if state is not CaseState.REGISTERED:
        return Checked(case, rows, f"现在是“{state.label}”，不用再报批。")
    found = faults(queries.shares(list(rows)))
    return Checked(case, rows, "".join(found))


def _proposed(case_ids: Sequence[int]) -> dict[int, list[Assignment]]:
    """Return what is proposed for cases, each in order of role."""
    query = select(Assignment).where(
        Assignment.case_id.in_(case_ids), Assignment.state == AssignmentState.PROPOSED
    )
    found: dict[int, list[Assignment]] = defaultdict(list)
    for row in db.session.scalars(query.options(joinedload(Assignment.unit))):
        found[row.case_id].append(row)
    return {
        case_id: sorted(own, key=lambda row: (queries.ORDER[AssignRole(row.role)], row.id))
        for case_id, own in found.items()
    }


def _ids(rows: Sequence[Assignment]) -> list[int]:
    """Return the numbers of rows."""
    return [row.id for row in rows]


def sent_back(case_ids: Collection[int]) -> dict[int, HistoryEntry]:
    """Return why the leader sent proposals back, of those that were not submitted since."""
    asked = (Event.CASE_SUBMITTED, Event.CASE_SENT_BACK, Event.CASE_SUBMISSION_RECALLED)
    query = select(HistoryEntry).where(
        HistoryEntry.act.in_(asked), HistoryEntry.case_id.in_(case_ids)
    )
    last = {row.case_id: row for row in db.session.scalars(query.order_by(HistoryEntry.id))}
    return {number: row for number, row in last.items() if row.act == Event.CASE_SENT_BACK}
