"""Registering many cases in one go: what one case costs in statements is paid for all together."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.cases import indexing, parties
from tracker.cases.actions import follow_filing, made, registration
from tracker.cases.facts import CaseFacts, check_fields, taken
from tracker.cases.models import Case
from tracker.cases.numbering import number_key
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.terms import CaseState, Level, Period
from tracker.timeline.actions import begin_all

Identity = tuple[int, Level, Period, str]


def register_all(many: Sequence[CaseFacts]) -> list[Case | Refused]:
    """Register cases (C1); return each, or why it is refused, in their order.

    What is refused is not registered; the rest is. The same follows as from `actions.register`.
    """
    known, found = _known(many), list[Case | Refused]()
    for facts in many:
        try:
            check_fields(facts)
            identity = _identity(facts)
            if identity[-1] and (other := known.get(identity)):
                raise taken(other)
        except Refused as refusal:
            found.append(refusal)
        else:
            case = known[identity] = made(facts)
            found.append(case)
    entered = [
        (case, facts) for case, facts in zip(found, many, strict=True) if isinstance(case, Case)
    ]
    cases = [case for case, _facts in entered]
    db.session.add_all(cases)
    db.session.flush()
    parties.enter_new(cases)
    indexing.index_new(cases)
    begin_all([(case, registration(case)) for case in cases])
    for case, facts in entered:
        follow_filing(case, facts)
    return found


def _known(many: Sequence[CaseFacts]) -> dict[Identity, Case]:
    """Return the cases that have one of the numbers, by their identity."""
    keys = {number_key(facts.number) for facts in many} - {""}
    query = select(Case).where(
        Case.session_id.in_({facts.session.id for facts in many}),
        Case.number_key.in_(keys),
        Case.state != CaseState.VOID,
    )
    return {
        (case.session_id, Level(case.level), Period(case.period), case.number_key): case
        for case in db.session.scalars(query)
    }


def _identity(facts: CaseFacts) -> Identity:
    """Return session, level, period and number; no two cases have the same."""
    return facts.session.id, facts.level, facts.period, number_key(facts.number)
