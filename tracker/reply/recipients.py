"""To whom a letter of record is delivered: every proposer, or the lead alone. Source: domain R5."""

from __future__ import annotations

from tracker.cases.models import Case, Submitter
from tracker.reply.models import Reply
from tracker.settings.in_force import book_of

EVERY = "every"


def recipients(case: Case) -> list[Submitter]:
    """Return to whom letters go; where the place says so, the lead passes them on."""
    every = book_of(case).choice("deliver_joint") == EVERY
    return case.submitters if every else case.submitters[:1]


def unreached(reply: Reply) -> list[Submitter]:
    """Return whom a letter has still to reach."""
    reached = {row.submitter_id for row in reply.deliveries}
    return [row for row in recipients(reply.case) if row.id not in reached]
