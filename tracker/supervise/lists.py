"""The follow-up list: why each case is followed and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.assign import queries as assign
from tracker.cases.models import Case
from tracker.kernel.access import Viewer
from tracker.reply import queries as reply
from tracker.reply.models import Commitment
from tracker.supervise import queries
from tracker.supervise.models import FollowUpPause
from tracker.terms import CommitmentState, FollowUpCause
from tracker.timeline import queries as timeline
from tracker.timeline.models import FollowUp


@dataclass(frozen=True)
class Followed:
    """One case in follow-up.

    `due_on`: the nearest promise that is not reported kept, None where there is none.
    `paused_until`: the day on which a follow-up that rests goes on.
    """

    case: Case
    units: str
    causes: tuple[str, ...]
    why: str
    since: date | None
    due_on: date | None
    paused_until: date | None


def followed(person: Viewer, today: date) -> list[Followed]:
    """Return the cases in follow-up that a person sees, the most urgent promise first."""
    cases = queries.in_follow_up(person)
    ids = [case.id for case in cases]
    promises, units = reply.open_commitments_of(ids), assign.answering_of(ids)
    causes, pauses = timeline.open_follow_ups(ids), queries.pauses()
    rows = [
        _row(
            case,
            "、".join(row.unit_name for row in units.get(case.id, [])),
            promises.get(case.id, []),
            causes.get(case.id, []),
            pauses.get(case.id),
            today,
        )
        for case in cases
    ]
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.case.id))


def _row(
    case: Case,
    units: str,
    promises: list[Commitment],
    causes: list[FollowUp],
    pause: FollowUpPause | None,
    today: date,
) -> Followed:
    """Return one line."""
    waiting = [row for row in promises if row.state != CommitmentState.DONE_CLAIMED]
    late, claimed = sum(row.due_on < today for row in waiting), len(promises) - len(waiting)
    parts = [(len(promises), "承诺"), (late, "逾期"), (claimed, "报已落实，待核实")]
    words = "，".join(f"{number} 项{what}" for number, what in parts if number)
    return Followed(
        case=case,
        units=units,
        causes=tuple(FollowUpCause(row.cause).label for row in causes),
        why=words or "；".join(row.reason for row in causes),
        since=causes[-1].since if causes else None,
        due_on=min((row.due_on for row in waiting), default=None),
        paused_until=pause.end_on if pause and today < pause.end_on else None,
    )
