"""催办 of one unit on one case, for one or for many at once. Source: domain §2.8."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.notices import actions as notices
from tracker.supervise import actions, acts
from tracker.supervise.models import FollowUpAct
from tracker.terms import FollowUpKind
from tracker.units.models import Unit

TODAY_ALREADY = "今天已催办"


def urge(case: Case, unit_id: int, requirement: str) -> FollowUpAct:
    """Record that a unit is urged on a case; it is told by `tell`, once about all its cases.

    Two at once wait for each other at the case, so that the same is not urged twice.

    :raises Refused: not allowed now, no part of the unit is in force, or the same person urged
        the unit on this case today.
    """
    db.session.execute(db.select(Case.id).where(Case.id == case.id).with_for_update())
    actions.ask(case, acts.Act.RECORD)
    part = next((row for row in assign.live(case.id) if row.unit_id == unit_id), None)
    if part is None:
        raise Refused("该单位已不承办这一件")
    if _urged_today(part):
        raise Refused(TODAY_ALREADY)
    facts = actions.Record(FollowUpKind.URGE, clock.today(), requirement, assignment=part)
    return actions.record(case, facts, telling=False)


def tell(unit: Unit, cases: Sequence[int], sentence: str) -> int:
    """Tell a unit of all that it was urged to do; return how many accounts, 0 by telephone."""
    return notices.tell_unit_together(cases, unit, sentence)


def _urged_today(part: Assignment) -> bool:
    """Whether the viewer urged this unit on this case today."""
    query = db.select(FollowUpAct.id).where(
        FollowUpAct.case_id == part.case_id,
        FollowUpAct.assignment_id == part.id,
        FollowUpAct.kind == FollowUpKind.URGE,
        FollowUpAct.done_on == clock.today(),
        FollowUpAct.recorded_by == viewer().account_id,
    )
    return db.session.scalar(query.limit(1)) is not None
