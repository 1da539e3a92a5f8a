"""The run of one day: taken up, counted, done; what one pass over its work found and did."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import select

from tracker.audit.actions import record
from tracker.kernel import clock, states
from tracker.kernel.db import attempt, db
from tracker.notices.directory import Directory
from tracker.notices.gathering import Gathering
from tracker.plan.models import DailyRun
from tracker.plan.trust import Doubt
from tracker.plan_terms import RunState

log = logging.getLogger("tracker.plan")
TITLE = "今天的提醒"
# one that was done is taken up again for what failed; two processes may both end it
MOVES: Mapping[RunState, frozenset[RunState]] = {
    RunState.BEGUN: frozenset({RunState.DONE}),
    RunState.DONE: frozenset(RunState),
}
Made = TypeVar("Made")


class Numbered(Protocol):
    """One of many things that have a number, told in the log where it fails."""

    @property
    def number(self) -> int:
        """Its number."""


Item = TypeVar("Item", bound=Numbered)


@dataclass
class Report:
    """What a day's job did: what was sent, how many steps were overtaken, what lapsed.

    `doubt`: nothing was done, since somebody has to confirm the date first. `failed`: how many
    duties are tried again at the next look.
    """

    day: date
    done_before: bool = False
    doubt: Doubt | None = None
    looked_at: int = 0
    sent: list[str] = field(default_factory=list)
    superseded: int = 0
    lapses: list[str] = field(default_factory=list)
    failed: int = 0

    @property
    def lapsed(self) -> int:
        """How many ratings lapsed."""
        return len(self.lapses)


@dataclass
class Pass:
    """One pass over the work of a day: which run, whom it may tell, how far it is."""

    day: date
    run_id: int
    people: Directory
    report: Report
    duty: tuple[int, int] = (0, 0)
    lapse: int = 0

    def gathering(self) -> Gathering:
        """Return what gathers the messages of this run."""
        return Gathering(key_of(self.run_id), TITLE, self.people)

    def add(self, looked_at: int, made: int, lapsed: int, failed: int) -> None:
        """Count a batch, in its own transaction."""
        run = db.session.get_one(DailyRun, self.run_id)
        run.looked_at += looked_at
        run.made += made
        run.lapsed += lapsed
        run.failed += failed
        self.report.looked_at += looked_at
        self.report.failed += failed


def key_of(run_id: int) -> str:
    """Return under which key the messages of a run are gathered."""
    return f"daily:{run_id}"


def current(day: date) -> DailyRun | None:
    """Return the run of a day that is not void."""
    query = select(DailyRun).where(DailyRun.day == day, DailyRun.voided_at.is_(None))
    return db.session.scalar(query)


def is_done(run: DailyRun | None) -> bool:
    """Whether nothing of a day's run is left to try."""
    return run is not None and run.state == RunState.DONE and not run.failed


def take(day: date) -> int | None:
    """Take up the run of a day; None where it is done.

    Several processes may work on one run: what one of them did is no longer there for the others.
    """
    run = current(day)
    if is_done(run):
        return None
    if run is None:
        run = DailyRun(day=day, state=RunState.BEGUN, began_at=clock.now())
        db.session.add(run)
    elif run.state == RunState.DONE:
        states.move(run, RunState.BEGUN, MOVES)
        run.failed = 0
    db.session.flush()
    return run.id


def finish(done: Pass) -> None:
    """Mark a run as done, with its figures in the audit log where there is anything new."""
    run = db.session.get_one(DailyRun, done.run_id)
    first = run.done_at is None
    states.move(run, RunState.DONE, MOVES)
    run.done_at = run.done_at or clock.now()
    if first or done.report.sent or done.report.lapses:
        figures: dict[str, object] = {
            "day": run.day, "sent": run.made, "lapsed": run.lapsed, "failed": run.failed,
        }  # fmt: skip
        record("daily.done", "daily_run", run.id, figures)


def each_apart(
    items: Sequence[Item], do: Callable[[Item], Made], told: Gathering
) -> tuple[list[Made], int]:
    """Do something with each of many; one that fails is undone and logged, and stops no other.

    Return what came of those that went well, and how many failed.
    """
    made: list[Made] = []
    for item in items:
        before = len(told)
        try:
            with attempt():
                result = do(item)
            made.append(result)
        except Exception:  # whatever it was, the others have a right to their turn
            log.exception("%s %d failed", type(item).__name__, item.number)
            told.cut(before)
    return made, len(items) - len(made)
