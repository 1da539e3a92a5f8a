"""The dates that duties ask for, counted by the default rulebook and the calendar of 2026."""

from __future__ import annotations

from datetime import date

import pytest

from tests.deadlines.test_deadlines import BOOK, KNOWN
from tracker.plan import dates
from tracker.plan.owed.duty import Want
from tracker.terms import DeadlineKind as K


@pytest.mark.parametrize(
    ("kind", "event", "start", "end"),
    [
        (K.FEEDBACK, "reply_received", date(2026, 4, 3), date(2026, 4, 27)),
        (K.REMIND, "feedback", date(2026, 4, 27), date(2026, 4, 28)),
        (K.LAPSE, "reminded", date(2026, 4, 28), date(2026, 5, 8)),
        (K.LAPSE, "reminded", date(2026, 5, 6), date(2026, 5, 12)),
        (K.ASSIGN, "closing", date(2026, 1, 23), date(2026, 2, 24)),  # 22 February is off
        (K.ASSIGN, "registered", date(2026, 7, 2), date(2026, 7, 9)),
        (K.RETURN_DECIDE, "requested", date(2026, 3, 20), date(2026, 3, 27)),
    ],
)
def test_a_date_counts_from_its_event_by_the_limit_of_the_rulebook(kind, event, start, end):
    due = dates.count(Want(("reply", 1), kind, event, start), BOOK, KNOWN)
    assert (due.on, due.event, due.event_on) == (end, event, start)
