"""What this version and the one before it (93ccfdc) name otherwise; nothing else differs.

The files of this folder measure both: they are copied into a work tree of the version before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from unittest.mock import patch

from tracker.assign import queries as assignments
from tracker.assign.models import Assignment
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.reply import queries as letters
from tracker.reply.models import Reply

try:
    from tracker.cases import index
    from tracker.cases.grams import grams, token
    from tracker.plan import jobs, keeping
except ImportError:  # the version before has no index and keeps no plan
    from tracker.supervise import jobs

    index = keeping = None

INDEX = "case_text_index"
HOUR = 6


@dataclass(frozen=True)
class Day:
    """What a day's job did: how many steps it sent, overtook or let lapse."""

    items: int


def run_day(day: date) -> Day:
    """Do a day's job without the pauses that let others have their turn."""
    with clock.moved_to(clock.at(day, HOUR)):
        if keeping is None:
            with transaction():
                report = jobs.run_day(day)
        else:
            with patch.object(jobs, "PAUSE", 0):
                report = jobs.run_day(day)
            assert report.doubt is None
            assert report.failed == 0
    assert not report.done_before
    return Day(len(report.sent) + report.superseded + report.lapsed)


def letter(number: int) -> Reply:
    """Return a letter as an act takes it."""
    if index is None:
        return db.session.get_one(Reply, number)
    return letters.by_id(number)


def assignment(number: int) -> Assignment:
    """Return an assignment as an act takes it."""
    if index is None:
        return db.session.get_one(Assignment, number)
    return assignments.by_id(number)


def differences(cases: Sequence[int]) -> list[str]:
    """Return where the kept plan of some cases differs from a recount."""
    if keeping is None:
        return []
    return [f"{one.case_id} {one.key} {one.what}" for one in keeping.verify(cases)]


def has_index() -> bool:
    """Whether this version searches by an index of bigrams."""
    return index is not None


def index_made_again() -> str:
    """Return the statement that makes PostgreSQL's index on the grams."""
    (made,) = (one for one in index.MADE["postgresql"] if "INDEX" in one)
    return str(made)


def tokens(text: str) -> str:
    """Return the grams of a text as SQLite's index takes them."""
    return " ".join(map(token, grams(text)))


def lexemes(text: str) -> list[str]:
    """Return the grams of a text as PostgreSQL's index takes them."""
    return sorted({first + second for first, second in grams(text)})
