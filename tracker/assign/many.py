"""Proposing units for many cases that were just registered, with few statements."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.assign import acts
from tracker.assign.actions import ShareFacts, proposal
from tracker.assign.asking import ask_case
from tracker.assign.words import proposing
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.timeline.actions import note_all


def propose_all(fresh: Sequence[tuple[Case, Sequence[ShareFacts]]]) -> None:
    """Propose who handles cases that were just registered; the same follows as from `propose`.

    They are all alike to the rule: it is asked once.

    :raises Refused: not allowed now.
    """
    if not fresh:
        return
    ask_case(fresh[0][0], acts.CaseAct.PROPOSE)
    made = [(case, proposal(case, shares)) for case, shares in fresh]
    db.session.add_all(row for _, rows in made for row in rows)
    db.session.flush()
    note_all([(case, proposing(case, rows), None) for case, rows in made])
