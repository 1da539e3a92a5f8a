"""The daily job: what falls due is reminded of, once; what nobody answered lapses.

Each batch is a transaction of its own, so that no page waits for the whole run. What is done is
written with its batch: a run that is killed is taken up by the next look where it was, and several
processes share one run without doing anything twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from tracker.kernel.db import transaction
from tracker.notices import directory
from tracker.plan import day_run, lapsing, reminding, righting, trust
from tracker.plan.day_run import Pass, Report
from tracker.plan.righting import Righting

# A writer that waits for SQLite's lock looks every tenth of a second: it gets its turn in between.
PAUSE = 0.12

__all__ = ["Report", "preview_day", "run_day"]


def run_day(day: date) -> Report:
    """Do a day's job, outside any transaction; a second run of the day does nothing.

    Days that were missed are caught up: of several steps of one duty only the latest is
    sent (补发), the others are recorded as superseded. Where the date has to be confirmed first
    nothing happens; what ran under a later day, by a clock that was ahead, is put right first.
    """
    with transaction():
        found = trust.doubt(day)
        ahead = found is None and righting.needed(day)
    if found is not None:
        return Report(day, doubt=found)
    if ahead:
        _put_right(day)
    with transaction():
        number, people = day_run.take(day), directory.read()
    if number is None:
        return Report(day, done_before=True)
    return _run(Pass(day, number, people, Report(day)))


def preview_day(day: date) -> Report:
    """Return what a day's job would do, without doing it."""
    report = Report(day, doubt=trust.doubt(day))
    if day_run.is_done(day_run.current(day)):
        return Report(day, done_before=True)
    after = (0, 0)
    while batch := reminding.due(day, after):
        report.looked_at += len(batch)
        report.sent += reminding.sentences(batch, day)
        report.superseded += sum(len(item.overtaken) for item in batch)
        after = (batch[-1].case.id, batch[-1].number)
    number = 0
    while items := lapsing.over(day, number):
        found = [one for item in items for one in lapsing.lapsing(item, day)]
        report.lapses += [lapsing.sentence_of(one) for one in found]
        number = items[-1].number
    return report


def _put_right(day: date) -> None:
    """Put right what ran under later days; those runs become void last."""
    with transaction():
        work = Righting(day, directory.read())
    _in_batches(lambda: righting.take_back(work))
    _in_batches(lambda: righting.plan_again(work))
    _in_batches(lambda: righting.void(work))


def _run(work: Pass) -> Report:
    """Do the work of a run that was taken up, and mark it as done."""
    _in_batches(reminding.drop_calls)
    _in_batches(lambda: reminding.remind(work))
    _in_batches(lambda: lapsing.lapse(work))
    with transaction():
        day_run.finish(work)
    return work.report


def _in_batches(batch: Callable[[], bool]) -> None:
    """Do batch after batch, each committed by itself; others get their turn in between."""
    more = True
    while more:
        with transaction():
            more = batch()
        if more:
            time.sleep(PAUSE)
