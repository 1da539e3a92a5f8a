"""The follow-up list: why each case is followed and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.assign import queries as assign
from tracker.cases.models import Case
from tracker.kernel.access import Viewer
from tracker.reply import queries as reply
from tracker.supervise import queries


@dataclass(frozen=True)
class Followed:
    """One case in follow-up; `due_on` is the nearest promise, None where there is none."""

    case: Case
    units: str
    why: str
    since: date | None
    due_on: date | None


def followed(person: Viewer, today: date) -> list[Followed]:
    """Return the cases in follow-up that a person sees, the most urgent promise first."""
    rows = [_row(case, today) for case in queries.in_follow_up(person)]
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.case.id))


def _row(case: Case, today: date) -> Followed:
    """Return one line."""
    promises = reply.open_commitments(case.id)
    trigger = queries.last_trigger(case)
    due_on = min((row.due_on for row in promises), default=None)
    late = queries.overdue_promises(case.id, today)
    words = f"{len(promises)} 项承诺" + (f"，{late} 项逾期" if late else "") if promises else ""
    return Followed(
        case=case,
        units="、".join(row.unit_name for row in assign.answering(case.id)),
        why=words or (trigger.sentence if trigger else ""),
        since=trigger.on if trigger else None,
        due_on=due_on,
    )
