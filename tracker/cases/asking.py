"""What every act on a case itself asks before it writes."""

from __future__ import annotations

from tracker.cases import acts, queries
from tracker.cases.models import Case
from tracker.kernel.access import current
from tracker.kernel.errors import Refused
from tracker.terms import CaseState


def ask(case: Case, act: acts.Act) -> None:
    """Ask the rule again before writing.

    :raises Refused: not allowed now.
    """
    person = current()
    roles = person.roles if person else frozenset()
    if act not in acts.allowed(queries.facts(case, roles)):
        raise Refused(f"该件为“{CaseState(case.state).label}”，不能{acts.LABELS[act]}。")
