"""Everything that is owed on one case, from its facts; pure. Sources: domain §2, design §5.

The rule takes no day of today: whether a duty is late is told where it is read. It counts no
date either: it names the limit that a duty asks for, and reads the date that was stored for it.
"""

from __future__ import annotations

from tracker.cases.lifecycle import BEFORE_UNITS, ENDED
from tracker.plan.owed import answering, assigning, following, rating
from tracker.plan.owed.duty import Duty
from tracker.plan.owed.facts import Book, CaseFacts
from tracker.terms import CaseState


def owed(case: CaseFacts, book: Book) -> tuple[Duty, ...]:
    """Return every open duty of a case; none for one withdrawn, handed out or void."""
    if case.state in ENDED:
        return ()
    if case.state in BEFORE_UNITS:
        return (assigning.before_units(case),)
    found = [
        *assigning.of_parts(case),
        *answering.of_parts(case),
        *rating.of_letters(case),
        *following.promises(case, book),
        *following.visits(case, book),
    ]
    if closable(case):
        found.append(rating.closing(case))
    return tuple(found)


def closable(case: CaseFacts) -> bool:
    """Whether an answered case lacks nothing any more (C10); open promises do not block."""
    if case.state is not CaseState.REPLIED:
        return False
    parts = answering.answering_parts(case)
    undecided = any(row.unsatisfied and not row.decided for p in case.parts for row in p.ratings)
    return bool(parts) and not undecided and all(rating.settled(part) for part in parts)
