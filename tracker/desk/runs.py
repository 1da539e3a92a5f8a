"""What a desk says of the daily run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.kernel.access import Viewer
from tracker.permissions import Permission
from tracker.plan.models import DailyRun
from tracker.plan.queries import last_run


@dataclass(frozen=True)
class RunTold:
    """The last day's job; `missed`: yesterday's has not been done."""

    last: DailyRun | None
    missed: bool


def run_told(person: Viewer, today: date) -> RunTold | None:
    """Return what is said of the daily run to those who urge, None to others."""
    if not person.may(Permission.REMINDER_URGE):
        return None
    last = last_run()
    return RunTold(last, last is None or last.day < today - timedelta(days=1))
